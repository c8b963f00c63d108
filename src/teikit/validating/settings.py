"""What a run is to look for and how: settings, from a file and from the command line.

They stand in the settings of the project (`teikit.project`).
"""

import glob
import re
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from teikit import project, strict
from teikit.diagnostic import Diagnostic, Rule, Severity, in_order
from teikit.errors import TeikitError
from teikit.profiles.publication import Publication, fault_of
from teikit.relaxng import DatatypeError, Regex
from teikit.tei.apparatus import MARK_TYPES
from teikit.xml.files import MAX_BYTES

AUTO = "auto"
"""In place of a schema: those that each file names."""
NEVER = "never"
"""In place of a severity: no finding makes a run fail."""
OWN = "teikit"
"""In place of a schema: those of teikit."""
REQUIRED = "S007"
"""The code of the rule that a file is held against some schema (`require_schema`)."""
_LONGEST_PATTERN = 1000
"""Characters."""
_CODE = re.compile("[A-Z]\\d*")
"""The codes of teikit's rules, and their beginnings."""
_IDENTIFIER = re.compile(r"[^\W\d][\w.:\-]*")
"""Identifiers of XML, of which those are that a Schematron gives to its assertions."""


@dataclass(frozen=True, slots=True)
class RuleOptions:
    """What rules cannot know by themselves.

    Attributes:
        years: the first and the last year of the letters.
        archives: for an archive, as its name is printed, the pattern (of XML Schema) that the
            signatures of its items match.
        licence: the address of the licence that every header must name.
        publisher: the publisher that every header must name.
        marks: the values of `ref/@type` by which marks of notes are known.
    """

    years: tuple[int, ...] = ()
    archives: Mapping[str, str] = field(default_factory=dict)
    licence: str = ""
    publisher: str = ""
    marks: tuple[str, ...] = MARK_TYPES


