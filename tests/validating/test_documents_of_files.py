"""Documents of several files: held against schemas in their places, and pointers among them."""

from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random

import pytest
from lxml import etree

from teikit import validate
from teikit.relaxng import Schema
from teikit.validating import Settings, Validation

HEAD = 'xmlns="urn:x" xmlns:xi="http://www.w3.org/2001/XInclude"'
TEI = 'xmlns="http://www.tei-c.org/ns/1.0" xmlns:xi="http://www.w3.org/2001/XInclude"'
RNC = """\
default namespace = "urn:x"
start = corpus | book
id = attribute xml:id { xsd:ID }?
corpus = element corpus { id, head, (book | corpus)+ }
book = element book { id, head, register?, (division+ | p+) }
head = element head { id, text }
register = element register { id, element entry { id, text }+ }
division = element div { id, attribute n { xsd:integer }?, head?, (division+ | p+) }
p = element p { id, attribute to { xsd:IDREF }?, mixed { (note | b)* } }
b = element b { text }
note = element note { id, p+ }
"""
MODEL = '<?xml-model href="{}.rnc" type="application/relax-ng-compact-syntax"?>'

Check = Callable[..., list[str]]


def include(name: str, pointer: str = "", fallback: str = "") -> str:
    written = f' xpointer="{pointer}"' if pointer else ""
    within = f"<xi:fallback>{fallback}</xi:fallback>" if fallback else ""
    return f'<xi:include href="{name}"{written}>{within}</xi:include>'


def book(inner: str, model: str = "") -> str:
    return f"{model}<book {HEAD}><head>A</head>{inner}</book>"


def corpus(inner: str, model: str = "") -> str:
    return f"{model}<corpus {HEAD}><head>C</head>{inner}</corpus>"


def part(name: str, inner: str, attributes: str = "") -> str:
    return f"<{name} {HEAD} {attributes}>{inner}</{name}>"


@pytest.fixture
def check(tmp_path: Path) -> Check:
    """What is found in files: of which, in which line, and by which rule, with the first words."""

    def found(
        files: Mapping[str, str],
        *names: str,
        schemas: bool = True,
        select: str = "X,S",
        jobs: int = 1,
    ) -> list[str]:
        (tmp_path / "x.rnc").write_text(RNC, encoding="utf-8")
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        schema = (str(tmp_path / "x.rnc"),) if schemas else ("auto",)
        settings = Settings(select=tuple(select.split(",")), schema=schema)
        paths = [tmp_path / name for name in names] or [tmp_path]
        with Validation(paths, settings, jobs=jobs) as validation:
            return [
                f"{Path(finding.location.path).relative_to(tmp_path).as_posix()}:"
                f"{finding.location.line} {finding.rule.code} {finding.message}"
                for finding in validation
            ]

    return found


