"""The declarations at the top of a compact schema: what its prefixes mean."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from teikit.relaxng.compile.compact.cursor import IDENTIFIER_OR_KEYWORD, Cursor

XML = "http://www.w3.org/XML/1998/namespace"
XSD = "http://www.w3.org/2001/XMLSchema-datatypes"
DEFAULT = ""
"""What stands for the prefix of the default namespace."""
NO_NAMESPACE: Mapping[str, str] = {"ns": ""}

# A URI that is not relative and has no fragment; or nothing, which is the built-in library
_LIBRARY = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]*:[^#]*)?")


@dataclass(slots=True)
class Declarations:
    """What prefixes mean. A namespace that is inherited from an including schema is None.

    `ns` has for each prefix the `ns` attribute that names with it have, if they have one.
    """

    namespaces: dict[str, str | None] = field(default_factory=lambda: {"xml": XML})
    libraries: dict[str, str] = field(default_factory=lambda: {"xsd": XSD})
    ns: dict[str, Mapping[str, str]] = field(
        default_factory=lambda: {DEFAULT: {}, "xml": {"ns": XML}}
    )

    def bound(self) -> dict[str, str]:
        """The prefixes that stand for a known namespace, as XML can declare them."""
        return {prefix: uri for prefix, uri in self.namespaces.items() if uri}

    def bind(self, prefix: str, uri: str | None) -> None:
        """Lets a prefix mean a namespace."""
        self.namespaces[prefix] = uri
        self.ns[prefix] = {} if uri is None else {"ns": uri}

    def ns_of(self, prefix: str, cursor: Cursor, token: int) -> Mapping[str, str]:
        """The attributes that a prefix gives to a name; `token` is where it stands.

        Raises:
            SchemaError: if the prefix is not declared.
        """
        found = self.ns.get(prefix)
        if found is None:
            reason = (
                f"the namespace prefix '{prefix}' is not declared; "
                f'write namespace {prefix} = "…" at the top'
            )
            raise cursor.fault(reason, token)
        return found


def read(cursor: Cursor) -> Declarations:
    """The declarations, up to the first token of the pattern or grammar.

    Raises:
        SchemaError: if a declaration is wrong.
    """
    declarations = Declarations()
    declared: set[tuple[str, str]] = set()
    while kind := DECLARATIONS.get(cursor.kind):
        start = cursor.at
        cursor.at += 1
        for name in kind(cursor, declarations):
            if name in declared:
                what = " ".join(name).strip()
                reason = f"the {what} is declared twice; remove one of the declarations"
                raise cursor.fault(reason, start)
            declared.add(name)
    return declarations


def _namespace(cursor: Cursor, declarations: Declarations) -> list[tuple[str, str]]:
    prefix = _prefix(cursor, "namespace")
    _check_prefix(prefix, cursor)
    uri = _uri(cursor)
    _check_xml(prefix, uri, cursor)
    declarations.bind(prefix, uri)
    return [("namespace prefix", f"'{prefix}'")]


def _default(cursor: Cursor, declarations: Declarations) -> list[tuple[str, str]]:
    cursor.sign("namespace", "'default'")
    prefix = DEFAULT
    if cursor.kind in IDENTIFIER_OR_KEYWORD:
        prefix = _prefix(cursor, "default namespace")
        _check_prefix(prefix, cursor)
    uri = _uri(cursor)
    _check_xml(prefix, uri, cursor)
    declarations.bind(DEFAULT, uri)
    names = [("default namespace", "")]
    if prefix:
        declarations.bind(prefix, uri)
        names.append(("namespace prefix", f"'{prefix}'"))
    return names


def _datatypes(cursor: Cursor, declarations: Declarations) -> list[tuple[str, str]]:
    prefix = _prefix(cursor, "datatypes")
    cursor.sign("=", "the prefix")
    start = cursor.at
    uri = cursor.literal("'='")
    if prefix == "xsd" and uri != XSD:
        raise cursor.fault(f"the datatype prefix 'xsd' can only stand for {XSD}", start)
    if not _LIBRARY.fullmatch(uri):
        reason = "a datatype library is named by an absolute URI without '#'"
        raise cursor.fault(reason, start)
    declarations.libraries[prefix] = uri
    return [("datatype prefix", f"'{prefix}'")]


_Declaration = Callable[[Cursor, Declarations], list[tuple[str, str]]]

DECLARATIONS: Mapping[str, _Declaration] = {
    "namespace": _namespace,
    "default": _default,
    "datatypes": _datatypes,
}
"""What reads a declaration after its keyword; it returns what the declaration names."""


def _prefix(cursor: Cursor, keyword: str) -> str:
    return cursor.take(IDENTIFIER_OR_KEYWORD, f"a prefix is missing after '{keyword}'")


def _uri(cursor: Cursor) -> str | None:
    """What a namespace declaration has after the prefix."""
    cursor.sign("=", "the prefix" if cursor.values[cursor.at - 1] != "namespace" else "'namespace'")
    if cursor.kind == "inherit":
        cursor.at += 1
        return None
    return cursor.literal("'='")


def _check_prefix(prefix: str, cursor: Cursor) -> None:
    if prefix == "xmlns":
        raise cursor.fault("the prefix 'xmlns' cannot be declared; choose another", cursor.at - 1)


def _check_xml(prefix: str, uri: str | None, cursor: Cursor) -> None:
    """Refuses a declaration that takes `xml` from its namespace, or the other way round."""
    if (prefix == "xml") == (uri == XML):
        return
    reason = "the prefix 'xml' can only" if prefix == "xml" else "only the prefix 'xml' can"
    raise cursor.fault(f"{reason} stand for {XML}", cursor.at - 1)
