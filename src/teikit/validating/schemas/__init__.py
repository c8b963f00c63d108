"""Validity against schemas: which schemas, by which engine, and in one voice.

An engine is a function from a schema file to a check; a check is a function from a document to
findings. A further engine is a further line in `ENGINES`.
"""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from teikit.errors import TeikitError
from teikit.relaxng import SchemaError
from teikit.validating.index.document import CheckedDocument, LargeDocument
from teikit.validating.patterns import PathPatterns
from teikit.validating.schemas.bounds import SchemaCheck, bounded
from teikit.validating.schemas.contents import by_content, no_schema
from teikit.validating.schemas.naming import Named, SchemaLanguage, by_ending, named
from teikit.validating.schemas.relaxng import relaxng
from teikit.validating.schemas.resolving import Remote, Resolver, Unresolved, packaged
from teikit.validating.schemas.unused import (
    NOT_APPLIED,
    Unused,
    gravest,
    not_applied,
    remote,
    shown,
    unusable,
    without_protocol,
)
from teikit.validating.schemas.xsd import xsd
from teikit.validating.settings import AUTO, OWN, Settings
from teikit.validating.wording import clipped
from teikit.xml.files import real
from teikit.xml.prolog import Prolog, prolog

Engine = Callable[[Path, Resolver], SchemaCheck]

ENGINES: Mapping[SchemaLanguage, Engine] = {
    SchemaLanguage.RELAXNG: relaxng,
    SchemaLanguage.XSD: xsd,
}
_LONGEST = 500
"""Characters of what is wrong with a schema."""
_MOST = 100
"""Schemas that a file may name."""
_MODEL = "<?xml-model"
_NONE = "the file names no schema, and none was given, so it was held against none"
_TOO_LATE = (
    "the file names no schema where it is looked for: its xml-model stands behind the beginning of"
    " the first element; move it to the top"
)
_LEFT_OUT = "XML Schema is left out by --no-xsd or the settings, so the file was held against none"


class Held(NamedTuple):
    """A schema that a document is held against: its file, and its name as reports have it."""

    path: str
    name: str


@dataclass(frozen=True, slots=True)
class SchemaChoice:
    """What a document is held against, and what not.

    Attributes:
        checks: by the schemas.
        held: the schemas.
        unused: the schemas that the document names, and that are not used.
        none: why it is held against none, if it is so and `unused` does not say why; else empty.
        beginning: the document's.
        too_large: for how many schemas the document is too large.
    """

    checks: Sequence[SchemaCheck] = ()
    held: tuple[Held, ...] = ()
    unused: tuple[Unused, ...] = ()
    none: str = ""
    beginning: Prolog = field(default_factory=Prolog)
    too_large: int = 0


class _Compiled(NamedTuple):
    check: SchemaCheck
    held: Held
    needs_tree: bool


class _NotAppliedError(Exception):
    """A schema turned out to be in a language that no engine reads."""

    def __init__(self, language: SchemaLanguage) -> None:
        self.language = language


class _NoSchemaError(Exception):
    """A file is not the schema that it is said to be."""


class _Wanted:
    """What the settings want some files to be held against."""

    def __init__(self, names: Sequence[str], compiled: Callable[[Path], _Compiled | None]) -> None:
        self.by_document = AUTO in names
        files = [
            path
            for name in names
            if name != AUTO
            for path in (packaged() if name == OWN else [Path(name)])
        ]
        self.always = [schema for path in files if (schema := compiled(path))]
        self.left_out = len(self.always) < len(files)


