"""What an archive asks for, as a row of a table: what is looked at, why, and where that is written.

A row is data; `checking` reads it. What is looked at has one of a few forms (`Asked`). Paths begin
at a `TEI` element; those of `Unless` and `Values` are XPath, in which names have the prefix `t:`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from teikit.diagnostic import Rule, Severity
from teikit.validating.rule import RuleDoc, RuleSource


@dataclass(frozen=True, slots=True)
class Presence:
    """The header says something at one of these paths, or the settings do so by one of these keys.

    A path begins in the header: `fileDesc/editionStmt/edition`. It may end in an attribute. What
    the settings have must be of the form `pattern`, if there is one.
    """

    paths: tuple[str, ...]
    keys: tuple[str, ...] = ()
    pattern: str = ".*"


@dataclass(frozen=True, slots=True)
class Setting:
    """The table `[publication]` of the settings has one of these keys; no header can say it."""

    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SettingForm:
    """Of what `[publication]` has under this key, something has this form, if it has anything."""

    key: str
    pattern: str


@dataclass(frozen=True, slots=True)
class Unless:
    """All elements that `path` leads to are wrong, unless `condition` is true of them."""

    path: str
    condition: str


@dataclass(frozen=True, slots=True)
class Values:
    """Attributes of the elements that `path` leads to have one of these values, or this form.

    Without `attributes` it is the words of the elements. What is not there has no wrong value,
    unless it is `needed`.
    """

    path: str
    attributes: tuple[str, ...] = ()
    allowed: frozenset[str] = frozenset()
    pattern: str = ""
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Licences:
    """The licence that the header names, or else the settings, has an address with this beginning.

    `http` and `https` count the same. Where no licence is named, nothing is found.
    """

    beginnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Elements:
    """The document has these elements alone; `instead` says for others what to write."""

    known: frozenset[str]
    instead: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Refused:
    """No element of these names stands in an element of the name `within`."""

    names: frozenset[str]
    within: str


@dataclass(frozen=True, slots=True)
class Orcids:
    """What is given as an ORCID has the form of one, and the right check digit."""


@dataclass(frozen=True, slots=True)
class FileName:
    """The name of the file has this form."""

    pattern: str


@dataclass(frozen=True, slots=True)
class PlainUtf8:
    """The file is UTF-8 without a byte order mark."""


class LetterFact(StrEnum):
    """What is read of a letter as the exports for archives read it."""

    CORRESPONDENCE = "who wrote to whom"
    SENDER = "who sent it"
    RECEIVER = "who received it"
    DATE = "when it was sent"
    ADDRESS = "where it is on the web"
    PERSONS = "identifiers of correspondents"
    PLACES = "identifiers of places"
    CONTEXT = "genre, place or date"


Asked = (
    Presence
    | Setting
    | SettingForm
    | Unless
    | Values
    | Licences
    | Elements
    | Refused
    | Orcids
    | FileName
    | PlainUtf8
    | LetterFact
)
"""What is looked at."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """A row: what an archive asks for.

    Attributes:
        code: `A301`; `name` is the other name of the rule.
        summary: what is wrong, in a sentence.
        source: the document of the archive that asks for it.
        letters: what is looked at in a letter, or any other document.
        lists: what is looked at in a list of letters (CMIF) instead; None where nothing is.
        message: what is said in place of the summary, with `{value}` for what was found.
        each: whether it is told in each file; else once for all, with their number.
        bad: a sample in which it is found; `good` the same, as it should be.
        settings: what stands in `[publication]` for the good sample.
    """

    code: str
    name: str
    severity: Severity
    summary: str
    why: str
    remedy: str
    source: RuleSource
    letters: Asked | None = None
    lists: Asked | None = None
    message: str = ""
    each: bool = False
    bad: str = ""
    good: str = ""
    settings: str = ""

    @property
    def rule(self) -> Rule:
        """As what it is found."""
        return Rule(self.code, self.name, self.severity, self.summary, self.remedy)

    @property
    def doc(self) -> RuleDoc:
        """What is written about it."""
        return RuleDoc(
            self.summary,
            self.why,
            self.remedy,
            "",
            self.settings,
            self.bad,
            self.good,
            self.source,
        )

    def words(self, value: str = "") -> str:
        """What is said of a finding."""
        if self.message:
            return self.message.replace("{value}", value)
        return self.summary[0].lower() + self.summary[1:].removesuffix(".")


@dataclass(frozen=True, slots=True)
class Archive:
    """An archive, or a format that archives take.

    Attributes:
        name: what `--for` calls it.
        title: its name in sentences.
        home: its address.
        requirements: what it asks for.
        besides: what it asks for, too, and no TEI and no setting tells.
        takes: the name of another of which it asks all, too.
        reads_lists: whether it takes a list of letters (CMIF), not the letters themselves.
    """

    name: str
    title: str
    home: str
    requirements: tuple[Requirement, ...]
    besides: tuple[str, ...] = ()
    takes: str = ""
    reads_lists: bool = False
