"""Results of checks, kept by all that counts for them."""

import hashlib
import marshal
import os
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from teikit.diagnostic import IN_FULL, Details
from teikit.keeping.dependency import Dependency
from teikit.keeping.opening import versions
from teikit.keeping.questions import Questions
from teikit.keeping.rows import Rows
from teikit.keeping.states import States, digest_of, key_of
from teikit.tei.entries import authority_folders
from teikit.validating.index.inclusions import Inclusions
from teikit.validating.index.together import MANY_QUESTIONS, DiskQuestion, still
from teikit.validating.schemas.resolving import Resolver
from teikit.validating.settings import Settings

_LIBRARIES = ("xmlschema", "elementpath")
"""Whose versions count; that of lxml is known without looking for it."""
_TOGETHER = 5000
"""Files of which is asked together."""


class ResultParts(NamedTuple):
    """What came of a file, as bytes, of which what is not needed is not looked at.

    Attributes:
        details: of the findings.
        purpose: what `made` was made for.
        sum: a digest of what counts across files.
        made: what was made of the report.
        notes: what is told once for all files.
    """

    details: tuple[bool, bool, bool]
    purpose: str
    sum: bytes
    made: bytes
    notes: bytes


class KnownResult(NamedTuple):
    """What came of a file.

    Attributes:
        key: that of the parts.
        digest: of what the file held.
        asked: the key of what was asked.
        parts: what is mostly looked at.
    """

    key: bytes
    digest: bytes
    asked: bytes
    parts: ResultParts