class SchemaSet:
    """The schemas of a run, each compiled once.

    What is wanted are files, `teikit` for its own schemas, or `auto` for those that documents
    name, which the `resolver` finds. Raises `TeikitError` for a file that is missing, not a schema
    or broken; where a document names such a one, that is a finding.
    """

    def __init__(self, settings: Settings, resolver: Resolver) -> None:
        self._compiled: dict[tuple[Path, SchemaLanguage], _Compiled | Exception] = {}
        self._known: dict[tuple[Path, str, str, str], _Compiled | Unused] = {}
        self._resolver = resolver
        self._engines = {
            language: engine
            for language, engine in ENGINES.items()
            if settings.xsd or language != SchemaLanguage.XSD
        }
        self._wanted = _Wanted(settings.schema, self._given)
        self._by_pattern = [
            (PathPatterns(each.files), _Wanted(each.schema, self._given))
            for each in settings.schemas
        ]

    def choose(self, document: CheckedDocument | LargeDocument) -> SchemaChoice:
        """What a document is to be held against, and what of that it names is not used."""
        wanted = self._wanted_of(document.path)
        compiled = list(wanted.always)
        needed = wanted.by_document or not compiled
        beginning = _beginning(document) if needed else Prolog()
        unused: list[Unused] = []
        left_out = wanted.left_out
        names = named(beginning) if wanted.by_document else iter(())
        for each in islice(names, _MOST):
            if self._is_left_out(each.language):
                left_out = True
                continue
            found = self._found(each, document.path)
            if isinstance(found, Unused):
                unused.append(found._replace(named=found.named._replace(**_place(each))))
            else:
                compiled.append(found)
        if beyond := next(names, None):
            words = f"the file names more than {_MOST} schemas; those from here on were not used"
            unused.append(unusable(beyond, f"{document.path}: more", words))
        if isinstance(document, CheckedDocument) and document.relatives:
            for around in document.relatives.around():
                compiled += self._around(around)
        compiled = [*{schema.held.path: schema for schema in compiled}.values()]
        fitting = compiled
        if isinstance(document, LargeDocument):
            fitting = [schema for schema in compiled if not schema.needs_tree]
        chosen = gravest(unused, held=bool(compiled or left_out)) if unused else ()
        explained = compiled or any(each.rule != NOT_APPLIED for each in chosen)
        return SchemaChoice(
            [schema.check for schema in fitting],
            tuple([schema.held for schema in fitting]),
            chosen,
            "" if explained else _why_none(document, wanted, left_out=left_out),
            beginning,
            len(compiled) - len(fitting),
        )

    def _around(self, document: CheckedDocument) -> Iterator[_Compiled]:
        """The schemas of a document that includes another; what it names in vain is told there."""
        wanted = self._wanted_of(document.path)
        yield from wanted.always
        for each in islice(named(_beginning(document)), _MOST) if wanted.by_document else ():
            if not self._is_left_out(each.language):
                found = self._found(each, document.path)
                if isinstance(found, _Compiled):
                    yield found

    def _wanted_of(self, path: Path) -> _Wanted:
        """What the first pattern of the settings that a path matches says, or else the rest."""
        for patterns, wanted in self._by_pattern:
            if patterns.match(str(path)):
                return wanted
        return self._wanted

    def _given(self, path: Path) -> _Compiled | None:
        """A schema of the settings; None where XML Schema is left out."""
        language = by_ending(path.as_posix())
        if self._is_left_out(language):
            return None
        if not os.path.exists(path):  # noqa: PTH110  (any path)
            raise TeikitError(f"no such schema: {path}; check the path")
        try:
            return self._check(path, language, path.name)
        except _NoSchemaError as error:
            raise TeikitError(f"the schema {path} cannot be used: {error}") from None
        except _NotAppliedError as error:
            words = f"{path} is {error.language}, which is not applied; name a .rng, .rnc or .xsd"
            raise TeikitError(f"{words} file") from None

    def _found(self, named: Named, document: Path) -> _Compiled | Unused:
        """The same as `_named`; files of one folder mostly name the same."""
        key = (document.parent, named.address, named.language, named.fault)
        if key not in self._known:
            self._known[key] = self._named(named, document)
        return self._known[key]

    def _named(self, named: Named, document: Path) -> _Compiled | Unused:
        """The schema that a document names, or why it is not used."""
        if not named.address:
            return unusable(named, "", f"an instruction names a schema wrongly: {named.fault}")
        try:
            path = self._resolver.named(named.address, document)
        except Remote as error:
            needed = named.language in ENGINES or named.language == SchemaLanguage.UNKNOWN
            if needed and not named.fault:
                return remote(named, clipped(str(error), _LONGEST))
            return not_applied(named, without_protocol(named.address))
        except (TeikitError, OSError, ValueError) as error:
            target = os.path.normpath(document.parent / shown(named.address))
            if named.language == SchemaLanguage.DTD or named.fault:
                return not_applied(named, target)
            return unusable(named, target, self._missing(named, document, error))
        return not_applied(named, str(real(path))) if named.fault else self._used(named, path)

    def _used(self, named: Named, path: Path) -> _Compiled | Unused:
        """The schema in a file that a document names, or why it is not used."""
        target = str(real(path))
        try:
            return self._check(path, named.language, _last_name(named.address))
        except _NotAppliedError as error:
            return not_applied(named._replace(language=error.language), target)
        except _NoSchemaError as error:
            words = f"the schema {shown(named.address)} cannot be used: {error}"
            return unusable(named, target, words)
        except TeikitError as error:
            return unusable(named, target, clipped(str(error), _LONGEST))

    def _missing(self, named: Named, document: Path, error: Exception) -> str:
        """Why a schema is not there, and where it may be meant to be."""
        address = named.address
        for other in (address.replace("\\", "/"), address.replace("\\", "/").lower()):
            with suppress(TeikitError, OSError, ValueError):
                if other != address and self._resolver.named(other, document).is_file():
                    return f"the schema {shown(address)} is not there; write it as {shown(other)}"
        if isinstance(error, Unresolved):
            return clipped(str(error), _LONGEST)
        reason = getattr(error, "strerror", None) or clipped(str(error), _LONGEST)
        return f"the schema {shown(address)} cannot be looked for: {reason}"

    def _check(self, path: Path, language: SchemaLanguage, name: str) -> _Compiled:
        """Raises `TeikitError`, `_NotAppliedError` or `_NoSchemaError`."""
        path = real(path)
        key = (path, language)
        if key not in self._compiled:
            try:
                self._resolver.trust(path)
                engine = self._engine(path, language)
                check = bounded(path, partial(engine, path, self._resolver))
                self._compiled[key] = _Compiled(check, Held(str(path), name), engine is xsd)
            except (TeikitError, _NotAppliedError, _NoSchemaError) as error:
                self._compiled[key] = error
        found = self._compiled[key]
        if isinstance(found, Exception):
            raise found.with_traceback(None)  # it would grow, and keep documents
        return found

    def _engine(self, path: Path, language: SchemaLanguage) -> Engine:
        """The engine for a schema that is said to be in a language, if its content is of it."""
        if language not in self._engines and language != SchemaLanguage.UNKNOWN:
            raise _NotAppliedError(language)
        try:
            data = self._resolver.read(str(path))
        except SchemaError as error:
            raise TeikitError(f"the schema cannot be used: {error}") from None
        if instead := no_schema(data):
            raise _NoSchemaError(instead.value)
        content = by_content(data)
        if language == SchemaLanguage.UNKNOWN:
            if content == SchemaLanguage.UNKNOWN:
                return partial(_perhaps_compact, path.name)
            language = content
        elif content in ENGINES and content != language:
            words = f"it is {content}, and named as {language}; name it as what it is"
            raise _NoSchemaError(words)
        if language not in self._engines:
            raise _NotAppliedError(language)
        return self._engines[language]

    def _is_left_out(self, language: SchemaLanguage) -> bool:
        return language in ENGINES and language not in self._engines