class TestParts:
    def test_a_part_is_no_document_but_valid_in_its_place(self, check: Check) -> None:
        files = {"book.xml": book(include("ch/1.xml")), "ch/1.xml": part("div", "<p>x</p>")}
        assert check(files) == []
        assert check(files, "book.xml") == []

    def test_a_fault_is_told_where_it_is(self, check: Check) -> None:
        files = {
            "book.xml": book(include("ch/1.xml") + include("ch/2.xml", "c2")),
            "ch/1.xml": part("div", "<p>x</p>"),
            "ch/2.xml": part("div", "<p>x\n<bad/></p>", 'xml:id="c2"'),
        }
        (found,) = check(files, "book.xml")
        assert found.startswith("ch/2.xml:2 S001 the schema has no element <bad>")

    def test_what_may_not_stand_there_is_told_at_the_include(self, check: Check) -> None:
        files = {
            "book.xml": book(f"\n{include('1.xml')}\n{include('2.xml')}"),
            "1.xml": part("div", "<p>x</p>"),
            "2.xml": part("p", "x<bad/>"),
        }
        assert [found[:30] for found in check(files)] == [
            "2.xml:1 S001 the schema has no",
            "book.xml:3 S001 <p> is not all",
        ]

    def test_what_the_schema_has_nowhere_is_told_once(self, check: Check) -> None:
        files = {"book.xml": book("<p/>" + include("1.xml")), "1.xml": part("bad", "x")}
        (found,) = check(files)
        assert found.startswith("book.xml:1 S001 the schema has no element <bad>")

    def test_what_is_missing_beside_a_part_is_told(self, check: Check) -> None:
        files = {
            "book.xml": f"<book {HEAD}>{include('1.xml')}</book>",
            "1.xml": part("div", "<p>x</p>"),
        }
        (found,) = check(files)
        assert found.startswith("book.xml:1 S001 <div> comes too early in <book>")

    def test_parts_in_parts(self, check: Check) -> None:
        files = {
            "book.xml": book(include("1.xml")),
            "1.xml": part("div", include("2.xml")),
            "2.xml": part("p", f"x {include('3.xml')}"),
            "3.xml": part("note", "<p>y</p><bad/>"),
        }
        (found,) = check(files)
        assert found.startswith("3.xml:1 S001")

    def test_a_part_is_held_against_the_schema_of_what_includes_it(self, check: Check) -> None:
        files = {
            "book.xml": book(include("1.xml"), MODEL.format("x")),
            "1.xml": part("div", include("2.xml")),
            "2.xml": part("p", "x<bad/>"),
        }
        (found,) = check(files, schemas=False)
        assert found.startswith("2.xml:1 S001")

    def test_two_that_include_it_with_different_schemas(self, check: Check) -> None:
        files = {
            "a.xml": book(include("1.xml"), MODEL.format("x")),
            "b.xml": book(include("1.xml"), MODEL.format("y")),
            "1.xml": part("div", "<p>x\n<b/></p>"),
            "y.rnc": RNC.replace("(note | b)*", "note*"),
        }
        (found,) = check(files, schemas=False)
        assert found.startswith("1.xml:2 S001 the schema has no element <b>")

    def test_one_fault_by_its_own_schema_and_another_is_told_once(self, check: Check) -> None:
        files = {
            "all.xml": corpus(include("1.xml"), MODEL.format("x")),
            "1.xml": book("<p>x<bad/></p>", MODEL.format("y")),
            "y.rnc": RNC.replace("corpus | book", "book"),
        }
        (found,) = check(files, schemas=False)
        assert found.startswith("1.xml:1 S001")

    def test_an_element_of_two_meanings_is_judged_in_its_place(self, check: Check) -> None:
        rnc = """\
            default namespace = "urn:x"
            start = element a { element b { p1 }, element c { element p { text } } }
            p1 = element p { empty }
            """
        files = {
            "y.rnc": rnc,
            "a.xml": f"{MODEL.format('y')}<a {HEAD}><b>{include('1.xml')}</b><c><p/></c></a>",
            "1.xml": part("p", "x"),
        }
        (found,) = check(files, schemas=False)
        assert found.startswith("1.xml:1 S001")
        files["a.xml"] = f"{MODEL.format('y')}<a {HEAD}><b><p/></b><c>{include('1.xml')}</c></a>"
        assert check(files, schemas=False) == []

    def test_instructions_to_ignore_count_in_the_part(self, check: Check) -> None:
        files = {
            "book.xml": book(include("1.xml")),
            "1.xml": '<?teikit ignore S001 "so it is"?>' + part("div", "<p>x<bad/></p>"),
        }
        assert check(files) == []

    def test_several_processes_find_the_same_in_the_same_order(self, check: Check) -> None:
        names = [f"{number:02}.xml" for number in range(40)]
        files = {name: part("div", "<p>x<bad/></p>") for name in names}
        files["book.xml"] = book("".join(map(include, names)))
        found = check(files)
        assert [line.partition(":")[0] for line in found] == names
        assert check(files, jobs=2) == found

    def test_contents_that_are_edited(self, tmp_path: Path, check: Check) -> None:
        files = {"book.xml": book(include("1.xml")), "1.xml": part("div", "<p>x</p>")}
        assert check(files) == []
        edited = {tmp_path / "book.xml": book(f"<p/>{include('1.xml')}").encode()}
        settings = Settings(select=("S",), schema=(str(tmp_path / "x.rnc"),))
        found = [*validate([tmp_path], settings=settings, contents=edited)]
        assert [finding.message[:29] for finding in found] == ["<div> is not allowed in <book"]

    def test_the_parts_of_what_is_edited_alone_are_not_checked(
        self, tmp_path: Path, check: Check
    ) -> None:
        check({"1.xml": part("div", "<p>x<bad/></p>"), "book.xml": book("<p/>")})
        edited = {tmp_path / "book.xml": book(f"<p/>{include('1.xml')}").encode()}
        settings = Settings(select=("S",), schema=(str(tmp_path / "x.rnc"),))
        (found,) = validate([], settings=settings, contents=edited)
        assert found.message.startswith("<div> is not allowed in <book")


