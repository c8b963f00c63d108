"""Several letters in one `TEI`: a volume with many in its text, or a list of letters in its header.

A `TEI` is one document unless this tells its letters apart for certain. That is so where

- two or more `correspDesc` and divisions name each other (`@corresp`, `@target`, `@decls`, or the
  key of the one is the `xml:id` of the other), whatever the divisions are called;
- there are as many `correspDesc` as divisions of letters, or as texts in a group, or as divisions
  of one kind that the body consists of: then they belong together in their order;
- there is no `correspDesc`, but two or more divisions of letters;
- there are two or more `correspDesc` and no words in the text, as in CMIF.

An enclosure, or a letter in a letter, is a part of that, and a document too only where a
`correspDesc` names it or is named by it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from teikit.tei.apparatus import Apparatus, apparatuses, stand_offs
from teikit.tei.elements import TEI, XML_ID, name_of

if TYPE_CHECKING:
    from lxml import etree

LETTERS = frozenset(
    {
        "brev",
        "brief",
        "carta",
        "document",
        "letter",
        "lettera",
        "lettre",
        "postcard",
        "postkarte",
        "telegram",
        "telegramm",
        "télégramme",
        "письмо",
        "телеграмма",
    }
)
"""The values of `@type` of divisions, and of texts in a `group`, that are letters."""

ENCLOSURES = frozenset(
    {"annex", "anlage", "attachment", "beilage", "bijlage", "enclosure", "приложение"}
)
"""Those of divisions that are parts of the letter around them."""

DIVISIONS = ("div", *(f"div{level}" for level in range(1, 8)), "text")
"""The elements that can be the text of a letter in a volume."""

_TAGS = tuple(TEI + name for name in DIVISIONS)
_DESCRIPTIONS = f"{TEI}teiHeader/{TEI}profileDesc/{TEI}correspDesc"
_MANUSCRIPTS = f"{TEI}teiHeader/{TEI}fileDesc/{TEI}sourceDesc//{TEI}msDesc"
_NAMING = ("corresp", "target", "decls", "sameAs", "ref")
_WITHIN = frozenset({"floatingText", "note", "quote"})
_OUTSIDE = _WITHIN | {"back", "front"}


@dataclass(frozen=True, slots=True, eq=False)
class VolumeLetter:
    """A letter of several in one `TEI`.

    `id` is unique in the file; `division` the element that is its text,
    none where the file only lists it; `description` its `correspDesc`.
    """

    id: str
    division: "etree._Element | None"
    description: "etree._Element | None"


@dataclass(frozen=True, eq=False)
class Volume:
    """A `TEI` element with several letters, and what is found once for all of them."""

    root: "etree._Element"
    letters: tuple[VolumeLetter, ...]

    @cached_property
    def notes(self) -> "Mapping[etree._Element, Apparatus]":
        """The notes of each letter, by its division: in it, or anywhere with a place in it."""
        text = self.root.find(f"{TEI}text")
        scope = () if text is None else (text, *stand_offs(text))
        divisions = [letter.division for letter in self.letters if letter.division is not None]
        return apparatuses(scope, divisions) if divisions else {}

    @cached_property
    def ids(self) -> "Mapping[str, etree._Element]":
        """All ids; of an id used twice, the first."""
        return elements_by_id(self.root)

    @cached_property
    def manuscripts(self) -> "Mapping[VolumeLetter, Sequence[etree._Element]]":
        """The `msDesc` of each letter: those that it names, or as many as letters in their order.

        A single one is that of all.
        """
        described = [*self.root.iterfind(_MANUSCRIPTS)]
        named = {found.get(XML_ID): found for found in described if found.get(XML_ID)}
        held: dict[VolumeLetter, Sequence[etree._Element]] = {}
        for letter in self.letters:
            parts = [part for part in (letter.division, letter.description) if part is not None]
            found = dict.fromkeys(
                named[name] for part in parts for name in _names(part) if name in named
            )
            held[letter] = tuple(found)
        if not any(held.values()):
            if len(described) == 1:
                return dict.fromkeys(self.letters, described)
            if len(described) == len(self.letters):
                return {
                    letter: (found,) for letter, found in zip(self.letters, described, strict=True)
                }
        return held


def elements_by_id(root: "etree._Element") -> "dict[str, etree._Element]":
    """The elements of a `TEI` by their `xml:id`; of an id used twice, the first."""
    # libxml2 looks for them: no object of Python is made of what has no id.
    return {
        identity: element
        for element in reversed(_with_ids()(root))
        if (identity := element.get(XML_ID))
    }


@cache
def _with_ids() -> Any:
    from lxml import etree  # noqa: PLC0415 (slow to load)

    return etree.XPath("descendant-or-self::*/@xml:id/..")


def letters(root: "etree._Element", name: str) -> tuple[VolumeLetter, ...]:
    """The letters of a `TEI` element in their order; none where it is one document.

    Its text is not looked at where the header describes one letter, as most do. `name` is that of
    the `TEI`.
    """
    descriptions = [*root.iterfind(_DESCRIPTIONS)]
    if len(descriptions) == 1:
        return ()
    divisions = list(root.iter(*_TAGS))
    pairs: Mapping[etree._Element, etree._Element | None]
    if not descriptions:
        pairs = dict.fromkeys(_of_letters(divisions))
    elif len(tied := _tied(descriptions, divisions)) > 1:
        pairs = _with_untied(tied, divisions)
    else:
        found_divisions = _of_letters(divisions)
        if len(found_divisions) != len(descriptions):
            found_divisions = _alike(root)
        if len(found_divisions) == len(descriptions):
            pairs = dict(zip(found_divisions, descriptions, strict=True))
        elif _has_words(root.find(f"{TEI}text")):
            return ()
        else:
            pairs = {}
    described = frozenset(pairs.values())
    listed = [description for description in descriptions if description not in described]
    if len(pairs) + len(listed) < 2:
        return ()
    return tuple(_named([*pairs.items(), *((None, description) for description in listed)], name))


def is_enclosed(element: "etree._Element", letter: "etree._Element") -> bool:
    """Whether an element of a letter is in an enclosure, a letter in the letter, or a quotation."""
    inside = 0
    for ancestor in element.iterancestors():
        if ancestor is letter:
            break
        name = name_of(ancestor)
        kind = _kind(ancestor) if name in DIVISIONS else ""
        if kind in ENCLOSURES or name in _WITHIN:
            return True
        inside += kind in LETTERS
    # A text that is not itself a division of letters has one that is the letter.
    return inside > (name_of(letter) == "text" and _kind(letter) not in LETTERS)


def _kind(division: "etree._Element") -> str:
    return division.get("type", "").casefold()


def _named(
    pairs: "Sequence[tuple[etree._Element | None, etree._Element | None]]", volume: str
) -> Iterator[VolumeLetter]:
    """Letters with their ids: of the division, else of the description, else a number."""
    taken = {"", volume}
    for number, (division, description) in enumerate(pairs, 1):
        names = [found.get(XML_ID, "") for found in (division, description) if found is not None]
        key = "" if description is None else description.get("key", "")
        # A mere number is the key of some letter in any other file as well.
        names += [f"{volume}-{key}" if key.isdecimal() else key, f"{volume}-{number}"]
        name = next((name for name in names if name not in taken), f"{volume}-{number}-")
        taken.add(name)
        yield VolumeLetter(name, division, description)


# --- what belongs together ---


def _tied(
    descriptions: "Iterable[etree._Element]", divisions: "Iterable[etree._Element]"
) -> "dict[etree._Element, etree._Element]":
    """The descriptions of divisions where the one names the other, in the order of the text."""
    named: dict[str, etree._Element] = {}
    naming: dict[str, etree._Element] = {}
    for description in descriptions:
        if identity := description.get(XML_ID):
            named.setdefault(identity, description)
        for name in (*_names(description), description.get("key", "")):
            naming.setdefault(name, description)
    tied: dict[etree._Element, etree._Element] = {}
    free = set(descriptions)
    for division in divisions:
        if name_of(division) == "text" and name_of(division.getparent()) != "group":
            continue
        candidates = [naming.get(division.get(XML_ID) or " "), *map(named.get, _names(division))]
        meant = next((found for found in candidates if found is not None and found in free), None)
        if meant is not None:
            tied[division] = meant
            free.remove(meant)
    return tied


def _names(element: "etree._Element") -> Iterator[str]:
    """The ids in this file that an element names."""
    for attribute in _NAMING:
        for word in element.get(attribute, "").split():
            if word[0] == "#":
                yield word[1:]


def _with_untied(
    tied: "Mapping[etree._Element, etree._Element]", divisions: "Sequence[etree._Element]"
) -> "dict[etree._Element, etree._Element | None]":
    """Divisions with their descriptions, and those of other letters without."""
    around = {ancestor for division in tied for ancestor in division.iterancestors()}
    inside = {part for division in tied for part in division.iterdescendants(*_TAGS)}
    others = frozenset(_of_letters(divisions)) - around - inside
    return {
        division: tied.get(division)
        for division in divisions
        if division in tied or division in others
    }


# --- what is a letter ---


def _of_letters(divisions: "Sequence[etree._Element]") -> "list[etree._Element]":
    """The divisions of letters that are in no other, nor in front or back matter.

    A text in a `group` is one by its type, or where it opens as a letter and holds no division of
    letters nor other texts.
    """
    typed = [division for division in divisions if _kind(division) in LETTERS]
    holding = {ancestor for division in typed for ancestor in division.iterancestors()}
    found = {
        division
        for division in typed
        if name_of(division) != "text" or name_of(division.getparent()) == "group"
    }
    for division in divisions:
        if (
            name_of(division) == "text"
            and name_of(division.getparent()) == "group"
            and division not in holding
            and _opens_as_letter(division)
        ):
            found.add(division)
    return [
        division
        for division in divisions
        if division in found
        and not any(_encloses(ancestor, found) for ancestor in division.iterancestors())
    ]


def _alike(root: "etree._Element") -> "list[etree._Element]":
    """The texts of the group, or the divisions of the body where these are all of it and alike."""
    texts = root.findall(f"{TEI}text/{TEI}group/{TEI}text")
    if texts:
        return texts
    body = root.find(f"{TEI}text/{TEI}body")
    children = [] if body is None else [*body.iterchildren("*")]
    found = [child for child in children if name_of(child) in DIVISIONS]
    others = {name_of(child) for child in children if name_of(child) not in DIVISIONS}
    kinds = {(child.tag, _kind(child)) for child in found}
    is_of_parts = any(kind in _PARTS | ENCLOSURES for _, kind in kinds)
    return found if len(kinds) == 1 and others <= _BESIDE and not is_of_parts else []


_BESIDE = frozenset({"cb", "fw", "gb", "head", "lb", "milestone", "pb"})
_PARTS = frozenset(
    {"notes", "original", "page", "part", "section", "translation", "writingsession"}
)
"""Types of divisions that are parts of one letter."""


def _encloses(ancestor: "etree._Element", found: "set[etree._Element]") -> bool:
    return (
        ancestor in found
        or name_of(ancestor) in _OUTSIDE
        or (_kind(ancestor) in ENCLOSURES and name_of(ancestor) in DIVISIONS)
    )


def _opens_as_letter(text: "etree._Element") -> bool:
    return (
        text.find(f"{TEI}group") is None
        and next(text.iter(f"{TEI}opener", f"{TEI}dateline", f"{TEI}salute"), None) is not None
    )


def _has_words(text: "etree._Element | None") -> bool:
    return text is not None and any(map(str.strip, map(str, text.itertext())))
