"""The name classes of elements and attributes."""

from collections.abc import Mapping

from teikit.relaxng.compile.compact.cursor import IDENTIFIER_OR_KEYWORD
from teikit.relaxng.compile.compact.declarations import DEFAULT, NO_NAMESPACE
from teikit.relaxng.compile.compact.reader import Language, NextStep, Operand, Reader
from teikit.relaxng.compile.compact.tokens import NAMESPACE, PREFIXED


def _element_name(reader: Reader) -> NextStep:
    return _name(reader, reader.ns(DEFAULT, reader.cursor.at))


def _attribute_name(reader: Reader) -> NextStep:
    """An attribute without a prefix is in no namespace, whatever the default is."""
    return _name(reader, NO_NAMESPACE)


def _name(reader: Reader, ns: Mapping[str, str]) -> NextStep:
    cursor = reader.cursor
    cursor.at += 1
    return reader.have(reader.node("name", cursor.at - 1, ns, cursor.values[cursor.at - 1]))


def _prefixed_name(reader: Reader) -> NextStep:
    cursor = reader.cursor
    prefix, _, local = cursor.values[cursor.at].partition(":")
    ns = reader.ns(prefix, cursor.at)
    cursor.at += 1
    return reader.have(reader.node("name", cursor.at - 1, ns, local))


def _namespace(reader: Reader) -> NextStep:
    cursor = reader.cursor
    prefix = cursor.values[cursor.at].removesuffix(":*")
    ns = reader.ns(prefix, cursor.at)
    cursor.at += 1
    return reader.have(reader.node("nsName", cursor.at - 1, ns), is_bare=True)


def _any(reader: Reader) -> NextStep:
    cursor = reader.cursor
    cursor.at += 1
    return reader.have(reader.node("anyName", cursor.at - 1), is_bare=True)


_OPERANDS: Mapping[str, Operand] = {
    PREFIXED: _prefixed_name,
    NAMESPACE: _namespace,
    "*": _any,
    "(": Reader.parenthesis,
}


def _names(unprefixed: Operand) -> Language:
    return Language(
        noun="name",
        operands={**dict.fromkeys(IDENTIFIER_OR_KEYWORD, unprefixed), **_OPERANDS},
        operators={"|": "choice"},
        repeats={},
        subtrahend="'*' and names like 'prefix:*'",
    )


ELEMENT_NAMES = _names(_element_name)
ATTRIBUTE_NAMES = _names(_attribute_name)
