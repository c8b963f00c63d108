"""Who wrote to whom, from the records of letters."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from teikit.exporting.records import UNKNOWN, Dated, Identity, Record


@dataclass(slots=True)
class NetworkLine:
    """All letters from one person or body to another, in their order, with the first and last day.

    A letter of two senders to three receivers is in six lines.
    """

    of: list[Record] = field(default_factory=list)
    first: str = ""
    last: str = ""

    @property
    def letters(self) -> int:
        """How many there are."""
        return len(self.of)


@dataclass(slots=True)
class Network:
    """Persons and bodies by their identity, and the lines between them.

    `left_out` are the ids of letters without a known sender or a known receiver.
    """

    nodes: dict[str, Identity] = field(default_factory=dict)
    edges: dict[tuple[str, str], NetworkLine] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)
    _names: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    _sent: Counter[str] = field(default_factory=Counter)
    _received: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, letters: Iterable[Record]) -> "Network":
        """The network of letters; what is no letter is none of it."""
        found = cls()
        for letter in letters:
            if letter.is_letter:
                found.add(letter)
        return found

    def add(self, letter: Record) -> None:
        """Take a letter in."""
        senders, receivers = (
            [self._node(each) for each in agents if each.name != UNKNOWN]
            for agents in (letter.sent.agents, letter.received.agents)
        )
        if not senders or not receivers:
            self.left_out.append(letter.id)
        date = letter.sent.date or Dated({})
        for sender in senders:
            for receiver in receivers:
                line = self.edges.setdefault((sender, receiver), NetworkLine())
                line.of.append(letter)
                line.first = min(filter(None, (line.first, date.first)), default="")
                line.last = max(line.last, date.last)
                self._sent[sender] += 1
                self._received[receiver] += 1

    @property
    def agents(self) -> set[str]:
        """Those who have lines."""
        return {*self._sent, *self._received}

    def name(self, identity: str) -> str:
        """The spelling of a name that is most often used."""
        counts = self._names[identity]
        return min(counts, key=lambda name: (-counts[name], name))

    def sent(self, identity: str) -> int:
        """How many letters are from somebody to others, each counted once for each receiver."""
        return self._sent[identity]

    def received(self, identity: str) -> int:
        """How many letters are to somebody, each counted once for each sender."""
        return self._received[identity]

    def _node(self, agent: Identity) -> str:
        """The id of a node: an id that a person has, a body may have, too."""
        identity = agent.address or agent.key or agent.name
        if self.nodes.setdefault(identity, agent).kind != agent.kind:
            identity = f"{agent.kind} {identity}"
            self.nodes.setdefault(identity, agent)
        self._names[identity][agent.name] += 1
        return identity
