"""Making the repairs of findings, so that nothing else of a file changes.

The edits of a finding are made together or not at all. Of edits that overlap, those of the first
finding are made; the next run makes the others. A repaired file is read again before it is written:
its tree must be the old one but for what was to be repaired.
"""

import os
from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from teikit.diagnostic import Diagnostic, Edit
from teikit.errors import TeikitError
from teikit.validating.fixes.patch import Change, changed, patch
from teikit.validating.fixes.proof import unproved
from teikit.validating.index.facts import numbered
from teikit.xml.files import Unreadable, parsed, read, write_atomically
from teikit.xml.markup import Markup
from teikit.xml.positions import Source, decoded

_MEANWHILE = "it was changed after it was checked; check it again"


@dataclass(frozen=True, slots=True)
class Repaired:
    """A file with its repairs.

    Attributes:
        path: the file, as it is named in the findings.
        findings: those that are repaired.
        old: the bytes of the file.
        new: its bytes with the repairs; `old` where it is refused.
        changes: from `old` to `new`.
        refusal: why nothing in it is repaired; else empty.
    """

    path: Path
    findings: tuple[Diagnostic, ...] = ()
    old: bytes = b""
    new: bytes = b""
    changes: tuple[Change, ...] = ()
    refusal: str = ""


def fingerprint(data: bytes) -> str:
    """What tells the bytes of a file from any others."""
    return sha256(data).hexdigest()


def repaired(findings: Iterable[Diagnostic], fingerprints: Mapping[str, str]) -> Iterator[Repaired]:
    """The files that findings have repairs for, with these; nothing is written.

    `findings` are those of a run, in order; `fingerprints` tell what the files held when they were
    checked, by the paths that findings name. Files come one by one, sorted by path.
    """
    files = _Files()
    chosen = _chosen(files.named(one) for one in findings if one.edits)
    while True:
        by_file = _by_file(chosen)
        across = {name for one in chosen if len(_names(one)) > 1 for name in _names(one)}
        refused = {name for name in across if _tried(name, by_file[name], fingerprints).refusal}
        if not refused:
            break
        chosen = [one for one in chosen if len(_names(one)) == 1 or refused.isdisjoint(_names(one))]
    for name in sorted(by_file):
        yield _tried(name, by_file[name], fingerprints)


def write(one: Repaired) -> Repaired:
    """Write a repaired file, or say why it cannot be written."""
    if one.refusal:
        return one
    target = one.path.resolve()  # a link stays a link
    try:
        if read(target) != one.old:
            return _refused(one, _MEANWHILE)
        # A file that is read-only is replaced without complaint where its folder is not.
        if not target.stat().st_mode & 0o222 or not os.access(target, os.W_OK):
            return _refused(one, "it is read-only; allow writing, or leave it as it is")
        if not os.access(target.parent, os.W_OK):
            return _refused(one, "its folder is read-only, so that it cannot be replaced")
        write_atomically(target, one.new)
    except Unreadable as error:
        return _refused(one, error.reason)
    except (TeikitError, OSError) as error:
        return _refused(one, str(error))
    return one


def diff(one: Repaired) -> Iterator[bytes]:
    """The lines of the repairs as a unified diff, for `git apply` or `patch -p1`."""
    return patch(one.path, one.old, one.changes)


def _refused(one: Repaired, reason: str) -> Repaired:
    return replace(one, findings=(), new=one.old, changes=(), refusal=reason)


# Which findings are repaired


class _Files:
    """The names of files: of two that lead to one file, the first stands for both."""

    def __init__(self) -> None:
        self._first: dict[Path, str] = {}
        self._names: dict[str, str] = {}

    def named(self, finding: Diagnostic) -> Diagnostic:
        """A finding whose edits have these names."""
        if all(self._name(edit.path) == edit.path for edit in finding.edits):
            return finding
        edits = tuple(edit._replace(path=self._name(edit.path)) for edit in finding.edits)
        return finding._replace(edits=edits)

    def _name(self, name: str) -> str:
        if name not in self._names:
            self._names[name] = self._first.setdefault(Path(name).resolve(), name)
        return self._names[name]


