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
    for one, span, words in told_days(where):
        group = "day" if words["day"] else "number"
        start, end = words.span(group)
        right = int(words[group])
        wrong = right - 4 if right > 20 else right + 4
        yield Place(span.start, [(one.open + start, one.open + end, str(wrong))])


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
    for one, span in days(where):
        is_of_action = one.parent and one.parent.name == "correspAction"
        if is_of_action or not where.content(one).strip():
            later = shifted(span.text, years=1)
            change = f'notBefore="{later}" notAfter="{span.text}"'
            yield Place(one.start, [(span.start - len('when="'), span.end + 1, change)])


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
        senders = [one.span("ref") for one in where.inside(action, "persName")]
        receivers = [
            one.span("ref")
            for _, other in actions(where, "received")
            for one in where.inside(other, "persName")
        ]
        signed = [
            one.span("ref")
            for each in where.all("signed")
            for one in where.inside(each, "persName", "rs")
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
    for one in where.all("del", "add", "subst", "mod"):
        note = next(
            (each for each in where.all("note") if one.get("corresp") == f"#{each.get('xml:id')}"),
            None,
        )
        if one.get("hand") and note and "hand" in where.content(note):
            yield Place(one.start, without(one, "hand"))


def hand_in_note_only(where: Page) -> Iterator[Place]:
    for word in running_words(where):
        for said in (
            "crossed out in <persName>Keller</persName>'s hand",
            "von <persName>Keller</persName>s Hand gestrichen",
            "зачеркнуто рукой <persName>Келлера</persName>",
        ):
            crossed = (
                f'<del rend="strikethrough">{word.text}</del><note type="textual">{said}</note>'
            )
            yield swapped(word, crossed)


def end_lost(where: Page) -> Iterator[Place]:
    for one in where.all("p"):
        rest = r"\s*(?:<closer\b[^<>]*>(?:(?!</?closer|</div>).)*</closer>\s*)?</div>"
        is_last = re.match(rest, where.text[one.end :], re.DOTALL)
        parent = one.parent
        if parent and parent.name == "div" and parent.within("body") and is_last:
            yield put(one.close, '<gap extent="unknown"/>')


def reason_lost(where: Page) -> Iterator[Place]:
    for one in where.all("gap"):
        follows = re.match(r"[\s.]*(?:</p>\s*)?</div>", where.text[one.end :])
        if one.get("reason") and one.within("body") and follows:
            yield Place(one.start, without(one, "reason"))


def responsible_lost(where: Page) -> Iterator[Place]:
    for one in where.all("supplied", "ex"):
        said = any(each.get(name) for each in one.around for name in RESPONSIBLE)
        if one.within("text") and not said and any(map(one.get, RESPONSIBLE)):
            yield Place(one.start, without(one, *RESPONSIBLE))


def word_supplied(where: Page) -> Iterator[Place]:
    for word in words_without_answer(where):
        yield swapped(word, f"<supplied>{word.text}</supplied>")


def basis_lost(where: Page) -> Iterator[Place]:
    programs = {one.get("ident") for one in where.all("application")}
    answering = {
        f"#{one.get('xml:id')}"
        for one in where.all("respStmt")
        if any(where.content(name) in programs for name in where.inside(one, "name"))
    }
    for one in where.all("persName", "orgName", "placeName", "date"):
        action = one.parent
        if (
            action
            and action.name == "correspAction"
            and one.get("resp") in answering
            and any(map(one.get, BASIS))
            and not any(map(action.get, BASIS))
        ):
            yield Place(one.start, without(one, *BASIS))


def basis_of_bracket_lost(where: Page) -> Iterator[Place]:
    for one in where.all("date"):
        action = one.parent
        if action and action.name == "correspAction" and not any(map(action.get, BASIS)):
            words = where.content(one)
            if any(map(one.get, BASIS)) and re.search(r"\[[^\]?]*\d[^\]]*\]", words):
                yield Place(one.start, without(one, *BASIS))


def date_set_in_brackets(where: Page) -> Iterator[Place]:
    for one, _ in days(where, "correspAction"):
        if not any(map(one.get, BASIS)) and "[" not in where.content(one):
            around = [(one.open, one.open, "["), (one.close, one.close, "]")]
            if one.parent and not any(map(one.parent.get, BASIS)):
                yield Place(one.start, around)


def correction_lost(where: Page) -> Iterator[Place]:
    for one in where.all("choice"):
        for sic in where.inside(one, "sic")[:1]:
            yield Place(sic.start, gone(*where.inside(one, "corr")))


def error_marked(where: Page) -> Iterator[Place]:
    for word in running_words(where):
        yield swapped(word, f"<sic>{word.text}</sic>")


def name_empty(where: Page) -> Iterator[Place]:
    for word in running_words(where):
        yield swapped(word, "<persName/>")


def paragraph_empty(where: Page) -> Iterator[Place]:
    for one in where.all("p"):
        if one.within("body") and not one.within(*ASIDE):
            yield put(one.end, "<p> </p>")


def words_of_name_lost(where: Page) -> Iterator[Place]:
    for one in where.all("persName", "placeName", "orgName", "rs"):
        words = where.content(one)
        if one.within("p") and one.within("body") and words and "<" not in words:
            changes = [*without(one, "ref", "key"), (one.open, one.close, "")]
            yield Place(one.start, changes)
