"""Fuzzing of the RELAX NG engine: `python tests/fuzz_relaxng.py --seconds 60 [--seed N]`.

Schemas in both syntaxes and documents are damaged, as bytes and by their structure. Loading may
raise SchemaError alone, validating nothing; and all ways to ask must give the same answer. An input
that breaks this is written to a file, and the program ends with 1.
"""
# ruff: noqa: T201

import argparse
import io
import pickle
import re
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

from lxml import etree

from relaxng_mutations import mutated
from relaxng_schemas import case
from teikit.relaxng import Kind, Schema, SchemaError, ValidationError

ROOT = Path(__file__).resolve().parents[2]
RNG = "http://relaxng.org/ns/structure/1.0"
LONGEST = 4000
"""Bytes of an input: small ones are read quickly, and say more."""
SLOW = 5.0
"""Seconds that an input of this size never needs."""
PER_SCHEMA = 6

COMPACT = (
    """default namespace = "urn:d"
namespace p = "urn:p"
datatypes xsd = "http://www.w3.org/2001/XMLSchema-datatypes"
start = r | s
## words
r = element r { attribute a { xsd:int { minInclusive = '0' } }?, (x & mixed { y* })+, z? }
[ p:note = 'x' ]
x = element p:x { list { ('a' | xsd:date)+ } }
y |= element y | q { attribute * - (a | p:*) { text }* }
y |= notAllowed
z = element z { grammar { start = a | parent r
a = element a { string - 'b' } } }
div { \\list = (empty, text) }
s = element s { external "other" }
""",
    'element r { element a { "1" ~ "2" }*, attribute x { token }?, element b { empty } }',
    'include "other" { start = a }\na &= b?\n',
)
OTHER = b"start = a\na = element a { a*, b }\nb &= element b { attribute i { text }? }\n"

DOCUMENTS = (
    b'<r xmlns="urn:d" xmlns:p="urn:p" a="1"><p:x>a 1920-01-01</p:x>text<y b=""/>'
    b"<z><a>x</a></z></r>",
    b'<r x="y"><a>12</a><!-- x --><b/></r>',
    b'<!DOCTYPE r [<!ENTITY e "<b i=\'1\'/>"><!ATTLIST a i CDATA "x">]><a><a>&e;</a>&#65;</a>',
)

# Pieces that mean something to one of the readers.
PIECES: tuple[bytes, ...] = (
    *(b"<", b">", b"/>", b"</", b"&", b";", b"&amp;", b"&#0;", b"&#x10FFFF;", b"]]>", b"<![CDATA["),
    *(b"<!--", b"-->", b"<?x ", b"?>", b"<!DOCTYPE r [", b'<!ENTITY e "&e;">', b"&e;", b"xmlns="),
    *(b'xmlns:p="', b'"', b"'", b'"""', b"'''", b"\\", b"\\x{41}", b"\\x{110000}", b"\\x{0}"),
    *(b"{", b"}", b"(", b")", b"[", b"]", b"|=", b"&=", b"=", b",", b"|", b"&", b"~", b"-", b"*"),
    *(b"+", b"?", b"#", b"##", b">>", b":", b"p:*", b"*", b"start", b"element", b"attribute"),
    *(b"list", b"mixed", b"external", b"include", b"grammar", b"parent", b"notAllowed", b"inherit"),
    *(b"default", b"namespace", b"datatypes", b"div", b"text", b"empty", b"string", b"token"),
    *(b"\x00", b"\xff", b"\xfe\xff", b"\xff\xfe", b"\xef\xbb\xbf", b"\xc3", b"\xed\xa0\x80"),
    *(b"\n", b"\r\n", b"\r", b"\t", b" ", b"\xc2\x85", b"\xe2\x80\xa8", "ü💡".encode(), b"\x01"),
    b'<?xml version="1.0" encoding="utf-16"?>',
    b'<?xml version="1.0" encoding="koi8-r"?>',
    b'<?xml version="1.0" encoding="nonsense"?>',
    b'<?xml version="1.1"?>',
    f'<element name="a" xmlns="{RNG}"><empty/></element>'.encode(),
    *(
        b"<anyName/>",
        b"<except>",
        b"<nsName/>",
        b"<ref name='a'/>",
        b"<text/>",
        b"<data type='ID'/>",
    ),
    *(b' ns=""', b' ns="urn:p"', b' datatypeLibrary=""', b' combine="choice"', b' type="QName"'),
)