class _Edits:
    """Edits of a file that can all be made."""

    def __init__(self) -> None:
        self._edits: list[Edit] = []
        self._known: set[Edit] = set()

    def takes(self, edit: Edit) -> bool:
        """Whether it can be made with the others, or is one of them."""
        if edit in self._known:
            return True
        # No two of those before overlap, so the last of them reaches furthest.
        at = bisect_left(self._edits, edit.end, key=lambda one: one.start)
        if at and self._edits[at - 1].end > edit.start:
            return False
        return not any(
            _attribute(one) and _attribute(one) == _attribute(edit) for one in self._added(at, edit)
        )

    def take(self, edit: Edit) -> None:
        """Add one that it takes."""
        if edit not in self._known:
            self._known.add(edit)
            insort(self._edits, edit, key=_place)

    def _added(self, at: int, edit: Edit) -> Iterator[Edit]:
        """What is added at the place of an edit."""
        while at < len(self._edits) and _place(self._edits[at]) == _place(edit):
            yield self._edits[at]
            at += 1


def _chosen(findings: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Those findings whose edits overlap none of the edits of a finding before them."""
    made: dict[str, _Edits] = defaultdict(_Edits)
    chosen = []
    for finding in findings:
        own: dict[str, _Edits] = defaultdict(_Edits)
        for edit in finding.edits:
            if not (made[edit.path].takes(edit) and own[edit.path].takes(edit)):
                break
            own[edit.path].take(edit)
        else:
            for edit in finding.edits:
                made[edit.path].take(edit)
            chosen.append(finding)
    return chosen


def _place(edit: Edit) -> tuple[int, int]:
    return edit.start, edit.end


def _attribute(edit: Edit) -> str:
    """The name of the attribute that is added, if one is: an element has it only once."""
    name, equals, _ = edit.text.partition("=")
    return name if equals and edit.start == edit.end else ""


def _names(finding: Diagnostic) -> set[str]:
    """The files that the edits of a finding change."""
    return {edit.path for edit in finding.edits}


def _by_file(findings: Iterable[Diagnostic]) -> dict[str, list[Diagnostic]]:
    by_file = defaultdict(list)
    for finding in findings:
        for name in _names(finding):
            by_file[name].append(finding)
    return by_file


# The repairs of a file


def _tried(name: str, findings: Sequence[Diagnostic], fingerprints: Mapping[str, str]) -> Repaired:
    """A file with its repairs, if they do what they should."""
    path = Path(name)
    try:
        data = read(path)
        unchanged = Repaired(path, old=data, new=data)
        if fingerprint(data) != fingerprints.get(name):
            return _refused(unchanged, _MEANWHILE)
        tree = parsed(data, path)
    except Unreadable as error:
        return Repaired(path, refusal=error.reason)
    source = Source(data, Markup(decoded(data)), numbered(tree.getroot()))
    edits = sorted(
        dict.fromkeys(edit for one in findings for edit in one.edits if edit.path == name),
        key=_place,
    )
    new = source.encoded(_text(source, edits))
    if new is None:
        return _refused(unchanged, "what it holds, or what it should, does not fit its encoding")
    changes = tuple(_changes(source, edits))
    if new != changed(data, changes):
        return _refused(unchanged, "its encoding does not let it be changed in some places only")
    try:
        failed = unproved(source, tree, parsed(new, path), edits)
    except Unreadable as error:
        return _refused(unchanged, f"repaired, it could not be read any more: {error.reason}")
    if failed is not None:
        line, _ = source.markup.line_and_column(source.tag(failed).start)
        reason = f"a repair at the element of line {line} would change more than it should"
        return _refused(unchanged, f"{reason}; repair the file by hand")
    return Repaired(path, tuple(findings), data, new, changes)


def _text(source: Source, edits: Sequence[Edit]) -> str:
    parts = []
    last = 0
    for edit in edits:
        parts += [source.text[last : edit.start], edit.text]
        last = edit.end
    return "".join([*parts, source.text[last:]])


def _changes(source: Source, edits: Sequence[Edit]) -> Iterator[Change]:
    """Edits as changes of bytes; the text of the source must fit its encoding."""
    at = len(source.mark)
    last = 0
    for edit in edits:
        start = at + len(source.text[last : edit.start].encode(source.encoding))
        at = start + len(source.text[edit.start : edit.end].encode(source.encoding))
        last = edit.end
        yield Change(start, at, edit.text.encode(source.encoding))
