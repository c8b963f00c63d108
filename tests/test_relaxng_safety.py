"""Schemas and documents that are made to hurt: each gets an answer, or is refused.

What could take all memory or all time runs in a process of its own, which has limits; they are far
from what is needed, so that no test depends on how fast a machine is.
"""

import json
import subprocess
import sys
from collections.abc import Mapping

import pytest

from teikit.relaxng import Kind, Schema, SchemaError

RNG = "http://relaxng.org/ns/structure/1.0"
XSD = "http://www.w3.org/2001/XMLSchema-datatypes"

SECONDS = 6
MEMORY = 2 << 30

ASK = """
import json, sys
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, ({memory}, {memory}))
except ImportError:
    pass
from teikit.relaxng import Schema, SchemaError
files = eval(sys.argv[1])
try:
    schema = Schema.from_string(files["main"], "main", lambda name: files[name].encode())
except SchemaError as error:
    print(json.dumps(["refused", error.reason]))
else:
    document = eval(sys.argv[2])
    found = schema.validate(document.encode())
    print(json.dumps([len(found), found[0].kind.name if found else ""]))
"""


def ask(schema: str, document: str) -> tuple[int | str, str]:
    """The number of errors and the kind of the first, or why a schema is refused.

    Both are expressions of Python: what they make is large. That of the schema is a string or a
    dictionary of files.
    """
    files = schema if schema.startswith("{") else f"{{'main': {schema}}}"
    run = subprocess.run(
        [sys.executable, "-c", ASK.format(memory=MEMORY), files, document],
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-2000:]
    first, second = json.loads(run.stdout)
    return first, second


NESTED_TOO_DEEPLY = "nested too deeply"

REFUSED: Mapping[str, str] = {
    "brackets": "'start = element a {' + '(' * 100000 + 'text' + ')' * 100000 + '}'",
    "groups": f"'<element name=\"a\" xmlns=\"{RNG}\">' + '<group>' * 100000",
    "elements": "'start = ' + 'element a {' * 100000 + 'text' + '}' * 100000",
    "excepts": "'element a { ' + 'string - (' * 100000",
    "name classes": "'element ' + '(' * 100000 + 'a' + ')' * 100000 + '{ text }'",
    "grammars": "'start = ' + 'grammar { start = ' * 100000 + 'text' + '}' * 100000",
    "divs": f"'<grammar xmlns=\"{RNG}\">' + '<div>' * 100000",
    "references": (
        r"'start = element a { r0 }\n' + '\n'.join(f'r{n} = r{n + 1}' for n in range(20000))"
        r" + '\nr20000 = text'"
    ),
    "a chain of files": (
        "{'main': 'include \"0\"'} | {str(n): f'include \"{n + 1}\"' for n in range(99)}"
    ),
    # Each definition is shallow when it comes to be compiled; together they are not.
    "definitions from the bottom up": (
        r"'start = element r {' + '|'.join(f'd{n}' for n in range(2000)) + '}\n"
        r"d0 = element a {empty}\n'"
        r" + '\n'.join(f'd{n} = (d{n - 1}, element b {{empty}}?)+' for n in range(1, 2000))"
    ),
}


@pytest.mark.parametrize("schema", REFUSED.values(), ids=REFUSED)
def test_schemas_nested_too_deeply(schema: str) -> None:
    verdict, reason = ask(schema, "'<a/>'")
    assert verdict == "refused"
    assert NESTED_TOO_DEEPLY in reason


def bomb(kind: str) -> str:
    """Files that name each other twice, forty deep."""
    twice = f'element a {{ {kind} "{{n}}", {kind} "{{n}}" }}'
    if kind == "include":
        twice = 'include \\"{n}\\"\\ninclude \\"{n}\\"'
    return (
        f"{{'main': '{twice}'.replace('{{n}}', '1'), '40': 'start = element a {{ empty }}'}}"
        f" | {{str(n): '{twice}'.replace('{{n}}', str(n + 1)) for n in range(1, 40)}}"
    )


