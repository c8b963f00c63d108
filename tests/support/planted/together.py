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
        name for name, page in pages.items() if page.root.name == "TEI" and page.all("correspDesc")
    ]


def _beside(name: str) -> str:
    return name.rpartition("/")[2]


def _is_at_home(where: Page) -> bool:
    """Whether addresses are relative to the file, and not to a place in the net."""
    return 'xml:base="http' not in where.text


def _neighbours(pages: Pages) -> Iterator[tuple[str, str]]:
    known = _letters(pages)
    yield from pairwise(known)


def document_named_twice_apart(pages: Pages) -> Iterator[Scene]:
    if not _is_one_document(pages):
        yield from _document_named_twice(pages)


def document_named_twice_together(pages: Pages) -> Iterator[Scene]:
    if _is_one_document(pages):
        yield from _document_named_twice(pages)


def _is_one_document(pages: Pages) -> bool:
    return any(page.all("xi:include") for page in pages.values())


def _document_named_twice(pages: Pages) -> Iterator[Scene]:
    for here, there in _neighbours(pages):
        first, second = (pages[name].root.span("xml:id") for name in (here, there))
        if first and second and not pages[there].pointers(second.text):
            yield Scene(there, second.start, {there: swapped(second, first.text).changes})


def identifier_of_other_document(pages: Pages) -> Iterator[Scene]:
    for here, there in _neighbours(pages):
        name = pages[here].root.get("xml:id")
        first = next(
            (span for _, span in identifiers(pages[here]) if name in span.text != name), None
        )
        for element, second in identifiers(pages[there]) if first else ():
            is_plain = element.name in ("div", "p", "note", "ref")
            if first and is_plain and not pages[there].pointers(second.text):
                yield Scene(there, second.start, {there: swapped(second, first.text).changes})


def file_misspelt(pages: Pages) -> Iterator[Scene]:
    for name, page in pages.items():
        for element in page.all("ref", "ptr"):
            span = element.span("target")
            if span and re.fullmatch(r"[\w-]+\.xml(?:#.*)?", span.text) and _is_at_home(page):
                wrong = span.text.replace(".xml", "x.xml")
                yield Scene(name, span.start, {name: swapped(span, wrong).changes})


def pointing(what: str, ending: str) -> Callable[[Pages], Iterator[Scene]]:
    """A mutation that adds a pointer from one letter to something beside another one."""

    def pointer(pages: Pages) -> Iterator[Scene]:
        for here, there in _neighbours(pages):
            for word in running_words(pages[here]) if _is_at_home(pages[here]) else ():
                target = _beside(there).removesuffix(".xml") + ending
                text = f'<ref target="{target}">{word.text}</ref>'
                yield Scene(here, word.start, {here: swapped(word, text).changes})

    pointer.__name__ = f"pointer_to_{what}"
    return pointer


def include_misspelt(pages: Pages) -> Iterator[Scene]:
    for name, page in pages.items():
        for element in page.all("xi:include"):
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
        for ref in pages[name].all("ref"):
            kinds = [ref.get("type"), ref.get("subtype")]
            span = ref.span("target")
            if span and ref.within("correspContext") and any(kind in each for each in kinds):
                other = stems.get(span.text.removesuffix(".xml"), "")
                yield ref, span, other, [each for each in kinds if kind not in each]

    for name in stems.values():
        for ref, span, other, scope in related(name, "next"):
            for back, _, mate, of in related(other, "prev") if other else ():
                if mate == name and of == scope:
                    yield _Link(name, ref, span, other, back)


def next_wrong(pages: Pages) -> Iterator[Scene]:
    known = _letters(pages)
    for link in _links(pages):
        wrong = next(candidate for candidate in known if candidate not in (link.name, link.other))
        old, new = (_beside(name).removesuffix(".xml") for name in (link.other, wrong))
        text = link.span.text.replace(old, new)
        yield Scene(link.name, link.span.start, {link.name: swapped(link.span, text).changes})


def way_back_lost(pages: Pages) -> Iterator[Scene]:
    for link in _links(pages):
        yield Scene(link.name, link.span.start, {link.other: gone(link.back)})


def letter_named_as_its_own_next(pages: Pages) -> Iterator[Scene]:
    for link in _links(pages):
        old, new = (_beside(name).removesuffix(".xml") for name in (link.other, link.name))
        text = link.span.text.replace(old, new)
        yield Scene(link.name, link.span.start, {link.name: swapped(link.span, text).changes})


