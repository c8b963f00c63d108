"""The words of a site that are not the edition's, in several languages, and those of a user."""

from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from string import Formatter

from teikit import strict
from teikit.errors import TeikitError

LANGUAGES = ("en", "de", "fr", "ru")

Labels = Mapping[str, str]


def labels(language: str, own: Path | None = None) -> Labels:
    """The labels of a language, by what they are for; those in the file `own` come first.

    Raises `TeikitError` for a language that there is none of, and for a label that is not known or
    has other fields.
    """
    if language not in LANGUAGES:
        known = ", ".join(LANGUAGES)
        raise TeikitError(f"there are no labels in {language!r}; there are some in {known}")
    name = f"{language}.toml"
    text = resources.files("teikit.publishing").joinpath("labels", name).read_text(encoding="utf-8")
    found = _flat(strict.loads(text, name))
    if own is not None:
        try:
            mine = _flat(strict.loads(own.read_text(encoding="utf-8"), str(own)))
        except OSError as error:
            raise TeikitError(f"{own} cannot be read: {error.strerror}") from None
        if unknown := mine.keys() - found.keys():
            raise TeikitError(f"{own}: no label is called {min(unknown)!r}")
        for name, words in mine.items():
            if not _fields(words) <= (fields := _fields(found[name])):
                allowed = ", ".join(f"{{{field}}}" for field in sorted(fields)) or "none"
                raise TeikitError(
                    f"{own}: the label {name!r} has other fields in braces than it may have: "
                    f"{allowed}"
                )
        found = {**found, **mine}
    return found


def _fields(words: str) -> set[str]:
    """The names in braces for which something is put in; one that is not closed is one, too."""
    try:
        return {field for _, field, _, _ in Formatter().parse(words) if field is not None}
    except ValueError:
        return {words}


def _flat(table: Mapping[str, object]) -> dict[str, str]:
    flat: dict[str, str] = {}
    for key, value in table.items():
        if isinstance(value, Mapping):
            flat.update({f"{key}_{name}": str(inner) for name, inner in value.items()})
        else:
            flat[key] = str(value)
    return flat
