"""GEXF 1.3: the network of who wrote to whom, for programs such as Gephi."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar
from xml.sax.saxutils import escape, quoteattr

from teikit.errors import TeikitError
from teikit.exporting.archive import ArchiveExporter, NoCorrespondence, counted, unreadable
from teikit.exporting.exporter import ExportContext, Exported, Notice
from teikit.exporting.network import Network
from teikit.exporting.records import Record, identified, record
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
        network, letters = Network(), list[Record]()
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
            "", FILE, "".join(f"{line}\n" for line in _lines(network, context.publication.title))
        )

    def on_screen(self, pieces: Iterable[Exported]) -> Iterator[str]:
        """The file."""
        for piece in pieces:
            yield piece.text


def _lines(network: Network, title: str) -> Iterator[str]:
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
    for identity, agent in network.nodes.items():
        yield f"      <node id={quoteattr(identity)} label={quoteattr(agent.name)}>"
        yield from _values(kind=agent.kind, address=agent.address)
        yield "      </node>"
    yield "    </nodes>"
    yield "    <edges>"
    for place, ((sender, receiver), line) in enumerate(network.edges.items()):
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
