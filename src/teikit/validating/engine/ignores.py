"""What a file asks not to be told: `<?teikit ignore T012 "printed so in the source"?>`."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from lxml import etree

from teikit.diagnostic import Rule, Severity
from teikit.validating.finding import Finding, Range
from teikit.validating.index.document import CheckedDocument
from teikit.validating.settings import matches
from teikit.xml.names import Element

TARGET = "teikit"
_INSTRUCTION = re.compile(
    r"""ignore\s+(?P<words>[\w.:-]+(?:[\s,]+[\w.:-]+)*)\s*(?P<quote>["'])(?P<reason>.*\S.*)(?P=quote)\s*""",
    re.DOTALL,
)

UNUSED = Rule(
    "T090",
    "unused-ignore",
    Severity.WARNING,
    "An instruction ignores findings that are not there.",
    "Take the instruction out: what it excused has been fixed, or was never found.",
)
UNCLEAR = Rule(
    "T091",
    "unclear-ignore",
    Severity.WARNING,
    "An instruction to teikit cannot be understood.",
    'Write it as <?teikit ignore T012 "why this is right here"?>, with a reason.',
)


class Ignore(NamedTuple):
    """A word of an instruction: the code or the name of a rule, or the beginning of a code."""

    word: str
    node: Element


def ignores(document: CheckedDocument) -> tuple[list[Ignore], list[Finding[Element]]]:
    """What a document asks to be left out, and what of that is not understood (`UNCLEAR`)."""
    asked: list[Ignore] = []
    unclear: list[Finding[Element]] = []
    for node in document.facts.instructions:
        if not isinstance(node, etree._ProcessingInstruction) or node.target != TARGET:
            continue
        found = _INSTRUCTION.fullmatch((node.text or "").strip())
        if found:
            asked += [Ignore(word, node) for word in re.split(r"[\s,]+", found["words"])]
        else:
            unclear.append(Finding(Range(node), _fault(node.text or "")))
    return asked, unclear


def _fault(text: str) -> str:
    if not re.match(r"\s*ignore\b", text):
        return (
            f"'{' '.join(text.split())[:40]}' is nothing that teikit can be told; it knows 'ignore'"
        )
    if not re.search("[\"'].*\\S.*[\"']", text, re.DOTALL):
        return "the reason is missing: say in quotes why this is right here"
    return "after 'ignore' stand the codes of rules, and then the reason in quotes"


def unknown(asked: Iterable[Ignore], rules: Iterable[Rule]) -> Iterator[Finding[Element]]:
    """Words that are no rule's."""
    known = list(rules)
    for word, node in asked:
        if not any(matches(rule, word) for rule in known):
            yield Finding(Range(node), f"no rule is called '{word}'")
