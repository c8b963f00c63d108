"""Schemas, ready to validate documents."""

import pickle
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

from lxml import etree

from teikit.schematron.errors import SchemaError
from teikit.schematron.evaluating.checking import Check, CheckPlan
from teikit.schematron.evaluating.opening import GiveDocument, Opening, Tree
from teikit.schematron.evaluating.program import Program
from teikit.schematron.evaluating.results import Unevaluated, Violation
from teikit.schematron.model import Assertion, Place
from teikit.xml.cache import Cache, Locate, Read, Sources
from teikit.xml.references import SCHEME, in_place
from teikit.xml.tag_names import NamedElements

_CACHE = Cache("teikit.schematron", Path(__file__).parent, ".pickle")
_LARGEST = 64 << 20
"""Bytes of a file."""


class Schema:
    """A Schematron, for one of its phases.

    It may be pickled; then nothing of it is analysed again.
    """

    def __init__(self, program: Program) -> None:
        """The schema of a program; schemas are made by `from_file` and `from_string`."""
        self._program = program
        self._plan = CheckPlan(program)

    @classmethod
    def from_file(
        cls,
        path: str | Path,
        *,
        phase: str = "",
        cache: Path | bool = True,
        read: Read | None = None,
        locate: Locate | None = None,
    ) -> "Schema":
        """The Schematron in a file: one of its own, or within RELAX NG, XML Schema or ODD.

        Of a phase, the identifier is named; without it, that is taken which the schema names, or
        all patterns are active; with `#ALL` they always are. What was compiled is kept in the
        user's cache folder, or in the folder `cache`, or nowhere (False), and is taken from there
        until one of the files of the schema changes. `read` gives the bytes of its files by their
        addresses, if they are not to be read as files. `locate` says where what it includes
        really is, as a catalog does: from an address as it is written, and that of the file in
        which it is, to the address of a copy. Raises `SchemaError` when a file is missing, or is
        not correct, and when there is no such phase.
        """
        address = Path(path).as_posix()
        folder = _CACHE.user_folder() if cache is True else cache or None
        read, locate = read or _read_file, locate or in_place
        known = _recalled(folder, address, phase, read, locate) if folder else None
        if known:
            return cls(known)
        sources = _Recorder(read, locate)
        program = _compiled(address, phase, sources.read, sources.locate)
        if folder:
            body = pickle.dumps(program, pickle.HIGHEST_PROTOCOL)
            _CACHE.keep(folder, address, sources.sources, body, phase)
        return cls(program)

    @classmethod
    def from_string(
        cls,
        text: str | bytes,
        path: str = "schema.sch",
        *,
        phase: str = "",
        read: Read | None = None,
        locate: Locate | None = None,
    ) -> "Schema":
        """The Schematron in `text`; `path` is its name, and where relative names start.

        The others are as for `from_file`.
        """
        data = text.encode() if isinstance(text, str) else text
        others = read or _read_file
        return cls(
            _compiled(
                path,
                phase,
                lambda address: data if address == path else others(address),
                locate or in_place,
            )
        )

    def __reduce__(self) -> tuple[type["Schema"], tuple[Program]]:
        return Schema, (self._program,)

    @property
    def title(self) -> str:
        """The title of the schema, or nothing."""
        return self._program.title

    @property
    def phase(self) -> str:
        """The phase that is applied, or nothing where all patterns are active."""
        return self._program.phase

    @property
    def phases(self) -> tuple[str, ...]:
        """The phases that there are."""
        return self._program.phases

    @property
    def notes(self) -> tuple[tuple[Place, str], ...]:
        """What of the schema is not applied, and why, in words, with its place."""
        return self._program.notes

    @property
    def assertions(self) -> tuple[Assertion, ...]:
        """All that is asserted, in the order of the schema."""
        return tuple([assertion for _, assertion in self.asserted])

    @cached_property
    def asserted(self) -> tuple[tuple[str, Assertion], ...]:
        """The same, each behind the context of its rule, as that is written."""
        return tuple(
            (rule.context.text, compiled.assertion)
            for pattern in self._program.patterns
            for rule in pattern.rules
            for compiled in rule.assertions
        )

    @cached_property
    def _trees(self) -> Mapping[str, Tree]:
        """The documents that the schema holds, by their addresses."""
        trees = self._program.trees.items()
        return {address: etree.ElementTree(etree.fromstring(text)) for address, text in trees}

    def validate(
        self,
        tree: Tree,
        *,
        base: str = "",
        documents: GiveDocument | None = None,
        elements: NamedElements | None = None,
    ) -> Iterator[Violation | Unevaluated]:
        """What a document breaks of the schema, in the order of its nodes; nothing if it is valid.

        First is said what of the schema cannot be evaluated; in the words of a message there may
        be more of it later. The tree must not change meanwhile. `base` is the address of the
        document. Other documents that the schema asks for are those that `documents` gives for
        their addresses, and no others. `elements` are all those of the tree, if they are at hand;
        that only saves time.
        """
        opening = Opening(documents, self._program.address, base, self._trees)
        return Check(self._plan, tree, opening, elements).results()


class _Recorder:
    """Notes of which files a schema is made."""

    def __init__(self, read: Read, locate: Locate) -> None:
        self._read = read
        self._locate = locate
        self._files: dict[str, bytes] = {}
        self._references: dict[tuple[str, str], str] = {}
        self.sources = Sources(self._files, self._references)

    def read(self, address: str) -> bytes:
        data = self._read(address)
        self._files[address] = data
        return data

    def locate(self, reference: str, base: str) -> str:
        target = self._locate(reference, base)
        self._references[reference, base] = target
        return target


def _recalled(folder: Path, address: str, phase: str, read: Read, locate: Locate) -> Program | None:
    try:
        body = _CACHE.recall(folder, address, read, locate, phase)
        program: Program | None = None if body is None else pickle.loads(body)
    except (SchemaError, pickle.PickleError, AttributeError, EOFError, ImportError, IndexError):
        return None
    return program


def _compiled(address: str, phase: str, read: Read, locate: Locate) -> Program:
    # A schema that was pickled or kept needs none of this, and it is slow to import.
    from teikit.schematron import reading  # noqa: PLC0415
    from teikit.schematron.evaluating.compiling import compiled  # noqa: PLC0415

    return compiled(reading.read(address, read=read, locate=locate), phase)


def _read_file(address: str) -> bytes:
    """The bytes of a file, named by path or by a `file:` URI."""
    if SCHEME.match(address):
        if not address.lower().startswith("file:"):
            raise ValueError("network addresses are not fetched; save the file and name that")
        # The module is slow to import, and few schemas name files like this.
        from urllib.request import url2pathname  # noqa: PLC0415

        address = url2pathname(urlsplit(address).path)
    with Path(address).open("rb") as file:
        data = file.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        raise ValueError(f"the file is larger than {_LARGEST >> 20} MB")
    return data
