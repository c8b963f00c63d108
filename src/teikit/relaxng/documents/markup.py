"""Documents of which all is there as it is written, and known to be well-formed."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import count

from teikit.relaxng.automaton.automaton import Arrival, Automaton, State
from teikit.relaxng.documents.locations import LineColumn, attribute_offsets
from teikit.relaxng.documents.tags import MAX_TAG, KnownTags, Scope, Tag
from teikit.relaxng.documents.validator import Validator
from teikit.relaxng.errors import ValidationError
from teikit.relaxng.patterns.names import SPACE, XML, local_of, namespace_of
from teikit.xml.markup import Markup, unescape_text

_RUN = re.compile(r"[^\r\n&]+|&[^;]*;|\r\n?|\n")
"""The pieces in which expat tells texts; one of them is shown where a text is wrong."""


def errors(
    automaton: Automaton,
    known_tags: KnownTags,
    markup: Markup,
    *,
    ids: bool,
    start: State | None = None,
) -> Iterator[ValidationError]:
    """What is wrong with a document that is plain, and well-formed with its namespaces."""
    return MarkupReader(automaton, known_tags, markup, ids=ids, start=start).read()


class MarkupReader(Validator):
    """A document that is read from its markup.

    What most tags lead to is known by their characters. What is said of the others, and of texts
    and ends that are not as they should be, is said by `Validator`.
    """

    def __init__(
        self,
        automaton: Automaton,
        known_tags: KnownTags,
        markup: Markup,
        *,
        ids: bool,
        start: State | None = None,
    ) -> None:
        self._known_tags = known_tags
        self._scope = known_tags.scope({"xml": XML})
        # The scopes around it, and how many elements are open in them.
        self._outer: list[tuple[int, Scope]] = []
        super().__init__(automaton, self._scope.namespaces, ids=ids, start=start)
        self._markup = markup
        self._at = 0  # the number of the tag
        self._text_at = 0  # the number of the tag behind which the text in `_text` begins
        self._run = 0  # characters between a tag and the text at fault behind it
        # The number of a tag, and where in it its attributes begin.
        self._tag: tuple[int, Mapping[tuple[str, bool], int]] = (-1, {})

    def read(self) -> Iterator[ValidationError]:  # noqa: PLR0912, PLR0915
        """What is wrong, as it is found."""
        # Nearly all time is spent in this loop, so that it keeps everything at hand.
        state, counts, last = self._state, self._counts, self._last
        opened, held, scope, outer = self._open, self._text, self._scope, self._outer
        tags = self._markup.tags
        pieces = zip(count(), tags, self._markup.texts, strict=False)
        for at, written, text in pieces:
            tag = scope[written]
            ends = tag.ends
            if tag.starts:
                if held:
                    self._be(at, state, counts, last)
                    state = self._text_before_child(state)
                name = tag.name
                number = counts[name] = counts.get(name, 0) + 1
                arrival = tag.arrival if tag.before is state else tag.arrivals.get(state)
                after = None
                if arrival is None:
                    self._be(at, state, counts, last)
                    arrival = self._arrival(tag, number)
                    scope = self._scope
                elif ends:
                    after = arrival.empty
                elif tags[at + 1][1] == "/":
                    after = arrival.leaf
                if after is None:
                    opened.append((arrival, name, number, counts))
                    state, counts, last = arrival.state, {}, ""
                else:  # most elements hold no others
                    state, last = after, name
                    if not ends:
                        at, _, text = next(pieces)  # noqa: PLW2901
                    ends = False
            if ends:
                ways = state.done
                if not ways:
                    self._be(at, state, counts, last)
                    ways = self._finish(state)
                arrival, last, _, counts = opened.pop()
                state = arrival.returns[ways]
                if outer and len(opened) == outer[-1][0]:
                    scope = self._enter(outer.pop()[1])
            if text and not state.mixed:
                if state.typed and not counts:
                    if not held:
                        self._text_at = at
                    held.append(unescape_text(text))
                elif not (text.isspace() and text.isascii()) and text.strip(SPACE):
                    self._be(at, state, counts, last)
                    state = self._beside(state, text)
            if self._errors:
                yield from self.take_errors()
        self._unresolved()
        yield from self.take_errors()

    def _be(self, at: int, state: State, counts: dict[str, int], last: str) -> None:
        """Be at a tag, for what `Validator` does there."""
        self._at, self._run = at, 0
        self._state, self._counts, self._last = state, counts, last

    def _enter(self, scope: Scope) -> Scope:
        self._scope, self._namespaces = scope, scope.namespaces
        return scope

    def _arrival(self, tag: Tag, number: int) -> Arrival:
        """Where a tag leads from the present state; what it declares is in scope then."""
        state = self._state
        if tag.scope:
            self._outer.append((len(self._open), self._scope))
            self._enter(self._known_tags.scope(tag.scope))
        known = tag.noted.get(state)
        if known is None:
            plan = state[tag.name][tuple(tag.attributes)]
            known = (plan.arrival, ()) if plan.arrival else self._reached(plan, tag.attributes)
            arrival, ids = known
            if not ids and not arrival.faults:
                arrival.look_ahead()
                tag.leads(state, arrival)
                return arrival
            tag.notes(state, known)
        arrival, ids = known
        self._note(arrival, ids, (tag.name, number), tag.attributes)
        return arrival

    def _beside(self, state: State, text: str) -> State:
        """The state after text that stands beside elements, behind the present tag."""
        behind = len(self._markup.tags[self._at])
        for run in _RUN.finditer(text):
            words = unescape_text(run[0])
            if words.strip(SPACE):
                self._run = behind + run.start()
                self._text_beside(state, words)
                break
        return self._state

    # Where it is

    def _here(self) -> LineColumn:
        return self._markup.line_and_column(self._markup.starts[self._at] + self._run)

    def _text_location(self) -> LineColumn:
        begin = len(self._markup.tags[self._text_at])
        return self._markup.line_and_column(self._markup.starts[self._text_at] + begin)

    def _end_location(self) -> LineColumn:
        return self._here()

    def _attribute_location(self, name: str) -> LineColumn:
        if self._tag[0] != self._at:
            tag = self._markup.tags[self._at]
            # The same is often wrong in many documents.
            find = _known_offsets if len(tag) <= MAX_TAG else attribute_offsets
            self._tag = (self._at, find(tag))
        offset = self._tag[1].get((local_of(name), bool(namespace_of(name))), 0)
        return self._markup.line_and_column(self._markup.starts[self._at] + offset)


_known_offsets = lru_cache(maxsize=1024)(attribute_offsets)