def _perhaps_compact(name: str, path: Path, resolver: Resolver) -> SchemaCheck:
    """An engine for what may be in the compact syntax, which begins with nothing of its own."""
    try:
        return relaxng(path, resolver)
    except TeikitError:
        words = f"not a schema that can be used: {path}; what {name} is written in cannot be told"
        raise TeikitError(f"{words}: RELAX NG (.rng, .rnc) or XML Schema (.xsd)?") from None


def _place(named: Named) -> dict[str, Any]:
    """Where a schema is named."""
    return {"line": named.line, "column": named.column, "attribute": named.attribute}


def _last_name(address: str) -> str:
    """`tei_all.rng`: what a schema is called in a summary."""
    path = address.partition("?")[0].partition("#")[0].replace("\\", "/").rstrip("/")
    return clipped(path.rpartition("/")[2] or address, 60)


def _beginning(document: CheckedDocument | LargeDocument) -> Prolog:
    if isinstance(document, LargeDocument):
        return document.prolog
    return prolog(document.markup.file.text)


def _why_none(document: CheckedDocument | LargeDocument, wanted: _Wanted, *, left_out: bool) -> str:
    """Why a document is held against nothing, though it names nothing that is wrong."""
    if left_out:
        return _LEFT_OUT
    if isinstance(document, LargeDocument):
        return _NONE
    instructions = document.facts.instructions if _MODEL in document.markup.text else ()
    late = any(getattr(node, "target", "") == "xml-model" for node in instructions)
    return _TOO_LATE if wanted.by_document and late else _NONE
