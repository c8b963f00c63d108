"""Tags as they are written, what they say, and where they lead.

Most tags of a document stand in others, too, letter for letter: what a tag says, and where it leads
from a state, is found out once, and known by its characters. `python bench/relaxng.py inside` shows
what this brings, as the difference of `validate(markup)` from the same letters as a stream.
"""

import re
from collections.abc import Iterable, Mapping

from teikit.relaxng.automaton.automaton import Arrival, Automaton, State
from teikit.relaxng.documents.validator import Ids
from teikit.relaxng.patterns.names import XML, name_of
from teikit.xml.markup import is_plain_value, unescape_value

MAX_TAGS = 16384  # of one scope
MAX_TAG = 1024  # characters of a tag that is kept
MAX_ALIKE = 1024  # tags of one scope that differ in more than values
MAX_SCOPES = 32  # scopes of namespaces whose tags are kept

_NAME = re.compile(r"<([^\s/>]+)")
_ATTRIBUTE = re.compile(r"\s([^\s=]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")

_NO_ARRIVALS: dict[State, Arrival] = {}
_NO_NOTES: dict[State, tuple[Arrival, Ids]] = {}
"""What few tags have a dictionary of their own for; nothing is ever put into these."""


class Tag:
    """A tag.

    Of the states before it, the first has slots of its own, which are faster than a dictionary:
    most tags are met in one state only.

    Attributes:
        starts: whether an element begins with it, and `ends`, whether one ends: one tag can be all.
        name: of the element, where it starts one.
        attributes: their values by their names, without those that declare namespaces.
        scope: the namespaces in it, where it declares some.
        before: the state before it where it was met first, and `arrival` where it led from there,
            where nothing else is to be done.
        arrivals: where it leads from other states, where nothing else is to be done.
        noted: where it leads otherwise, and which identifiers are to be noted; few tags have it.
    """

    __slots__ = (
        "arrival",
        "arrivals",
        "attributes",
        "before",
        "ends",
        "name",
        "noted",
        "scope",
        "starts",
    )

    def __init__(
        self,
        name: str = "",
        attributes: Mapping[str, str] | None = None,
        scope: Mapping[str, str] | None = None,
        *,
        ends: bool,
    ) -> None:
        self.starts = bool(name)
        self.ends = ends
        self.name = name
        self.attributes: Mapping[str, str] = attributes or {}
        self.scope = scope
        self.before: State | None = None
        self.arrival: Arrival | None = None
        self.arrivals: dict[State, Arrival] = _NO_ARRIVALS
        self.noted: dict[State, tuple[Arrival, Ids]] = _NO_NOTES

    def leads(self, state: State, arrival: Arrival) -> None:
        """Keep where it leads from a state."""
        if self.before is None:
            self.before, self.arrival = state, arrival
        else:
            self.arrivals = self.arrivals or {}
            self.arrivals[state] = arrival

    def notes(self, state: State, known: tuple[Arrival, Ids]) -> None:
        """Keep where it leads from a state, and which identifiers are to be noted."""
        self.noted = self.noted or {}
        self.noted[state] = known


END = Tag(ends=True)
"""Any end tag: of which element, is known from its start tag."""
OTHER = Tag(ends=False)
"""Comments and instructions."""


class Scope(dict[str, Tag]):
    """The tags of documents, as they are written, where these namespaces are in scope.

    Of a tag that is new, all but its values is mostly known from others (`_alike`).
    """

    __slots__ = ("_alike", "namespaces")

    def __init__(self, namespaces: Mapping[str, str]) -> None:
        self.namespaces = namespaces
        self._alike: dict[tuple[str, ...], Tag] = {}

    def __missing__(self, written: str) -> Tag:
        if written[1] in "!?":
            return OTHER
        tag = END if written[1] == "/" else self._start_tag(written)
        if tag.scope is None and len(written) <= MAX_TAG:
            if len(self) >= MAX_TAGS:
                self.clear()
            self[written] = tag
        return tag

    def _start_tag(self, written: str) -> Tag:
        if "'" in written or len(written) > MAX_TAG:
            return start_tag(written, self.namespaces)
        pieces = written.split('"')
        around = tuple(pieces[::2])
        alike = self._alike.get(around)
        if alike is None:
            tag = start_tag(written, self.namespaces)
            if tag.scope is None:
                if len(self._alike) >= MAX_ALIKE:
                    self._alike.clear()
                self._alike[around] = tag
            return tag
        values: Iterable[str] = pieces[1::2]
        if not is_plain_value(written):
            values = map(unescape_value, values)
        attributes = dict(zip(alike.attributes, values, strict=True))
        return Tag(alike.name, attributes, ends=alike.ends)


class KnownTags:
    """The tags that one automaton has met, as long as it remembers the states they lead to."""

    def __init__(self, automaton: Automaton) -> None:
        self._automaton = automaton
        self._generation = automaton.generation
        self._scopes: dict[frozenset[tuple[str, str]], Scope] = {}

    def scope(self, namespaces: Mapping[str, str]) -> Scope:
        """The tags of documents where these namespaces are in scope, by their prefixes."""
        generation = self._automaton.generation
        if len(self._scopes) >= MAX_SCOPES or generation != self._generation:
            self._scopes = {}
            self._generation = generation
        return self._scopes.setdefault(frozenset(namespaces.items()), Scope(dict(namespaces)))


def start_tag(written: str, namespaces: Mapping[str, str]) -> Tag:
    """What a start tag says where these namespaces are in scope."""
    found = _NAME.match(written)
    assert found, "a parser took it for a tag"
    values = {
        name: unescape_value(double or single)
        for name, double, single in _ATTRIBUTE.findall(written)
    }
    scope = None
    if "xmlns" in written:
        declared = {
            name[len("xmlns:") :]: values.pop(name)
            for name in list(values)
            if name == "xmlns" or name.startswith("xmlns:")
        }
        if declared:
            namespaces = scope = {**namespaces, **declared}
    prefix, colon, local = found[1].partition(":")
    name = name_of(namespaces[prefix], local) if colon else name_of(namespaces.get("", ""), prefix)
    return Tag(
        name,
        {_full(key, namespaces) if ":" in key else key: text for key, text in values.items()},
        scope,
        ends=written.endswith("/>"),
    )


def _full(written: str, namespaces: Mapping[str, str]) -> str:
    prefix, _, local = written.partition(":")
    return name_of(XML if prefix == "xml" else namespaces[prefix], local)