@pytest.mark.parametrize("kind", ["include", "external"])
def test_files_that_include_each_other_twice(kind: str) -> None:
    verdict, reason = ask(bomb(kind), "'<a/>'")
    assert verdict == "refused"
    assert reason.endswith("the schema is made of more than 1000 files")


def test_divs_around_includes() -> None:
    files = (
        "{str(n) if n else 'main': 'div {' * 150 + (f'include \"{n + 1}\"' if n < 40 else"
        " 'start = element a {empty}') + '}' * 150 for n in range(41)}"
    )
    verdict, reason = ask(files, "'<a/>'")
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
def opened() -> list[str]:
    """The files and addresses that are opened during a test."""
    if not HOOKED:  # a hook cannot be taken away again
        HOOKED.append(True)
        sys.addaudithook(heard)
    events: list[str] = []
    LISTENING.append(events)
    return events


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
    assert [one for one in opened if not one.startswith("open ")] == []


# ------------------------------------------------------------------------------------------------
# Large things
# ------------------------------------------------------------------------------------------------

MANY = "' '.join(f'a{n}=\"x\"' for n in range(100000))"
SHARED = "cN = (cM, e?) | (cM, f?)"


def shared(first: str, around: str = "{}", rule: str = SHARED) -> str:
    """Definitions that all use the one before them twice: few patterns, and endless ways."""
    rules = (
        f"'\\n'.join('{rule}'.replace('N', str(n)).replace('M', str(n - 1)) for n in range(1, 31))"
    )
    head = f"start = element r {{ {around.format('c30')} }}\\nc0 = {first}\\n"
    return f"'{head}' + {rules} + '\\ne = element e {{empty}}\\nf = element f {{empty}}'"