class TestAlone:
    def test_no_document_begins_with_it(self, check: Check) -> None:
        begun, bad = check({"a.xml": part("div", "<p>x<bad/></p>")})
        assert begun.startswith("a.xml:1 S001 a document cannot begin with <div>")
        assert bad.startswith("a.xml:1 S001 the schema has no element <bad>")

    def test_an_element_that_the_schema_has_nowhere_is_an_error(self, check: Check) -> None:
        (found,) = check({"a.xml": part("bad", "x")})
        assert found.startswith("a.xml:1 S001")

    def test_pointers_out_of_it_are_not_known(self, check: Check) -> None:
        text = f'<div {TEI}><p><ref target="#a"/><ref target="#b"/><ref target="#c"/></p></div>'
        (found,) = check({"a.xml": text}, select="T002,T015")
        assert found.startswith("a.xml:1 T015 where the xml:id 'a' and 2 more may be, is not known")


class TestIncludes:
    def test_a_fallback_stands_for_a_missing_file(self, check: Check) -> None:
        assert check({"a.xml": book(include("no.xml", fallback="<p>x</p>"))}) == []
        (found,) = check({"a.xml": book(include("no.xml", fallback="<p>x<bad/></p>"))})
        assert "<bad>" in found
        assert len(check({"a.xml": book(include("no.xml", fallback="<head/>"))})) == 2

    def test_the_fallback_of_a_file_that_is_there_is_not_looked_at(self, check: Check) -> None:
        files = {"a.xml": book(include("1.xml", fallback="<bad/>")), "1.xml": part("p", "x")}
        assert check(files) == []

    def test_beside_a_missing_file_only_what_it_cannot_cause_is_told(self, check: Check) -> None:
        assert check({"a.xml": book(include("no.xml"))}) == []
        (found,) = check({"a.xml": book(include("no.xml") + "<bad/>")})
        assert "<bad>" in found

    def test_text(self, check: Check) -> None:
        included = '<xi:include href="1.txt" parse="text"/>'
        assert check({"a.xml": book(f"<p>{included}</p>"), "1.txt": "a < b"}) == []
        (found,) = check({"a.xml": book(f"{included}<p/>"), "1.txt": "a < b"})
        assert "text cannot stand directly in <book>: 'a < b'" in found
        (found,) = check({"a.xml": book('<p><xi:include href="2.txt" parse="text"/></p>')})
        assert found == "a.xml:1 X015 there is no file 2.txt to be included"

    @pytest.mark.parametrize("href", ["%00", "%zz", "..", "chapter", "1.tei", "1.xml"])
    def test_no_missing_file_is_passed_over(self, check: Check, href: str) -> None:
        (found,) = check({"a.xml": book(include(href))}, select="C002,X")
        assert " there is no file " in found

    def test_an_element_of_a_file_by_its_identifier(self, check: Check) -> None:
        persons = book('<register xml:id="all"><entry>A</entry></register><p xml:id="no">x</p>')
        for pointer in ("all", "element(all)", "xpointer(id('all'))"):
            text = f"<book {HEAD}><head/>{include('persons.xml', pointer)}<p/></book>"
            files = {"a.xml": text, "persons.xml": persons}
            assert check(files) == []
            files["a.xml"] = text.replace("<head/>", "<head/><p/>")
            (found,) = check(files)
            assert found.startswith("a.xml:1 S001 <register> is not allowed in <book>")
        files["a.xml"] = f"<book {HEAD}><head/>{include('persons.xml', 'none')}<p/></book>"
        assert (
            "a.xml:1 X015 there is no xml:id 'none' in persons.xml: nothing is included"
            in check(files, "a.xml")
        )

    def test_a_pointer_that_is_not_followed_is_told(self, check: Check) -> None:
        files = {"a.xml": book(include("1.xml", "xpath1(//p)")), "1.xml": part("div", "<p/>")}
        assert check(files, "a.xml") == [
            "a.xml:1 X004 of xpointers, only those to an xml:id are followed; 1.xml is left out"
        ]

    def test_files_that_include_each_other(self, check: Check) -> None:
        files = {
            "a.xml": book(include("1.xml")),
            "1.xml": part("div", f"<p/>{include('2.xml')}"),
            "2.xml": part("div", include("1.xml")),
        }
        assert [found.partition(":")[0] + found[7:13] for found in check(files)] == [
            "1.xml X015 ",
            "2.xml X015 ",
        ]

    def test_the_namespace_of_a_draft(self, check: Check) -> None:
        text = book(include("1.xml")).replace("2001/XInclude", "2003/XInclude")
        found = check({"a.xml": text, "1.xml": part("p", "x")}, "a.xml", select="X")
        assert [line[:46] for line in found] == ["a.xml:1 X015 nothing is included by this eleme"]

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
    def test_an_include_far_behind_the_beginning(
        self, check: Check, tmp_path: Path, encoding: str
    ) -> None:
        bare = '<book xmlns="urn:x"><head>A</head>' + "<div><p>x</p></div>" * 8000
        late = include("1.xml").replace("<xi:include", f"<xi:include {HEAD.partition(' ')[2]}")
        (tmp_path / "a.xml").write_text(f"{bare}{late}</book>", encoding=encoding)
        assert check({"1.xml": part("div", "<p>x</p>")}) == []


