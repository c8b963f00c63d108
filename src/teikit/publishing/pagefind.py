"""An index made by Pagefind, a program of its own, for editions that are too large for teikit's.

It is asked as a service: letters go to it in their order, so that the same letters make the same
bytes, and the files of the index come back. (Given a folder, it takes files in the order in which
the disk has them; and it says that files are written before they are.) Of these a site has what the
search loads: no interface, style or playground of Pagefind's.

Its own filters are not used, since their bytes differ from run to run: what is known of a letter
stands in `letters.json`, with the names that Pagefind has given to the letters. Nor does Pagefind
look for all words with a beginning, but in one part of the index: `words.json` says which words the
parts begin with, so that the script of the page can have the others loaded, too.
"""

import gzip
import json
import re
import subprocess
from base64 import b64decode, b64encode
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path, PurePosixPath
from tempfile import TemporaryFile
from typing import IO, Any

from teikit.errors import TeikitError
from teikit.publishing.index import FIELDS, Indexed

_OLDEST = (1, 5, 2)
"""Before it, the same letters do not make the same bytes."""
_REMEDY = "pip install --upgrade 'teikit[pagefind]'"
_ENTRY = "pagefind-entry.json"
_PROGRAM = ("pagefind.js", "pagefind-worker.js", _ENTRY)
_FRAGMENT = ".pf_fragment"
_WORDS = ".pf_index"
_PARTS = (".pf_meta", _WORDS, _FRAGMENT)
_MAGIC = len(b"pagefind_dcd")
"""So many bytes stand before what is packed in a file."""
_LISTS = re.compile(rb"(?:[\x80-\x97]|\x98.|\x99..|\x9a.{4})*", re.DOTALL)
"""The beginnings of lists in CBOR."""
_SEARCHED = FIELDS[FIELDS.index("title") + 1 :]
_WITHOUT_WIDTH = str.maketrans("", "", "\u200b\ufeff")
"""Pagefind drops the one from words, and browsers take the other for a space."""
_PATIENCE = 60
"""Seconds in which it must start, or end."""


@dataclass(frozen=True, slots=True)
class Pagefind:
    """The program of Pagefind as it is installed."""

    path: Path
    version: str

    def files(self, letters: Sequence[Indexed], language: str) -> Iterator[tuple[str, bytes]]:
        """The files of the index of letters, by their names; `language` is a code as `de`.

        Raises `TeikitError`.
        """
        with TemporaryFile() as errors:
            try:
                with _Service(self.path, errors) as service:
                    files = service.index(letters, language)
                wanted = _wanted(files)
                yield from wanted.items()
                yield "letters.json", _json(_known(letters, wanted))
                yield "words.json", _json(_begins(wanted))
            except (OSError, ValueError, LookupError) as error:
                reason = _last_line(errors) or f"{type(error).__name__}: {error}"
                raise TeikitError(f"Pagefind {self.version} made no index: {reason}") from None


def installed_pagefind() -> Pagefind:
    """The program, if it is installed and new enough. Raises `TeikitError`."""
    path: Path | None = None
    with suppress(ImportError):
        path = import_module("pagefind.service").get_executable()
    if path is None:
        raise TeikitError(
            "--search pagefind needs Pagefind, which is not installed: "
            "pip install 'teikit[pagefind]'"
        )
    try:
        output = subprocess.run(
            [str(path), "--version"], capture_output=True, check=True, timeout=_PATIENCE
        ).stdout
    except (OSError, subprocess.SubprocessError) as error:
        raise TeikitError(f"Pagefind cannot be started ({error}): {_REMEDY}") from None
    version = output.decode(errors="replace").strip().rpartition(" ")[2]
    numbers = tuple(map(int, re.findall(r"\d+", version)[:3]))
    if numbers < _OLDEST:
        oldest = ".".join(map(str, _OLDEST))
        raise TeikitError(f"Pagefind {version} is too old, {oldest} is needed: {_REMEDY}")
    return Pagefind(path, version)


