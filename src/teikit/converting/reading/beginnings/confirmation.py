"""What confirms that a line heads a letter: it is set apart, and the letter opens behind it.

A heading that a template surely fits needs no more. A name alone, or one in small letters, may as
well be a signature, or a line of an address.
"""

from teikit.converting.forms.prose import words
from teikit.converting.reading.lined_page import CENTRED, LinedPage
from teikit.converting.reading.signs import plain
from teikit.profiles.template import match

_OPENING = 3
"""Lines behind a heading in which a dateline or a salutation stands."""
_LONGEST_NAME = 40
"""Characters of a line with the name of the receiver whom the letter greets."""
_SHORTEST_WORD = 3
"""Characters of a name by which a salutation confirms it."""
_LONGEST_GREETING = 60
"""Characters of a salutation, which may begin a paragraph."""


def opens_at(page: LinedPage, index: int, lines: int = _OPENING) -> bool:
    """Whether a dateline or a salutation stands in the lines from an index on."""
    for text in page.texts[index : index + lines]:
        if match(page.profile.page.number, text):
            return False  # the next letter begins before this one does
        if page.signs.dateline(text) or page.signs.salutation(text):
            return True
    return False


def may_be_name_alone(page: LinedPage, index: int) -> bool:
    """Whether a line may be a name that heads a letter: set apart, and the letter opens behind."""
    if not any(template.is_name for template in page.profile.page.headings):
        return False
    line, text = page.lines[index], plain(page.texts[index])
    alone = line.alone or (not index and line.last_gap)
    if not alone or page.signs.dateline(text) or page.signs.salutation(text):
        return False
    centred = any(region.kind in {"center", "heading"} for region in line.regions)
    set_apart = text.isupper() or centred or line.indent >= CENTRED
    if index + 1 >= len(page.lines) or page.is_furniture(index + 1):
        return False
    if _is_greeted(page, index):
        return opens_at(page, index + 1)
    return set_apart and opens_at(page, index + 1, lines=1)


def _is_greeted(page: LinedPage, index: int) -> bool:
    """Whether a salutation in the next lines has the name of a line; or it is "the same"."""
    text = plain(page.texts[index]).strip(" .:[]").casefold()
    if text in {each.casefold() for each in page.profile.heading.same}:
        return True
    titles = {each.casefold().rstrip(".") for each in page.profile.letter.titles}
    named = {each.rstrip(".") for each in words(text)} - titles
    return len(text) <= _LONGEST_NAME and any(
        page.signs.salutation(greeting)
        and any(
            len(each) >= _SHORTEST_WORD and each.rstrip(".") in named
            for each in words(greeting[:_LONGEST_GREETING].casefold())
        )
        for greeting in page.texts[index + 1 : index + 1 + _OPENING]
    )
