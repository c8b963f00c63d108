"""Whether a file holds Schematron, told from its characters."""

import re
from collections.abc import Iterator

from teikit.schematron.reading.compact import is_compact
from teikit.schematron.reading.files import MAX_FILES, Locate, Read
from teikit.schematron.reading.tree import NAMESPACES
from teikit.xml.encoding import decoded
from teikit.xml.files import Unreadable
from teikit.xml.references import in_place

_URI = "|".join(re.escape(uri) for uri in NAMESPACES)
_DECLARED = re.compile(rf"xmlns(?::([\w.\-]+))?\s*=\s*[\"'](?:{_URI})[\"']")
_DECLARED_COMPACT = re.compile(rf"namespace\s+([\w.\-]+)\s*=\s*[\"'](?:{_URI})[\"']")
_REFERENCE = re.compile(
    r"<(?:[\w.\-]{1,60}:)?(?:include|externalRef|import|redefine|override|moduleRef|specGrpRef)\s"
    r"[^<>]{0,500}?\b(?:href|schemaLocation|url|target)\s*=\s*[\"']([^\"'<>#]{1,500})"
)
_REFERENCE_COMPACT = re.compile(r"\b(?:include|external)\s+[\"']([^\"'\r\n]{1,500})[\"']")


def contains(address: str, *, read: Read, locate: Locate | None = None) -> bool:
    """Whether a file, or one of the same schema that it names, holds Schematron.

    It does not build anything, and so it may take what stands in an example or a comment for more
    than that: then `read` finds that there is none. Files that cannot be read hold none.
    """
    locate = locate or in_place
    seen: set[str] = set()
    waiting = [address]
    while waiting and len(seen) < MAX_FILES:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        try:
            data = read(address)
        except (OSError, LookupError, ValueError, Unreadable):
            continue
        text = decoded(data)
        if _has_elements(text, compact=is_compact(data)):
            return True
        waiting.extend(
            locate(href, address) for href in _references(text, compact=is_compact(data))
        )
    return False


def _has_elements(text: str, *, compact: bool) -> bool:
    if not any(uri in text for uri in NAMESPACES):
        return False
    if compact:
        prefixes = set(_DECLARED_COMPACT.findall(text))
        return any(re.search(rf"(?<![\w.\-]){re.escape(each)}:\w+\s*\[", text) for each in prefixes)
    prefixes = set(_DECLARED.findall(text))
    # Where it is the default namespace, it is that of an element at least.
    return "" in prefixes or any(f"<{prefix}:" in text for prefix in prefixes)


def _references(text: str, *, compact: bool) -> Iterator[str]:
    pattern = _REFERENCE_COMPACT if compact else _REFERENCE
    return (match[1].strip() for match in pattern.finditer(text))
