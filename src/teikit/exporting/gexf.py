"""GEXF 1.3: the network of who wrote to whom, for programs such as Gephi."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import ClassVar
from xml.sax.saxutils import escape, quoteattr

from teikit.errors import TeikitError
from teikit.exporting.archive import ArchiveExporter, NoCorrespondence, counted, unreadable
from teikit.exporting.exporter import ExportContext, Exported, Notice
from teikit.exporting.records import UNKNOWN, Dated, Identity, Record, identified, record
from teikit.tei.documents import Document

FILE = "letters.gexf"


@dataclass(frozen=True, slots=True)
class GexfExporter(ArchiveExporter[Record]):
    """Write the network of senders and receivers (GEXF 1.3)."""

    files: ClassVar[str] = FILE

    def part(self, document: Document, context: ExportContext) -> Record | Notice:
        """The record of a letter."""
        found = record(document, context.publication, context.entries)
        return found if found.is_letter else NoCorrespondence(document)

    def joined(
        self, parts: Iterable[Record | TeikitError], context: ExportContext
    ) -> Iterator[Exported | TeikitError]:
        """The file, as one piece."""
        network, letters = _Network(), list[Record]()
        for part in parts:
            if isinstance(part, TeikitError):
                yield part
            else:
                letters.append(part)
        yield from unreadable(context.entries)
        for letter in identified(letters):
            network.add(letter)
        if network.left_out:
            yield Notice(
                f"{counted(network.left_out)} no known sender or no known receiver, the first is"
                f" {network.left_out[0]!r}: no line of the network stands for that"
            )
        yield Exported(
            "", FILE, "".join(f"{line}\n" for line in network.lines(context.publication.title))
        )

    def on_screen(self, pieces: Iterable[Exported]) -> Iterator[str]:
        """The file."""
        for piece in pieces:
            yield piece.text


@dataclass(slots=True)
class _Line:
    """All letters from one person or body to another."""

    letters: int = 0
    first: str = ""
    last: str = ""


@dataclass(slots=True)
class _Network:
    nodes: dict[str, Identity] = field(default_factory=dict)
    edges: dict[tuple[str, str], _Line] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)

    def add(self, letter: Record) -> None:
        senders, receivers = (
            [self._node(each) for each in agents if each.name != UNKNOWN]
            for agents in (letter.sent.agents, letter.received.agents)
        )
        if not senders or not receivers:
            self.left_out.append(letter.id)
        date = letter.sent.date or Dated({})
        for sender in senders:
            for receiver in receivers:
                line = self.edges.setdefault((sender, receiver), _Line())
                line.letters += 1
                line.first = min(filter(None, (line.first, date.first)), default="")
                line.last = max(line.last, date.last)

    def _node(self, agent: Identity) -> str:
        """The id of a node: an id that a person has, a body may have, too."""
        identity = agent.address or agent.key or agent.name
        if self.nodes.setdefault(identity, agent).kind != agent.kind:
            identity = f"{agent.kind} {identity}"
            self.nodes.setdefault(identity, agent)
        return identity

    def lines(self, title: str) -> Iterator[str]:
        yield '<?xml version="1.0" encoding="UTF-8"?>'
        yield '<gexf xmlns="http://gexf.net/1.3" version="1.3">'
        if title:
            yield f"  <meta><description>{escape(title)}</description></meta>"
        yield '  <graph defaultedgetype="directed" mode="static">'
        yield '    <attributes class="node">'
        yield '      <attribute id="kind" title="kind" type="string"/>'
        yield '      <attribute id="address" title="address" type="string"/>'
        yield "    </attributes>"
        yield '    <attributes class="edge">'
        yield '      <attribute id="first" title="first letter" type="string"/>'
        yield '      <attribute id="last" title="last letter" type="string"/>'
        yield "    </attributes>"
        yield "    <nodes>"
        for identity, agent in self.nodes.items():
            yield f"      <node id={quoteattr(identity)} label={quoteattr(agent.name)}>"
            yield from _values(kind=agent.kind, address=agent.address)
            yield "      </node>"
        yield "    </nodes>"
        yield "    <edges>"
        for place, ((sender, receiver), line) in enumerate(self.edges.items()):
            ends = f"source={quoteattr(sender)} target={quoteattr(receiver)}"
            yield f'      <edge id="{place}" {ends} weight="{line.letters}">'
            yield from _values(first=line.first, last=line.last)
            yield "      </edge>"
        yield "    </edges>"
        yield "  </graph>"
        yield "</gexf>"


def _values(**values: str) -> Iterator[str]:
    given = {name: value for name, value in values.items() if value}
    if given:
        yield "        <attvalues>"
        for name, value in given.items():
            yield f'          <attvalue for="{name}" value={quoteattr(value)}/>'
        yield "        </attvalues>"
