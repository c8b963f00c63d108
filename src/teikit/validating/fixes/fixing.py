"""Making the fixes of findings, so that nothing else of a file changes.

The edits of a finding are made together or not at all. Of edits that overlap, those of the first
finding are made; the next run makes the others. A fixed file is read again before it is written:
its tree must be the old one but for what was to be fixed.
"""

import os
from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from teikit.diagnostic import Diagnostic, Edit
from teikit.errors import TeikitError, unfinished
from teikit.validating.fixes.patch import ByteEdit, edited, patch
from teikit.validating.fixes.proof import unproved
from teikit.validating.index.facts import numbered
from teikit.xml.encoding import decoded
from teikit.xml.files import Unreadable, parsed, read, write_atomically
from teikit.xml.markup import ExpandedMarkup, read_markup
from teikit.xml.positions import Positions

_ENTITIES = "it refers to entities that its DOCTYPE declares; correct it by hand"
_MEANWHILE = "it was changed after it was checked; check it again"


@dataclass(frozen=True, slots=True)
class FixedFile:
    """A file with its fixes.

    Attributes:
        path: the file, as it is named in the findings.
        findings: those that are fixed.
        old: the bytes of the file.
        new: its bytes with the fixes; `old` where it is refused.
        edits: from `old` to `new`.
        refusal: why nothing in it is fixed; else empty.
    """

    path: Path
    findings: tuple[Diagnostic, ...] = ()
    old: bytes = b""
    new: bytes = b""
    edits: tuple[ByteEdit, ...] = ()
    refusal: str = ""


def fingerprint(data: bytes) -> str:
    """What tells the bytes of a file from any others."""
    return sha256(data).hexdigest()


def fixed_files(
    findings: Iterable[Diagnostic], fingerprints: Mapping[str, str]
) -> Iterator[FixedFile]:
    """The files that findings have fixes for, with these; nothing is written.

    `findings` are those of a run, in order; `fingerprints` tell what the files held when they were
    checked, by the paths that findings name. Files come one by one, sorted by path.
    """
    files = _Files()
    chosen = _chosen(files.named(finding) for finding in findings if finding.edits)
    while True:
        by_file = _by_file(chosen)
        several = [finding for finding in chosen if len(_names(finding)) > 1]
        across = {name for finding in several for name in _names(finding)}
        refused = {name for name in across if _tried(name, by_file[name], fingerprints).refusal}
        if not refused:
            break
        chosen = [
            finding
            for finding in chosen
            if len(_names(finding)) == 1 or refused.isdisjoint(_names(finding))
        ]
    for name in sorted(by_file):
        yield _tried(name, by_file[name], fingerprints)


def write(file: FixedFile) -> FixedFile:
    """Write a fixed file, or say why it cannot be written."""
    if file.refusal:
        return file
    target = file.path.resolve()  # a link stays a link
    try:
        if read(target) != file.old:
            return _refused(file, _MEANWHILE)
        # A file that is read-only is replaced without complaint where its folder is not.
        if not target.stat().st_mode & 0o222 or not os.access(target, os.W_OK):
            return _refused(file, "it is read-only; allow writing, or leave it as it is")
        if not os.access(target.parent, os.W_OK):
            return _refused(file, "its folder is read-only, so that it cannot be replaced")
        write_atomically(target, file.new)
    except Unreadable as error:
        return _refused(file, error.reason)
    except (TeikitError, OSError) as error:
        return _refused(file, str(error))
    return file


def diff(file: FixedFile) -> Iterator[bytes]:
    """The lines of the fixes as a unified diff, for `git apply` or `patch -p1`."""
    return patch(file.path, file.old, file.edits)


def _refused(file: FixedFile, reason: str) -> FixedFile:
    return replace(file, findings=(), new=file.old, edits=(), refusal=reason)


# Which findings are fixed


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
        at = bisect_left(self._edits, edit.end, key=lambda known: known.start)
        if at and self._edits[at - 1].end > edit.start:
            return False
        return not any(
            _attribute(known) and _attribute(known) == _attribute(edit)
            for known in self._added(at, edit)
        )

    def take(self, edit: Edit) -> None:
        """Add one that it takes."""
        if edit not in self._known:
            self._known.add(edit)
            insort(self._edits, edit, key=_offsets)

    def _added(self, at: int, edit: Edit) -> Iterator[Edit]:
        """What is added at the place of an edit."""
        while at < len(self._edits) and _offsets(self._edits[at]) == _offsets(edit):
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


def _offsets(edit: Edit) -> tuple[int, int]:
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


# The fixes of a file


def _tried(name: str, findings: Sequence[Diagnostic], fingerprints: Mapping[str, str]) -> FixedFile:
    """A file with its fixes, if they do what they should."""
    try:
        return _fixed(name, findings, fingerprints)
    except Exception as error:  # the next file has nothing to do with it
        return FixedFile(Path(name), refusal=unfinished(error))


def _fixed(name: str, findings: Sequence[Diagnostic], fingerprints: Mapping[str, str]) -> FixedFile:
    path = Path(name)
    try:
        data = read(path)
        unchanged = FixedFile(path, old=data, new=data)
        if fingerprint(data) != fingerprints.get(name):
            return _refused(unchanged, _MEANWHILE)
        tree = parsed(data, path)
    except Unreadable as error:
        return FixedFile(path, refusal=error.reason)
    markup = read_markup(decoded(data))
    if isinstance(markup, ExpandedMarkup) and not markup.expansion.origin.is_file:
        return _refused(unchanged, _ENTITIES)
    positions = Positions(data, markup, numbered(tree.getroot()))
    edits = sorted(
        dict.fromkeys(edit for finding in findings for edit in finding.edits if edit.path == name),
        key=_offsets,
    )
    new = positions.encoded(_text(markup.file.text, edits))
    if new is None:
        return _refused(unchanged, "what it holds, or what it should, does not fit its encoding")
    byte_edits = tuple(_byte_edits(positions, edits))
    if new != edited(data, byte_edits):
        return _refused(unchanged, "its encoding does not let it be changed in some places only")
    try:
        failed = unproved(positions, tree, parsed(new, path), edits)
    except Unreadable as error:
        return _refused(unchanged, f"fixed, it could not be read any more: {error.reason}")
    if failed is not None:
        line, _ = positions.markup.line_and_column(positions.tag(failed).start)
        reason = f"a fix at the element of line {line} would change more than it should"
        return _refused(unchanged, f"{reason}; correct the file by hand")
    return FixedFile(path, tuple(findings), data, new, byte_edits)


def _text(text: str, edits: Sequence[Edit]) -> str:
    parts = []
    last = 0
    for edit in edits:
        parts += [text[last : edit.start], edit.text]
        last = edit.end
    return "".join([*parts, text[last:]])


def _byte_edits(positions: Positions, edits: Sequence[Edit]) -> Iterator[ByteEdit]:
    """Edits of a text as edits of bytes; the text must fit its encoding."""
    at = len(positions.mark)
    last = 0
    text = positions.markup.file.text
    for edit in edits:
        start = at + len(text[last : edit.start].encode(positions.encoding))
        at = start + len(text[edit.start : edit.end].encode(positions.encoding))
        last = edit.end
        yield ByteEdit(start, at, edit.text.encode(positions.encoding))