def order_of_corpus_wrong(pages: Pages) -> Iterator[Scene]:
    for name, page in pages.items():
        spans = [span for each in page.all("xi:include") if (span := each.span("href"))]
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
    for name, page in pages.items():
        for element in page.all("persName", "placeName", "orgName"):
            span = element.span("ref")
            if span and ".xml#" in span.text:
                path, _, entry = span.text.partition("#")
                file = next((each for each in pages if _beside(each) == _beside(path)), "")
                if file:
                    yield _Reference(name, element, span, file, entry)


def entry_misspelt(pages: Pages) -> Iterator[Scene]:
    for reference in _references(pages):
        changes = swapped(reference.span, f"{reference.span.text}x").changes
        yield Scene(reference.name, reference.span.start, {reference.name: changes})


def entry_of_other_kind(pages: Pages) -> Iterator[Scene]:
    known = list(_references(pages))
    place = next((reference for reference in known if reference.element.name == "placeName"), None)
    for reference in known:
        if place and reference.element.name == "persName":
            changes = swapped(reference.span, place.span.text).changes
            yield Scene(reference.name, reference.span.start, {reference.name: changes})


def reference_lost(pages: Pages) -> Iterator[Scene]:
    known: dict[tuple[str, str], list[_Reference]] = {}
    for reference in _references(pages):
        known.setdefault((reference.file, reference.entry), []).append(reference)
    mentions = Counter(
        name for each in pages.values() for name in re.findall(r'#([^\s"]+)"', each.text)
    )
    for (file, entry), found in known.items():
        place = next((span for _, span in identifiers(pages[file]) if span.text == entry), None)
        if place and mentions[entry] == len(found) == 1:
            yield Scene(file, place.start, {found[0].name: without(found[0].element, "ref")})


def _entries(pages: Pages) -> Iterator[tuple[str, Element]]:
    for name, page in pages.items():
        for entry in page.all("person", "place", "org"):
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
        page = pages[name]
        body = page.all("body")
        if body and 'type="duplicateOf"' not in page.text:
            first = next(each for each in page.elements if each.parent is body[0])
            words = re.sub("<[^>]*>", " ", page.content(body[0])).split()
            if len(words) > 80:
                folder, slash, _ = name.rpartition("/")
                copy = f"{folder}{slash}zz-copy.xml"
                text = page.text.replace(page.root.get("xml:id") or "\0", "zz-copy")
                shift = len(text[: text.index("<body")]) - len(page.text[: body[0].start])
                yield Scene(copy, first.start + shift, {}, {copy: text})


def leaf_of_other_letter(pages: Pages) -> Iterator[Scene]:
    for here, there in _neighbours(pages):
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
            for name in (here, there)
        )
        dates = [_sent(pages[name]) for name in (here, there)]
        if first and second and all(dates) and dates[0] != dates[1]:
            text = pages[here].text[first.start : first.end]
            change = (second.start, second.end, text)
            yield Scene(there, second.start, {there: [change]})


def _sent(where: Page) -> str:
    """The one day on which a letter was sent; empty if it is not known."""
    found = [
        span.text
        for element, span in days(where, "correspAction")
        if element.parent and element.parent.get("type") == "sent"
    ]
    return found[0] if len(found) == len(where.all("correspDesc")) == 1 else ""


def answer_before_letter(pages: Pages) -> Iterator[Scene]:
    dated = sorted((day, name) for name in _letters(pages) if (day := _sent(pages[name])))
    for (first, here), (second, there) in zip(dated, dated[3:], strict=False):
        for context in pages[here].all("correspContext") if first < second else ():
            text = f'<ref type="isReplyTo" target="{_beside(there)}">an answer</ref>'
            yield Scene(here, context.open, {here: put(context.open, text).changes})


def letter_answered_earlier(pages: Pages) -> Iterator[Scene]:
    dated = sorted((day, name) for name in _letters(pages) if (day := _sent(pages[name])))
    for (first, here), (second, there) in zip(dated, dated[3:], strict=False):
        for context in pages[there].all("correspContext") if first < second else ():
            text = f'<ref type="isRepliedBy" target="{_beside(here)}">a letter</ref>'
            yield Scene(there, context.open, {there: put(context.open, text).changes})


def document_not_included(pages: Pages) -> Iterator[Scene]:
    for name, page in pages.items():
        for element in page.all("xi:include"):
            yield Scene(name, page.root.start, {name: gone(element)})