LARGE: Mapping[str, tuple[str, str, int, str]] = {
    "nesting": (
        "'start = a\\na = element a { a? }'",
        "'<a>' * 100000 + '</a>' * 100000",
        0,
        "",
    ),
    "nesting of what is unknown": (
        "'element r { empty }'",
        "'<a>' * 100000 + '</a>' * 100000",
        1,
        "ELEMENT_UNKNOWN",
    ),
    "nesting that is wrong in each level": (
        "'start = a\\na = element a { a? }'",
        "'<a x=\"\">' * 5000 + '</a>' * 5000",
        5000,
        "ATTRIBUTE_NOT_ALLOWED",
    ),
    "nesting without an end": (
        "'start = a\\na = element a { a? }'",
        "'<a>' * 100000",
        1,
        "NOT_WELL_FORMED",
    ),
    "attributes of any name": (
        "'element r { attribute * { text }* }'",
        f"'<r ' + {MANY} + '/>'",
        0,
        "",
    ),
    "unknown attributes": (
        "'element r { empty }'",
        f"'<r ' + {MANY} + '/>'",
        100000,
        "ATTRIBUTE_NOT_ALLOWED",
    ),
    "attributes with wrong values": (
        f"'datatypes xsd = \"{XSD}\"\\nelement r {{ attribute * {{ xsd:int }}* }}'",
        "'<r ' + ' '.join(f'a{n}=\"x\"' for n in range(5000)) + '/>'",
        5000,
        "ATTRIBUTE_INVALID",
    ),
    "attributes in the schema": (
        "'element r {' + ','.join(f'attribute a{n} {{text}}' for n in range(3000)) + '}'",
        "'<r ' + ' '.join(f'a{n}=\"x\"' for n in range(3000)) + '/>'",
        0,
        "",
    ),
    "declarations of namespaces": (
        "'element r { empty }'",
        "'<r ' + ' '.join(f'xmlns:a{n}=\"urn:x\"' for n in range(20000)) + '/>'",
        0,
        "",
    ),
    "declarations of namespaces, nested": (
        "'start = a\\na = element a { a? }'",
        "''.join(f'<a xmlns:a{n}=\"urn:x\">' for n in range(20000)) + '</a>' * 20000",
        0,
        "",
    ),
    "many faults in one piece": (
        "'element r { element a {empty}* }'",
        "'<r>' + '<a x=\"\"/>' * 20000 + ' ' * 1000000 + '</r>'",
        20000,
        "ATTRIBUTE_NOT_ALLOWED",
    ),
    "a long name": (
        "'element r { element ' + 'n' * 1000000 + ' { empty }, element s { empty }? }'",
        "'<r><' + 'n' * 1000000 + '/><' + 'm' * 1000000 + ' ' + 'k' * 1000000 + '=\"\"/></r>'",
        1,
        "ELEMENT_UNKNOWN",
    ),
    "a long value": (
        "'element r { attribute a { list { \"x\"* } } }'",
        "'<r a=\"' + 'x ' * 100000 + 'y\"/>'",
        1,
        "ATTRIBUTE_INVALID",
    ),
    "as many as follow": (
        "'start = element r {' + ','.join(['a?'] * 100 + ['a'] * 100) + '}\\na = element a {empty}'",
        "'<r>' + '<a/>' * 100 + '</r>'",
        0,
        "",
    ),
    "interleave of many": (
        "'element r {' + '&'.join(f'element a{n} {{empty}}?' for n in range(200)) + '}'",
        "'<r>' + ''.join(f'<a{n * 77 % 200}/>' for n in range(200)) + '</r>'",
        0,
        "",
    ),
    "interleaves in each other": (
        "'element r {' + ''.join(f'(element a{n} {{empty}}? & (element b{n} {{empty}}?, '"
        " for n in range(30)) + 'text' + '))' * 30 + '}'",
        "'<r>' + ''.join(f'<b{n}/>' for n in range(30)) + 'x' + ''.join(f'<a{n}/>' for n in range(30))"
        " + '</r>'",
        0,
        "",
    ),
    "a large choice": (
        "'element r { (' + '|'.join(f'element a{n} {{empty}}' for n in range(10000)) + ')* }'",
        "'<r>' + '<a7/><a9999/>' * 100 + '<b/></r>'",
        1,
        "ELEMENT_UNKNOWN",
    ),
    "a long sequence": (
        "'element r { ' + ','.join(f'element a{n} {{empty}}' for n in range(10000)) + '}'",
        "'<r>' + ''.join(f'<a{n}/>' for n in range(10000)) + '</r>'",
        0,
        "",
    ),
    "a chain of elements": (
        r"'start = r0\n' + '\n'.join(f'r{n} = element a {{ r{n + 1}? }}' for n in range(5000))"
        r" + '\nr5000 = empty'",
        "'<a>' * 5000 + '</a>' * 5000",
        0,
        "",
    ),
    "shared attributes": (shared("attribute a { text }"), "'<r a=\"\"/>'", 0, ""),
    "shared attributes, missing": (
        shared("attribute a { text }"),
        "'<r/>'",
        1,
        "ATTRIBUTE_MISSING",
    ),
    "shared text": (shared("text"), "'<r>x</r>'", 0, ""),
    "shared text that is not allowed": (shared("empty"), "'<r>x</r>'", 1, "TEXT_NOT_ALLOWED"),
    "shared elements": (
        shared("element a { empty }"),
        "'<r><a/>' + '<e/><f/>' * 15 + '</r>'",
        0,
        "",
    ),
    "shared elements, missing": (
        shared("element a { empty }"),
        "'<r><e/></r>'",
        1,
        "ELEMENT_MISSING",
    ),
    "shared elements, nothing there": (
        shared("element a { empty }"),
        "'<r/>'",
        1,
        "CONTENT_INCOMPLETE",
    ),
    "shared interleaves": (
        shared("element a { empty }", rule="cN = (cM, e?) | (cM & f?)"),
        "'<r><a/></r>'",
        0,
        "",
    ),
    "shared words": (
        shared('"a" | "b"', "list {{ {} }}", "cN = (cM, cM)"),
        "'<r>c</r>'",
        1,
        "VALUE_INVALID",
    ),
    "shared choices of words": (
        shared('"a"', "list {{ {} }}", 'cN = (cM, "e"?) | (cM, "f"?)'),
        "'<r>a e f</r>'",
        0,
        "",
    ),
}


@pytest.mark.parametrize(("schema", "document", "count", "kind"), LARGE.values(), ids=LARGE)
def test_large_things_get_an_answer(schema: str, document: str, count: int, kind: str) -> None:
    assert ask(schema, document) == (count, kind)