class _Service:
    """Pagefind as a process that answers each message: JSON in Base64, then a comma."""

    def __init__(self, path: Path, errors: IO[bytes]) -> None:
        self._process = subprocess.Popen(
            [str(path), "--service"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors
        )
        self._number = 0

    def __enter__(self) -> "_Service":
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()  # it has nothing left to do
        self._process.communicate()

    def index(self, letters: Sequence[Indexed], language: str) -> Mapping[str, bytes]:
        """The files of the index of letters, by their names.

        Raises `ValueError` with what it says is wrong, and `OSError` where it has ended.
        """
        number = self._ask({"type": "NewIndex", "config": None})["index_id"]
        for letter in letters:
            record = {**_record(letter), "language": language}
            self._ask({"type": "AddRecord", "index_id": number, **record})
        made = self._ask({"type": "GetFiles", "index_id": number})["files"]
        return {_name(file["path"]): b64decode(file["content"]) for file in made}

    def _ask(self, payload: Mapping[str, Any]) -> Mapping[str, Any]:
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin
        assert stdout
        self._number += 1
        message = {"message_id": self._number, "payload": payload}
        stdin.write(b64encode(json.dumps(message).encode()) + b",")
        stdin.flush()
        pieces: list[bytes] = []
        while not (pieces and pieces[-1].endswith(b",")):
            piece = stdout.read1()  # type: ignore[attr-defined]
            if not piece:
                raise OSError("it has ended")
            pieces.append(piece)
        answer: Mapping[str, Any] = json.loads(b64decode(b"".join(pieces)[:-1]))["payload"]
        if answer["type"] == "Error":
            raise ValueError(str(answer["message"]))
        return answer


def _name(path: str) -> str:
    """The name of a file within the folder of the index; Windows has other separators."""
    return path.replace("\\", "/")


def _record(letter: Indexed) -> dict[str, Any]:
    """A letter as Pagefind is given it.

    The title goes before the text, as phrases are looked for in what is text alone; the script of
    the page takes it off again. A letter without any word would be left out: it has its name.
    """
    title, text = _words(letter.title), _words(letter.text)
    if not any(map(str.isalnum, f"{title}{text}")):
        text = PurePosixPath(letter.address).stem
    known = {"title": title, "date": letter.date}
    return {
        "url": letter.address,
        "content": f"{title} — {text}",
        "meta": {name: value for name, value in known.items() if value},
        "filters": None,
        "sort": None,
    }


def _words(text: str) -> str:
    return " ".join(text.translate(_WITHOUT_WIDTH).split())


def _last_line(errors: IO[bytes]) -> str:
    """What Pagefind wrote last before it ended."""
    errors.seek(0)
    lines = errors.read().decode(errors="replace").splitlines()
    return next((line.strip() for line in reversed(lines) if line.strip()), "")


def _wanted(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files that the search loads, of those that Pagefind makes."""
    (index,) = json.loads(files[_ENTRY])["languages"].values()
    machine = f"wasm.{index['wasm'] or 'unknown'}.pagefind"
    parts = sorted(name for name in files if name.endswith(_PARTS))
    return {name: files[name] for name in (*_PROGRAM, machine, *parts)}


def _known(letters: Sequence[Indexed], files: Mapping[str, bytes]) -> dict[str, Any]:
    """What is searched by its name: for each field its values, with the numbers of their letters.

    With them stand the names that letters have in the index.
    """
    ids = {
        json.loads(_unpacked(data))["url"]: PurePosixPath(name).stem
        for name, data in files.items()
        if name.endswith(_FRAGMENT)
    }
    values: dict[str, dict[str, list[int]]] = {name: defaultdict(list) for name in _SEARCHED}
    for number, letter in enumerate(letters):
        known = dict(zip(FIELDS, letter, strict=False))
        for name in _SEARCHED:
            if known[name]:
                values[name][known[name]].append(number)
    return {
        "ids": [ids[letter.address] for letter in letters],
        "values": {name: sorted(numbers.items()) for name, numbers in values.items()},
    }


def _begins(files: Mapping[str, bytes]) -> list[str]:
    """The first word of each part of the words."""
    return sorted(
        _first_word(_unpacked(data)) for name, data in files.items() if name.endswith(_WORDS)
    )


def _first_word(part: bytes) -> str:
    """The first text in lists within lists, in CBOR."""
    lists = _LISTS.match(part)
    at = lists.end() if lists else 0
    length = part[at] - 0x60
    if length == 24:  # the length stands in a byte of its own
        at, length = at + 1, part[at + 1]
    elif not 0 <= length < 24:
        raise ValueError("the words stand in a form that is not known")
    return part[at + 1 : at + 1 + length].decode()


def _unpacked(data: bytes) -> bytes:
    return gzip.decompress(data)[_MAGIC:]


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
