"""Line templates: what they match, and what is refused."""

import time

import pytest

from teikit.profiles.template import LONGEST_LINE, TemplateError, compile_template, match


@pytest.mark.parametrize(
    ("template", "line"),
    [
        ("No. {number}", "No. 86"),
        ("No. {number}", "no.  86."),
        ("No. {number}", "No. 12a"),
        ("Section {roman} *", "Section I 1912 - 1921"),
        ("Section {roman}", "section iv"),
        ("Notes:", "NOTES:"),
        ("Notes", "Notes."),
        ("Documents {year}-{year}", "Documents 1912-1927"),
        ("Compiled by: *", "Compiled by: A. B. (and C+D)"),
        ("On a *", "On a "),
        ("a.b", "A.B"),
        ("№ {number}", "№ 3"),
    ],
)
def test_lines_that_fit(template: str, line: str) -> None:
    assert match((compile_template(template),), line)


@pytest.mark.parametrize(
    ("template", "line"),
    [
        ("No. {number}", "No. 86 and more"),
        ("No. {number}", "see No. 86"),
        ("No. {number}", "No. 123456"),
        ("No. {number}", "No."),
        ("a.b", "axb"),
        ("Section {roman}", "Section 4"),
        ("* x", "y " * LONGEST_LINE + "x"),
    ],
)
def test_lines_that_do_not_fit(template: str, line: str) -> None:
    assert match((compile_template(template),), line) is None


def test_the_first_of_several_that_fits_is_used() -> None:
    found = match(tuple(map(compile_template, ("No {number}", "No. {number}"))), "No. 7")
    assert found is not None
    assert found["number"] == "7"


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("", "is empty"),
        ("   ", "is empty"),
        ("No. {number", "unbalanced brace at character 5"),
        ("No. number}", "unbalanced brace"),
        ("No. {nummer}", "unknown placeholder {nummer}"),
        ("No. {}", "unknown placeholder {}"),
        ("* a * b * c", "more than 2 stars"),
        ("{heading} * b *", "more than 2 stars"),
        ("{heading}{heading}", "has {heading} twice"),
        ("{number}{number}{number}{number}{number}", "more than 4 placeholders"),
    ],
)
def test_templates_that_are_refused(template: str, words: str) -> None:
    with pytest.raises(TemplateError, match=words.replace("{", r"\{").replace("}", r"\}")):
        compile_template(template)


def test_a_template_that_fits_every_line_is_refused() -> None:
    with pytest.raises(TemplateError):
        compile_template("*")


def test_no_line_takes_long() -> None:
    pattern = compile_template("a* a* {number}")
    begin = time.perf_counter()
    assert match((pattern,), "a" * LONGEST_LINE) is None
    assert time.perf_counter() - begin < 1