@dataclass(frozen=True, slots=True)
class SchemasOfFiles:
    """What some files are held against, as `[[schemas]]` has it.

    Attributes:
        files: patterns of files (`teikit.validating.patterns`).
        schema: as in `Settings`.
        schematron: likewise.
    """

    files: tuple[str, ...]
    schema: tuple[str, ...]
    schematron: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """How to check.

    Attributes:
        select: codes or names of rules, or beginnings of codes; those alone are looked for.
        ignore: the same, of rules that are left out.
        severity: for the code or name of a rule how grave its findings are.
        fail_on: findings of this severity or above make a run fail; "never": none do.
        schema: files (.rng, .rnc, .xsd, .sch), `teikit` for its own, or `auto` for those that files
            name.
        schematron: files whose Schematron is applied, too; grammars and ODDs may hold it.
        phase: the phase of Schematrons that is applied, of those that have it.
        schemas: for some files, other schemas; the first entry that means a file counts.
        require_schema: whether a file that is held against no schema is an error.
        xsd: whether schemas of XSD are used at all; where files are not valid, they take long.
        endings: those of the files that a folder stands for.
        exclude: patterns of files and folders that are left out where a folder or a pattern stands
            for them; a file that is named by itself is checked.
        max_size: the largest file that is read, in MB.
        catalog: for the address of a schema the file that holds it.
        catalogs: files of catalogs of XML (OASIS), asked in this order.
        profile: the name or file of a profile, from which options are taken that are not given.
        publication: who publishes the edition, and on which terms.
        options: what rules cannot know by themselves.
        for_: the archives that files are held against (`teikit.validating.archives`).
        cache: whether what was found is kept for the next run.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, str] = field(default_factory=dict)
    fail_on: str = "error"
    schema: tuple[str, ...] = (AUTO,)
    schematron: tuple[str, ...] = ()
    phase: str = ""
    schemas: tuple[SchemasOfFiles, ...] = ()
    require_schema: bool = False
    xsd: bool = True
    endings: tuple[str, ...] = (".xml", ".tei", ".odd")
    exclude: tuple[str, ...] = ()
    max_size: int = MAX_BYTES // 1024**2
    catalog: Mapping[str, str] = field(default_factory=dict)
    catalogs: tuple[str, ...] = ()
    profile: str = ""
    publication: Publication = field(default_factory=Publication)
    options: RuleOptions = field(default_factory=RuleOptions)
    for_: tuple[str, ...] = ()
    cache: bool = True

    @property
    def failing(self) -> frozenset[Severity]:
        """The severities that make a run fail."""
        if self.fail_on == NEVER:
            return frozenset()
        severities = list(Severity)
        return frozenset(severities[: severities.index(Severity(self.fail_on)) + 1])

    def with_options(  # noqa: PLR0913  (the options of the command)
        self,
        *,
        schemas: Iterable[str] = (),
        select: Iterable[str] = (),
        ignore: Iterable[str] = (),
        fail_on: str = "",
        xsd: bool = True,
        exclude: Iterable[str] = (),
        require_schema: bool = False,
        catalogs: Iterable[str] = (),
        schematrons: Iterable[str] = (),
        phase: str = "",
        archives: Iterable[str] = (),
    ) -> "Settings":
        """These settings with the options of one run, as the command line gives them.

        What is given takes the place of what is set, but for `ignore`, `exclude` and `catalogs`,
        which add to it; catalogs that are given are asked first. `select` and `ignore` may hold
        several words each, with commas or spaces between them.
        """
        settings = self.with_schemas(schemas) if schemas else self
        return replace(
            settings,
            schematron=tuple(schematrons) or settings.schematron,
            phase=phase or self.phase,
            exclude=(*self.exclude, *exclude),
            require_schema=self.require_schema or require_schema,
            xsd=self.xsd and xsd,
            select=_words(select) or self.select,
            ignore=(*self.ignore, *_words(ignore)),
            fail_on=fail_on or self.fail_on,
            catalogs=(*catalogs, *self.catalogs),
            for_=_words(archives) or self.for_,
        )

    def with_schemas(self, schemas: Iterable[str]) -> "Settings":
        """These settings with these schemas, and no others, for all files."""
        return replace(self, schema=tuple(schemas), schematron=(), schemas=())


def load(file: Path | None = None, start: Path | None = None) -> Settings:
    """The settings in a file, or in the nearest above the folder `start` (the present one).

    Paths in it are relative to it. Raises `TeikitError` when a key is unknown or wrong.
    """
    found = project.load(file, start)
    if found is None:
        return Settings()
    settings = strict.build(Settings, _with_lists(found.tables), found.name)
    return _completed(settings, found.folder, found.name)


def _with_lists(table: dict[str, Any]) -> dict[str, Any]:
    """Settings in which a list stands where one text may stand for it."""
    entries = table.get("schemas")
    if isinstance(entries, list):
        listed = [
            _listed(each, "files", "schema", "schematron") if isinstance(each, dict) else each
            for each in entries
        ]
        table = {**table, "schemas": listed}
    return _listed(table, "schema", "schematron", "exclude", "endings", "for")


def _listed(table: dict[str, Any], *keys: str) -> dict[str, Any]:
    wrapped = {key: [table[key]] for key in keys if isinstance(table.get(key), str)}
    return {**table, **wrapped}


def _words(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(word for value in values for word in value.replace(",", " ").split())


def _completed(settings: Settings, folder: Path, name: str) -> Settings:
    """Settings with what their profile says, with plain tables and paths that hold anywhere."""
    options = settings.options
    publication = settings.publication
    if reason := fault_of(publication):
        raise TeikitError(f"{name}: {reason}")
    if settings.profile:
        known = settings.profile
        if known.endswith(".toml"):
            known = str(folder / known)
        from teikit.profiles import profile  # noqa: PLC0415  # few settings have one

        edition = profile.load(known)
        years = options.years or (edition.edition.first_year, edition.edition.last_year)
        publication = publication.over(edition.publication)
        options = replace(options, years=years)
    options = replace(
        options,
        licence=options.licence or publication.licence,
        publisher=options.publisher or publication.publisher,
    )
    if options.years and (len(options.years) != 2 or options.years[0] > options.years[1]):
        raise TeikitError(f"{name}: options.years must be two years, the earlier first")
    for archive, pattern in options.archives.items():
        try:
            Regex(pattern)
        except DatatypeError as error:
            raise TeikitError(f"{name}: options.archives.{archive}: {error}") from None
    if settings.max_size < 1:
        raise TeikitError(f"{name}: max_size must be 1 (MB) or more")
    severities = [severity.value for severity in Severity]
    for key, value, right in (
        *((f"severity.{word}", value, severities) for word, value in settings.severity.items()),
        ("fail_on", settings.fail_on, [*severities, NEVER]),
    ):
        if value not in right:
            raise TeikitError(f"{name}: {key}: {value!r} is none of {', '.join(right)}")
    for ending in settings.endings:
        if not re.fullmatch(r"\.[^/\\]+", ending):
            raise TeikitError(f"{name}: endings: {ending!r} is none; write it as '.xml'")
    return replace(
        settings,
        severity=dict(settings.severity),
        schema=tuple(_beside(folder, name) for name in settings.schema),
        schematron=tuple(str(folder / name) for name in settings.schematron),
        schemas=tuple(
            SchemasOfFiles(
                _patterns(folder, each.files, name),
                tuple(_beside(folder, schema) for schema in each.schema),
                tuple(str(folder / name) for name in each.schematron),
            )
            for each in settings.schemas
        ),
        exclude=_patterns(folder, settings.exclude, name),
        catalog={key: _beside(folder, value) for key, value in settings.catalog.items()},
        catalogs=tuple(_beside(folder, name) for name in settings.catalogs),
        options=replace(options, archives=dict(options.archives)),
    )


def _beside(folder: Path, name: str) -> str:
    """A path that is relative to the folder of the settings."""
    return name if name in (AUTO, OWN) else str(folder / name)


def _patterns(folder: Path, patterns: Iterable[str], name: str) -> tuple[str, ...]:
    """Patterns that are relative to the folder of the settings, as absolute ones."""
    start = Path(glob.escape(str(folder.absolute())))
    for pattern in patterns:
        if len(pattern) > _LONGEST_PATTERN:
            raise TeikitError(f"{name}: a pattern is longer than {_LONGEST_PATTERN} characters")
    return tuple(str(start / pattern) for pattern in patterns)


def matches(rule: Rule, word: str) -> bool:
    """Whether a word means a rule: it is its name, its code, or the beginning of its code.

    The code of an assertion that others have written must be there in full, so that the letter T
    does not mean all those whose identifiers begin with "TEI"; the code of its family need not.
    """
    if word == rule.name:
        return True
    if rule.family:
        return word == rule.code or (bool(word) and rule.family.startswith(word))
    return bool(word) and rule.code.startswith(word)


class RuleSelection:
    """Which rules are looked for, and how grave they are.

    Attributes:
        severities: by words that mean rules; of several that mean one, the last counts.
        foreign: words that mean none of teikit's rules. They may be identifiers of assertions in a
            Schematron; whether they are, is known when the schemas have been read.
    """

    def __init__(
        self,
        select: Sequence[str],
        ignore: Sequence[str],
        severities: Mapping[str, Severity],
        foreign: Sequence[str] = (),
        always: Set[str] = frozenset(),
        never: Set[str] = frozenset(),
    ) -> None:
        """All rules are selected where `select` is empty.

        Those with the codes `always` are, whatever it says, and those with the codes `never` not.
        """
        self._select = select
        self._ignore = ignore
        self.severities = severities
        self.foreign = foreign
        self._always = always
        self._never = never
        self._known: dict[Rule, bool] = {}
        self._graded: dict[Rule, Rule] = {}

    def __contains__(self, rule: Rule) -> bool:
        known = self._known.get(rule)
        if known is None:
            chosen = not self._select or any(matches(rule, word) for word in self._select)
            left_out = any(matches(rule, word) for word in self._ignore)
            wanted = chosen and not left_out and rule.code not in self._never
            known = wanted or rule.code in self._always
            self._known[rule] = known
        return known

    def graded(self, rule: Rule) -> Rule:
        """The rule as grave as the settings have it."""
        graded = self._graded.get(rule)
        if graded is None:
            graded = rule
            for word, severity in self.severities.items():
                if matches(rule, word):
                    graded = replace(rule, severity=severity)
            self._graded[rule] = graded
        return graded

    def chosen(self, findings: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
        """Those findings that are wanted, as grave as they are to be, in order."""
        wanted = [finding for finding in findings if finding.rule in self]
        if self.severities:
            wanted = [finding._replace(rule=self.graded(finding.rule)) for finding in wanted]
        return tuple(in_order(wanted))


def selected(
    settings: Settings, rules: Iterable[Rule], off: Mapping[str, str] = MappingProxyType({})
) -> RuleSelection:
    """The rules that settings select.

    `rules` are all of teikit's; `off` has the codes of those that are not looked for, and why.
    Raises `TeikitError` for a word that means none of them, and cannot be the identifier of an
    assertion in a Schematron either, and for one that means none but those that are off.
    """
    known = list(rules)
    words = dict.fromkeys((*settings.select, *settings.ignore, *settings.severity))
    foreign = [word for word in words if not any(matches(rule, word) for rule in known)]
    for word in foreign:
        if _CODE.fullmatch(word) or not _IDENTIFIER.fullmatch(word):
            raise TeikitError(no_rule(word))
    for word in settings.select:
        codes = {rule.code for rule in known if matches(rule, word)}
        if codes and codes <= off.keys():
            raise TeikitError(f"{word!r} cannot be selected: {off[min(codes)]}")
    severities = {word: Severity(value) for word, value in settings.severity.items()}
    if settings.require_schema:
        severities[REQUIRED] = Severity.ERROR
    always = frozenset([REQUIRED] if settings.require_schema else [])
    select, ignore = settings.select, settings.ignore
    return RuleSelection(select, ignore, severities, foreign, always, off.keys())


def no_rule(word: str) -> str:
    """That a word means no rule."""
    return f"no rule is called {word!r}; `teikit explain` lists all of them"
