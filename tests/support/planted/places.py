"""What mutations look for: words of a letter, pointers, notes, dates, signatures."""

import re
from collections.abc import Iterator

from planted.pages import Element, Page, Span

# Elements whose words are not those of a letter.
ASIDE = (
    *("abbr", "back", "bibl", "choice", "code", "date", "desc", "figure", "fw", "head", "label"),
    *("list", "note", "quote", "ref", "supplied", "title", "unclear"),
)
MARKS = ("noteMark", "noteAnchor", "note", "footnote", "endnote")
RESPONSIBLE = ("resp", "source", "hand")
BASIS = ("evidence", "cert", "source")
NAMES = ("persName", "orgName", "name", "rs")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
    *("October", "November", "December"),
)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_WORDS_OF_DAY = re.compile(
    rf"(?P<day>\d\d?)\. \d\d?\. \d{{4}}|(?:{'|'.join(_MONTHS)}) (?P<number>\d\d?), \d{{4}}"
)


def running_words(where: Page) -> Iterator[Span]:
    """Plain words in the paragraphs of a letter, each between spaces."""
    for element in where.all("p"):
        if element.within("body") and not element.within(*ASIDE):
            text = re.match(r"[^<]*", where.text[element.open :])
            for word in re.finditer(r"(?<= )[a-z]{6,}(?= )", text[0] if text else ""):
                yield Span(element.open + word.start(), element.open + word.end(), word[0])


def words_without_answer(where: Page) -> Iterator[Span]:
    """Such words around which nobody is responsible for what is written."""
    for word in running_words(where):
        if not any(
            element.start < word.start < element.end and any(map(element.get, RESPONSIBLE))
            for element in where.elements
        ):
            yield word


def identifiers(where: Page) -> Iterator[tuple[Element, Span]]:
    for element in where.elements:
        if span := element.span("xml:id"):
            yield element, span


def pointers(where: Page, *attributes: str) -> Iterator[tuple[Element, Span]]:
    """Attributes that point to one thing in the file that is there."""
    known = {span.text for _, span in identifiers(where)}
    for element in where.elements:
        for name in attributes:
            span = element.span(name)
            if span and span.text.startswith("#") and span.text[1:] in known:
                yield element, span


def pairs(where: Page) -> list[tuple[Element, Element]]:
    """Marks, and the notes that they lead to and that name them."""
    notes = {
        element.get("xml:id"): element for element in where.all("note") if element.get("xml:id")
    }
    found = []
    for mark in where.all("ref"):
        note = notes.get(mark.get("target").removeprefix("#"))
        is_mark = mark.get("type") in MARKS and not mark.within("note")
        if is_mark and note and note.get("target") == f"#{mark.get('xml:id')}":
            found.append((mark, note))
    return found


def numbered(where: Page) -> list[tuple[Element, Element]]:
    """Those of which both have the same number."""
    return [
        (mark, note)
        for mark, note in pairs(where)
        if note.get("n").isdigit() and where.content(mark) == note.get("n")
    ]


def days(where: Page, *parents: str) -> Iterator[tuple[Element, Span]]:
    """Dates that are one day, and the attribute that says so alone."""
    for element in where.all("date"):
        span = element.span("when")
        others = re.search(r"\s(?:notBefore|notAfter|from|to|calendar|when-iso)=", element.head)
        is_there = not parents or (element.parent and element.parent.name in parents)
        if span and is_there and not others and _DAY.fullmatch(span.text):
            yield element, span


def shifted(day: str, years: int = 0, months: int = 0, more: int = 0) -> str:
    """A day that is another one, and there is one."""
    year, month, number = map(int, day.split("-"))
    month = (month - 1 + months) % 12 + 1
    number = number - more if number > 20 else number + more
    return f"{year + years:04}-{month:02}-{min(number, 28):02}"


def days_of_letter(where: Page) -> Iterator[Span]:
    """The days on which a letter was written, sent or received."""
    for element, span in days(where, "correspAction", "dateline"):
        is_its_own = not element.within("note", "quote", "bibl", "floatingText")
        if is_its_own and element.parent and element.parent.get("type") in ("", "sent", "received"):
            yield span


def told_days(where: Page) -> Iterator[tuple[Element, Span, re.Match[str]]]:
    """Such dates whose words are that day."""
    for element, span in days(where):
        words = _WORDS_OF_DAY.fullmatch(where.content(element))
        if words and int(words["day"] or words["number"]) == int(span.text[8:]):
            yield element, span, words


def actions(where: Page, kind: str) -> Iterator[tuple[Element, Element]]:
    """Each `correspDesc` with its one action of this type, where the action is no prose."""
    for description in where.all("correspDesc"):
        found = [
            element
            for element in where.inside(description, "correspAction")
            if element.get("type") == kind
        ]
        if len(found) == 1 and not where.inside(found[0], "p", "note", "desc"):
            yield description, found[0]


def parts(where: Page) -> Iterator[tuple[Element, Element]]:
    """The parts of signatures that are numbers, each with the element that has the normal form."""
    for element in where.all("idno"):
        shelfmark = next((each for each in element.around if "/" in each.get("n")), None)
        if (
            element.get("type") in ("fond", "opis", "delo", "list")
            and shelfmark
            and shelfmark.name in ("idno", "bibl")
            and where.content(element).isdigit()
        ):
            yield element, shelfmark
