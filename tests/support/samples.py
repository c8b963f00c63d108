"""The samples of rules, as whole documents.

A sample is a piece of TEI: it begins with `<TEI`, `<teiCorpus`, an element of the header, `<back`,
`<standOff`, or anything that may stand in a text; what is missing around it is put there. What
gives its namespace is a document already.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

_HEADER = re.compile(r"<(teiHeader|fileDesc|encodingDesc|profileDesc|revisionDesc)\b")
_WITHIN = MappingProxyType(
    {
        "titleStmt": "fileDesc",
        "publicationStmt": "fileDesc",
        "sourceDesc": "fileDesc",
        "correspDesc": "profileDesc",
        "langUsage": "profileDesc",
    }
)
_WHOLE = re.compile(r"<\w+ xmlns=")
_FILE = re.compile(r"^--- (\S+)\n", re.MULTILINE)
_NAMESPACE = 'xmlns="http://www.tei-c.org/ns/1.0"'


def document(sample: str) -> str:
    """The document that a sample is a piece of. The sample begins in its second line."""
    if _WHOLE.match(sample):
        return f"\n{sample}"
    first = re.match(r"(?:<\?.*?\?>\s*)*<(\w+)", sample, re.DOTALL)
    name = first[1] if first else ""
    if name in ("TEI", "teiCorpus"):
        return "\n" + re.sub(rf"<{name}\b", f"<{name} {_NAMESPACE}", sample, count=1)
    before, after = "<text><body><div>", "</div></body></text>"
    if name in _WITHIN:
        before, after = (f"<teiHeader><{_WITHIN[name]}>", f"</{_WITHIN[name]}></teiHeader>")
    elif name == "teiHeader":
        before = after = ""
    elif _HEADER.match(sample):
        before, after = "<teiHeader>", "</teiHeader>"
    elif name in ("back", "body", "front"):
        before, after = "<text>", "</text>"
    elif name in ("text", "standOff"):
        before = after = ""
    return f"<TEI {_NAMESPACE}>{before}\n{sample}\n{after}</TEI>\n"


def documents(sample: str) -> Mapping[str, str]:
    """The documents of a sample of a rule across files, by the names of the files."""
    _, *parts = _FILE.split(sample)
    return {name: document(text) for name, text in zip(parts[::2], parts[1::2], strict=True)}
