"""Quick fixes of Schematrons are made in files, exactly, or only shown."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from teikit.cli import main
from teikit.validating import Settings, fix_files

SCHEMA = """<sch:schema xmlns:sch="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2"
  xmlns:sqf="http://www.schematron-quickfix.com/validator/process" xmlns:p="urn:p">
<sch:ns prefix="p" uri="urn:p"/><sch:ns prefix="t" uri="urn:t"/>
<sch:pattern><sch:rule context="{context}"><sch:report id="found" test="{test}" sqf:fix="{named}"
>It is wrong.</sch:report>{fixes}</sch:rule></sch:pattern></sch:schema>"""
DOCUMENT = "<r>\n<a x='1'  y=\"2\">one--two<b/>&lt; three</a>\n<a/>\n</r>\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def rules(edits: str, *, context: str = "a[@x]", test: str = "true()") -> None:
    """A Schematron with a fix."""
    title = "<sqf:description><sqf:title>Mend it.</sqf:title></sqf:description>"
    fixes = f'<sqf:fix id="f">{title}{edits}</sqf:fix>'
    write_rules(fixes, context=context, test=test)


def write_rules(
    fixes: str, *, named: str = "f", context: str = "a[@x]", test: str = "true()"
) -> None:
    text = SCHEMA.format(context=context, test=test, named=named, fixes=fixes)
    Path("rules.sch").write_text(text, encoding="utf-8")


def document(text: str = DOCUMENT) -> Path:
    path = Path("a.xml")
    path.write_bytes(text.encode())
    return path


def run(*arguments: str) -> Result:
    options = ("--schema", "rules.sch", "--select", "S")
    return CliRunner().invoke(main, ["validate", "a.xml", *options, *arguments])


def fixed(edits: str, text: str = DOCUMENT, *, context: str = "a[@x]") -> str:
    """What is made of a document."""
    rules(edits, context=context)
    path = document(text)
    result = run("--fix", "--unsafe-fixes")
    assert "is not fixed" not in result.output
    return path.read_bytes().decode()


START = "<a x='1'  y=\"2\">"
NEW = "<p:c xmlns:p='urn:p'/>"


@pytest.mark.parametrize(
    ("edits", "old", "new"),
    [
        ("<sqf:delete/>", START + "one--two<b/>&lt; three</a>", ""),
        ("<sqf:delete match='b'/>", "<b/>", ""),
        ("<sqf:delete match='@x'/>", " x='1'", ""),
        ("<sqf:delete match='@*'/>", START, "<a>"),
        ("<sqf:delete match='text()[2]'/>", "&lt; three", ""),
        ("<sqf:delete match='@x'/><sqf:delete match='b'/>", START + "one--two<b/>", None),
        ('<sqf:add node-type="attribute" target="z">&lt;"\'</sqf:add>', START, None),
        ('<sqf:add node-type="attribute" target="x" select="7"/>', "x='1'", "x='7'"),
        ('<sqf:add match="b" select="../@*"/>', "<b/>", '<b x="1" y="2"/>'),
        ("<sqf:add match='b' node-type='attribute' target='p:z'/>", "<b/>", None),
        ('<sqf:add match="b" node-type="attribute" target="xml:id">i</sqf:add>', "<b/>", None),
        (
            '<sqf:replace match="@x" node-type="attribute" target="z" select="."/>',
            " x='1'",
            ' z="1"',
        ),
        ('<sqf:replace match="@x" node-type="keep" select="\'&amp;\'"/>', "x='1'", "x='&amp;'"),
        ('<sqf:add position="before"><p:c/></sqf:add>', START, None),
        ('<sqf:add position="after"><c/>x<c/></sqf:add>', "three</a>", "three</a><c/>x<c/>"),
        ("<sqf:add><c>&lt;</c></sqf:add>", START, START + "<c>&lt;</c>"),
        ('<sqf:add position="last-child" select="b"/>', "three</a>", "three<b/></a>"),
        ('<sqf:add match="b" select="\'&lt;\'"/>', "<b/>", "<b>&lt;</b>"),
        ('<sqf:add match="b"><c/>x</sqf:add>', "<b/>", "<b><c/>x</b>"),
        (
            '<sqf:add match="b"><c/></sqf:add><sqf:add match="b" select="../@x"/>',
            "<b/>",
            '<b x="1"><c/></b>',
        ),
        ('<sqf:replace select="node()"/>', None, "one--two<b/>&lt; three"),
        (
            '<sqf:replace node-type="element" target="c" select="@x, node()"/>',
            None,
            '<c x="1">one--two<b/>&lt; three</c>',
        ),
        ('<sqf:replace node-type="element" target="p:c" select="b"/>', None, None),
        ('<sqf:replace match="b">x</sqf:replace>', "<b/>", "x"),
        ('<sqf:replace match="text()[1]"><c/></sqf:replace>', "one--two", "<c/>"),
        ('<sqf:replace match="text()" select="upper-case(.)"/>', None, None),
        (
            '<sqf:stringReplace match="text()" regex="--">–</sqf:stringReplace>',
            "one--two",
            "one–two",
        ),
        (
            '<sqf:stringReplace match="text()" regex="[o&lt;]"><c/>&amp;</sqf:stringReplace>',
            "one--two<b/>&lt;",
            "<c/>&amp;ne--tw<c/>&amp;<b/><c/>&amp;",
        ),
        ('<sqf:add node-type="comment" select="@x"/>', START, START + "<!--1-->"),
        ('<sqf:add node-type="pi" target="do">it</sqf:add>', START, START + "<?do it?>"),
    ],
)
def test_fixes_change_what_they_should_and_nothing_else(
    edits: str, old: str | None, new: str | None
) -> None:
    everything = START + "one--two<b/>&lt; three</a>"
    made = fixed(edits)
    known = {
        "<sqf:delete match='@x'/><sqf:delete match='b'/>": '<a  y="2">one--two',
        '<sqf:add node-type="attribute" target="z">&lt;"\'</sqf:add>': START[:-1]
        + ' z="&lt;&quot;&apos;">',
        "<sqf:add match='b' node-type='attribute' target='p:z'/>": '<b xmlns:p="urn:p" p:z=""/>',
        '<sqf:add match="b" node-type="attribute" target="xml:id">i</sqf:add>': '<b xml:id="i"/>',
        '<sqf:add position="before"><p:c/></sqf:add>': '<p:c xmlns:p="urn:p"/>' + START,
        '<sqf:replace node-type="element" target="p:c" select="b"/>': '<p:c xmlns:p="urn:p">'
        "<b/></p:c>",
        '<sqf:replace match="text()" select="upper-case(.)"/>': START
        + "ONE--TWO<b/>&lt; THREE</a>",
    }
    wanted = known[edits] if new is None else new
    assert made == DOCUMENT.replace(old or everything, wanted, 1)


def test_namespaces_are_those_of_the_document_where_it_has_them() -> None:
    text = '<r xmlns="urn:p" xmlns:q="urn:q"><a xmlns:p="urn:other"><i xmlns=""/></a></r>'
    content = '<p:c q:z="1" xmlns:q="urn:q2"><b/></p:c>'
    made = fixed(f"<sqf:add>{content}</sqf:add>", text, context="p:a")
    assert '<c xmlns:ns1="urn:q2" ns1:z="1"><b xmlns=""/></c><i' in made
    made = fixed(f"<sqf:add match='*'>{content}</sqf:add>", text, context="p:a")
    assert '<i xmlns=""><p:c xmlns:p="urn:p" xmlns:ns1="urn:q2" ns1:z="1"><b/></p:c></i>' in made


def test_a_copy_whose_names_would_mean_something_else_is_not_made() -> None:
    text = '<r><a xmlns:q="urn:q" x="1"><b><q:c/></b></a></r>'
    assert fixed('<sqf:replace select="b"/>', text) == text
    assert "could be mended by hand: Mend it" in run().output
    text = '<r xmlns:q="urn:q"><a x="1"><b><q:c/></b></a></r>'
    assert fixed('<sqf:replace select="b"/>', text) == text.replace('<a x="1">', "").replace(
        "</a>", ""
    )


def test_what_is_in_the_way_is_left_alone() -> None:
    dash = '<sqf:stringReplace match="text()" regex="--">–</sqf:stringReplace>'
    for text in (
        '<r><a x="1">a<![CDATA[--]]></a></r>',
        '<!DOCTYPE r [<!ENTITY e "a--b">]><r><a x="1">&e;</a></r>',
    ):
        assert fixed(dash, text) == text
        assert "found It is wrong. (could be mended by hand: Mend it)" in run().output
    text = '<!DOCTYPE r [<!ATTLIST a y CDATA "1">]><r><a x="1"/></r>'
    assert fixed('<sqf:delete match="@y"/>', text) == text
    text = "<!DOCTYPE r [<!ENTITY e \"<a x='1'/>\">]><r>&e;</r>"
    assert fixed("<sqf:delete/>", text) == text


def test_bytes_outside_stay_and_the_file_keeps_its_encoding() -> None:
    rules('<sqf:add position="after">é</sqf:add>')
    path = Path("a.xml")
    data = '<?xml version="1.0" encoding="ISO-8859-1"?>\r\n<r \n>ü<a  x = "1" ></a >\r\n</r>'
    path.write_bytes(data.encode("latin-1"))
    assert run("--fix", "--unsafe-fixes").exit_code == 1
    assert path.read_bytes() == data.replace("</a >", "</a >é").encode("latin-1")
    rules('<sqf:add position="after">—</sqf:add>')
    before = path.read_bytes()
    assert "does not fit its encoding" in run("--fix", "--unsafe-fixes").output
    assert path.read_bytes() == before


def test_line_ends_and_quotes_in_values_are_what_they_were() -> None:
    made = fixed('<sqf:add match="b" select="../@x"/>', '<r><a x="1&#10;2&#13;"><b/></a></r>')
    assert '<b x="1&#10;2&#13;"/>' in made


def test_they_are_unsafe_and_made_only_then() -> None:
    rules("<sqf:delete/>")
    path = document()
    assert "1 can be fixed by --fix --unsafe-fixes" in run().output
    assert "It is wrong. (could be mended: Mend it)" in run().output
    run("--fix")
    assert path.read_text(encoding="utf-8") == DOCUMENT
    assert "1 more with --unsafe-fixes" in run("--diff").output
    shown = run("--diff", "--unsafe-fixes").output
    assert "-<a x='1'  y=\"2\">one--two<b/>&lt; three</a>" in shown
    assert path.read_text(encoding="utf-8") == DOCUMENT
    run("--fix", "--unsafe-fixes")
    assert path.read_text(encoding="utf-8") == "<r>\n\n<a/>\n</r>\n"


def test_of_several_fixes_none_is_made_and_all_are_shown() -> None:
    title = "<sqf:description><sqf:title>{}</sqf:title></sqf:description><sqf:delete/>"
    written = "".join(
        f'<sqf:fix id="{name}">{title.format(name.upper())}</sqf:fix>' for name in ("f", "g")
    )
    write_rules(written, named="f g")
    document()
    assert "(could be mended by hand: F; or: G)" in run().output
    assert "can be fixed" not in run().output
    run("--fix", "--unsafe-fixes")
    assert Path("a.xml").read_text(encoding="utf-8") == DOCUMENT


def test_formats_carry_them() -> None:
    rules("<sqf:delete match='b'/>")
    document()
    [record] = json.loads(run("--format", "json").stdout)
    assert (record["safe"], record["fix"][0]["text"]) == (False, "")
    [result] = json.loads(run("--format", "sarif").stdout)["runs"][0]["results"]
    assert result["fixes"][0]["properties"] == {"safe": False}
    assert "could be mended: Mend it" in result["message"]["text"]
    assert ",yes,no" in run("--format", "csv").stdout


def test_edits_of_a_fix_that_overlap_are_not_made() -> None:
    assert fixed("<sqf:delete/><sqf:delete match='b'/>") == DOCUMENT
    assert fixed("<sqf:add>x</sqf:add><sqf:add>x</sqf:add>") == DOCUMENT


def test_of_fixes_that_overlap_the_first_is_made_and_the_other_in_the_next_run() -> None:
    text = '<r><a x="1">u<a x="2">v</a></a></r>'
    unwrap = '<sqf:replace select="node()"/>'
    assert fixed(unwrap, text) == '<r>u<a x="2">v</a></r>'
    run("--fix", "--unsafe-fixes")
    assert Path("a.xml").read_text(encoding="utf-8") == "<r>uv</r>"


def test_a_fix_that_calls_for_itself_again_is_made_once_in_a_run() -> None:
    wrap = '<sqf:replace><a x="1"/><a x="1"/></sqf:replace>'
    assert fixed(wrap, '<r><a x="1"/></r>') == '<r><a x="1"/><a x="1"/></r>'


def test_fixes_that_would_leave_no_document_are_not_made() -> None:
    assert fixed("<sqf:delete match='/*'/>") == DOCUMENT
    text = '<r><a x="1">]]<b/>&gt;</a></r>'
    rules("<sqf:delete match='b'/>")
    document(text)
    assert "is not fixed" not in run("--fix", "--unsafe-fixes").output
    text = '<r><a x="1">]]<b/>></a></r>'
    document(text)
    assert "could not be read any more" in run("--fix", "--unsafe-fixes").output
    assert Path("a.xml").read_text(encoding="utf-8") == text


def test_documents_of_several_files_are_only_shown() -> None:
    rules("<sqf:delete/>")
    document('<r xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="b.xml"/></r>')
    Path("b.xml").write_text('<p><a x="1"/></p>', encoding="utf-8")
    result = run("b.xml")
    assert "b.xml:1:4: error found It is wrong. (could be mended by hand: Mend it)" in result.output


def test_grammars_are_not_needed_to_fix() -> None:
    rules("<sqf:delete match='b'/>")
    path = document('<?xml-model href="none.rng"?><?xml-model href="rules.sch"?>' + DOCUMENT)
    with fix_files([path], Settings(select=("S",)), unsafe=True) as files:
        [file] = files
    assert (len(file.findings), b"<b/>" in file.new) == (1, False)


def test_what_of_a_schema_is_not_applied_is_told_once() -> None:
    write_rules("", named="missing")
    document()
    Path("b.xml").write_text(DOCUMENT, encoding="utf-8")
    output = run("b.xml").output
    assert output.count("there is no quick fix 'missing', which is named here (in 2 files)") == 1


# Any document, any changes

NAMES = st.sampled_from(["a", "b", "p:c"])
TEXTS = st.sampled_from(["", "", "x", "&lt;", "&#x2014;y", "é", "<!-- c -->", "<?i j?>", "\r\n"])
EDITS = st.sampled_from(
    [
        "<sqf:delete match='{}'/>",
        "<sqf:delete match='{}/@*'/>",
        "<sqf:replace match='{}' select='node()'/>",
        "<sqf:replace match='{}' node-type='element' target='p:n' select='@*, node()'/>",
        "<sqf:add match='{}' position='before'>q<d z='&lt;'/>r</sqf:add>",
        "<sqf:add match='{}' position='after'><p:d/>&amp;</sqf:add>",
        "<sqf:add match='{}'><d/></sqf:add>",
        "<sqf:add match='{}' position='last-child'>t</sqf:add>",
        "<sqf:add match='{}' node-type='attribute' target='n'>v</sqf:add>",
        "<sqf:stringReplace match='{}/text()' regex='[x&lt;]'><d/>-</sqf:stringReplace>",
        "<sqf:replace match='{}/comment()'>k</sqf:replace>",
    ]
)
MATCHES = st.sampled_from(["a", "b", "p:c", "*", "*[1]", "//b", "a/b", ".//*[not(*)]", "*[last()]"])


@st.composite
def elements(draw: st.DrawFn, depth: int = 3) -> str:
    name = draw(NAMES)
    attributes = draw(st.sampled_from(["", " m='1'", ' n = "&quot;" m="2"', " p:m=''"]))
    content = draw(TEXTS)
    for _ in range(draw(st.integers(0, 3 if depth else 0))):
        content += draw(elements(depth=depth - 1)) + draw(TEXTS)
    if not content and draw(st.booleans()):
        return f"<{name}{attributes}/>"
    return f"<{name}{attributes}>{content}</{name}>"


@given(elements(), st.lists(st.tuples(EDITS, MATCHES), min_size=1, max_size=3))
@settings(max_examples=60, deadline=None)
def test_whatever_is_changed_is_proved_or_left_alone(
    content: str, edits: list[tuple[str, str]]
) -> None:
    text = f'<r xmlns:p="urn:p">{content}</r>'
    rules("".join(edit.format(match) for edit, match in edits), context="r")
    path = document(text)
    result = run("--fix", "--unsafe-fixes")
    assert "is not fixed" not in result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
    etree.fromstring(path.read_bytes())
