"""The characters of a compact schema, and where each of them was written.

What the specification does before it looks for tokens: decode, strip a byte order mark, give all
newlines one form, replace the escapes.
"""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import accumulate

from teikit.relaxng.errors import SchemaError

ESCAPED_NEWLINE = "\0"
r"""What `\x{A}` becomes. It is not "\n", which cannot stand in a literal of one line; `\x{A}` can.

No schema holds the character itself, for XML does not allow it.
"""

_BYTE_ORDER_MARK = "\ufeff"
_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_NEWLINE = re.compile("\r\n?")
_NOT_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPE = re.compile(r"\\x+\{([0-9A-Fa-f]*)(\}?)")
_LARGEST_CODE = 0x10FFFF


@dataclass(frozen=True, slots=True)
class SchemaText:
    """The characters to find tokens in. Offsets count them; places count what was written.

    `line_starts` are offsets into what was written. Of each escape, `escapes` has the offset of
    the character it became, and `shifts` how much longer all escapes up to it were.
    """

    characters: str
    path: str
    line_starts: list[int]
    escapes: list[int]
    shifts: list[int]

    def location(self, offset: int) -> tuple[int, int]:
        """The line and the column, from 1, of a character."""
        before = bisect_left(self.escapes, offset)
        written = offset + (self.shifts[before - 1] if before else 0)
        line = bisect_right(self.line_starts, written)
        return line, written - self.line_starts[line - 1] + 1

    def fault(self, reason: str, offset: int) -> SchemaError:
        """An error that is at a character."""
        return SchemaError(reason, self.path, *self.location(offset))


def read(data: bytes | str, path: str) -> SchemaText:
    """What is written in a schema.

    Raises:
        SchemaError: if it cannot be decoded, has a character that XML does not allow, or a
            broken escape.
    """
    decoded = data if isinstance(data, str) else _decoded(data, path)
    written = _NEWLINE.sub("\n", decoded.removeprefix(_BYTE_ORDER_MARK))
    line_starts = list(accumulate((len(line) + 1 for line in written.split("\n")), initial=0))
    plain = SchemaText(written, path, line_starts, [], [])
    if bad := _NOT_XML.search(written):
        reason = f"the character U+{ord(bad[0]):04X} is not allowed in XML; remove it"
        raise plain.fault(reason, bad.start())
    return _without_escapes(plain) if "\\x" in written else plain


def _decoded(data: bytes, path: str) -> str:
    encoding = "utf-16" if data.startswith(_UTF_16_MARKS) else "utf-8"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = 1 + data[: error.start].decode(encoding, "replace").count("\n")
        reason = (
            f"byte {error.start + 1} of the file is not {encoding.upper()}; save it as UTF-8, "
            "or as UTF-16 with a byte order mark"
        )
        raise SchemaError(reason, path, line) from None


def _without_escapes(plain: SchemaText) -> SchemaText:
    written = plain.characters
    pieces: list[str] = []
    escapes: list[int] = []
    shifts: list[int] = []
    end = shift = 0
    for escape in _ESCAPE.finditer(written):
        pieces += (written[end : escape.start()], _character(escape, plain))
        escapes.append(escape.start() - shift)
        shift += escape.end() - escape.start() - 1
        shifts.append(shift)
        end = escape.end()
    pieces.append(written[end:])
    return SchemaText("".join(pieces), plain.path, plain.line_starts, escapes, shifts)


def _character(escape: re.Match[str], plain: SchemaText) -> str:
    """The character that an escape stands for."""
    digits = escape[1].lstrip("0")
    if not escape[1] or not escape[2]:
        reason = r"this escape is broken; write \x{, hexadecimal digits and }"
        raise plain.fault(reason, escape.start())
    code = int(digits or "0", 16) if len(digits) <= len("10FFFF") else _LARGEST_CODE + 1
    if code > _LARGEST_CODE or (code != ord("\r") and _NOT_XML.match(chr(code))):
        reason = r"this escape stands for a character that is not allowed in XML; remove it"
        raise plain.fault(reason, escape.start())
    return ESCAPED_NEWLINE if code == ord("\n") else chr(code)
