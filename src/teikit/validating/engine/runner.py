"""Checking file after file, on as many cores as there are, and then all of them together."""

import pickle
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain, islice
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, TypeVar

from teikit.diagnostic import IN_FULL, Details, Diagnostic, Location, Rule, in_order
from teikit.errors import unfinished
from teikit.runtime.machine import cores
from teikit.tei.inclusion import folders_of
from teikit.validating.archives.chosen import archives_of, rules_off
from teikit.validating.archives.once import ArchiveNews, ArchiveReport, OncePerRun
from teikit.validating.engine.catalogue import RULES
from teikit.validating.engine.ignores import UNCLEAR, UNUSED, Ignore, ignores, unknown
from teikit.validating.engine.locating import located, located_at, with_excerpt
from teikit.validating.engine.locating_across import located_across
from teikit.validating.engine.overlap import without_overlap
from teikit.validating.engine.report import FileReport, Ignoring, UnusedSchema
from teikit.validating.finding import Finding, NodeNumber, Range
from teikit.validating.index import Corpus, SpillFile, packed, summarise
from teikit.validating.index.document import (
    STREAMED,
    CheckedDocument,
    LargeDocument,
    document_of,
)
from teikit.validating.index.inclusions import Inclusions
from teikit.validating.index.together import DiskQuestion
from teikit.validating.limits import OutOfTime, time_limit
from teikit.validating.patterns import PathPatterns
from teikit.validating.rules.corpus import CORPUS_RULES, LONGEST
from teikit.validating.rules.file import FILE_RULES
from teikit.validating.schemas import Held, SchemaChoice, SchemaSet
from teikit.validating.schemas.bounds import LIMIT, STOPPED, seconds
from teikit.validating.schemas.catalogs import Catalogs, from_environment
from teikit.validating.schemas.inclusion import (
    FAILING,
    NOT_FOLLOWED,
    failing,
    not_followed,
    with_included,
)
from teikit.validating.schemas.naming import SchemaLanguage
from teikit.validating.schemas.older import older, older_unread, refuses_root
from teikit.validating.schemas.relaxng import RELAXNG
from teikit.validating.schemas.resolving import Resolver
from teikit.validating.schemas.schematron import (
    SCHEMATRON,
    NotEvaluated,
)
from teikit.validating.schemas.unused import (
    NO_PHASE,
    NO_SCHEMA,
    NOT_APPLIED,
    NOT_EVALUATED,
    REMOTE,
    UNUSABLE,
    UnusedSchemas,
)
from teikit.validating.schemas.voices import MORE, one_voice
from teikit.validating.schemas.wellformed import (
    DTD,
    RULE_OF,
    UNFINISHED,
    UNREADABLE,
    by_doctype,
    by_size,
)
from teikit.validating.schemas.xsd import XSD
from teikit.validating.settings import RuleOptions, Settings, matches, selected
from teikit.xml.encoding import decoded
from teikit.xml.files import (
    TooLarge,
    Unreadable,
    Unsafe,
    is_file,
    read,
    real,
    too_many,
)
from teikit.xml.folders import LeftOut, Search, names
from teikit.xml.markup import Lines
from teikit.xml.names import Element

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from teikit.runtime.workers import Workers
    from teikit.validating.engine.executing import Executing
    from teikit.validating.engine.recalling import KeptRun, NewResult

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
FEW = 24
"""Files that one process checks before others would have started."""
_SENT = 8 * 1024 * 1024
"""Bytes of summaries that are sent to another process; of more, the rules are followed in one."""

