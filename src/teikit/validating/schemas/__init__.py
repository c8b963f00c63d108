"""Validity against schemas: which schemas, by which engine, and in one voice.

An engine is a function from a schema file to a check; a check is a function from a document to
findings. A further engine is a further line in `ENGINES`. A Schematron is no grammar: what it finds
are findings as those of teikit's own rules are (`SchematronCheck`).
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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
from teikit.validating.schemas.bounds import SchemaCheck, UnreadSchema, bounded, in_bounds
from teikit.validating.schemas.contents import by_content, no_schema
from teikit.validating.schemas.journal import UNSETTLED
from teikit.validating.schemas.naming import Named, SchemaLanguage, by_ending, named
from teikit.validating.schemas.relaxng import relaxng
from teikit.validating.schemas.resolving import Remote, Resolver, Unresolved
from teikit.validating.schemas.schematron import NothingApplied, SchematronCheck, schematron
from teikit.validating.schemas.unused import (
    NOT_APPLIED,
    Unused,
    gravest,
    no_phase,
    not_applied,
    remote,
    shown,
    unusable,
    without_protocol,
)
from teikit.validating.schemas.xsd import xsd
from teikit.validating.settings import AUTO, OWN, Settings
from teikit.validating.wording import clipped
from teikit.xml.prolog import Prolog, prolog

Engine = Callable[[Path, Resolver], SchemaCheck]

ENGINES: Mapping[SchemaLanguage, Engine] = {
    SchemaLanguage.RELAXNG: relaxng,
    SchemaLanguage.XSD: xsd,
}
"""Those of grammars."""
APPLIED = frozenset({*ENGINES, SchemaLanguage.SCHEMATRON})
"""The languages of schemas that documents are held against."""
_SHORT = {SchemaLanguage.XSD: "XSD", SchemaLanguage.SCHEMATRON: "Schematron"}
"""Languages of schemas that need trees, as reports have them."""
_LONGEST = 500
"""Characters of what is wrong with a schema."""
_MOST = 100
"""Schemas that a file may name."""
_GIVEN = "given"
"""What schemas of the settings were asked for."""
_MODEL = "<?xml-model"
_NONE = "the file names no schema, and none was given, so it was held against none"
_TOO_LATE = (
    "the file names no schema where it is looked for: its xml-model stands behind the beginning of"
    " the first element; move it to the top"
)
_LEFT_OUT = "XML Schema is left out by --no-xsd or the settings, so the file was held against none"


class Held(NamedTuple):
    """A schema that a document is held against.

    Attributes:
        path: its file.
        name: as reports have it.
        language: what it is used as; a file of RELAX NG may hold Schematron, too.
    """

    path: str
    name: str
    language: SchemaLanguage


@dataclass(frozen=True, slots=True)
class SchemaChoice:
    """What a document is held against, and what not.

    Attributes:
        checks: by grammars, with these.
        schematrons: by Schematrons, with these.
        unused: the schemas that the document names, and that are not used.
        none: why it is held against none, if it is so and `unused` does not say why; else empty.
        beginning: the document's.
        too_large: the languages of schemas for which the document is too large.
    """

    checks: Sequence[tuple[Held, SchemaCheck]] = ()
    schematrons: Sequence[tuple[Held, SchematronCheck]] = ()
    unused: tuple[Unused, ...] = ()
    none: str = ""
    beginning: Prolog = field(default_factory=Prolog)
    too_large: tuple[str, ...] = ()

    @property
    def held(self) -> tuple[Held, ...]:
        """The schemas that the document is held against."""
        return tuple([held for held, _ in (*self.checks, *self.schematrons)])


class _Compiled(NamedTuple):
    check: SchemaCheck | SchematronCheck
    held: Held

    @property
    def needs_tree(self) -> bool:
        return self.held.language != SchemaLanguage.RELAXNG


class _NotAppliedError(Exception):
    """A schema turned out to be in a language that no engine reads."""

    def __init__(self, language: SchemaLanguage) -> None:
        self.language = language


class _NoSchemaError(Exception):
    """A file is not the schema that it is said to be."""


class _Wanted:
    """What the settings want some files to be held against."""

    def __init__(
        self,
        names: Sequence[str],
        schematrons: Sequence[str],
        compiled: Callable[[Path, SchemaLanguage], _Compiled | None],
        resolver: Resolver,
    ) -> None:
        self.by_document = AUTO in names
        files = [
            (path, by_ending(path.as_posix()))
            for name in names
            if name != AUTO
            for path in (resolver.packaged() if name == OWN else [Path(name)])
        ]
        files += [(Path(name), SchemaLanguage.SCHEMATRON) for name in schematrons]
        self.always = [schema for file in files if (schema := compiled(*file))]
        self.left_out = len(self.always) < len(files)


class SchemaSet:
    """The schemas of a run, each compiled once.

    What is wanted are files, `teikit` for its own schemas, or `auto` for those that documents
    name, which the `resolver` finds. Raises `TeikitError` for a file that is missing, not a schema
    or broken; where a document names such a one, that is a finding.
    """

    def __init__(
        self, settings: Settings, resolver: Resolver, *, with_grammars: bool = True
    ) -> None:
        """The schemas that `settings` want; only Schematrons of these, if not `with_grammars`."""
        self._compiled: dict[tuple[Path, SchemaLanguage, str], _Compiled | Exception] = {}
        self._known: dict[tuple[Path, str, str, str, str], _Compiled | Unused] = {}
        self._resolver = resolver
        self._journal = resolver.journal
        self._engines = {
            language: engine
            for language, engine in ENGINES.items()
            if with_grammars and (settings.xsd or language != SchemaLanguage.XSD)
        }
        self._phase = settings.phase
        with self._journal.noting_for(_GIVEN):
            self._wanted = self._wanted_schemas(settings.schema, settings.schematron)
            self._by_pattern = [
                (PathPatterns(each.files), self._wanted_schemas(each.schema, each.schematron))
                for each in settings.schemas
            ]

    def _wanted_schemas(self, names: Sequence[str], schematrons: Sequence[str]) -> _Wanted:
        return _Wanted(names, schematrons, self._given, self._resolver)

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
                continue
            compiled.append(found)
            if isinstance(found.check, SchematronCheck) and found.check.missing_phase:
                unused.append(no_phase(each, found.held.path, found.check.missing_phase))
        if beyond := next(names, None):
            words = f"the file names more than {_MOST} schemas; those from here on were not used"
            unused.append(unusable(beyond, f"{document.path}: more", words))
        if isinstance(document, CheckedDocument) and document.relatives:
            for around in document.relatives.around():
                compiled += self._around(around)
        compiled = [*{(each.held.path, each.held.language): each for each in compiled}.values()]
        fitting = compiled
        left: list[_Compiled] = []
        if isinstance(document, LargeDocument):
            fitting = [schema for schema in compiled if not schema.needs_tree]
            left = [schema for schema in compiled if schema.needs_tree]
        chosen = gravest(unused, held=bool(compiled or left_out)) if unused else ()
        explained = compiled or any(each.rule != NOT_APPLIED for each in chosen)
        return SchemaChoice(
            *_by_kind(fitting),
            chosen,
            "" if explained else _why_none(document, wanted, left_out=left_out),
            beginning,
            tuple(dict.fromkeys(_SHORT[each.held.language] for each in left)),
        )

    def identifiers(self, held: Iterable[Held]) -> set[str]:
        """The identifiers of the assertions in those schemas that are Schematrons."""
        found: set[str] = set()
        for schema in held:
            if schema.language == SchemaLanguage.SCHEMATRON:
                check = self._check(Path(schema.path), schema.language, schema.name).check
                if isinstance(check, SchematronCheck):
                    found.update(check.rules)
        return found

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
        self._journal.repeat(_GIVEN)
        for patterns, wanted in self._by_pattern:
            if patterns.match(str(path)):
                return wanted
        return self._wanted

    def _given(self, path: Path, language: SchemaLanguage) -> _Compiled | None:
        """A schema of the settings; None where its language is left out."""
        if self._is_left_out(language):
            return None
        if not self._resolver.exists(path):
            raise TeikitError(f"no such schema: {path}; check the path")
        try:
            compiled = self._check(path, language, path.name)
        except _NoSchemaError as error:
            raise TeikitError(f"the schema {path} cannot be used: {error}") from None
        except _NotAppliedError as error:
            if self._is_left_out(error.language):
                return None
            words = f"{path} is {error.language}, which is not applied; name a .rng, .rnc, .xsd or"
            if error.language == SchemaLanguage.ODD:
                words = f"name it with --schematron for the rules in it, or for the rest {words}"
            raise TeikitError(f"{words} .sch file") from None
        check = compiled.check
        if isinstance(check, SchematronCheck) and check.missing_phase:
            known = ", ".join(check.phases) or "none"
            words = f"the schema {path} has no phase {check.missing_phase!r}"
            raise TeikitError(f"{words}; its phases are: {known}")
        return compiled

    def _found(self, named: Named, document: Path) -> _Compiled | Unused:
        """The same as `_named`; files of one folder mostly name the same."""
        key = (document.parent, named.address, named.language, named.fault, named.phase)
        if key in self._known:
            self._journal.repeat(key)
        else:
            with self._journal.noting_for(key):
                self._known[key] = self._named(named, document)
        return self._known[key]

    def _named(self, named: Named, document: Path) -> _Compiled | Unused:
        """The schema that a document names, or why it is not used."""
        if not named.address:
            return unusable(named, "", f"an instruction names a schema wrongly: {named.fault}")
        try:
            path = self._resolver.named(named.address, document)
        except Remote as error:
            needed = named.language in APPLIED or named.language == SchemaLanguage.UNKNOWN
            if needed and not named.fault:
                return remote(named, clipped(str(error), _LONGEST))
            return not_applied(named, without_protocol(named.address))
        except (TeikitError, OSError, ValueError) as error:
            target = os.path.normpath(document.parent / shown(named.address))
            if named.language == SchemaLanguage.DTD or named.fault:
                return not_applied(named, target)
            return unusable(named, target, self._missing(named, document, error))
        return (
            not_applied(named, str(self._resolver.real(path)))
            if named.fault
            else self._used(named, path)
        )

    def _used(self, named: Named, path: Path) -> _Compiled | Unused:
        """The schema in a file that a document names, or why it is not used."""
        target = str(self._resolver.real(path))
        try:
            return self._check(path, named.language, _last_name(named.address), named.phase)
        except _NotAppliedError as error:
            return not_applied(named._replace(language=error.language), target)
        except _NoSchemaError as error:
            words = f"the schema {shown(named.address)} cannot be used: {error}"
            return unusable(named, target, words)
        except NothingApplied as error:
            return not_applied(named, target, str(error))
        except TeikitError as error:
            return unusable(named, target, clipped(str(error), _LONGEST))

    def _missing(self, named: Named, document: Path, error: Exception) -> str:
        """Why a schema is not there, and where it may be meant to be."""
        address = named.address
        for other in (address.replace("\\", "/"), address.replace("\\", "/").lower()):
            with suppress(TeikitError, OSError, ValueError):
                if other != address and self._resolver.is_file(
                    self._resolver.named(other, document)
                ):
                    return f"the schema {shown(address)} is not there; write it as {shown(other)}"
        if isinstance(error, Unresolved):
            return clipped(str(error), _LONGEST)
        reason = getattr(error, "strerror", None) or clipped(str(error), _LONGEST)
        return f"the schema {shown(address)} cannot be looked for: {reason}"

    def _check(self, path: Path, language: SchemaLanguage, name: str, phase: str = "") -> _Compiled:
        """Raises `TeikitError`, `_NotAppliedError` or `_NoSchemaError`."""
        path = self._resolver.real(path)
        key = (path, language, phase)
        if key in self._compiled:
            self._journal.repeat(key)
        else:
            with self._journal.noting_for(key):
                try:
                    self._resolver.trust(path)
                    self._compiled[key] = self._read(path, language, name, phase)
                except (TeikitError, _NotAppliedError, _NoSchemaError) as error:
                    self._compiled[key] = error
                    if isinstance(error, UnreadSchema):
                        self._journal.note(UNSETTLED)
        found = self._compiled[key]
        if isinstance(found, Exception):
            raise found.with_traceback(None)  # it would grow, and keep documents
        return found

    def _read(self, path: Path, language: SchemaLanguage, name: str, phase: str) -> _Compiled:
        """The schema in a file that is said to be in a language, if its content is of it."""
        used, content = self._language(path, language)
        if used == SchemaLanguage.SCHEMATRON:
            read = partial(schematron, path, self._resolver, self._phase, phase)
            shown = name if content == used else f"{name} ({used})"
            return _Compiled(in_bounds(path, read), Held(str(path), shown, used))
        engine = self._engines[used]
        if content == SchemaLanguage.UNKNOWN == language:
            engine = partial(_perhaps_compact, path.name)
        check = bounded(path, partial(engine, path, self._resolver))
        return _Compiled(check, Held(str(path), name, used))

    def _language(
        self, path: Path, language: SchemaLanguage
    ) -> tuple[SchemaLanguage, SchemaLanguage]:
        """What a file is to be used as that is named as a language, and what its content is."""
        if language not in (*self._engines, SchemaLanguage.SCHEMATRON, SchemaLanguage.UNKNOWN):
            raise _NotAppliedError(language)
        try:
            data = self._resolver.read(str(path))
        except SchemaError as error:
            raise TeikitError(f"the schema cannot be used: {error}") from None
        if instead := no_schema(data):
            raise _NoSchemaError(instead.value)
        content = by_content(data)
        if language == SchemaLanguage.UNKNOWN:
            used = SchemaLanguage.RELAXNG if content == SchemaLanguage.UNKNOWN else content
        elif language != SchemaLanguage.SCHEMATRON and content in APPLIED and content != language:
            words = f"it is {content}, and named as {language}; name it as what it is"
            raise _NoSchemaError(words)
        else:
            used = language
        if used not in (*self._engines, SchemaLanguage.SCHEMATRON):
            raise _NotAppliedError(used)
        return used, content

    def _is_left_out(self, language: SchemaLanguage) -> bool:
        return language in ENGINES and language not in self._engines


def _by_kind(
    schemas: Iterable[_Compiled],
) -> tuple[list[tuple[Held, SchemaCheck]], list[tuple[Held, SchematronCheck]]]:
    """Grammars, and Schematrons."""
    grammars: list[tuple[Held, SchemaCheck]] = []
    schematrons: list[tuple[Held, SchematronCheck]] = []
    for check, held in schemas:
        if isinstance(check, SchematronCheck):
            schematrons.append((held, check))
        else:
            grammars.append((held, check))
    return grammars, schematrons


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
