"""The text of a letter as HTML: what is asked of all of it, and words between tags."""

import pytest
from markupsafe import Markup

from teikit.publishing.html import TextHtml
from teikit.publishing.pieces import Pieces
from teikit.tei.text.layers import Gap


@pytest.mark.parametrize(
    ("body", "is_blank"),
    [
        ("", True),
        ('<p class="tei-p"> \n\u00a0<br></p>', True),
        ('<p title="a &gt; b"></p>', True),
        ('<p><img src="1.png" alt=""></p>', False),
        ("<p><em> a</em></p>", False),
        ("a", False),
    ],
)
def test_a_text_without_words_or_pictures_is_blank(body: str, is_blank: bool) -> None:
    assert TextHtml("reading", Markup(body), (), (), "", {}).is_blank == is_blank


def test_words_have_one_space_between_them_and_none_at_the_ends_of_blocks() -> None:
    pieces = Pieces()
    pieces.markup("<p>", block=True)
    for words in ("\n a ", " b\t\nc&", "d", " ", "\n"):
        pieces.words(words)
    pieces.markup("</p>", block=True)
    assert pieces.html == "<p>a b c&amp;d</p>"


def test_a_word_that_a_line_breaks_loses_its_hyphen_alone() -> None:
    pieces = Pieces()
    pieces.words("an un-")
    pieces.end_line(Gap.JOIN)
    pieces.words(" known ")
    pieces.sign("<sup>1</sup>")
    pieces.words(" , word")
    assert pieces.html == "an unknown<sup>1</sup>, word"
