"""Faults by which a file is no XML any more, is dangerous, or breaks the schema."""

import re
from collections.abc import Iterator

from planted.pages import Page, Place, gone, put, swapped
from planted.places import running_words


def ampersand_alone(where: Page) -> Iterator[Place]:
    for word in running_words(where):
        yield swapped(word, f"{word.text} & ")


def end_tag_misspelt(where: Page) -> Iterator[Place]:
    for element in where.all("p", "div", "title"):
        if element.close < element.end:
            yield Place(element.close, [(element.close, element.end, f"</{element.name}x>")])


def end_tag_lost(where: Page) -> Iterator[Place]:
    for element in where.elements[1:]:
        parent = element.parent
        is_last = parent and "<" not in where.text[element.end : parent.close]
        if parent and is_last and element.close < element.end and element.name != parent.name:
            yield Place(parent.close, [(element.close, element.end, "")])


def quote_lost(where: Page) -> Iterator[Place]:
    for element in where.elements:
        span = element.span("xml:id") or element.span("type")
        if (
            span
            and span.end + 1 == element.open - 1
            and where.text[element.open : element.close].strip()
        ):
            following = where.text.index("<", element.open)
            yield Place(following, [(span.end, span.end + 1, "")])


def attribute_given_twice(where: Page) -> Iterator[Place]:
    for element in where.elements:
        if (span := element.span("type")) and "\n" not in element.head:
            yield put(span.end + 1, f' type="{span.text}"')


def character_forbidden(where: Page) -> Iterator[Place]:
    for word in running_words(where):
        yield swapped(word, f"{word.text}\x02")


def entity_unknown(where: Page) -> Iterator[Place]:
    for word in running_words(where):
        yield swapped(word, f"{word.text}&nbsp;")


def other_file_asked_for(where: Page) -> Iterator[Place]:
    yield put(where.root.start, f'<!DOCTYPE {where.root.name} SYSTEM "tei.dtd">')


def entities_without_end(where: Page) -> Iterator[Place]:
    declared = f'<!DOCTYPE {where.root.name} [<!ENTITY a "&b;"><!ENTITY b "&a;">]>'
    yield put(where.root.start, declared)


def entity_of_other_file(where: Page) -> Iterator[Place]:
    declared = f'<!DOCTYPE {where.root.name} [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
    for word in running_words(where):
        yield Place(
            word.start,
            [*put(where.root.start, declared).changes, *swapped(word, "&a;").changes],
        )


def element_unknown(where: Page) -> Iterator[Place]:
    for word in running_words(where):
        yield swapped(word, f"<bold>{word.text}</bold>")


def element_misplaced(where: Page) -> Iterator[Place]:
    for word in running_words(where):
        yield swapped(word, f"<body>{word.text}</body>")


def attribute_unknown(where: Page) -> Iterator[Place]:
    for element in where.all("p", "persName", "date"):
        at = element.start + 1 + len(element.name)
        yield Place(element.start, [(at, at, ' colour="red"')])


def value_unknown(where: Page) -> Iterator[Place]:
    for element in where.all("persName", "date", "placeName"):
        if span := element.span("cert"):
            yield swapped(span, "quite")


def title_lost(where: Page) -> Iterator[Place]:
    for element in where.all("titleStmt"):
        titles = where.inside(element, "title")
        after = re.compile(r"<").search(where.text, titles[-1].end) if titles else None
        if after:
            yield Place(after.start(), gone(*titles))
