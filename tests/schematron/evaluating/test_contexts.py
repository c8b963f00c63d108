"""Contexts of any kind: what a rule is about, by its pattern."""

import pytest

from schematron_checked import found

DOCUMENT = "<?p a?><!--c--><r n='2'><w/>t</r><!--d-->"


@pytest.mark.parametrize(
    ("context", "places"),
    [
        ("/", ["r document"]),
        ("document-node()", ["r document"]),
        ("document-node( ) | w", ["r document", "w"]),
        ("document-node()[comment()]", ["r document"]),
        ("document-node()[w]", []),
        ("document-node(element(r))", ["r document"]),
        ("document-node(element(w))", []),
        ("document-node()/r", ["r"]),
        ("document-node()/w", []),
        ("document-node()//w", ["w"]),
        ("document-node()[r]/comment()", ["<!--c-->", "<!--d-->"]),
        (".[self::document-node()]", ["r document"]),
        (".[self::attribute(n)]", ["r/@n"]),
        (".[. instance of text()]", ["w tail"]),
        (".[self::w]", ["w"]),
        ("attribute(n)", ["r/@n"]),
        ("@node()", ["r/@n"]),
    ],
)
def test_what_matches(context: str, places: list[str]) -> None:
    rule = f"<rule context='{context}'><report test='true()'>x</report></rule>"
    result = found(f"<pattern>{rule}</pattern>", DOCUMENT, "xslt3")
    assert [place for place, _ in result] == places


def test_rules_about_the_document_ask_what_stands_in_it() -> None:
    content = """<pattern><rule context="document-node()">
      <report test="count(processing-instruction()) ne 2">one</report>
      <report test="comment()"><value-of select="comment()[2]"/></report></rule></pattern>"""
    assert [words for _, words in found(content, DOCUMENT)] == ["one", "d"]
