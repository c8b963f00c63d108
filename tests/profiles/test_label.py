"""Templates of labels: what stands before a note, and in the text for it."""

import pytest

from teikit.profiles.label import LabelTemplate
from teikit.profiles.template import TemplateError


@pytest.mark.parametrize(
    ("template", "text", "label", "value"),
    [
        ("[{number}]", "[12a] Text", "[12a]", "12a"),
        ("{{{number}}}", "{75} Text", "{75}", "75"),
        ("Anm. {number}:", "anm.  3: Text", "anm.  3:", "3"),
        ("[{letter}]", "[A] Text", "[A]", "A"),
        ("({roman})", "(iv) Text", "(iv)", "iv"),
        ("{sign}", "** Text", "**", "**"),
        ("*", "† Text", "†", "†"),
        ("**", "** Text", "**", "**"),
        ("[Footnote {number}: *]", "[Footnote 2: Text]", "[Footnote 2:", "2"),
        ("[Note: *]", "[Note: Text]", "[Note:", ""),
        ("({number}. *)", "(155/2. Text)", "(155/2.", "155/2"),
    ],
)
def test_a_template_takes_its_label(template: str, text: str, label: str, value: str) -> None:
    found = LabelTemplate.parse(template).pattern.match(text)
    assert found is not None
    assert (found.group(), found["value"]) == (label, value)


def test_only_a_star_before_the_last_bracket_is_the_note() -> None:
    assert LabelTemplate.parse("[Note: *]").closed
    assert not LabelTemplate.parse("[{number}]").closed
    assert not LabelTemplate.parse("*").closed


@pytest.mark.parametrize("template", ["{", "{note}", "{number} {letter}", " ", "a}"])
def test_a_template_that_cannot_be_read(template: str) -> None:
    with pytest.raises(TemplateError):
        LabelTemplate.parse(template)
