"""Schemas and documents that are made to hurt: each gets an answer, or is refused.

What could take all memory or all time runs in a process of its own, which has limits; they are far
from what is needed, so that no test depends on how fast a machine is.
"""

import multiprocessing.connection
import sys
from collections.abc import Callable, Iterator, Mapping
from mmap import PAGESIZE
from pathlib import Path

import pytest

from teikit.relaxng import Kind, Schema, SchemaError

RNG = "http://relaxng.org/ns/structure/1.0"
XSD = "http://www.w3.org/2001/XMLSchema-datatypes"

SECONDS = 60
MEMORY = 1 << 30  # bytes

Files = Mapping[str, str]
Make = Callable[[], str | Files]
Answer = tuple[int | str, str]


def ask(make_schema: Make, make_document: Make) -> Answer:
    """The number of errors and the kind of the first; or that a schema is refused, and why."""
    if "fork" not in multiprocessing.get_all_start_methods():
        return answer(make_schema, make_document)
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=limited, args=(there, make_schema, make_document))
    process.start()
    there.close()
    try:
        assert here.poll(SECONDS), "no answer"
        given: Answer | None = here.recv()
    except EOFError:
        given = None
    finally:
        process.kill()
        process.join()
    assert given is not None, "it broke; see the output"
    return given


def limited(
    connection: multiprocessing.connection.Connection, make_schema: Make, make_document: Make
) -> None:
    """Send the answer, with no more memory than is good."""
    import resource  # noqa: PLC0415  # where there is a fork, there is this

    most = _taken() + MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    connection.send(answer(make_schema, make_document))


