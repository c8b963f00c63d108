"""Faults of dates, of who wrote to whom, and of what editors did to a text."""

import re
from collections.abc import Iterator

from planted.pages import Page, Place, Span, gone, put, swapped, without
from planted.places import (
    ASIDE,
    BASIS,
    NAMES,
    RESPONSIBLE,
    actions,
    days,
    days_of_letter,
    running_words,
    shifted,
    told_days,
    words_without_answer,
)


def day_wrong(where: Page) -> Iterator[Place]:
    for _, span, _ in told_days(where):
        yield swapped(span, shifted(span.text, more=3))


def month_wrong(where: Page) -> Iterator[Place]:
    for _, span, _ in told_days(where):
        yield swapped(span, shifted(span.text, months=2))


def year_wrong(where: Page) -> Iterator[Place]:
    for _, span, _ in told_days(where):
        yield swapped(span, shifted(span.text, years=-10))


def words_of_day_wrong(where: Page) -> Iterator[Place]:
    for date, span, words in told_days(where):
        group = "day" if words["day"] else "number"
        start, end = words.span(group)
        right = int(words[group])
        wrong = right - 4 if right > 20 else right + 4
        yield Place(span.start, [(date.open + start, date.open + end, str(wrong))])


def day_of_no_month(where: Page) -> Iterator[Place]:
    for _, span in days(where):
        yield swapped(span, f"{span.text[:5]}02-30")


def month_of_no_year(where: Page) -> Iterator[Place]:
    for _, span in days(where):
        yield swapped(span, f"{span.text[:5]}13-{span.text[8:]}")


def date_empty(where: Page) -> Iterator[Place]:
    for _, span in days(where):
        yield swapped(span, "")


def end_before_beginning(where: Page) -> Iterator[Place]:
    for element, span in days(where):
        is_of_action = element.parent and element.parent.name == "correspAction"
        if is_of_action or not where.content(element).strip():
            later = shifted(span.text, years=1)
            change = f'notBefore="{later}" notAfter="{span.text}"'
            yield Place(element.start, [(span.start - len('when="'), span.end + 1, change)])


def century_wrong(where: Page) -> Iterator[Place]:
    for span in days_of_letter(where):
        yield swapped(span, shifted(span.text, years=-100))


def digits_exchanged(where: Page) -> Iterator[Place]:
    for span in days_of_letter(where):
        year = span.text
        yield swapped(span, f"{year[0]}{year[2]}{year[1]}{year[3:]}")


def sender_lost(where: Page) -> Iterator[Place]:
    for description, action in actions(where, "sent"):
        yield Place(description.start, gone(*where.inside(action, *NAMES)))


def receiver_lost(where: Page) -> Iterator[Place]:
    for description, action in actions(where, "received"):
        yield Place(description.start, gone(action))


def date_of_sending_lost(where: Page) -> Iterator[Place]:
    for description, action in actions(where, "sent"):
        yield Place(description.start, gone(*where.inside(action, "date")))


def _sender_and_receiver(where: Page) -> Iterator[tuple[Span, Span, Span]]:
    """The references of the only sender, who alone signed, of the signature, and to a receiver."""
    for _, action in actions(where, "sent"):
        senders = [element.span("ref") for element in where.inside(action, "persName")]
        receivers = [
            element.span("ref")
            for _, other in actions(where, "received")
            for element in where.inside(other, "persName")
        ]
        signed = [
            element.span("ref")
            for each in where.all("signed")
            for element in where.inside(each, "persName", "rs")
        ]
        if len(senders) == len(signed) == 1 and len(where.all("signed")) == 1 and receivers:
            sender, name, receiver = senders[0], signed[0], receivers[0]
            if sender and name and receiver and sender.text == name.text != receiver.text:
                yield sender, name, receiver


def other_sender(where: Page) -> Iterator[Place]:
    for sender, _, receiver in _sender_and_receiver(where):
        yield swapped(sender, receiver.text)


def other_signature(where: Page) -> Iterator[Place]:
    for sender, name, receiver in _sender_and_receiver(where):
        yield Place(sender.start, swapped(name, receiver.text).changes)


def hand_lost(where: Page) -> Iterator[Place]:
    for element in where.all("del", "add", "subst", "mod"):
        note = next(
            (
                each
                for each in where.all("note")
                if element.get("corresp") == f"#{each.get('xml:id')}"
            ),
            None,
        )
        if element.get("hand") and note and "hand" in where.content(note):
            yield Place(element.start, without(element, "hand"))


