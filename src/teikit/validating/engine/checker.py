"""The check of one file by its schemas and by the rules, and what is kept of it for others."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from functools import partial
from itertools import chain, islice
from pathlib import Path

from teikit.diagnostic import IN_FULL, Details, Diagnostic, Location, Rule
from teikit.errors import unfinished
from teikit.validating.archives.chosen import archives_of, rules_off
from teikit.validating.archives.once import ArchiveNews, ArchiveReport
from teikit.validating.engine.by_schemas import (
    by_grammars,
    by_schematrons,
    is_known,
    not_repeated,
    unheld,
)
from teikit.validating.engine.catalogue import RULES
from teikit.validating.engine.ignores import UNCLEAR, UNUSED, Ignore, ignores, unknown
from teikit.validating.engine.locating import Locate, located, located_at, with_excerpt
from teikit.validating.engine.overlap import without_overlap
from teikit.validating.engine.report import FileReport, Ignoring, UnusedSchema
from teikit.validating.finding import Finding, Range
from teikit.validating.index import packed, summarise
from teikit.validating.index.document import STREAMED, CheckedDocument, LargeDocument, document_of
from teikit.validating.index.inclusions import Inclusions
from teikit.validating.limits import OutOfTime, time_limit
from teikit.validating.rules.corpus import CORPUS_RULES
from teikit.validating.rules.file import FILE_RULES
from teikit.validating.schemas import Held, SchemaChoice, SchemaSet
from teikit.validating.schemas.bounds import LIMIT, STOPPED, seconds
from teikit.validating.schemas.catalogs import Catalogs, from_environment
from teikit.validating.schemas.inclusion import FAILING, NOT_FOLLOWED, failing, not_followed
from teikit.validating.schemas.older import older, older_unread
from teikit.validating.schemas.relaxng import RELAXNG
from teikit.validating.schemas.resolving import Resolver
from teikit.validating.schemas.schematron import SCHEMATRON
from teikit.validating.schemas.unused import (
    NO_PHASE,
    NO_SCHEMA,
    NOT_APPLIED,
    NOT_EVALUATED,
    REMOTE,
    UNUSABLE,
)
from teikit.validating.schemas.voices import MORE, one_voice
from teikit.validating.schemas.wellformed import RULE_OF, UNFINISHED, by_doctype, by_size
from teikit.validating.schemas.xsd import XSD
from teikit.validating.settings import Settings, matches, selected
from teikit.xml.encoding import decoded
from teikit.xml.files import (
    TooLarge,
    Unreadable,
    Unsafe,
    is_file,
    read,
    too_many,
)
from teikit.xml.markup import Lines
from teikit.xml.names import Element

_BY_SCHEMA = (
    RELAXNG,
    XSD,
    SCHEMATRON,
    NOT_EVALUATED,
    UNUSABLE,
    REMOTE,
    NOT_APPLIED,
    NO_PHASE,
    NO_SCHEMA,
)
"""What is found where schemas are looked for."""


class Checker:
    """All that is needed to check one file after another; it can be sent to other processes."""

    def __init__(
        self,
        settings: Settings,
        folders: Collection[Path] = (),
        details: Details = IN_FULL,
        inclusions: Inclusions | None = None,
        resolver: Resolver | None = None,
        *,
        with_grammars: bool = True,
    ) -> None:
        """`folders` are those within which includes are followed; findings have `details`.

        `inclusions` say which files include which. Where there is a `resolver`, it finds schemas.
        `with_grammars`, files are held against these, and not against Schematrons alone.
        """
        self.options = settings.options
        self.selection = selected(settings, RULES, rules_off(settings.for_))
        self._rules = [
            (checked.rule, checked.find) for checked in FILE_RULES if checked.rule in self.selection
        ]
        self._compares = any(checked.rule in self.selection for checked in CORPUS_RULES)
        self._schemas = None
        self._settings = settings
        self._folders = folders
        self._with_grammars = with_grammars
        self.resolver = resolver or self.new_resolver()
        self._archives = archives_of(settings, self.selection, self.resolver.entries)
        if self._uses_schemas:
            self._schemas = SchemaSet(settings, self.resolver, with_grammars=with_grammars)
        self._limit = settings.max_size * 1024**2
        self.details = details
        self.inclusions = inclusions or Inclusions()

    def __reduce__(self) -> tuple[Callable[[], "Checker"], tuple[()]]:
        state = (self._settings, self._folders, self.details, self.inclusions)
        return partial(Checker, *state, with_grammars=self._with_grammars), ()

    def new_resolver(self) -> Resolver:
        """One that finds schemas as that of the run does, and has opened none yet."""
        catalogs = None
        if self._uses_schemas:
            catalogs = Catalogs(self._settings.catalogs, from_environment())
        return Resolver(self._folders, self._settings.catalog, catalogs)

    @property
    def _uses_schemas(self) -> bool:
        return bool(self.selection.foreign) or any(rule in self.selection for rule in _BY_SCHEMA)

    def file(self, path: Path) -> FileReport:
        """What is to be said of one file by itself; never an exception that ends the run."""
        try:
            if is_file(path) and STREAMED < path.stat().st_size <= self._limit:
                document = LargeDocument(path)
                return self._to_the_end(path, b"", document.size, partial(self._large, document))
            return self.data(path, read(path, self._limit))
        except Unreadable as error:
            return FileReport(path, self.selection.chosen([_unreadable(error, b"")]))
        except OSError as error:
            finding = Diagnostic(UNFINISHED, Location(str(path)), unfinished(error))
            return FileReport(path, self.selection.chosen([finding]))

    def data(self, path: Path, data: bytes) -> FileReport:
        """The same of a file whose bytes are there already."""
        with self.resolver.journal.noting() as asked:
            report = self._to_the_end(path, data, len(data), partial(self._checked, path, data))
        return replace(report, asked=tuple(asked))

    def _to_the_end(
        self, path: Path, data: bytes, size: int, check: Callable[[], FileReport]
    ) -> FileReport:
        """What a check reports of a file; that it was stopped or failed is a finding, too."""
        most = seconds(size)
        try:
            with time_limit(most):
                return check()
        except OutOfTime:
            words = f"the check of this file was stopped after {most} seconds; it is not checked"
            finding = Diagnostic(STOPPED, Location(str(path)), words)
        except Exception as error:
            finding = Diagnostic(UNFINISHED, Location(str(path)), unfinished(error))
        return FileReport(path, self.selection.chosen([finding]), data=data)

    def _large(self, document: LargeDocument) -> FileReport:
        """What is to be said of a document that no rules can look at."""
        if fault := document.fault():
            return FileReport(document.path, self.selection.chosen([_unreadable(fault, b"")]))
        choice = self._schemas.choose(document) if self._schemas else SchemaChoice()
        held = dict.fromkeys(choice.held, 0.0)
        by_schema = one_voice(by_grammars(choice, document, held), document.path)
        findings = [
            *not_repeated(by_size(document, len(choice.checks), choice.too_large), choice),
            *self._without_schema(choice, document),
            *by_schema,
        ]
        return FileReport(
            document.path,
            self.selection.chosen(findings),
            b"",
            held,
            unheld(choice),
            self._chosen_schemas(self._unused_schemas(choice, document)),
        )

    def _checked(self, path: Path, data: bytes) -> FileReport:
        try:
            if len(data) > self._limit:
                raise Unsafe(path, 0, 0, too_many(self._limit))
            document = self.inclusions.related(document_of(path, data))
        except TooLarge:
            return self._large(LargeDocument(path, data))
        except Unreadable as error:
            found = older_unread(str(path), data)
            found = found and with_excerpt(found, Lines(decoded(data)))
            chosen = self.selection.chosen([found or _unreadable(error, data)])
            return FileReport(path, chosen, data=data, settled=True)
        asked, unclear = ignores(document)
        choice = self._schemas.choose(document) if self._schemas else SchemaChoice()
        if (found := older(document)) and not is_known(document, choice):
            return FileReport(
                path, self.selection.chosen([with_excerpt(found, document.markup.file)])
            )
        by_schema = [*not_repeated(by_doctype(document), choice)]
        held = dict.fromkeys(choice.held, 0.0)
        by_schema += one_voice(by_grammars(choice, document, held), path)
        if self.details.excerpts:
            by_schema = [with_excerpt(finding, document.markup.file) for finding in by_schema]
        assertions = (check.rules.values() for _, check in choice.schematrons)
        known = (*RULES, *chain.from_iterable(assertions))
        # What has no column is known by its path.
        places = all(finding.location.column for finding in by_schema)
        locate = partial(
            located,
            document=document,
            details=self.details if places else self.details._replace(paths=True),
        )
        asserted, unevaluated = by_schematrons(
            choice, document, locate, held, has_edits=self.details.edits
        )
        by_rules = [
            *asserted,
            *(locate(NOT_FOLLOWED, finding) for finding in self._not_followed(document)),
            *(locate(FAILING, finding) for finding in failing(document)),
            *self._without_schema(choice, document),
            *(locate(UNCLEAR, finding) for finding in (*unclear, *unknown(asked, known))),
            *self._by_rules(document, locate),
        ]
        missed, news, identified = self._missed_by_archives(document, locate)
        by_rules += missed
        unused = [*self._unused_schemas(choice, document), *unevaluated]
        findings = [*by_schema, *by_rules, *(finding for _, finding in unused)]
        findings += [each.finding for each in news]
        words = {word for word, _ in asked}

        def is_ignored(finding: Diagnostic) -> bool:
            return any(matches(finding.rule, word) for word in words)

        remaining = [finding for finding in (*by_schema, *by_rules) if not is_ignored(finding)]
        ignoring = []
        for ignore in asked:
            used = any(matches(finding.rule, ignore.word) for finding in findings)
            in_vain = None if used else self._unused(ignore, known, locate)
            if any(matches(rule.rule, ignore.word) for rule in CORPUS_RULES):
                ignoring.append(Ignoring(ignore.word, in_vain))
            elif in_vain:
                remaining.append(in_vain)
        return FileReport(
            path,
            tuple(without_overlap(self.selection.chosen(remaining))),
            packed(summarise(document, self.options)) if self._compares else b"",
            held,
            unheld(choice),
            self._chosen_schemas(each for each in unused if not is_ignored(each[1])),
            tuple(ignoring),
            data,
            ArchiveReport(
                tuple(self._chosen_news(each for each in news if not is_ignored(each.finding))),
                identified,
            ),
            settled=_is_settled(document, choice, findings),
        )

    def unknown(self, held: Iterable[Held]) -> list[str]:
        """The words of the settings that mean no rule, nor an assertion of what was `held`."""
        if not self.selection.foreign or not self._schemas:
            return []
        known = self._schemas.identifiers(held)
        return [word for word in self.selection.foreign if word not in known]

    def _without_schema(
        self, choice: SchemaChoice, document: CheckedDocument | LargeDocument
    ) -> Iterator[Diagnostic]:
        """That a document is held against nothing: it names no schema, and none was given."""
        if choice.none and not (isinstance(document, CheckedDocument) and document.is_part):
            place = (choice.beginning.line, choice.beginning.column)
            yield located_at(NO_SCHEMA, choice.none, place, document, self.details, attribute="")

    def _unused_schemas(
        self, choice: SchemaChoice, document: CheckedDocument | LargeDocument
    ) -> list[UnusedSchema]:
        """The schemas that a document names and that were not used."""
        return [
            (
                target,
                located_at(
                    rule,
                    message,
                    (named.line, named.column),
                    document,
                    self.details,
                    named.attribute or None,
                ),
            )
            for rule, named, target, message in choice.unused
        ]

    def _not_followed(self, document: CheckedDocument) -> Iterable[Finding[Element]]:
        return not_followed(document, self._folders) if self._folders else ()

    def _by_rules(self, document: CheckedDocument, locate: Locate) -> Iterator[Diagnostic]:
        for rule, find in self._rules:
            found = [*islice(find(document, self.options), LIMIT + 1)]
            for each in found[:LIMIT]:
                yield locate(rule, each)
            if len(found) > LIMIT:
                words = f"only the first {LIMIT} findings of {rule.code} are shown"
                yield Diagnostic(MORE, Location(document.name), words)

    def _missed_by_archives(
        self, document: CheckedDocument, locate: Locate
    ) -> tuple[list[Diagnostic], list[ArchiveNews], frozenset[str]]:
        """What archives miss in a document, told here, and told once for all files.

        The last are the persons and places of which it tells an identifier.
        """
        here: list[Diagnostic] = []
        once: list[ArchiveNews] = []
        if self._archives is None:
            return here, once, frozenset()
        found = self._archives.findings(document)
        counts: Counter[str] = Counter()
        for each in found.findings:
            code = each.requirement.code
            counts[code] += 1
            if counts[code] == LIMIT + 1:
                words = f"only the first {LIMIT} findings of {code} are shown"
                here.append(Diagnostic(MORE, Location(document.name), words))
            if counts[code] > LIMIT:
                continue
            diagnostic = locate(each.requirement.rule, each.finding)
            if each.requirement.each:
                here.append(diagnostic)
            else:
                once.append(ArchiveNews(diagnostic, each.counts, each.subject))
        return here, once, found.known

    def _chosen_news(self, news: Iterable[ArchiveNews]) -> Iterator[ArchiveNews]:
        for each in news:
            for finding in self.selection.chosen([each.finding]):
                yield each._replace(finding=finding)

    def _unused(self, asked: Ignore, known: Iterable[Rule], locate: Locate) -> Diagnostic | None:
        """That nothing was ignored; unless nothing was looked for, as the settings have it."""
        meant = [rule for rule in known if matches(rule, asked.word)]
        if not meant or not all(rule in self.selection for rule in meant):
            return None
        words = f"nothing is found here that '{asked.word}' would ignore"
        return locate(UNUSED, Finding(Range(asked.node), words))

    def _chosen_schemas(self, unused: Iterable[UnusedSchema]) -> tuple[UnusedSchema, ...]:
        """The same of schemas that are not used."""
        return tuple(
            [
                (target, each)
                for target, finding in unused
                for each in self.selection.chosen([finding])
            ]
        )


def _is_settled(
    document: CheckedDocument, choice: SchemaChoice, findings: Iterable[Diagnostic]
) -> bool:
    """Whether nothing was stopped, and all that the findings depend on is noted."""
    if document.relatives and choice.schematrons:  # what these open is looked for once for several
        return False
    return not any(finding.rule in (STOPPED, UNFINISHED) for finding in findings)


def _unreadable(error: Unreadable, data: bytes) -> Diagnostic:
    """The finding that a file cannot be read; `data` is what it holds, as far as that is known."""
    place = Location(str(error.path), error.line, error.column)
    finding = Diagnostic(RULE_OF[type(error)], place, error.reason)
    return with_excerpt(finding, Lines(decoded(data))) if data else finding