def test_the_header_of_a_corpus_speaks_for_its_parts(check: Check) -> None:
    statement = "<publicationStmt><date>1</date></publicationStmt>"
    header = f"<teiHeader><fileDesc>{statement}</fileDesc></teiHeader>"
    files = {"a.xml": f"<TEI {TEI}>{header}</TEI>"}
    assert len(check(files, select="T051,T052")) == 2
    files["all.xml"] = f"<teiCorpus {TEI}>{header}{include('a.xml')}</teiCorpus>"
    assert [found[:7] for found in check(files, select="T051,T052")] == ["all.xml", "all.xml"]


class TestPointers:
    def corpus(self, *letters: str) -> dict[str, str]:
        header = '<teiHeader><person xml:id="p1"/><person xml:id="p2"/></teiHeader>'
        inner = "".join(include(f"{number}.xml") for number in range(len(letters)))
        files = {f"{n}.xml": f"<TEI {TEI}>{text}</TEI>" for n, text in enumerate(letters)}
        return {"all.xml": f"<teiCorpus {TEI}>{header}{inner}</teiCorpus>", **files}

    def test_what_a_corpus_names_is_there_for_its_parts(self, check: Check) -> None:
        files = self.corpus('<u who="#p1"/><u who="#p2"/><u who="#p3"/>', '<p xml:id="x"/>')
        assert check(files, select="T002") == [
            "0.xml:1 T002 there is no xml:id 'p3' in any file of this document"
        ]

    def test_and_what_another_part_names(self, check: Check) -> None:
        assert check(self.corpus('<u who="#x"/>', '<p xml:id="x"/>'), select="T002") == []

    def test_what_a_file_includes_is_there_for_it(self, check: Check) -> None:
        text = f'<TEI {TEI}>{include("tax.xml")}<p ana="#a"/><p ana="#b"/></TEI>'
        files = {"a.xml": text, "tax.xml": f'<category {TEI} xml:id="a"/>'}
        assert check(files, select="T002,T015") == [
            "a.xml:1 T002 there is no xml:id 'b' in any file of this document"
        ]

    def test_another_file_that_includes_the_same_is_no_relative(self, check: Check) -> None:
        text = f'<TEI {TEI}>{include("tax.xml")}<p ana="#b"/></TEI>'
        other = f'<TEI {TEI}>{include("tax.xml")}<p xml:id="b"/></TEI>'
        files = {"a.xml": text, "b.xml": other, "tax.xml": f'<category {TEI} xml:id="a"/>'}
        assert len(check(files, select="T002")) == 1

    def test_where_not_all_is_known_nothing_is_told(self, check: Check) -> None:
        files = self.corpus('<u who="#p3"/>')
        files["all.xml"] = files["all.xml"].replace(
            "</teiCorpus>", include("no.xml") + "</teiCorpus>"
        )
        assert check(files, select="T002") == []

    def test_references_of_a_schema(self, check: Check) -> None:
        files = {
            "a.xml": book(include("1.xml") + '<div><p xml:id="x">y</p></div>'),
            "1.xml": part("div", '<p to="x"/>\n<p to="z"/>'),
        }
        (found,) = check(files)
        assert found == "1.xml:2 S001 there is no element with the identifier 'z'"

    def test_an_identifier_in_two_parts(self, check: Check) -> None:
        files = self.corpus('<p xml:id="x"/>', f'<p xml:id="y"/>{include("in.xml")}')
        files["in.xml"] = f'<div {TEI} xml:id="x"/>'
        assert check(files, select="C001,C011") == [
            "in.xml:1 C011 the xml:id 'x' is given already, in 0.xml"
        ]


