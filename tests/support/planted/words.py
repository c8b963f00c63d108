"""Faults of citations, characters and languages, of headers, and of instructions to teikit."""

import re
from collections.abc import Callable, Iterator

from planted.pages import Page, Place, gone, put, swapped
from planted.places import parts, running_words


def namespace_of_https(where: Page) -> Iterator[Place]:
    for element in where.all("p"):
        at = element.start + 1 + len(element.name)
        is_plain = "<" not in where.text[element.open : element.close]
        if element.within("body") and is_plain and "xml" not in element.head:
            yield Place(element.start, [(at, at, ' xmlns="https://www.tei-c.org/ns/1.0"')])


def look_by_code(where: Page) -> Iterator[Place]:
    if "rendition" not in where.text:
        for element in where.all("p"):
            at = element.start + 1 + len(element.name)
            if element.within("body"):
                yield Place(element.start, [(at, at, ' rendition="#aq"')])


def part_miscopied(where: Page) -> Iterator[Place]:
    for part, shelfmark in parts(where):
        if span := shelfmark.span("n"):
            yield Place(span.start, [(part.close, part.close, "7")])


def label_wrong(where: Page) -> Iterator[Place]:
    others = {"F": "D", "Op": "F", "D": "Op", "L": "D"}
    for part, _ in parts(where):
        label = re.search(r"\b(F|Op|D|L)\. \Z", where.text[: part.start])
        if label:
            yield Place(part.start, [(*label.span(1), others[label[1]])])


def normal_form_wrong(where: Page) -> Iterator[Place]:
    for _, shelfmark in parts(where):
        if span := shelfmark.span("n"):
            archive, *numbers = span.text.split("/")
            yield swapped(span, "/".join((archive, *numbers[:-1], f"1{numbers[-1]}")))


def leaf_not_said(where: Page) -> Iterator[Place]:
    for element in where.all("bibl", "idno"):
        span = element.span("n")
        if span and span.text.count("/") == 4:
            yield swapped(span, span.text.rpartition("/")[0])


def book_misnumbered(where: Page) -> Iterator[Place]:
    for element in where.all("bibl"):
        if element.within("sourceDesc") and element.close > element.open:
            yield put(element.close, '<idno type="ISBN">978-3-16-148410-1</idno>')


def number_misread(where: Page) -> Iterator[Place]:
    for element in where.all("idno"):
        kind = element.get("subtype") if element.get("type") == "URL" else element.get("type")
        digits = re.search(r"\d\d(?=\D*\Z)", where.content(element))
        if kind in ("geonames", "wikidata", "viaf") and digits:
            at = element.open + digits.start()
            yield Place(element.open, [(at, at + 1, "o")])


def check_digit_wrong(where: Page) -> Iterator[Place]:
    for element in where.all("idno"):
        kind = element.get("subtype") if element.get("type") == "URL" else element.get("type")
        digit = re.search(r"/gnd/1\d{7,8}([\dX])\Z", where.content(element))
        if kind in ("gnd", "pnd") and digit:
            other = "1" if digit[1] in "0X" else str(int(digit[1]) - 1)
            yield Place(element.open, [(element.close - 1, element.close, other)])


def handle_cut(where: Page) -> Iterator[Place]:
    for element in where.all("idno"):
        found = re.search(r"hdl\.handle\.net/[\d.]+(/.+)", where.content(element))
        if element.get("type") == "handle" and found:
            yield Place(
                element.open, [(element.open + found.start(1), element.open + found.end(1), "")]
            )


def word_in_brackets(where: Page) -> Iterator[Place]:
    for word in running_words(where):
        yield swapped(word, f"[{word.text}]")


def left_out_in_brackets(where: Page) -> Iterator[Place]:
    for word in running_words(where):
        yield swapped(word, "[...]")


def bracket_left_open(where: Page) -> Iterator[Place]:
    for word in running_words(where):
        yield swapped(word, f"[{word.text}")


def mark_as_number(where: Page) -> Iterator[Place]:
    for word in running_words(where):
        yield swapped(word, f"{word.text}3")


def mark_as_star(where: Page) -> Iterator[Place]:
    for word in running_words(where):
        yield swapped(word, f"{word.text}*")


def letter_of_other_script(where: Page) -> Iterator[Place]:
    for word in running_words(where):
        for latin, cyrillic in zip("aeopc", "аеорс", strict=True):
            if latin in word.text:
                yield swapped(word, word.text.replace(latin, cyrillic, 1))


def numeral_of_two_scripts(where: Page) -> Iterator[Place]:
    for word in running_words(where):
        yield swapped(word, "VIІ")


def letter_decomposed(where: Page) -> Iterator[Place]:
    for word in running_words(where):
        yield swapped(word, f"{word.text}e\u0301")


def with_character(character: str) -> Callable[[Page], Iterator[Place]]:
    """A mutation that sets a character into a word."""

    def into_word(where: Page) -> Iterator[Place]:
        for word in running_words(where):
            yield swapped(word, f"{word.text[:3]}{character}{word.text[3:]}")

    into_word.__name__ = f"character_{ord(character):04x}"
    return into_word


def tagged(tag: str) -> Callable[[Page], Iterator[Place]]:
    """A mutation that names a language by a wrong tag."""

    def language(where: Page) -> Iterator[Place]:
        for element in where.elements:
            for span in (
                element.span("xml:lang"),
                element.name == "language" and element.span("ident"),
            ):
                if span:
                    yield swapped(span, tag)

    language.__name__ = f"language_{tag}"
    return language


def foreign_words_tagged(where: Page) -> Iterator[Place]:
    for word in running_words(where):
        yield swapped(word, f'<foreign xml:lang="french">{word.text}</foreign>')


def licence_lost(where: Page) -> Iterator[Place]:
    for element in where.all("publicationStmt"):
        if not any(each.parent is element for each in where.inside(element, "p", "ab")):
            yield Place(element.start, gone(*where.inside(element, "availability")))


def publisher_lost(where: Page) -> Iterator[Place]:
    for element in where.all("publicationStmt"):
        if not any(each.parent is element for each in where.inside(element, "p", "ab")):
            named = where.inside(element, "publisher", "distributor", "authority")
            yield Place(element.start, gone(*(each for each in named if each.parent is element)))


def instructed(words: str) -> Callable[[Page], Iterator[Place]]:
    """A mutation that adds an instruction."""

    def instruction(where: Page) -> Iterator[Place]:
        for element in where.all("body", "teiHeader"):
            yield put(element.open, f"<?teikit {words}?>")

    instruction.__name__ = "instruction_" + re.sub(r"\W+", "_", words).strip("_")
    return instruction
