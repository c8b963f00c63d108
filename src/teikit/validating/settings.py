"""What a run is to look for and how: settings, from a file and from the command line.

They stand in `teikit.toml`, or in the table `[tool.teikit]` of `pyproject.toml`; of the folders
above the one where teikit is run, the nearest that has one counts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from teikit import strict
from teikit.diagnostic import Rule, Severity
from teikit.errors import TeikitError
from teikit.profiles import profile as profiles
from teikit.relaxng import DatatypeError, Regex
from teikit.tei.apparatus import MARK_TYPES
from teikit.xml.files import MAX_BYTES

AUTO = "auto"
"""In place of a schema: those that each file names."""
NEVER = "never"
"""In place of a severity: no finding makes a run fail."""
OWN = "teikit"
"""In place of a schema: those of teikit."""


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
class Settings:
    """How to check.

    Attributes:
        select: codes or names of rules, or beginnings of codes; those alone are looked for.
        ignore: the same, of rules that are left out.
        severity: for the code or name of a rule how grave its findings are.
        fail_on: findings of this severity or above make a run fail; "never": none do.
        schema: files (.rng, .rnc, .xsd), `teikit` for its own, or `auto` for those that files name.
        xsd: whether schemas of XSD are used at all; they take by far the most time.
        max_size: the largest file that is read, in MB.
        catalog: for the address of a schema the file that holds it.
        profile: the name or file of a profile, from which options are taken that are not given.
        options: what rules cannot know by themselves.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, str] = field(default_factory=dict)
    fail_on: str = "error"
    schema: tuple[str, ...] = (AUTO,)
    xsd: bool = True
    max_size: int = MAX_BYTES // 1024**2
    catalog: Mapping[str, str] = field(default_factory=dict)
    profile: str = ""
    options: RuleOptions = field(default_factory=RuleOptions)

    @property
    def failing(self) -> frozenset[Severity]:
        """The severities that make a run fail."""
        if self.fail_on == NEVER:
            return frozenset()
        severities = list(Severity)
        return frozenset(severities[: severities.index(Severity(self.fail_on)) + 1])

    def with_options(
        self,
        *,
        schemas: Iterable[str] = (),
        select: Iterable[str] = (),
        ignore: Iterable[str] = (),
        fail_on: str = "",
        xsd: bool = True,
    ) -> "Settings":
        """These settings with the options of one run, as the command line gives them.

        What is given takes the place of what is set, but for `ignore`, which adds to it. `select`
        and `ignore` may hold several words each, with commas or spaces between them.
        """
        return replace(
            self,
            schema=tuple(schemas) or self.schema,
            xsd=self.xsd and xsd,
            select=_words(select) or self.select,
            ignore=(*self.ignore, *_words(ignore)),
            fail_on=fail_on or self.fail_on,
        )


def load(file: Path | None = None, start: Path | None = None) -> Settings:
    """The settings in a file, or in the nearest above the folder `start` (the present one).

    Paths in it are relative to it. Raises `TeikitError` when a key is unknown or wrong.
    """
    found = file or _nearest((start or Path()).absolute())
    if found is None:
        return Settings()
    text = strict.read(found)
    name = str(found) if file else found.name
    table = strict.loads(text, name)
    if found.name == "pyproject.toml":
        table = table.get("tool", {}).get("teikit", {})
        name = f"{name}: [tool.teikit]"
    return _completed(strict.build(Settings, table, name), found.parent, name)


def _words(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(word for value in values for word in value.replace(",", " ").split())


def _nearest(folder: Path) -> Path | None:
    for place in (folder, *folder.parents):
        file = place / "teikit.toml"
        if file.is_file():
            return file
        file = place / "pyproject.toml"
        if file.is_file() and "[tool.teikit" in strict.read(file):
            return file
    return None


def _completed(settings: Settings, folder: Path, name: str) -> Settings:
    """Settings with what their profile says, with plain tables and paths that hold anywhere."""
    options = settings.options
    if settings.profile:
        known = settings.profile
        if known.endswith(".toml"):
            known = str(folder / known)
        edition = profiles.load(known)
        years = options.years or (edition.edition.first_year, edition.edition.last_year)
        publication = edition.publication
        options = replace(
            options,
            years=years,
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
    return replace(
        settings,
        severity=dict(settings.severity),
        schema=tuple(_beside(folder, name) for name in settings.schema),
        catalog={key: _beside(folder, value) for key, value in settings.catalog.items()},
        options=replace(options, archives=dict(options.archives)),
    )


def _beside(folder: Path, name: str) -> str:
    """A path that is relative to the folder of the settings."""
    return name if name in (AUTO, OWN) else str(folder / name)


def matches(rule: Rule, word: str) -> bool:
    """Whether a word means a rule: it is its name, its code, or the beginning of its code."""
    return word == rule.name or (bool(word) and rule.code.startswith(word))


@dataclass(frozen=True, slots=True)
class RuleSelection:
    """Which rules are looked for, and how grave they are."""

    codes: frozenset[str]
    severities: Mapping[str, Severity]

    def __contains__(self, rule: Rule) -> bool:
        return rule.code in self.codes

    def graded(self, rule: Rule) -> Rule:
        """The rule as grave as the settings have it."""
        severity = self.severities.get(rule.code)
        return replace(rule, severity=severity) if severity else rule


def selected(settings: Settings, rules: Iterable[Rule]) -> RuleSelection:
    """Those of `rules` that settings select. Raises `TeikitError` for one that is not known."""
    known = list(rules)

    def meant(word: str) -> set[str]:
        codes = {rule.code for rule in known if matches(rule, word)}
        if not codes:
            raise TeikitError(f"no rule is called {word!r}; `teikit explain` lists all of them")
        return codes

    selected = {code for word in settings.select for code in meant(word)}
    if not settings.select:
        selected = {rule.code for rule in known}
    selected -= {code for word in settings.ignore for code in meant(word)}
    severities = {
        code: Severity(value) for word, value in settings.severity.items() for code in meant(word)
    }
    return RuleSelection(frozenset(selected), severities)
