"""Faults of files that are right each by itself."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import NamedTuple

from planted.pages import Element, Page, Pages, Scene, Span, gone, put, swapped, without
from planted.places import days, identifiers, running_words


def _letters(pages: Pages) -> list[str]:
    """The names of the files that are letters with a `correspDesc`."""
    return [
        name for name, one in pages.items() if one.root.name == "TEI" and one.all("correspDesc")
    ]


def _beside(name: str) -> str:
    return name.rpartition("/")[2]


def _is_at_home(where: Page) -> bool:
    """Whether addresses are relative to the file, and not to a place in the net."""
    return 'xml:base="http' not in where.text


def _neighbours(pages: Pages) -> Iterator[tuple[str, str]]:
    known = _letters(pages)
    yield from pairwise(known)


def document_named_twice(pages: Pages) -> Iterator[Scene]:
    for one, two in _neighbours(pages):
        first, second = (pages[name].root.span("xml:id") for name in (one, two))
        if first and second and not pages[two].pointers(second.text):
            yield Scene(two, second.start, {two: swapped(second, first.text).changes})


def identifier_of_other_document(pages: Pages) -> Iterator[Scene]:
    for one, two in _neighbours(pages):
        name = pages[one].root.get("xml:id")
        first = next(
            (span for _, span in identifiers(pages[one]) if name in span.text != name), None
        )
        for element, second in identifiers(pages[two]) if first else ():
            is_plain = element.name in ("div", "p", "note", "ref")
            if first and is_plain and not pages[two].pointers(second.text):
                yield Scene(two, second.start, {two: swapped(second, first.text).changes})


def file_misspelt(pages: Pages) -> Iterator[Scene]:
    for name, one in pages.items():
        for element in one.all("ref", "ptr"):
            span = element.span("target")
            if span and re.fullmatch(r"[\w-]+\.xml(?:#.*)?", span.text) and _is_at_home(one):
                wrong = span.text.replace(".xml", "x.xml")
                yield Scene(name, span.start, {name: swapped(span, wrong).changes})


def pointing(what: str, ending: str) -> Callable[[Pages], Iterator[Scene]]:
    """A mutation that adds a pointer from one letter to something beside another one."""

    def pointer(pages: Pages) -> Iterator[Scene]:
        for one, two in _neighbours(pages):
            for word in running_words(pages[one]) if _is_at_home(pages[one]) else ():
                target = _beside(two).removesuffix(".xml") + ending
                text = f'<ref target="{target}">{word.text}</ref>'
                yield Scene(one, word.start, {one: swapped(word, text).changes})

    pointer.__name__ = f"pointer_to_{what}"
    return pointer


def include_misspelt(pages: Pages) -> Iterator[Scene]:
    for name, one in pages.items():
        for element in one.all("xi:include"):
            if span := element.span("href"):
                wrong = span.text.replace(".xml", "x.xml")
                yield Scene(name, span.start, {name: swapped(span, wrong).changes})


class _Link(NamedTuple):
    name: str
    ref: Element
    span: Span
    other: str
    back: Element


def _links(pages: Pages) -> Iterator[_Link]:
    """Letters that name the next one, which names them as the one before."""
    stems = {_beside(name).removesuffix(".xml"): name for name in _letters(pages)}

    def related(name: str, kind: str) -> Iterator[tuple[Element, Span, str, list[str]]]:
        for one in pages[name].all("ref"):
            said = [one.get("type"), one.get("subtype")]
            span = one.span("target")
            if span and one.within("correspContext") and any(kind in each for each in said):
                other = stems.get(span.text.removesuffix(".xml"), "")
                yield one, span, other, [each for each in said if kind not in each]

    for name in stems.values():
        for ref, span, other, scope in related(name, "next"):
            for back, _, mate, of in related(other, "prev") if other else ():
                if mate == name and of == scope:
                    yield _Link(name, ref, span, other, back)


def next_wrong(pages: Pages) -> Iterator[Scene]:
    known = _letters(pages)
    for link in _links(pages):
        wrong = next(one for one in known if one not in (link.name, link.other))
        old, new = (_beside(one).removesuffix(".xml") for one in (link.other, wrong))
        text = link.span.text.replace(old, new)
        yield Scene(link.name, link.span.start, {link.name: swapped(link.span, text).changes})


def way_back_lost(pages: Pages) -> Iterator[Scene]:
    for link in _links(pages):
        yield Scene(link.name, link.span.start, {link.other: gone(link.back)})


def letter_named_as_its_own_next(pages: Pages) -> Iterator[Scene]:
    for link in _links(pages):
        old, new = (_beside(one).removesuffix(".xml") for one in (link.other, link.name))
        text = link.span.text.replace(old, new)
        yield Scene(link.name, link.span.start, {link.name: swapped(link.span, text).changes})


def order_of_corpus_wrong(pages: Pages) -> Iterator[Scene]:
    for name, one in pages.items():
        spans = [span for each in one.all("xi:include") if (span := each.span("href"))]
        following = {(_beside(link.name), _beside(link.other)) for link in _links(pages)}
        for first, second in pairwise(spans):
            if (first.text, second.text) in following:
                changes = [
                    *swapped(first, second.text).changes,
                    *swapped(second, first.text).changes,
                ]
                yield Scene(name, first.start, {name: changes})


class _Reference(NamedTuple):
    """A name in a letter that refers to an entry of an authority file."""

    name: str
    element: Element
    span: Span
    file: str
    entry: str


def _references(pages: Pages) -> Iterator[_Reference]:
    for name, one in pages.items():
        for element in one.all("persName", "placeName", "orgName"):
            span = element.span("ref")
            if span and ".xml#" in span.text:
                path, _, entry = span.text.partition("#")
                file = next((each for each in pages if _beside(each) == _beside(path)), "")
                if file:
                    yield _Reference(name, element, span, file, entry)


def entry_misspelt(pages: Pages) -> Iterator[Scene]:
    for one in _references(pages):
        changes = swapped(one.span, f"{one.span.text}x").changes
        yield Scene(one.name, one.span.start, {one.name: changes})


def entry_of_other_kind(pages: Pages) -> Iterator[Scene]:
    known = list(_references(pages))
    place = next((one for one in known if one.element.name == "placeName"), None)
    for one in known:
        if place and one.element.name == "persName":
            changes = swapped(one.span, place.span.text).changes
            yield Scene(one.name, one.span.start, {one.name: changes})


def reference_lost(pages: Pages) -> Iterator[Scene]:
    known: dict[tuple[str, str], list[_Reference]] = {}
    for one in _references(pages):
        known.setdefault((one.file, one.entry), []).append(one)
    mentions = Counter(
        name for each in pages.values() for name in re.findall(r'#([^\s"]+)"', each.text)
    )
    for (file, entry), found in known.items():
        place = next((span for _, span in identifiers(pages[file]) if span.text == entry), None)
        if place and mentions[entry] == len(found) == 1:
            yield Scene(file, place.start, {found[0].name: without(found[0].element, "ref")})


def _entries(pages: Pages) -> Iterator[tuple[str, Element]]:
    for name, one in pages.items():
        for entry in one.all("person", "place", "org"):
            if entry.within("standOff") and entry.get("xml:id"):
                yield name, entry


def entry_for_nobody(pages: Pages) -> Iterator[Scene]:
    for name, entry in _entries(pages):
        form = {"person": "persName", "place": "placeName", "org": "orgName"}[entry.name]
        text = f'<{entry.name} xml:id="nobody-x"><{form}>Xaver Niemand</{form}></{entry.name}>'
        yield Scene(name, entry.end, {name: put(entry.end, text).changes})


def entry_copied(pages: Pages) -> Iterator[Scene]:
    for name, entry in _entries(pages):
        old, new = f'xml:id="{entry.get("xml:id")}"', f'xml:id="{entry.get("xml:id")}-2"'
        text = " ".join(pages[name].text[entry.start : entry.end].split()).replace(old, new)
        yield Scene(name, entry.end, {name: put(entry.end, text).changes})


def letter_entered_twice(pages: Pages) -> Iterator[Scene]:
    for name in _letters(pages):
        one = pages[name]
        body = one.all("body")
        if body and 'type="duplicateOf"' not in one.text:
            first = next(each for each in one.elements if each.parent is body[0])
            words = re.sub("<[^>]*>", " ", one.content(body[0])).split()
            if len(words) > 80:
                folder, slash, _ = name.rpartition("/")
                copy = f"{folder}{slash}zz-copy.xml"
                text = one.text.replace(one.root.get("xml:id") or "\0", "zz-copy")
                shift = len(text[: text.index("<body")]) - len(one.text[: body[0].start])
                yield Scene(copy, first.start + shift, {}, {copy: text})


def leaf_of_other_letter(pages: Pages) -> Iterator[Scene]:
    for one, two in _neighbours(pages):
        first, second = (
            next(
                (
                    each
                    for each in pages[name].all("idno")
                    if each.parent
                    and each.parent.name == "msIdentifier"
                    and 'type="list"' in pages[name].content(each)
                ),
                None,
            )
            for name in (one, two)
        )
        dates = [_sent(pages[name]) for name in (one, two)]
        if first and second and all(dates) and dates[0] != dates[1]:
            text = pages[one].text[first.start : first.end]
            change = (second.start, second.end, text)
            yield Scene(two, second.start, {two: [change]})


def _sent(where: Page) -> str:
    """The one day on which a letter was sent; empty if it is not known."""
    found = [
        span.text
        for one, span in days(where, "correspAction")
        if one.parent and one.parent.get("type") == "sent"
    ]
    return found[0] if len(found) == len(where.all("correspDesc")) == 1 else ""


def answer_before_letter(pages: Pages) -> Iterator[Scene]:
    dated = sorted((day, name) for name in _letters(pages) if (day := _sent(pages[name])))
    for (first, one), (second, two) in zip(dated, dated[3:], strict=False):
        for context in pages[one].all("correspContext") if first < second else ():
            text = f'<ref type="isReplyTo" target="{_beside(two)}">an answer</ref>'
            yield Scene(one, context.open, {one: put(context.open, text).changes})


def letter_answered_earlier(pages: Pages) -> Iterator[Scene]:
    dated = sorted((day, name) for name in _letters(pages) if (day := _sent(pages[name])))
    for (first, one), (second, two) in zip(dated, dated[3:], strict=False):
        for context in pages[two].all("correspContext") if first < second else ():
            text = f'<ref type="isRepliedBy" target="{_beside(one)}">a letter</ref>'
            yield Scene(two, context.open, {two: put(context.open, text).changes})


def document_not_included(pages: Pages) -> Iterator[Scene]:
    for name, one in pages.items():
        for element in one.all("xi:include"):
            yield Scene(name, one.root.start, {name: gone(element)})
