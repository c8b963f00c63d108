"""A service of the Reconciliation API (W3C community group, version 0.2), asked with care.

Its answers may come from anybody: they are bounded in size and number, and of each only what is
understood is taken, without control characters. A query and its answer are kept, so that nothing
is asked twice.
"""

import json
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

from teikit.errors import TeikitError
from teikit.validating.schemas.store.fetching import Errand, fetch
from teikit.xml.files import read, write_atomically

MAX_ANSWER = 4 * 1024 * 1024
"""Bytes of an answer to some queries."""
MAX_CANDIDATES = 50
MAX_BATCH = 50
_JSON = "application/json, text/javascript;q=0.9, */*;q=0.1"
_LONGEST = 300
"""Characters of a name or a description."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]+")
_LONGEST_LINE = 10_000_000
_OF_MANIFEST = ("name", "identifierSpace", "view", "batchSize")

Query = Mapping[str, Any]
"""What a service is asked for one entry, as it is sent."""


class Manifest(NamedTuple):
    """What a service says of itself. Addresses may be empty; `batch` is 0 where it says nothing."""

    name: str = ""
    identifiers: str = ""
    view: str = ""
    batch: int = 0

    def address(self, identifier: str) -> str:
        """Where a candidate can be looked at."""
        escaped = quote(identifier, safe="-._~")
        if self.view:
            return self.view.replace("{{id}}", escaped).replace("{id}", escaped)
        return self.identifiers + escaped


class OfferedName(NamedTuple):
    """Whom or what a service takes for an entry."""

    id: str
    name: str
    description: str
    types: tuple[str, ...]
    score: float
    match: bool


@dataclass(slots=True)
class Answers:
    """The answers of services, in a file of JSON lines, sorted by service and query."""

    path: Path
    known: dict[tuple[str, str], Any] = field(default_factory=dict)
    changed: bool = False

    def find(self, service: str, query: Query | None) -> Any:
        """What a service has answered to a query, or said of itself; None where it was not asked.

        Raises nothing; what the answer holds is not yet looked at.
        """
        return self.known.get((service, _key(query)))

    def keep(self, service: str, query: Query | None, answer: Any) -> None:
        """Remember an answer."""
        self.known[service, _key(query)] = answer
        self.changed = True

    def save(self) -> None:
        """Write the file, if there is something new. Raises `TeikitError`."""
        if not self.changed:
            return
        lines = [
            json.dumps(
                {"service": service, "query": json.loads(query), "answer": self.known[key]},
                ensure_ascii=True,
                sort_keys=True,
            )
            for key in sorted(self.known)
            for service, query in [key]
        ]
        write_atomically(self.path, "".join(f"{line}\n" for line in lines).encode("ascii"))
        self.changed = False


def load_answers(path: Path) -> Answers:
    """The answers in a file; none where there is no such file.

    Raises:
        TeikitError: the file holds something else, which is not written over.
    """
    answers = Answers(path)
    if not path.exists():
        return answers
    for number, line in enumerate(read(path).split(b"\n"), 1):
        if not line.strip():
            continue
        record = _parsed(line[:_LONGEST_LINE])
        if not isinstance(record, dict) or not {"service", "query", "answer"} <= record.keys():
            raise TeikitError(
                f"{path}:{number}: this is no answer of a service; name another file for the"
                " answers, or delete this one"
            )
        answers.known[str(record["service"]), _key(record["query"])] = record["answer"]
    return answers


@dataclass(slots=True)
class Service:
    """A service at an address; `pause` are the seconds between two requests."""

    address: str
    answers: Answers
    offline: bool = False
    pause: float = 1.0
    batch: int = 10
    _asked: bool = False

    def manifest(self) -> Manifest:
        """What it says of itself. Raises `TeikitError`."""
        found = self.answers.find(self.address, None)
        if found is None:
            if self.offline:
                raise TeikitError(
                    f"{self.address}: {self.answers.path} has no answers of this service, and it is"
                    " not asked with --offline"
                )
            found = self._fetched(None)
            if not isinstance(found, dict):
                raise self._wrong("what it says of itself is no object of JSON")
            found = {name: found[name] for name in _OF_MANIFEST if name in found}
            self.answers.keep(self.address, None, found)
        elif not isinstance(found, dict):
            raise self._wrong("what is kept of it is no object of JSON")
        view = found.get("view")
        return Manifest(
            _text(found.get("name")),
            _web(found.get("identifierSpace")),
            _web(view.get("url") if isinstance(view, dict) else ""),
            _batch(found.get("batchSize")),
        )

    def ask(self, queries: Sequence[Query], batch: int) -> Iterator[int]:
        """Make the `requests`, and yield after each how many queries it answered.

        Raises:
            TeikitError: the service cannot be asked, or does not answer as it should; what it has
                answered until then is in `answers`.
        """
        for request in self.requests(queries, batch):
            part = {f"q{number}": query for number, query in enumerate(request)}
            found = self._fetched({"queries": json.dumps(part)})
            if not isinstance(found, dict):
                raise self._wrong("its answer is no object of JSON")
            answered = 0
            for name, query in part.items():
                answer = found.get(name)
                if isinstance(answer, dict) and isinstance(answer.get("result"), list):
                    # No more is kept than is understood.
                    candidates = candidates_of(answer["result"])
                    self.answers.keep(self.address, query, [_record(each) for each in candidates])
                    answered += 1
            if not answered:
                raise self._wrong("its answer has no results")
            yield answered

    def requests(self, queries: Sequence[Query], batch: int) -> list[Sequence[Query]]:
        """What is not answered yet, as it is asked together; nothing without the network."""
        size = max(1, min(batch or MAX_BATCH, self.batch, MAX_BATCH))
        open_ = [query for query in queries if self.answers.find(self.address, query) is None]
        open_ = list({_key(query): query for query in open_}.values())
        starts = range(0, 0 if self.offline else len(open_), size)
        return [open_[start : start + size] for start in starts]

    def candidates(self, query: Query) -> Sequence[OfferedName] | None:
        """What was answered to a query, the best first; None where nothing was."""
        found = self.answers.find(self.address, query)
        return candidates_of(found) if isinstance(found, list) else None

    def _fetched(self, form: Mapping[str, str] | None) -> Any:
        if self._asked:
            time.sleep(self.pause)
        self._asked = True
        data = urlencode(form).encode("ascii") if form else None
        answer = fetch(self.address, Errand(data, _JSON, MAX_ANSWER))
        found = _parsed(answer.data)
        if found is None:
            raise self._wrong("its answer is no JSON")
        return found

    def _wrong(self, words: str) -> TeikitError:
        return TeikitError(
            f"{self.address}: {words}; is this the address of a reconciliation service?"
        )


def candidates_of(results: Sequence[Any]) -> list[OfferedName]:
    """The candidates that a service names, as far as they are understood, the best first."""
    found = []
    for each in results[:MAX_CANDIDATES]:
        if not isinstance(each, dict) or not (identifier := _text(each.get("id"))):
            continue
        score = each.get("score")
        number = float(score) if isinstance(score, int | float) and abs(score) < _MOST else 0.0
        types = each.get("type") or each.get("types") or []
        found.append(
            OfferedName(
                identifier,
                _text(each.get("name")),
                _text(each.get("description")),
                tuple(filter(None, map(_type, types[:5] if isinstance(types, list) else [types]))),
                number if isfinite(number) else 0.0,
                each.get("match") is True,
            )
        )
    return sorted(found, key=lambda each: -each.score)


_MOST = 1e12


def _record(candidate: OfferedName) -> Mapping[str, Any]:
    """A candidate as it is kept, in the form in which services have it."""
    record = candidate._asdict()
    return {**{key: record[key] for key in record if key != "types"}, "type": list(record["types"])}


def _type(type_: Any) -> str:
    if isinstance(type_, dict):
        return _text(type_.get("name")) or _text(type_.get("id"))
    return _text(type_)


def _text(value: Any) -> str:
    """A text of an answer: on one line, without control characters, of bounded length."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    text = value[: 4 * _LONGEST] if isinstance(value, str) else str(value % 10**40)
    line = " ".join(_CONTROL.sub(" ", text).split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def _web(value: Any) -> str:
    text = _text(value)
    return text if text.startswith(("http://", "https://")) else ""


def _batch(value: Any) -> int:
    return value if isinstance(value, int) and value > 0 else 0


def _key(query: Query | None) -> str:
    return json.dumps(query, ensure_ascii=True, sort_keys=True)


def _parsed(data: bytes) -> Any:
    """What is written as JSON; None for what is not."""
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None