WORD = re.compile(rb"[A-Za-z:]+|\s+|.", re.DOTALL)


def damaged(data: bytes, random: Random) -> bytes:
    """Data with some changes: of bytes, words, and larger parts."""
    for _ in range(random.choice((0, 1, 1, 2, 5))):
        data = random.choice(CHANGES)(data, random)
    return data[:LONGEST]


def _place(data: bytes, random: Random) -> int:
    return random.randrange(len(data) + 1)


def _insert(data: bytes, random: Random) -> bytes:
    place = _place(data, random)
    return data[:place] + random.choice(PIECES) + data[place:]


def _cut(data: bytes, random: Random) -> bytes:
    place = _place(data, random)
    return data[:place] + data[place + random.choice((1, 1, 2, 9, 40)) :]


def _byte(data: bytes, random: Random) -> bytes:
    place = _place(data, random)
    return data[:place] + bytes([random.randrange(256)]) + data[place + 1 :]


def _copy(data: bytes, random: Random) -> bytes:
    start, place = _place(data, random), _place(data, random)
    part = data[start : start + random.choice((3, 20, 100))]
    return data[:place] + part * random.choice((1, 1, 2, 30)) + data[place:]


def _words(data: bytes, random: Random) -> bytes:
    words = WORD.findall(data)
    if len(words) < 2:
        return data
    first, other = random.randrange(len(words)), random.randrange(len(words))
    words[first], words[other] = random.choice(((words[other], words[first]), (words[other],) * 2))
    return b"".join(words)


def _end(data: bytes, random: Random) -> bytes:
    return data[: _place(data, random)]


def _encoding(data: bytes, random: Random) -> bytes:
    try:
        return data.decode().encode(random.choice(("utf-16", "utf-8-sig", "utf-16-le", "utf-32")))
    except UnicodeDecodeError:
        return data


CHANGES: Sequence[Callable[[bytes, Random], bytes]] = (
    *(_insert, _insert, _cut, _byte, _copy, _words, _words, _end, _encoding),
)


class Drops:
    """A file that gives a few bytes at a time."""

    def __init__(self, data: bytes, size: int) -> None:
        self._data = io.BytesIO(data)
        self._size = size

    def read(self, _: int = -1) -> bytes:
        """Some bytes."""
        return self._data.read(self._size)


class FindingError(Exception):
    """An answer that is wrong."""


def loaded(data: bytes) -> Schema | None:
    """The schema in some bytes, or None if it is refused as it should be."""
    try:
        return Schema.from_string(data, "main", {"other": OTHER}.__getitem__)
    except SchemaError as error:
        if "\n" in str(error) or error.line < 0 or error.column < 0:
            raise FindingError(f"a SchemaError that is not one line: {error!s}") from error
        return None


def kinds(errors: Sequence[ValidationError]) -> list[str]:
    """The kinds of errors, sorted."""
    return sorted(error.kind.name for error in errors)


def examined(schema: Schema, copy: Schema, data: bytes, random: Random) -> str:
    """Validate a document in all ways; what was found, in a word. Raises FindingError."""
    errors = schema.validate(data)
    for error in errors:
        _check_error(error)
    for place, error in enumerate(errors):
        if error.kind is Kind.NOT_WELL_FORMED and place != len(errors) - 1:
            raise FindingError("what is not well-formed is not told last")
    if schema.is_valid(data) != (not errors):
        raise FindingError("is_valid and validate differ")
    if sorted(map(hash, schema.iter_errors(data))) != sorted(map(hash, errors)):
        raise FindingError("iter_errors and validate differ")
    if copy.validate(data) != errors:
        raise FindingError("a pickled schema says something else")
    size = random.choice((1, 2, 7, 100))
    if schema.validate(Drops(data, size)) != errors:
        raise FindingError(f"in pieces of {size} bytes there are other errors")
    unchecked = schema.validate(data, check_ids=False)
    identifiers = (Kind.ID_MISSING, Kind.ID_REPEATED)
    if unchecked != [error for error in errors if error.kind not in identifiers]:
        raise FindingError("without identifiers there are other errors")
    if any(error.kind is Kind.NOT_WELL_FORMED for error in errors):
        return "not well-formed"
    _check_tree(schema, data, errors)
    return "invalid" if errors else "valid"


