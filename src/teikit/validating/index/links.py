"""Addresses of XML files, as pointers give them."""

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from urllib.parse import urljoin

from teikit.validating.index.document import CheckedDocument
from teikit.xml.names import XML, Element

_BASE = f"{{{XML}}}base"
_FILE = re.compile(r"[^#?]+\.(?:xml|tei|odd)(?:#[^(]*)?", re.IGNORECASE)
_SCHEME = re.compile(r"[A-Za-z][\w+.-]*:")
_LONGEST = 64
"""Characters behind a prefix: matching takes long with many."""
_MOST = 3
"""Repetitions in a pattern: each multiplies the ways in which it can match."""
_REPETITION = re.compile(r"(?<!\\)[*+?{]")
_GROUP = re.compile(r"\$(\d)")


class Addresses:
    """What the pointers of a document lead to, by its `xml:base` and its `prefixDef`."""

    def __init__(self, document: CheckedDocument) -> None:
        self._has_base = b"xml:base" in document.data
        self._bases: dict[Element, str] = {}
        self._prefixes: dict[str, list[tuple[re.Pattern[str], str]]] = {}
        for definition in document.facts.named.get("prefixDef", ()):
            try:
                pattern = re.compile(_harmless(definition.get("matchPattern") or ""))
            except re.error:  # a pattern of XML Schema that Python does not know
                continue
            leads = _GROUP.sub(r"\\g<\1>", definition.get("replacementPattern") or "")
            self._prefixes.setdefault(definition.get("ident") or "", []).append((pattern, leads))

    def base(self, element: Element) -> str:
        """What the addresses at an element are relative to, if it is not the file itself."""
        if not self._has_base:
            return ""
        # It is made anew each time, from all elements around; siblings have the same.
        parent = element.getparent()
        around = element if parent is None or element.get(_BASE) is not None else parent
        if around not in self._bases:
            self._bases[around] = around.base or ""
        return self._bases[around]

    def by_base(
        self, address: str, elements: Sequence[Element]
    ) -> Iterable[tuple[str, Sequence[Element]]]:
        """Elements that have the same address, by what it is relative to."""
        if not self._has_base or "." not in address:
            return (("", elements),)
        found: dict[str, list[Element]] = {}
        for element in elements:
            found.setdefault(self.base(element), []).append(element)
        return found.items()

    def of_file(self, written: str, base: str) -> str:
        """The address of an XML file on this disk, and what is in it; or nothing.

        It is as it is written, but that a prefix and a `base` are seen to.
        """
        if "." not in written and ":" not in written:  # as the keys of names
            return ""
        if _SCHEME.match(written):
            written = self._without_prefix(written)
        if not _FILE.fullmatch(written) or _SCHEME.match(written) or written[0] == "/":
            return ""
        if not base:
            return written
        with suppress(ValueError):
            return urljoin(base, written) if base.startswith("file:///") else ""
        return ""

    def _without_prefix(self, written: str) -> str:
        prefix, _, rest = written.partition(":")
        for pattern, leads in self._prefixes.get(prefix, ()):
            if len(rest) <= _LONGEST and (match := pattern.fullmatch(rest)):
                try:
                    return match.expand(leads)
                except (re.error, IndexError):
                    return ""
        return written


def _harmless(pattern: str) -> str:
    """A pattern, if it cannot take for ever; nothing where groups, or many parts, are repeated."""
    repeated = re.search(r"\)[*+?{]", pattern) or len(_REPETITION.findall(pattern)) > _MOST
    return "" if repeated else pattern