def _taken() -> int:
    """Bytes of addresses that the process has from the one that it was forked from."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * PAGESIZE
    except OSError:  # not on Linux
        return 0


def answer(make_schema: Make, make_document: Make) -> Answer:
    """What `ask` says."""
    made = make_schema()
    files = {"main": made} if isinstance(made, str) else made
    try:
        schema = Schema.from_string(files["main"], "main", lambda name: files[name].encode())
    except SchemaError as error:
        return "refused", error.reason
    document = make_document()
    assert isinstance(document, str)
    found = schema.validate(document.encode())
    return len(found), found[0].kind.name if found else ""


NESTED_TOO_DEEPLY = "nested too deeply"

REFUSED: Mapping[str, Make] = {
    "brackets": lambda: "start = element a {" + "(" * 100000 + "text" + ")" * 100000 + "}",
    "groups": lambda: (
        '<element name="a" xmlns="http://relaxng.org/ns/structure/1.0">' + "<group>" * 100000
    ),
    "elements": lambda: "start = " + "element a {" * 20000 + "text" + "}" * 20000,
    "excepts": lambda: "element a { " + "string - (" * 20000,
    "name classes": lambda: "element " + "(" * 20000 + "a" + ")" * 20000 + "{ text }",
    "grammars": lambda: "start = " + "grammar { start = " * 20000 + "text" + "}" * 20000,
    "divs": lambda: '<grammar xmlns="http://relaxng.org/ns/structure/1.0">' + "<div>" * 100000,
    "references": lambda: (
        "start = element a { r0 }\n"
        + "\n".join(f"r{n} = r{n + 1}" for n in range(3000))
        + "\nr3000 = text"
    ),
    "a chain of files": lambda: (
        {"main": 'include "0"'} | {str(n): f'include "{n + 1}"' for n in range(99)}
    ),
    "definitions from the bottom up": lambda: (
        "start = element r {"
        + "|".join(f"d{n}" for n in range(1000))
        + "}\nd0 = element a {empty}\n"
        + "\n".join(f"d{n} = (d{n - 1}, element b {{empty}}?)+" for n in range(1, 1000))
    ),
}


@pytest.mark.parametrize("schema", REFUSED.values(), ids=REFUSED)
def test_schemas_nested_too_deeply(schema: Make) -> None:
    verdict, reason = ask(schema, lambda: "<a/>")
    assert verdict == "refused"
    assert NESTED_TOO_DEEPLY in reason


def interleaved(levels: int) -> str:
    """Definitions that interleave the one before them with itself."""
    rules = [f"c{n + 1} = c{n} & c{n}" for n in range(levels)]
    return "\n".join([f"start = element r {{ c{levels} }}", "c0 = element a {empty}?", *rules])


TOO_LARGE: Mapping[str, tuple[Make, str]] = {
    "interleaves of interleaves": (lambda: interleaved(40), "an interleave has more than 1000"),
    "interleaves that are combined": (
        lambda: "start = element r { a }\n" + "a &= element b {empty}*\n" * 1001,
        "an interleave has more than 1000",
    ),
    "many values": (
        lambda: "element r {" + "|".join(f'"v{n}"' for n in range(101_000)) + "}",
        "more than 100,000 elements",
    ),
    "many values of XML": (
        lambda: (
            f'<element name="r" xmlns="{RNG}"><choice>'
            + "<value>v</value>" * 101_000
            + "</choice></element>"
        ),
        "more than 100,000 elements",
    ),
    "many values in many files": (
        lambda: {
            "main": "element r {" + "|".join(['external "v"'] * 20) + "}",
            "v": "|".join(f'"v{n}"' for n in range(6000)),
        },
        "more than 100,000 elements",
    ),
    "many bytes in many files": (
        lambda: {
            "main": "element r {" + "|".join(['external "v"'] * 20) + "}",
            "v": "#" + "x" * (1 << 20) + '\n"v"',
        },
        "the schema is larger than 16 MiB",
    ),
    "names without end": (
        lambda: (
            "".join(f'namespace n{n} = "u{n}"\n' for n in range(150))
            + "element r {"
            + ",".join(f"attribute n{n}:* {{text}}*" for n in range(150))
            + "}"
        ),
        "more than 100 names without end",
    ),
    "namespaces": (
        lambda: (
            f'<element name="r" xmlns="{RNG}" '
            + " ".join(f'xmlns:n{n}="u"' for n in range(10_000))
            + "><choice>"
            + '<value xmlns:z="u">v</value>' * 10_000
            + "</choice></element>"
        ),
        "more than 200 namespaces are declared",
    ),
    "a base that is none": (
        lambda: f'<group xmlns="{RNG}"><text xml:base="http://["/></group>',
        "xml:base of <text> is no address",
    ),
}


@pytest.mark.parametrize(("schema", "reason"), TOO_LARGE.values(), ids=TOO_LARGE)
def test_schemas_that_are_too_large(schema: Make, reason: str) -> None:
    verdict, found = ask(schema, lambda: "<a/>")
    assert verdict == "refused"
    assert reason in found


def bomb(twice: str) -> Files:
    """Files that name each other twice, forty deep."""
    names = [str(number) for number in range(1, 41)]
    files = dict(zip(["main", *names], [twice.format(name) for name in names], strict=False))
    return {**files, "40": "start = element a { empty }"}


TWICE = {
    "include": 'include "{0}"\ninclude "{0}"',
    "external": 'element a {{ external "{0}", external "{0}" }}',
}


@pytest.mark.parametrize("twice", TWICE.values(), ids=TWICE)
def test_files_that_include_each_other_twice(twice: str) -> None:
    verdict, reason = ask(lambda: bomb(twice), lambda: "<a/>")
    assert verdict == "refused"
    assert reason.endswith("the schema is made of more than 1000 files")


def in_divs(number: int) -> str:
    """A schema that includes the next, in many `div`s; the last of twelve includes none."""
    inside = f'include "{number + 1}"' if number < 12 else "start = element a { empty }"
    return "div {" * 150 + inside + "}" * 150


def test_divs_around_includes() -> None:
    def files() -> Files:
        return {str(number) if number else "main": in_divs(number) for number in range(13)}

    verdict, reason = ask(files, lambda: "<a/>")
    assert (verdict, reason) == (0, "") or NESTED_TOO_DEEPLY in reason


LAUGHS = (
    "<!DOCTYPE {root} [<!ENTITY a0 'ha'>"
    + "".join(f"<!ENTITY a{n + 1} '{f'&a{n};' * 10}'>" for n in range(10))
    + "]>"
)
SQUARE = "<!DOCTYPE {root} [<!ENTITY a '" + "x" * 50_000 + "'>]>"
BOMBS = {"laughs": (LAUGHS, "&a10;"), "square": (SQUARE, "&a;" * 50_000)}


@pytest.mark.parametrize(("head", "reference"), BOMBS.values(), ids=BOMBS)
@pytest.mark.parametrize("where", ["<r>{}</r>", "<r a='{}'/>"])
def test_bombs_of_entities_in_documents(head: str, reference: str, where: str) -> None:
    schema = Schema.from_string("element r { attribute a { text }?, text }")
    document = head.format(root="r") + where.format(reference)
    [error] = schema.validate(document.encode())
    assert error.kind is Kind.NOT_WELL_FORMED


@pytest.mark.parametrize(("head", "reference"), BOMBS.values(), ids=BOMBS)
@pytest.mark.parametrize("where", ["<value>{}</value>", "<x xmlns='urn:x'>{}</x><value/>"])
def test_bombs_of_entities_in_schemas(head: str, reference: str, where: str) -> None:
    source = head.format(root="element") + f'<element name="r" xmlns="{RNG}">'
    with pytest.raises(SchemaError, match="not well-formed"):
        Schema.from_string(source + where.format(reference) + "</element>")


# What nothing may come of: opening a file, asking a server, starting a program.
OPENING = ("open", "socket.", "urllib.", "subprocess.", "os.system", "http.", "ftplib.")

OUTSIDE = {
    "entity": "<!DOCTYPE {0} [<!ENTITY e SYSTEM '{1}'>]>{2}&e;{3}",
    "public entity": "<!DOCTYPE {0} [<!ENTITY e PUBLIC 'x' '{1}'>]>{2}&e;{3}",
    "document type": "<!DOCTYPE {0} SYSTEM '{1}'>{2}{3}",
    "entity of a document type": "<!DOCTYPE {0} SYSTEM '{1}'>{2}&e;{3}",
    "parameter entity": "<!DOCTYPE {0} [<!ENTITY % p SYSTEM '{1}'> %p;]>{2}{3}",
    "unparsed entity": "<!DOCTYPE {0} [<!NOTATION n SYSTEM '{1}'><!ENTITY e SYSTEM '{1}' NDATA n>]>"
    "{2}{3}",
    "instruction": "<?xml-model href='{1}'?><?xml-stylesheet href='{1}'?>{2}{3}",
    "schema location": "{2}<!-- -->{3}",
}
ADDRESSES = ("/etc/passwd", "file:///etc/passwd", "http://127.0.0.1:9/x", "secret.txt")

LISTENING: list[list[str]] = []
HOOKED: list[bool] = []


@pytest.fixture
def opened() -> Iterator[list[str]]:
    """The files and addresses that are opened during a test."""
    if not HOOKED:  # a hook cannot be taken away again
        HOOKED.append(True)
        sys.addaudithook(heard)
    events: list[str] = []
    LISTENING.append(events)
    yield events
    LISTENING.pop()


def heard(event: str, arguments: tuple[object, ...]) -> None:
    """Note an event for the test that listens last."""
    if LISTENING and event.startswith(OPENING):
        # What Python itself opens to import a module is none of the document's.
        name = str(arguments[0])
        if not name.endswith((".py", ".pyc", ".so")):
            LISTENING[-1].append(f"{event} {arguments}")


def test_the_watch_sees_what_is_opened(opened: list[str]) -> None:
    with pytest.raises(OSError, match="No such file"):
        open("/nowhere/at/all")  # noqa: PTH123, SIM115
    assert opened


@pytest.mark.parametrize("form", OUTSIDE.values(), ids=OUTSIDE)
@pytest.mark.parametrize("address", ADDRESSES)
def test_documents_open_nothing(form: str, address: str, opened: list[str]) -> None:
    schema = Schema.from_string("element r { text }")
    opened.clear()
    errors = schema.validate(form.format("r", address, "<r>", "</r>").encode())
    assert opened == []
    assert {error.kind for error in errors} <= {Kind.NOT_WELL_FORMED}
    if "&e;" in form:
        assert errors


@pytest.mark.parametrize("form", OUTSIDE.values(), ids=OUTSIDE)
@pytest.mark.parametrize("address", ADDRESSES)
def test_schemas_open_nothing(form: str, address: str, opened: list[str]) -> None:
    Schema.from_string(f'<element name="r" xmlns="{RNG}"><text/></element>')
    opened.clear()
    tag = f'<element name="r" xmlns="{RNG}"><value>'
    source = form.format("element", address, tag, "</value></element>")
    if "&e;" in form:
        with pytest.raises(SchemaError):
            Schema.from_string(source)
    else:
        Schema.from_string(source)
    assert opened == []


def test_addresses_on_the_network_are_not_opened(opened: list[str]) -> None:
    for address in ("http://127.0.0.1:9/a", "HTTPS://127.0.0.1:9/a", "ftp://127.0.0.1/a", "//h/a"):
        source = f'<element name="r" xmlns="{RNG}"><externalRef href="{address}"/></element>'
        with pytest.raises(SchemaError):
            Schema.from_string(source)
    assert [name for name in opened if not name.startswith("open ")] == []


# ------------------------------------------------------------------------------------------------
# Large things
# ------------------------------------------------------------------------------------------------

SHARED = "cN = (cM, e?) | (cM, f?)"


def shared(first: str, around: str = "{}", rule: str = SHARED) -> str:
    """Definitions that all use the one before them twice: few patterns, and endless ways."""
    rules = [rule.replace("N", str(n)).replace("M", str(n - 1)) for n in range(1, 31)]
    head = [f"start = element r {{ {around.format('c30')} }}", f"c0 = {first}"]
    return "\n".join([*head, *rules, "e = element e {empty}", "f = element f {empty}"])


LARGE: Mapping[str, tuple[Make, Make, int, str]] = {
    "nesting": (
        lambda: "start = a\na = element a { a? }",
        lambda: "<a>" * 100000 + "</a>" * 100000,
        0,
        "",
    ),
    "nesting of what is unknown": (
        lambda: "element r { empty }",
        lambda: "<a>" * 50000 + "</a>" * 50000,
        1,
        "ELEMENT_UNKNOWN",
    ),
    "nesting that is wrong in each level": (
        lambda: "start = a\na = element a { a? }",
        lambda: '<a x="">' * 1000 + "</a>" * 1000,
        1000,
        "ATTRIBUTE_NOT_ALLOWED",
    ),
    "nesting without an end": (
        lambda: "start = a\na = element a { a? }",
        lambda: "<a>" * 50000,
        1,
        "NOT_WELL_FORMED",
    ),
    "attributes of any name": (
        lambda: "element r { attribute * { text }* }",
        lambda: "<r " + " ".join(f'a{n}="x"' for n in range(20000)) + "/>",
        0,
        "",
    ),
    "unknown attributes": (
        lambda: "element r { empty }",
        lambda: "<r " + " ".join(f'a{n}="x"' for n in range(12000)) + "/>",
        12000,
        "ATTRIBUTE_NOT_ALLOWED",
    ),
    "attributes with wrong values": (
        lambda: f'datatypes xsd = "{XSD}"\nelement r {{ attribute * {{ xsd:int }}* }}',
        lambda: "<r " + " ".join(f'a{n}="x"' for n in range(800)) + "/>",
        800,
        "ATTRIBUTE_INVALID",
    ),
    "attributes in the schema": (
        lambda: "element r {" + ",".join(f"attribute a{n} {{text}}" for n in range(500)) + "}",
        lambda: "<r " + " ".join(f'a{n}="x"' for n in range(500)) + "/>",
        0,
        "",
    ),
    "declarations of namespaces": (
        lambda: "element r { empty }",
        lambda: "<r " + " ".join(f'xmlns:a{n}="urn:x"' for n in range(8000)) + "/>",
        0,
        "",
    ),
    "declarations of namespaces, nested": (
        lambda: "start = a\na = element a { a? }",
        lambda: "".join(f'<a xmlns:a{n}="urn:x">' for n in range(8000)) + "</a>" * 8000,
        0,
        "",
    ),
    "many faults in one piece": (
        lambda: "element r { element a {empty}* }",
        lambda: "<r>" + '<a x=""/>' * 3000 + " " * 300000 + "</r>",
        3000,
        "ATTRIBUTE_NOT_ALLOWED",
    ),
    "a long name": (
        lambda: "element r { element " + "n" * 1000000 + " { empty }, element s { empty }? }",
        lambda: "<r><" + "n" * 1000000 + "/><" + "m" * 1000000 + " " + "k" * 1000000 + '=""/></r>',
        1,
        "ELEMENT_UNKNOWN",
    ),
    "a long value": (
        lambda: 'element r { attribute a { list { "x"* } } }',
        lambda: '<r a="' + "x " * 8000 + 'y"/>',
        1,
        "ATTRIBUTE_INVALID",
    ),
    "words that may all be left out": (
        lambda: "element r { list {" + ",".join(['"a"?'] * 500) + "} }",
        lambda: "<r>" + "a " * 501 + "</r>",
        1,
        "VALUE_INVALID",
    ),
    "words that may come again": (
        lambda: "element r { list {" + ",".join(['("a"|"b")*'] * 300) + "} }",
        lambda: "<r>" + "a b " * 3000 + "</r>",
        0,
        "",
    ),
    "as many as follow": (
        lambda: (
            "start = element r {"
            + ",".join(["a?"] * 100 + ["a"] * 100)
            + "}\na = element a {empty}"
        ),
        lambda: "<r>" + "<a/>" * 100 + "</r>",
        0,
        "",
    ),
    "interleave of many": (
        lambda: "element r {" + "&".join(f"element a{n} {{empty}}?" for n in range(200)) + "}",
        lambda: "<r>" + "".join(f"<a{n * 77 % 200}/>" for n in range(200)) + "</r>",
        0,
        "",
    ),
    "interleaves in each other": (
        lambda: (
            "element r {"
            + "".join(f"(element a{n} {{empty}}? & (element b{n} {{empty}}?, " for n in range(30))
            + "text"
            + "))" * 30
            + "}"
        ),
        lambda: (
            "<r>"
            + "".join(f"<b{n}/>" for n in range(30))
            + "x"
            + "".join(f"<a{n}/>" for n in range(30))
            + "</r>"
        ),
        0,
        "",
    ),
    "a large choice": (
        lambda: "element r { (" + "|".join(f"element a{n} {{empty}}" for n in range(1500)) + ")* }",
        lambda: "<r>" + "<a7/><a1499/>" * 100 + "<b/></r>",
        1,
        "ELEMENT_UNKNOWN",
    ),
    "a long sequence": (
        lambda: "element r { " + ",".join(f"element a{n} {{empty}}" for n in range(1500)) + "}",
        lambda: "<r>" + "".join(f"<a{n}/>" for n in range(1500)) + "</r>",
        0,
        "",
    ),
    "a chain of elements": (
        lambda: (
            "start = r0\n"
            + "\n".join(f"r{n} = element a {{ r{n + 1}? }}" for n in range(1000))
            + "\nr1000 = empty"
        ),
        lambda: "<a>" * 1000 + "</a>" * 1000,
        0,
        "",
    ),
    "shared attributes": (lambda: shared("attribute a { text }"), lambda: '<r a=""/>', 0, ""),
    "shared attributes, missing": (
        lambda: shared("attribute a { text }"),
        lambda: "<r/>",
        1,
        "ATTRIBUTE_MISSING",
    ),
    "shared text": (lambda: shared("text"), lambda: "<r>x</r>", 0, ""),
    "shared text that is not allowed": (
        lambda: shared("empty"),
        lambda: "<r>x</r>",
        1,
        "TEXT_NOT_ALLOWED",
    ),
    "shared elements": (
        lambda: shared("element a { empty }"),
        lambda: "<r><a/>" + "<e/><f/>" * 15 + "</r>",
        0,
        "",
    ),
    "shared elements, missing": (
        lambda: shared("element a { empty }"),
        lambda: "<r><e/></r>",
        1,
        "ELEMENT_MISSING",
    ),
    "shared elements, nothing there": (
        lambda: shared("element a { empty }"),
        lambda: "<r/>",
        1,
        "CONTENT_INCOMPLETE",
    ),
    "shared interleaves": (
        lambda: shared("element a { empty }", rule="cN = (cM, e?) | (cM & element xN {empty}?)"),
        lambda: "<r><a/></r>",
        0,
        "",
    ),
    "shared words": (
        lambda: shared('"a" | "b"', around="list {{ {} }}", rule="cN = (cM, cM)"),
        lambda: "<r>c</r>",
        1,
        "VALUE_INVALID",
    ),
    "shared choices of words": (
        lambda: shared('"a"', around="list {{ {} }}", rule='cN = (cM, "e"?) | (cM, "f"?)'),
        lambda: "<r>a e f</r>",
        0,
        "",
    ),
}


@pytest.mark.parametrize(("schema", "document", "count", "kind"), LARGE.values(), ids=LARGE)
def test_large_things_get_an_answer(schema: Make, document: Make, count: int, kind: str) -> None:
    assert ask(schema, document) == (count, kind)
