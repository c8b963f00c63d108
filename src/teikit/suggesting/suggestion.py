"""A suggestion of a profile: values with the reasons for them, and the file they make."""

import json
from dataclasses import dataclass

from teikit.profiles.profile import Profile, parse

_COLUMN = 44
"""Characters before the comment of a line."""

Value = str | int | bool


@dataclass(frozen=True, slots=True)
class SuggestedValue:
    """A value of a key, or an entry of its list.

    `reason` says what in the pages speaks for it. What is not `sure` is right only perhaps: an
    active value is marked, and an inactive one stands in the file as a comment, to be uncommented.
    """

    value: Value
    reason: str
    sure: bool = True
    active: bool = True


@dataclass(frozen=True, slots=True)
class SuggestedKey:
    """A key of a profile: one value and perhaps others, or the entries of a list."""

    table: str
    key: str
    values: tuple[SuggestedValue, ...]
    is_list: bool = False


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A profile that fits pages, as far as can be seen."""

    keys: tuple[SuggestedKey, ...]
    doubts: tuple[str, ...]
    """Sentences: what an editor should look at."""
    pages: int
    extends: str = "plain-letters"

    def toml(self) -> str:
        """The file, with a comment on each line that says why it is there."""
        count = "1 page" if self.pages == 1 else f"{self.pages} pages"
        lines = [
            f"# Suggested by teikit from {count}. Each line says why it is there. What is not",
            "# sure has a (?), or stands behind a #, to be taken in. What it does with pages shows",
            "# teikit profile try FILE PAGES",
            f"extends = {json.dumps(self.extends)}",
        ]
        table = ""
        for key in self.keys:
            if key.table != table:
                table = key.table
                lines += ["", f"[{table}]"]
            lines += _list(key) if key.is_list else _values(key)
        if self.doubts:
            lines += ["", "# To look at:", *(f"# - {doubt}" for doubt in self.doubts)]
        return "\n".join(lines) + "\n"

    def profile(self, path: str = "suggested.toml") -> Profile:
        """The profile itself.

        Raises:
            TeikitError: a value cannot stand in a profile.
        """
        return parse(self.toml(), path)

    def value(self, table: str, key: str) -> Value | None:
        """The active value of a key, if there is one."""
        for each in self.keys:
            if (each.table, each.key) == (table, key):
                return next((value.value for value in each.values if value.active), None)
        return None


def _values(key: SuggestedKey) -> list[str]:
    return [
        _commented(
            f"{'' if each.active else '# '}{key.key} = {_toml(each.value)}", each.reason, each.sure
        )
        for each in key.values
    ]


def _list(key: SuggestedKey) -> list[str]:
    if not any(each.active for each in key.values):
        return [
            _commented(f"# {key.key} = [{_toml(each.value)}]", each.reason, each.sure)
            for each in key.values
        ]
    lines = [f"{key.key} = ["]
    for each in key.values:
        start = f"  {'' if each.active else '# '}{_toml(each.value)},"
        lines.append(_commented(start, each.reason, each.sure))
    return [*lines, "]"]


def _commented(start: str, reason: str, sure: bool) -> str:
    mark = "" if sure else "(?) "
    return f"{start:<{_COLUMN}} # {mark}{' '.join(reason.split())}" if reason else start


def _toml(value: Value) -> str:
    return json.dumps(value, ensure_ascii=False)
