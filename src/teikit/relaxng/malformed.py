"""What is wrong with a document that is not well-formed, in words for the person who mends it."""

import re
from collections.abc import Callable, Mapping
from xml.parsers.expat import ErrorString, errors

_NAME = re.compile(r"[^\s<>/=&;]+")


def malformed(code: int, source: str, name: str) -> str:
    """The words for an error of expat.

    `source` is the character before the place of the error, and what stands there and after it;
    `name` is that of the innermost open element, as it is told to people, empty outside the root.
    """
    words = _WORDS.get(ErrorString(code) or "")
    said = words(source, name) if words else ErrorString(code)
    return f"not well-formed XML: {said}"


def _mismatch(source: str, name: str) -> str:
    closing = _NAME.match(source, 1)
    other = f"</{closing[0][:40]}>" if closing else "another end tag"
    return f"{other} comes before <{name}> is closed"


def _no_end(_: str, name: str) -> str:
    return f"the file ends, but <{name}> is not closed" if name else "there is no element in it"


def _token(source: str, _: str) -> str:
    character = source[1:2]
    if "&" in source[:2]:
        return "& stands alone; write &amp; for the character"
    if "<" in source[:2]:
        return "< begins no tag; write &lt; for the character"
    shown = character if character.isprintable() else f"U+{ord(character or chr(0)):04X}"
    return f"the character '{shown}' cannot stand here; is a quote, a bracket or a name missing?"


def _entity(source: str, _: str) -> str:
    named = _NAME.match(source[1:].removeprefix("&"))
    name = named[0] if named else ""
    import html  # noqa: PLC0415  # its table of entities takes time to load

    character = html.unescape(f"&{name};")
    instead = f": write '{character}' itself" if len(character) == 1 else ""
    return f"the entity &{name[:40]}; is not declared{instead}"


def _prefix(source: str, _: str) -> str:
    named = _NAME.match(source[1:].removeprefix("<"))
    where = f" at <{named[0][:40]}>" if named else ""
    return f"a namespace prefix is not declared{where}; add xmlns:… for it"


def _after(_source: str, _name: str) -> str:
    return "nothing can follow the end of the root element"


_WORDS: Mapping[str, Callable[[str, str], str]] = {
    errors.XML_ERROR_DUPLICATE_ATTRIBUTE: lambda _s, _n: "an attribute stands twice in this tag",
    errors.XML_ERROR_INVALID_TOKEN: _token,
    errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT: _after,
    errors.XML_ERROR_NO_ELEMENTS: _no_end,
    errors.XML_ERROR_TAG_MISMATCH: _mismatch,
    errors.XML_ERROR_UNBOUND_PREFIX: _prefix,
    errors.XML_ERROR_UNCLOSED_TOKEN: lambda _s, _n: "the file ends, or a tag begins, within a tag",
    errors.XML_ERROR_UNDEFINED_ENTITY: _entity,
}
