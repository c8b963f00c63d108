"""Documents read as a stream, piece by piece, by expat."""

from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator, Mapping
from typing import Any
from xml.parsers import expat

from teikit.relaxng.automaton.automaton import Automaton, State
from teikit.relaxng.documents.locations import LineColumn, attribute_offsets, moved, tag_before
from teikit.relaxng.documents.malformed import Surroundings, malformed
from teikit.relaxng.documents.scopes import Scopes
from teikit.relaxng.documents.validator import Validator
from teikit.relaxng.errors import Kind, ValidationError
from teikit.relaxng.messages.scene import Wording
from teikit.relaxng.messages.sentences import clip
from teikit.relaxng.patterns.names import SEPARATOR, SPACE, local_of, namespace_of
from teikit.xml.encoding import encoding_of
from teikit.xml.pieces import growing


def errors(reading: "StreamReader", chunks: Iterator[bytes]) -> Iterator[ValidationError]:
    """What is wrong with the document that `chunks` make up, as it is found."""
    for chunk in growing(chunks, reading.position):
        more = reading.feed(chunk)
        yield from reading.take_errors()
        if not more:
            return
    reading.feed(b"", last=True)
    yield from reading.take_errors()


class StreamReader(Validator):
    """A document of which piece after piece comes."""

    def __init__(self, automaton: Automaton, *, ids: bool, start: State | None = None) -> None:
        scopes = Scopes()
        super().__init__(automaton, scopes, ids=ids, start=start)
        self._text_began: LineColumn = (0, 0)
        self._chunk = b""
        self._read = 0  # bytes before the chunk
        self._encoding = ""
        self._mark = 0  # 1 where a mark of the encoding counts as a column of the first line
        # The byte where a tag begins, what is written from there on, and where its attributes are.
        self._tag: tuple[int, str, Mapping[tuple[str, bool], int]] = (-1, "", {})
        self._parser = parser = expat.ParserCreate(namespace_separator=SEPARATOR)
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.ExternalEntityRefHandler = self._external
        parser.SkippedEntityHandler = self._skipped
        parser.StartNamespaceDeclHandler = scopes.declare
        parser.EndNamespaceDeclHandler = scopes.leave

    def position(self) -> int:
        """The byte where the last thing begins that was met."""
        return self._parser.CurrentByteIndex

    def feed(self, data: bytes, *, last: bool = False) -> bool:
        """Read on; False when the document cannot be read further."""
        if not self._encoding:
            self._encoding = encoding_of(data)
            self._mark = int(data.startswith((BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE)))
        self._read += len(self._chunk)
        self._chunk = data
        try:
            self._parser.Parse(data, last)
        except expat.ExpatError as error:
            at = max(self._parser.ErrorByteIndex - self._read, 0)
            before = data[max(at - 80, 0) : at].decode(self._encoding, "replace")
            after = data[at : at + 400].decode(self._encoding, "replace")
            name = clip(local_of(self._open[-1][1]), 40) if self._open else ""
            location = error.lineno, error.offset + 1 - (self._mark if error.lineno == 1 else 0)
            self._broken(malformed(error.code, Surroundings(before, after, name)), location)
            return False
        except _StopError as stop:
            self._broken(str(stop), self._here())
            return False
        except (LookupError, ValueError) as error:
            if self._open or self._counts:
                raise
            # Before the first tag it is the encoding: unknown, or one that expat cannot use.
            self._broken(f"the encoding cannot be read: {clip(str(error), 100)}", (1, 1))
            return False
        if last:
            self._unresolved()
        return True

    # What expat reports, beside start tags

    def _end(self, _name: str) -> None:
        state = self._state
        ways = state.done or self._finish(state)
        opened, self._last, _number, self._counts = self._open.pop()
        self._state = opened.returns[ways]

    def _characters(self, text: str) -> None:
        state = self._state
        if state.mixed:
            return
        if state.typed and not self._counts:
            if not self._text:
                self._text_began = self._here()
            self._text.append(text)
        elif text.strip(SPACE):
            self._text_beside(state, text)

    def _external(self, *_: Any) -> int:
        raise _StopError("a part of the document stands in another file, which is not opened")

    def _skipped(self, name: str, is_parameter: bool) -> None:
        if not is_parameter:
            raise _StopError(f"the entity &{clip(name, 60)}; is not declared in the document")

    # Where it is

    def _here(self) -> LineColumn:
        line, column = self._parser.CurrentLineNumber, self._parser.CurrentColumnNumber + 1
        return line, column - self._mark if line == 1 else column

    def _text_location(self) -> LineColumn:
        return self._text_began

    def _end_location(self) -> LineColumn:
        # Of an element that is one tag, expat tells where that ends.
        end = self._parser.CurrentByteIndex - self._read
        return tag_before(self._here(), self._chunk, end, self._encoding)

    def _attribute_location(self, name: str) -> LineColumn:
        here, at = self._here(), self._parser.CurrentByteIndex
        if self._tag[0] != at:
            source = (self._parser.GetInputContext() or b"").decode(self._encoding, "replace")
            self._tag = (at, source, attribute_offsets(source))
        _, source, offsets = self._tag
        return moved(here, source[: offsets.get((local_of(name), bool(namespace_of(name))), 0)])

    def _broken(self, words: str, location: LineColumn) -> None:
        parent = local_of(self._open[-1][1]) if self._open else ""
        wording = Wording("", (), words)
        self._report(Kind.NOT_WELL_FORMED, self._path(), location, parent, wording)


class _StopError(Exception):
    """The document cannot be read further, in words for people."""
