"""Faults of citations, characters and languages, of headers, and of instructions to teikit."""

import re
from collections.abc import Callable, Iterator

from planted.pages import Page, Place, gone, put, swapped
from planted.places import parts, running_words


def part_miscopied(where: Page) -> Iterator[Place]:
    for one, whole in parts(where):
        if span := whole.span("n"):
            yield Place(span.start, [(one.close, one.close, "7")])


def label_wrong(where: Page) -> Iterator[Place]:
    others = {"F": "D", "Op": "F", "D": "Op", "L": "D"}
    for one, _ in parts(where):
        label = re.search(r"\b(F|Op|D|L)\. \Z", where.text[: one.start])
        if label:
            yield Place(one.start, [(*label.span(1), others[label[1]])])


def normal_form_wrong(where: Page) -> Iterator[Place]:
    for _, whole in parts(where):
        if span := whole.span("n"):
            archive, *numbers = span.text.split("/")
            yield swapped(span, "/".join((archive, *numbers[:-1], f"1{numbers[-1]}")))


def leaf_not_said(where: Page) -> Iterator[Place]:
    for one in where.all("bibl", "idno"):
        span = one.span("n")
        if span and span.text.count("/") == 4:
            yield swapped(span, span.text.rpartition("/")[0])


def book_misnumbered(where: Page) -> Iterator[Place]:
    for one in where.all("bibl"):
        if one.within("sourceDesc") and one.close > one.open:
            yield put(one.close, '<idno type="ISBN">978-3-16-148410-1</idno>')


def number_misread(where: Page) -> Iterator[Place]:
    for one in where.all("idno"):
        kind = one.get("subtype") if one.get("type") == "URL" else one.get("type")
        digits = re.search(r"\d\d(?=\D*\Z)", where.content(one))
        if kind in ("geonames", "wikidata", "viaf") and digits:
            at = one.open + digits.start()
            yield Place(one.open, [(at, at + 1, "o")])


def check_digit_wrong(where: Page) -> Iterator[Place]:
    for one in where.all("idno"):
        kind = one.get("subtype") if one.get("type") == "URL" else one.get("type")
        digit = re.search(r"/gnd/1\d{7,8}([\dX])\Z", where.content(one))
        if kind in ("gnd", "pnd") and digit:
            other = "1" if digit[1] in "0X" else str(int(digit[1]) - 1)
            yield Place(one.open, [(one.close - 1, one.close, other)])


def handle_cut(where: Page) -> Iterator[Place]:
    for one in where.all("idno"):
        found = re.search(r"hdl\.handle\.net/[\d.]+(/.+)", where.content(one))
        if one.get("type") == "handle" and found:
            yield Place(one.open, [(one.open + found.start(1), one.open + found.end(1), "")])


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
        for one in where.elements:
            for span in (one.span("xml:lang"), one.name == "language" and one.span("ident")):
                if span:
                    yield swapped(span, tag)

    language.__name__ = f"language_{tag}"
    return language


def foreign_words_tagged(where: Page) -> Iterator[Place]:
    for word in running_words(where):
        yield swapped(word, f'<foreign xml:lang="french">{word.text}</foreign>')


def licence_lost(where: Page) -> Iterator[Place]:
    for one in where.all("publicationStmt"):
        if not any(each.parent is one for each in where.inside(one, "p", "ab")):
            yield Place(one.start, gone(*where.inside(one, "availability")))


def publisher_lost(where: Page) -> Iterator[Place]:
    for one in where.all("publicationStmt"):
        if not any(each.parent is one for each in where.inside(one, "p", "ab")):
            named = where.inside(one, "publisher", "distributor", "authority")
            yield Place(one.start, gone(*(each for each in named if each.parent is one)))


def instructed(words: str) -> Callable[[Page], Iterator[Place]]:
    """A mutation that adds an instruction."""

    def instruction(where: Page) -> Iterator[Place]:
        for one in where.all("body", "teiHeader"):
            yield put(one.open, f"<?teikit {words}?>")

    instruction.__name__ = "instruction_" + re.sub(r"\W+", "_", words).strip("_")
    return instruction