class Results:
    """The results that are kept in the folder of a project, as far as they hold for a run.

    Attributes:
        others: the files beside those of the run on which its results depend.
    """

    def __init__(  # noqa: PLR0913, PLR0917  # all that counts for a result
        self,
        rows: Rows,
        states: States,
        settings: Settings,
        folders: Collection[Path],
        resolver: Resolver,
        inclusions: Inclusions,
        details: Details = IN_FULL,
    ) -> None:
        """`states` know the contents of files; the others are those of the run."""
        self._rows = rows
        self._states = states
        self._inclusions = inclusions
        self._details = details
        self._mark = _mark(settings, folders)
        self.others: set[str] = set()
        self._questions = Questions(rows, resolver.still, self._note)
        self._relations: dict[str, bytes | None] = {}
        self._related: list[tuple[bytes, str, bytes]] = []
        self._real_folder = lru_cache(1000)(os.path.realpath)

    @property
    def trouble(self) -> str:
        """Why nothing more is kept, in words; empty where it is."""
        return self._rows.trouble

    def digest(self, name: str) -> bytes | None:
        """The digest of what a file holds, as far as that is known without checking it."""
        content = self._states.of(name)
        return content.digest if content else None

    def each(self, names: Sequence[str]) -> Iterator[KnownResult | None]:
        """What came of files before, in their order; None where that is not known."""
        for start in range(0, len(names), _TOGETHER):
            some = names[start : start + _TOGETHER]
            keys = [self._key_now(name) for name in some]
            self._rows.load(key for key, _ in keys if key)
            for key, digest in keys:
                yield self._known(key, digest) if key else None

    def _key_now(self, name: str) -> tuple[bytes | None, bytes]:
        digest = self.digest(name)
        return (self._key(name, digest), digest) if digest else (None, b"")

    def _known(self, key: bytes, digest: bytes) -> KnownResult | None:
        body = self._rows.get(key)
        if body is None:
            return None
        asked, *fields = marshal.loads(body)
        parts = ResultParts(*fields)
        enough = all(
            there or not wanted for there, wanted in zip(parts.details, self._details, strict=True)
        )
        if not (enough and self._questions.hold(asked)):
            return None
        return KnownResult(key, digest, asked, parts)

    def summaries(self, keys: Sequence[bytes]) -> Iterator[bytes | None]:
        """The summaries of results, by their keys; None where one is not there any more."""
        return self._beside("summary", keys)

    def report(self, key: bytes) -> bytes | None:
        """All that is kept of a result, but for its summary."""
        return next(self._beside("all", [key]))

    def _beside(self, kind: str, keys: Sequence[bytes]) -> Iterator[bytes | None]:
        for start in range(0, len(keys), _TOGETHER):
            some = [key_of(kind, key) for key in keys[start : start + _TOGETHER]]
            self._rows.load(some)
            yield from map(self._rows.get, some)

    def keep(
        self,
        name: str,
        digest: bytes,
        questions: Iterable[Dependency],
        parts: ResultParts,
        *,
        summary: bytes | None,
        report: bytes,
    ) -> None:
        """Keep what came of a file that holds what has this digest."""
        key = self._key(name, digest)
        if key is None:
            return
        asked = self._questions.keep([*questions])
        self._rows.put(key, marshal.dumps((asked, *parts)))
        self._rows.put(key_of("summary", key), b"" if summary is None else summary)
        self._rows.put(key_of("all", key), report)
        file = self._real(name)
        if relation := self._relation(file):
            self._related.append((key, file, relation))

    def renew(self, known: KnownResult, parts: ResultParts) -> None:
        """Keep other parts in the place of those that came of a file."""
        self._rows.put(known.key, marshal.dumps((known.asked, *parts)))

    def across(self, sums: bytes) -> bytes | None:
        """What came of all files together that have these sums; None where it is not known."""
        body = self._rows.get(self._across_key(sums))
        if body is None:
            return None
        questions, found = marshal.loads(body)
        self.others.update(path for _, path, _ in questions)
        return found if all(still(DiskQuestion(*each)) for each in questions) else None

    def keep_across(self, sums: bytes, questions: Collection[DiskQuestion], found: bytes) -> None:
        """Keep what came of all files together."""
        self.others.update(each.path for each in questions)
        if len(questions) <= MANY_QUESTIONS:
            body = marshal.dumps(([tuple(each) for each in questions], found))
            self._rows.put(self._across_key(sums), body)

    def close(self) -> None:
        """Write what is to be kept, but for what was changed while others were checked."""
        now: dict[str, bytes | None] = {}
        for key, file, relation in self._related:
            if file not in now:
                now.update(dict.fromkeys(self._connected(file), self._measured(file, anew=True)))
            if now[file] != relation:
                self._rows.remove(key)
        self._rows.close()

    def _key(self, name: str, digest: bytes) -> bytes | None:
        file = self._real(name)
        relation = self._relation(file)
        if relation is None:
            return None
        parts = (name, file)
        encoded = [part.encode(errors="surrogateescape") for part in parts]
        return key_of("report", self._mark, *encoded, digest, relation)

    def _across_key(self, sums: bytes) -> bytes:
        return key_of("across", self._mark, bytes(self._details), sums)

    def _note(self, questions: Iterable[Dependency]) -> None:
        """Note the files that questions about schemas are about, there or not."""
        for kind, address, base, answer in questions:
            if kind == "named":
                self.others.add(os.path.normpath(os.path.join(os.path.dirname(base), address)))  # noqa: PTH118, PTH120
            if kind == "around":
                self.others.update(
                    (*map(str, authority_folders(Path(address))), *answer.split("\0"))
                )
                continue
            self.others.update(place for place in (address, answer) if os.path.isabs(place))  # noqa: PTH117

    def _real(self, name: str) -> str:
        folder, last = os.path.split(name)
        if os.path.islink(name):  # noqa: PTH114
            return os.path.realpath(name)
        return os.path.join(self._real_folder(folder), last)  # noqa: PTH118

    def _relation(self, file: str) -> bytes | None:
        """What the files that have to do with a file hold; empty where there are none.

        None where that is not known.
        """
        if not self._inclusions.relatives(file):
            return b""
        if file not in self._relations:
            found = self._measured(file, anew=False)
            self._relations.update(dict.fromkeys(self._connected(file), found))
        return self._relations[file]

    def _connected(self, file: str) -> Collection[str]:
        """A file, and those that it includes or that include it, directly or not."""
        known = {file: None}
        waiting = deque(known)
        while waiting:
            each = waiting.popleft()
            for other in (*self._inclusions.included(each), *self._inclusions.including(each)):
                if other not in known:
                    known[other] = None
                    waiting.append(other)
        return known

    def _measured(self, file: str, *, anew: bool) -> bytes | None:
        ask: Callable[[str], object] = self._states.now if anew else self._states.of
        sums = hashlib.sha256()
        for each in sorted(self._connected(file)):
            content = self._states.now(each) if anew else self._states.of(each)
            if content is None and os.path.exists(each):  # noqa: PTH110
                return None
            sums.update(repr((each, content, self._inclusions.kinds(each))).encode())
            for other in self._inclusions.beside(each):
                self.others.add(other)
                there = ask(other)
                if there is None and os.path.exists(other):  # noqa: PTH110
                    return None
                sums.update(repr((other, there)).encode())
        return sums.digest()


def _mark(settings: Settings, folders: Collection[Path]) -> bytes:
    """A mark of the program and of what it is asked to do; another after each change of them."""
    asked = (settings, sorted(map(str, folders)), os.getcwd())  # noqa: PTH109
    return digest_of(repr((versions(_LIBRARIES), asked)).encode(errors="surrogateescape"))