def _check_error(error: ValidationError) -> None:
    if not 0 < len(error.message) <= 160 or {"\n", "\r", "\x01", "\x02"} & set(error.message):
        raise FindingError(f"a message is too long, or of several lines: {error.message!r}")
    if error.line < 1 or error.column < 1:
        raise FindingError(f"an error has no place: {error}")


def _check_tree(schema: Schema, data: bytes, errors: Sequence[ValidationError]) -> None:
    # What lxml makes of entities and attributes of a document type is its own affair.
    if b"<!DOCTYPE" in data.replace(b"\0", b""):
        return
    try:
        tree = etree.fromstring(data, etree.XMLParser(resolve_entities=False, huge_tree=True))
    except (etree.XMLSyntaxError, ValueError):
        return  # the parsers differ about some documents
    in_tree = schema.validate(tree)
    if kinds(in_tree) != kinds(errors):
        raise FindingError(f"a tree has other errors: {[str(error) for error in in_tree]}")


def seeds(random: Random) -> tuple[bytes, Sequence[bytes]]:
    """A schema, and documents that it was made for."""
    if random.random() < 0.4:
        return random.choice(COMPACT).encode(), DOCUMENTS
    made = case(random, PER_SCHEMA)
    return made.schema.encode(), made.documents


def run(seconds: float, seed: int, folder: Path) -> int:
    """Fuzz for some time; the number of findings, which is 0 or 1."""
    counted: Counter[str] = Counter()
    end = time.monotonic() + seconds
    number = 0
    slowest = 0.0
    while time.monotonic() < end:
        random = Random(f"{seed} {number}")
        number += 1
        source, documents = seeds(random)
        data = damaged(source, random) if random.random() < 0.5 else source
        document = b""
        begun = time.monotonic()
        try:
            schema = loaded(data)
            counted["schemas"] += 1
            counted["schemas refused"] += schema is None
            if schema is None:
                continue
            copy = pickle.loads(pickle.dumps(schema))
            for _ in range(PER_SCHEMA):
                document = random.choice(documents or DOCUMENTS)
                if random.random() < 0.5:
                    document = mutated(document, random.randrange(1 << 30))
                if random.random() < 0.6:
                    document = damaged(document, random)
                begun = time.monotonic()
                counted["documents"] += 1
                counted[f"documents {examined(schema, copy, document, random)}"] += 1
                slowest = max(slowest, time.monotonic() - begun)
                if slowest > SLOW:
                    raise FindingError(f"a document took {slowest:.1f} seconds")
            slowest = max(slowest, time.monotonic() - begun)
        except Exception:
            _report(folder, seed, number - 1, data, document)
            return 1
    for name, count in sorted(counted.items()):
        print(f"{count:8} {name}")
    print(f"{slowest:8.2f} seconds for the slowest")
    return 0


def _report(folder: Path, seed: int, number: int, schema: bytes, document: bytes) -> None:
    traceback.print_exc()
    stem = f"relaxng-{seed}-{number}"
    for name, data in (("schema", schema), ("document", document)):
        path = folder / f"{stem}.{name}"
        path.write_bytes(data)
        print(f"the {name} is in {path}")


def main() -> int:
    """Read the command line, and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()))
    given = parser.parse_args()
    return run(given.seconds, given.seed, given.folder)


if __name__ == "__main__":
    sys.exit(main())
