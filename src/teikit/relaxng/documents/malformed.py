"""What is wrong with a document that is not well-formed, in words for the person who fixes it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from xml.parsers.expat import ErrorString, errors

from teikit.xml.entities import in_its_place

_NAME = re.compile(r"[^\s<>/=&;]+")
_BARE_AMPERSAND = re.compile(r"&[^\s;<]*$")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What surrounds an error: what stands before it and after it, as far as that is known.

    `name` is that of the innermost open element, as it is told to people, empty outside the root.
    """

    before: str
    after: str
    name: str

    def named(self, mark: str) -> str:
        """The name that stands here, perhaps after a mark; empty where there is none."""
        found = _NAME.match(self.after.removeprefix(mark))
        return found[0][:40] if found else ""


def malformed(code: int, around: Surroundings) -> str:
    """The words for an error of expat."""
    words = _WORDS.get(ErrorString(code) or "")
    return f"not well-formed XML: {words(around) if words else ErrorString(code)}"


def _mismatch(around: Surroundings) -> str:
    closing = around.named("")
    return f"{f'</{closing}>' if closing else 'an end tag'} comes before <{around.name}> is closed"


def _no_end(around: Surroundings) -> str:
    if not around.name:
        return "there is no element in it"
    return f"the file ends, but <{around.name}> is not closed"


def _token(around: Surroundings) -> str:
    if around.after.startswith("&") or _BARE_AMPERSAND.search(around.before):
        return "& stands alone; write &amp; for the character"
    if around.after.startswith("<") or around.before.endswith("<"):
        return "< begins no tag; write &lt; for the character"
    character = around.after[:1]
    shown = character if character.isprintable() else f"U+{ord(character):04X}"
    return f"the character '{shown}' cannot stand here; is a quote, a bracket or a name missing?"


def _entity(around: Surroundings) -> str:
    name = around.named("&")
    return f"the entity &{name}; is not declared{in_its_place(name)}"


def _prefix(around: Surroundings) -> str:
    name = around.named("<")
    where = f" at <{name}>" if name else ""
    return f"a namespace prefix is not declared{where}; add xmlns:… for it"


_WORDS: Mapping[str, Callable[[Surroundings], str]] = {
    errors.XML_ERROR_DUPLICATE_ATTRIBUTE: lambda _: "an attribute stands twice in this tag",
    errors.XML_ERROR_INVALID_TOKEN: _token,
    errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT: lambda _: "nothing can follow the root element",
    errors.XML_ERROR_NO_ELEMENTS: _no_end,
    errors.XML_ERROR_SYNTAX: lambda _: "it does not begin with an element",
    errors.XML_ERROR_TAG_MISMATCH: _mismatch,
    errors.XML_ERROR_UNBOUND_PREFIX: _prefix,
    errors.XML_ERROR_UNCLOSED_TOKEN: lambda _: "the file ends, or a tag begins, within a tag",
    errors.XML_ERROR_UNDEFINED_ENTITY: _entity,
}