Locate = Callable[[Rule, Finding[Element]], Diagnostic]
"""From what a rule found in a document to the diagnostic."""


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
            return FileReport(path, self._chosen([_unreadable(error, b"")]))
        except OSError as error:
            finding = Diagnostic(UNFINISHED, Location(str(path)), unfinished(error))
            return FileReport(path, self._chosen([finding]))

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
        return FileReport(path, self._chosen([finding]), data=data)

    def _large(self, document: LargeDocument) -> FileReport:
        """What is to be said of a document that no rules can look at."""
        if fault := document.fault():
            return FileReport(document.path, self._chosen([_unreadable(fault, b"")]))
        choice = self._schemas.choose(document) if self._schemas else SchemaChoice()
        held = dict.fromkeys(choice.held, 0.0)
        by_schema = one_voice(_by_grammars(choice, document, held), document.path)
        findings = [
            *_not_repeated(by_size(document, len(choice.checks), choice.too_large), choice),
            *self._without_schema(choice, document),
            *by_schema,
        ]
        return FileReport(
            document.path,
            self._chosen(findings),
            b"",
            held,
            _unheld(choice),
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
            chosen = self._chosen([found or _unreadable(error, data)])
            return FileReport(path, chosen, data=data, settled=True)
        asked, unclear = ignores(document)
        choice = self._schemas.choose(document) if self._schemas else SchemaChoice()
        if (found := older(document)) and not _is_known(document, choice):
            return FileReport(path, self._chosen([with_excerpt(found, document.markup.file)]))
        by_schema = [*_not_repeated(by_doctype(document), choice)]
        held = dict.fromkeys(choice.held, 0.0)
        by_schema += one_voice(_by_grammars(choice, document, held), path)
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
        asserted, unevaluated = _by_schematrons(
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
            tuple(without_overlap(self._chosen(remaining))),
            packed(summarise(document, self.options)) if self._compares else b"",
            held,
            _unheld(choice),
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

    def across(
        self,
        summaries: SpillFile,
        ignoring: SpillFile,
        given: Mapping[Path, bytes],
        workers: "Workers[str, Any] | None" = None,
    ) -> tuple[list[Diagnostic], Collection[DiskQuestion]]:
        """What is to be said of all files together; `ignoring` is what files ask (`Ignoring`).

        The findings are in order. Files are opened again to tell places in them, but for those
        whose contents are `given`. If there are `workers`, they do what they can of it. And what
        was asked of the disk.
        """
        rules = [checked.rule for checked in CORPUS_RULES if checked.rule in self.selection]
        found: Mapping[Rule, Sequence[Finding[NodeNumber]]]
        if workers and LONGEST in rules and summaries.size <= _SENT:
            aside = workers.begin(_across, [LONGEST], [*summaries], self.options)
            others = [rule for rule in rules if rule != LONGEST]
            found, asked = _across(others, summaries, self.options)
            found_aside, asked_aside = aside()
            found = {**found, **found_aside}
            asked = [*asked, *asked_aside]
        else:
            found, asked = _across(rules, summaries, self.options)
        findings = located_across(
            [(rule, finding) for rule in rules for finding in found[rule]],
            given,
            workers.each if workers else map,
            self.details,
        )
        return list(self._chosen(_heeded(findings, ignoring))), asked

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
            for finding in self._chosen([each.finding]):
                yield each._replace(finding=finding)

    def _unused(self, asked: Ignore, known: Iterable[Rule], locate: Locate) -> Diagnostic | None:
        """That nothing was ignored; unless nothing was looked for, as the settings have it."""
        meant = [rule for rule in known if matches(rule, asked.word)]
        if not meant or not all(rule in self.selection for rule in meant):
            return None
        words = f"nothing is found here that '{asked.word}' would ignore"
        return locate(UNUSED, Finding(Range(asked.node), words))

    def _chosen(self, findings: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
        """Those findings that are wanted, as grave as they are to be, in order."""
        wanted = [finding for finding in findings if finding.rule in self.selection]
        if self.selection.severities:
            wanted = [
                finding._replace(rule=self.selection.graded(finding.rule)) for finding in wanted
            ]
        return tuple(in_order(wanted))

    def _chosen_schemas(self, unused: Iterable[UnusedSchema]) -> tuple[UnusedSchema, ...]:
        """The same of schemas that are not used."""
        return tuple(
            [(target, each) for target, finding in unused for each in self._chosen([finding])]
        )


Made = TypeVar("Made")
"""What is made of the report of a file."""

Result = tuple[
    Made,
    str,
    bytes | None,
    tuple[Ignoring, ...],
    tuple[UnusedSchema, ...],
    ArchiveReport,
    "NewResult | None",
]
"""That, and what is kept of the file by its name; at last what is kept for other runs."""


class Run:
    """A check of many files. Its reports come first; then what is to be said of all together.

    With several processes it is to be used in a `with` block, at whose end they end.
    """

    def __init__(  # noqa: PLR0913  # all that users can ask for
        self,
        settings: Settings,
        paths: Iterable[Path],
        jobs: int = 0,
        given: Mapping[Path, bytes] | None = None,
        details: Details = IN_FULL,
        executor: "Executor | None" = None,
        *,
        with_grammars: bool = True,
        keep: Path | None = None,
    ) -> None:
        """Find the files of `paths`, and those that they include within the folders of `paths`.

        `jobs` are processes; 0 stands for one on each core, where the files are many. Where there
        is an `executor`, it does their work (`teikit.validating.engine.executing`). `given` are
        the contents of files that are being edited, which count in place of what is on the disk.
        Findings have `details`; those of grammars are there `with_grammars` only. What folders hold
        beside the files is in `left_out`. With `keep`, what was found before is taken from there,
        the folder of a project, and kept for other runs. Raises `TeikitError` where a path is
        missing, or a folder has no XML.
        """
        paths = [*paths]
        self.given = given or {}
        self._closed: list[FileReport] = []
        folders = folders_of((*paths, *self.given))
        edited = {real(path) for path in self.given}
        excluded = PathPatterns(settings.exclude)
        self.left_out = LeftOut()
        search = Search(
            settings.endings,
            excluded.match if settings.exclude else None,
            self._close,
            self.left_out,
        )
        asked = names(paths, search)
        self.keeping = None
        if keep and not given:
            self.keeping = _kept_run(keep, settings, folders, details)
        may_include = None
        if self.keeping:
            may_include = self.keeping.may_include
            self.keeping.load(asked)
        found, inclusions = with_included(asked, folders, self.given, may_include)
        if settings.exclude:
            found = self._without_excluded(found, {*asked}, excluded)
        self._names = (
            [name for name in found if real(Path(name)) not in edited] if edited else found
        )
        self._settings = settings
        self._executing = executor and _executing(executor, settings, folders, details, inclusions)
        resolver = self._executing.resolver if self._executing else None
        self.checker = Checker(
            settings, folders, details, inclusions, resolver, with_grammars=with_grammars
        )
        self._summaries = SpillFile()
        self._ignoring = SpillFile()
        self._unused = UnusedSchemas()
        self._for_archives = OncePerRun()
        self._jobs = jobs
        self._workers: Workers[str, Any] | None = None

    def __enter__(self) -> "Run":
        return self

    def __exit__(self, *_: object) -> None:
        """End the workers, whether they are done or not, and forget what is kept of files."""
        if self._workers:
            self._workers.end()
        self._summaries.close()
        self._ignoring.close()
        if self.keeping:
            self.keeping.close()

    def __len__(self) -> int:
        return len(self._names) + len(self.given)

    @property
    def unmatched(self) -> list[str]:
        """The patterns of `schemas` in the settings that mean none of the files."""
        every = [*self._names, *map(str, self.given)]
        return [
            pattern
            for entry in self._settings.schemas
            for pattern in entry.files
            if not any(map(PathPatterns([pattern]).match, every))
        ]

    @property
    def files(self) -> list[Path]:
        """The files that are read, in their order."""
        return [*map(Path, self._names)]

    def reports(self) -> Iterator[FileReport]:
        """What is to be said of each file, in the order of the files."""
        return self.each(unchanged)

    def each(self, make: Callable[[FileReport], Made], purpose: str = "") -> Iterator[Made]:
        """What `make` makes of the report of each file, in the order of the files.

        It is made where the file is checked, so that no more of a report than is wanted goes from
        process to process; `make` can be sent to other processes. What was made before for the
        same `purpose` is not made again.
        """
        names, recalled = self._names, None
        if self.keeping:
            recalled = self.keeping.recalled(
                names, self.checker.new_resolver(), self.checker.inclusions, purpose
            )
            names = recalled.missing if recalled else names
        wanted = purpose if recalled else None
        check = partial(_checked, self.checker, make, wanted)
        found: Iterable[Result[Made]] = map(check, names)
        jobs = min(self._jobs or (cores() if len(names) > FEW else 1), len(names))
        if self._executing:
            lost = partial(_lost, make)
            found = self._executing.results(names, make, wanted, check, lost)
        elif jobs > 1:
            from teikit.runtime.workers import Workers  # noqa: PLC0415  # it takes a while

            self._workers = Workers(check, names, jobs, partial(_lost, make))
            found = self._workers.results()
        if recalled:
            found = recalled.merged(found, make, check)
        edited = (self.checker.data(path, data) for path, data in self.given.items())
        result = partial(result_of, make)
        return self._taken(chain(map(result, self._closed), found, map(result, edited)))

    def across(self) -> list[Diagnostic]:
        """What is to be said of all files together, once all reports have been taken.

        Where there is a `with` block, that is to be asked for in it.
        """
        found = self.keeping.across() if self.keeping else None
        if found is None:
            found, asked = self.checker.across(
                self._summaries, self._ignoring, self.given, self._workers
            )
            if self.keeping:
                self.keeping.keep_across(found, asked)
        return in_order([*self._unused, *self._for_archives, *found])

    def _taken(self, results: Iterable[Result[Made]]) -> Iterator[Made]:
        for made, name, summary, ignoring, unused, for_archives, new in results:
            if self.keeping:
                self.keeping.take(name, summary, ignoring, new)
            if summary:
                self._summaries.add(summary)
            if ignoring:
                self._ignoring.add(pickle.dumps((name, ignoring)))
            for target, finding in unused:
                self._unused.add(target, finding)
            self._for_archives.add(for_archives)
            yield made

    def _without_excluded(
        self, found: Iterable[str], asked: Collection[str], excluded: PathPatterns
    ) -> list[str]:
        """The files but for those that are there only because others include them."""
        chosen = []
        for name in found:
            if name not in asked and excluded.match(name):
                self.left_out.add("excluded", name)
            else:
                chosen.append(name)
        return chosen

    def _close(self, folder: Path, reason: str) -> None:
        words = f"the folder cannot be read: {reason}"
        finding = Diagnostic(UNREADABLE, Location(str(folder)), words)
        self._closed.append(FileReport(folder, (finding,)))


def _executing(executor: "Executor", *arguments: Any) -> "Executing":
    from teikit.validating.engine.executing import Executing  # noqa: PLC0415  # seldom needed

    return Executing(executor, *arguments)


def _kept_run(keep: Path, *arguments: Any) -> "KeptRun":
    from teikit.validating.engine.recalling import KeptRun  # noqa: PLC0415  # it takes a while

    return KeptRun(keep, *arguments)


def unchanged(report: FileReport) -> FileReport:
    """What is made of a report where all of it is wanted."""
    return report


def result_of(
    make: Callable[[FileReport], Made],
    report: FileReport,
    details: Details = IN_FULL,
    purpose: str | None = None,
) -> Result[Made]:
    """What is made of a report, and what is kept of the file; with a `purpose`, for other runs."""
    made = make(report)
    new = None
    if purpose is not None:
        from teikit.validating.engine.recalling import new_result  # noqa: PLC0415  # as above

        new = new_result(report, made, details, purpose)
    return (
        made,
        str(report.path),
        report.summary,
        report.ignoring,
        report.unused,
        report.for_archives,
        new,
    )


def _checked(
    checker: Checker, make: Callable[[FileReport], Made], purpose: str | None, name: str
) -> Result[Made]:
    return result_of(make, checker.file(Path(name)), checker.details, purpose)


def _not_repeated(findings: Iterable[Diagnostic], choice: SchemaChoice) -> Iterator[Diagnostic]:
    """Findings but for those of a DTD, where that it is not used is told as of any schema."""
    is_told = any(each.named.language == SchemaLanguage.DTD for each in choice.unused)
    return (finding for finding in findings if not (is_told and finding.rule == DTD))


def _by_grammars(
    choice: SchemaChoice, document: CheckedDocument | LargeDocument, held: dict[Held, float]
) -> Iterator[Iterator[Diagnostic]]:
    """What each grammar finds in a document; how many seconds it takes, is noted in `held`."""
    for schema, check in choice.checks:
        start = perf_counter()
        found = [*check(document)]
        held[schema] = perf_counter() - start
        yield iter(found)


def _by_schematrons(
    choice: SchemaChoice,
    document: CheckedDocument,
    locate: Locate,
    held: dict[Held, float],
    *,
    has_edits: bool,
) -> tuple[list[Diagnostic], list[UnusedSchema]]:
    """What a document breaks of Schematrons, and which of their rules cannot be evaluated.

    How many seconds each takes, is noted in `held`.
    """
    place = Location(document.name)
    found: list[Diagnostic] = []
    unevaluated: list[UnusedSchema] = []
    for schema, check in choice.schematrons:
        start = perf_counter()
        for number, each in enumerate(check(document)):
            if isinstance(each, NotEvaluated):
                if each.range is None:
                    unfinished = Diagnostic(NOT_EVALUATED, place, each.message)
                else:
                    unfinished = locate(NOT_EVALUATED, Finding(each.range, each.message))
                unevaluated.append((each.target, unfinished))
            elif isinstance(each, Diagnostic):
                found.append(each)
            elif number < LIMIT:
                diagnostic = locate(each.rule, each.finding)
                if each.edits:
                    edits = each.edits if has_edits else ()
                    diagnostic = diagnostic._replace(edits=edits, fixable=True, safe=False)
                found.append(diagnostic)
            else:
                words = f"only the first {LIMIT} findings by {schema.name} are shown"
                found.append(Diagnostic(MORE, place, words))
        held[schema] = perf_counter() - start
    return found, unevaluated


def _unheld(choice: SchemaChoice) -> str:
    """Why a document is held against no schema; empty where it is held against one."""
    if choice.held:
        return ""
    if choice.too_large:
        return "the file is too large for its schema"
    return choice.none or next((each.message for each in choice.unused), "")


def _is_settled(
    document: CheckedDocument, choice: SchemaChoice, findings: Iterable[Diagnostic]
) -> bool:
    """Whether nothing was stopped, and all that the findings depend on is noted."""
    if document.relatives and choice.schematrons:  # what these open is looked for once for several
        return False
    return not any(finding.rule in (STOPPED, UNFINISHED) for finding in findings)


def _is_known(document: CheckedDocument, choice: SchemaChoice) -> bool:
    """Whether a schema that a document is held against knows its root."""
    return not all(
        any(map(refuses_root, islice(check(document), LIMIT))) for _, check in choice.checks
    )


def _lost(make: Callable[[FileReport], Made], name: str, ended: str) -> Result[Made]:
    words = (
        f"the process that checked this file ended {ended}, perhaps for want of memory; the file is"
        " not checked"
    )
    return result_of(make, FileReport(Path(name), (Diagnostic(STOPPED, Location(name), words),)))


def _across(
    rules: Collection[Rule], summaries: SpillFile | Sequence[bytes], options: RuleOptions
) -> tuple[Mapping[Rule, Sequence[Finding[NodeNumber]]], Collection[DiskQuestion]]:
    """What rules across files find, and what they asked of the disk."""
    corpus = Corpus(summaries)
    found = {
        checked.rule: [*checked.find(corpus, options)]
        for checked in CORPUS_RULES
        if checked.rule in rules
    }
    return found, [*corpus.asked]


def _unreadable(error: Unreadable, data: bytes) -> Diagnostic:
    """The finding that a file cannot be read; `data` is what it holds, as far as that is known."""
    place = Location(str(error.path), error.line, error.column)
    finding = Diagnostic(RULE_OF[type(error)], place, error.reason)
    return with_excerpt(finding, Lines(decoded(data))) if data else finding


def _heeded(findings: Iterable[Diagnostic], ignoring: SpillFile) -> Iterator[Diagnostic]:
    """Findings across files but for those that files ask not to be told, and what they ask in vain.

    `ignoring` has the names of the files, and the instructions of each (`Ignoring`).
    """
    by_file: dict[str, list[Diagnostic]] = defaultdict(list)
    for finding in findings:
        by_file[finding.location.path].append(finding)
    for record in ignoring:
        name, asked = pickle.loads(record)
        found = by_file.pop(name, [])
        for finding in found:
            if not any(matches(finding.rule, each.word) for each in asked):
                yield finding
        for each in asked:
            if each.unused and not any(matches(finding.rule, each.word) for finding in found):
                yield each.unused
    yield from chain.from_iterable(by_file.values())