def hand_in_note_only(where: Page) -> Iterator[Place]:
    for word in running_words(where):
        for words in (
            "crossed out in <persName>Keller</persName>'s hand",
            "von <persName>Keller</persName>s Hand gestrichen",
            "зачеркнуто рукой <persName>Келлера</persName>",
        ):
            crossed = (
                f'<del rend="strikethrough">{word.text}</del><note type="textual">{words}</note>'
            )
            yield swapped(word, crossed)


def end_lost(where: Page) -> Iterator[Place]:
    for element in where.all("p"):
        rest = r"\s*(?:<closer\b[^<>]*>(?:(?!</?closer|</div>).)*</closer>\s*)?</div>"
        is_last = re.match(rest, where.text[element.end :], re.DOTALL)
        parent = element.parent
        if parent and parent.name == "div" and parent.within("body") and is_last:
            yield put(element.close, '<gap extent="unknown"/>')


def reason_lost(where: Page) -> Iterator[Place]:
    for element in where.all("gap"):
        follows = re.match(r"[\s.]*(?:</p>\s*)?</div>", where.text[element.end :])
        if element.get("reason") and element.within("body") and follows:
            yield Place(element.start, without(element, "reason"))


def responsible_lost(where: Page) -> Iterator[Place]:
    for element in where.all("supplied", "ex"):
        answered = any(each.get(name) for each in element.around for name in RESPONSIBLE)
        if element.within("text") and not answered and any(map(element.get, RESPONSIBLE)):
            yield Place(element.start, without(element, *RESPONSIBLE))


def word_supplied(where: Page) -> Iterator[Place]:
    for word in words_without_answer(where):
        yield swapped(word, f"<supplied>{word.text}</supplied>")


def basis_lost(where: Page) -> Iterator[Place]:
    programs = {element.get("ident") for element in where.all("application")}
    answering = {
        f"#{statement.get('xml:id')}"
        for statement in where.all("respStmt")
        if any(where.content(name) in programs for name in where.inside(statement, "name"))
    }
    for element in where.all("persName", "orgName", "placeName", "date"):
        action = element.parent
        if (
            action
            and action.name == "correspAction"
            and element.get("resp") in answering
            and any(map(element.get, BASIS))
            and not any(map(action.get, BASIS))
        ):
            yield Place(element.start, without(element, *BASIS))


def basis_of_bracket_lost(where: Page) -> Iterator[Place]:
    for element in where.all("date"):
        action = element.parent
        if action and action.name == "correspAction" and not any(map(action.get, BASIS)):
            words = where.content(element)
            if any(map(element.get, BASIS)) and re.search(r"\[[^\]?]*\d[^\]]*\]", words):
                yield Place(element.start, without(element, *BASIS))


def date_set_in_brackets(where: Page) -> Iterator[Place]:
    for element, _ in days(where, "correspAction"):
        if not any(map(element.get, BASIS)) and "[" not in where.content(element):
            around = [(element.open, element.open, "["), (element.close, element.close, "]")]
            if element.parent and not any(map(element.parent.get, BASIS)):
                yield Place(element.start, around)


def correction_lost(where: Page) -> Iterator[Place]:
    for element in where.all("choice"):
        for sic in where.inside(element, "sic")[:1]:
            yield Place(sic.start, gone(*where.inside(element, "corr")))


def error_marked(where: Page) -> Iterator[Place]:
    for word in running_words(where):
        yield swapped(word, f"<sic>{word.text}</sic>")


def name_empty(where: Page) -> Iterator[Place]:
    for word in running_words(where):
        yield swapped(word, "<persName/>")


def paragraph_empty(where: Page) -> Iterator[Place]:
    for element in where.all("p"):
        if element.within("body") and not element.within(*ASIDE):
            yield put(element.end, "<p> </p>")


def words_of_name_lost(where: Page) -> Iterator[Place]:
    for element in where.all("persName", "placeName", "orgName", "rs"):
        words = where.content(element)
        if element.within("p") and element.within("body") and words and "<" not in words:
            changes = [*without(element, "ref", "key"), (element.open, element.close, "")]
            yield Place(element.start, changes)