XSD = """\
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:x" xmlns="urn:x"
  elementFormDefault="qualified">
<xs:element name="book"><xs:complexType><xs:sequence><xs:element ref="head"/>
<xs:element ref="p" maxOccurs="unbounded"/></xs:sequence></xs:complexType></xs:element>
<xs:element name="head" type="xs:string"/>
<xs:element name="p"><xs:complexType mixed="true"><xs:sequence>
<xs:element ref="head" minOccurs="0"/></xs:sequence>
<xs:attribute name="n" type="xs:integer" use="required"/></xs:complexType></xs:element>
</xs:schema>"""


class TestXsd:
    def found(self, check: Check, inner: str, **parts: str) -> list[str]:
        model = '<?xml-model href="x.xsd"?>'
        files = {f"{name}.xml": text for name, text in parts.items()}
        files |= {"a.xml": book(inner, model), "x.xsd": XSD}
        return check(files, "a.xml", schemas=False)

    def test_parts_stand_in_their_places(self, check: Check) -> None:
        assert self.found(check, include("b.xml"), b=part("p", "x", 'n="1"')) == []

    def test_what_may_not_stand_there(self, check: Check) -> None:
        (found,) = self.found(check, "<p n='1'/>\n" + include("b.xml"), b=part("head", "x"))
        assert found.startswith("a.xml:2 S002 <head xmlns")

    def test_a_fault_in_a_part_is_told_there(self, check: Check) -> None:
        (found,) = self.found(check, include("b.xml"), b=part("p", "x"))
        assert found.startswith("b.xml:1 S002 <p xmlns")

    def test_a_fallback_and_what_is_not_known(self, check: Check) -> None:
        assert self.found(check, include("no.xml", fallback='<p n="1">x</p>')) == []
        (found,) = self.found(check, include("no.xml", fallback="<p>x</p>"))
        assert found.startswith("a.xml:1 S002")
        assert self.found(check, include("no.xml")) == []


@pytest.mark.parametrize("seed", range(30))
def test_the_same_is_found_as_where_all_is_in_one_file(
    check: Check, tmp_path: Path, seed: int
) -> None:
    """What lxml makes of the files is held against the schema, and has the same faults."""
    random = Random(seed)
    files = {}

    def division(depth: int) -> str:
        kinds = ["<p>x</p>", "<p>x<b>y</b></p>", "<p><bad/></p>", "<head/>", '<p n="1"/>', "text"]
        inner = [random.choice(kinds) for _ in range(random.randint(0, 2))]
        inner += [placed(depth + 1) for _ in range(random.randint(0, 2) if depth < 3 else 0)]
        random.shuffle(inner)
        return "".join(inner)

    def placed(depth: int) -> str:
        name = random.choice(["div", "div", "div", "note", "p"])
        text = division(depth)
        if random.random() < 0.5:
            file = f"{len(files)}.xml"
            files[file] = ""
            files[file] = part(name, text)
            return include(file)
        return f"<{name}>{text}</{name}>"

    files["main.xml"] = ""
    files["main.xml"] = book(placed(0) + placed(0))
    found = check(files, "main.xml", select="S001")
    tree = etree.parse(tmp_path / "main.xml")
    tree.xinclude()
    for element in tree.iter("*"):
        element.attrib.pop("{http://www.w3.org/XML/1998/namespace}base", None)
    schema = Schema.from_file(tmp_path / "x.rnc")
    together = [error.message for error in schema.iter_errors(etree.tostring(tree))]
    assert bool(found) == bool(together)
    assert {" ".join(line.split()[2:5]) for line in found} == {
        " ".join(message.split()[:3]) for message in together
    }
