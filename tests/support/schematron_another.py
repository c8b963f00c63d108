"""Another implementation of Schematron: XSLT that makes XSLT of a schema, run by Saxon.

Neither is part of this project, nor wanted by it. Install `saxonche` and set the environment
variable `TEIKIT_SCHEMATRON_XSLT` to the stylesheet that makes of a Schematron, in one step, the
stylesheet of its checks: `xslt/2.0/pipeline-for-svrl.xsl` of SchXslt.
"""

import importlib.util
import os
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from lxml import etree

from teikit.schematron import Unevaluated, Violation

VARIABLE = "TEIKIT_SCHEMATRON_XSLT"
NAMED = os.environ.get(VARIABLE)
SCH = "http://purl.oclc.org/dsdl/schematron"
SVRL = "{http://purl.oclc.org/dsdl/svrl}"

STEP = re.compile(
    r"/(?:@(?:Q\{(?P<space>[^}]*)\})?(?P<attribute>[^/]+)"
    r"|(?P<other>text\(\)|comment\(\)|processing-instruction\([^)]*\))(?:\[(?P<count>\d+)\])?"
    r"|Q\{(?P<uri>[^}]*)\}(?P<name>[^/\[]+)(?:\[(?P<position>\d+)\])?)"
)
"""A step of a place, in the words of `fn:path`."""


class Verdict(NamedTuple):
    """That an assertion finds fault with a node.

    Attributes:
        place: of the node, in the words of `fn:path`.
        test: as it is written, but for white space.
        message: but for white space.
    """

    place: str
    test: str
    message: str


def missing() -> str:
    """Why there is no other implementation; empty if there is."""
    if not NAMED:
        return f"needs another implementation of Schematron; set {VARIABLE} to its stylesheet"
    if not Path(NAMED).expanduser().is_file():
        return f"{VARIABLE} names no file: {NAMED}"
    if importlib.util.find_spec("saxonche") is None:
        return "needs the package saxonche, which runs another implementation of Schematron"
    return ""


def extract(path: Path) -> bytes:
    """The Schematron in a schema of RELAX NG, as a document of its own."""
    schema = etree.Element(f"{{{SCH}}}schema", {"queryBinding": "xslt2"}, {"sch": SCH})
    for name in ("ns", "pattern"):
        schema.extend(etree.parse(path).iter(f"{{{SCH}}}{name}"))
    return etree.tostring(schema)


class Another:
    """The other implementation. It is slow to begin, so one serves many schemas."""

    def __init__(self) -> None:
        assert NAMED is not None
        self._saxonche = importlib.import_module("saxonche")
        self._saxon = self._saxonche.PySaxonProcessor(license=False)
        path = str(Path(NAMED).expanduser())
        self._maker = self._saxon.new_xslt30_processor().compile_stylesheet(stylesheet_file=path)

    def load(self, schema: Path) -> "Loaded":
        """A schema as a stylesheet."""
        made = self._maker.transform_to_string(source_file=str(schema))
        assert made is not None, self._maker.error_message
        path = schema.with_suffix(".made.xsl")
        path.write_text(made, encoding="utf-8")
        compiler = self._saxon.new_xslt30_processor()
        stylesheet = compiler.compile_stylesheet(stylesheet_file=str(path))
        return Loaded(self._saxon, stylesheet, self._saxonche.PySaxonApiError)


class Loaded:
    """A schema in the other implementation."""

    def __init__(self, saxon: Any, stylesheet: Any, error: type[Exception]) -> None:
        self._saxon = saxon
        self._stylesheet = stylesheet
        self._error = error

    def verdicts(self, document: bytes) -> Counter[Verdict] | None:
        """What it finds; None where an expression cannot be evaluated, which ends its run."""
        node = self._saxon.parse_xml(xml_text=document.decode())
        try:
            report = self._stylesheet.transform_to_string(xdm_node=node)
        except self._error:
            return None
        return None if report is None else Counter(_verdicts(etree.fromstring(report.encode())))


def _verdicts(report: etree._Element) -> Iterable[Verdict]:
    for found in report.iter(f"{SVRL}failed-assert", f"{SVRL}successful-report"):
        text = found.find(f"{SVRL}text")
        message = "" if text is None else "".join(text.itertext())
        yield Verdict(
            _canonical(found.get("location", "")),
            squeezed(found.get("test", "")),
            squeezed(message),
        )


def squeezed(text: str) -> str:
    """A text with single spaces for white space."""
    return " ".join(text.split())


def _canonical(place: str) -> str:
    """A place with a number at each step that may have one."""
    if place == "/":
        return place
    steps = [_step(found) for found in STEP.finditer(place)]
    assert sum(len(found[0]) for found in STEP.finditer(place)) == len(place), place
    return "".join(steps)


def _step(found: re.Match[str]) -> str:
    if found["attribute"]:
        space = f"Q{{{found['space']}}}" if found["space"] else ""
        return f"/@{space}{found['attribute']}"
    if found["other"]:
        other = found["other"].replace('"', "")
        return f"/{other}[{found['count'] or 1}]"
    return f"/Q{{{found['uri']}}}{found['name']}[{found['position'] or 1}]"


# teikit's


def ours(results: Iterable[Violation | Unevaluated]) -> Counter[Verdict]:
    """What teikit finds, in the same words."""
    return Counter(
        Verdict(_place(found), squeezed(found.assertion.test), squeezed(found.message))
        for found in results
        if isinstance(found, Violation)
    )


def _place(found: Violation) -> str:
    node = found.element
    if found.part == "document":
        return "/"
    if found.part == "text":
        return f"{_path(node)}/text()[1]"
    if found.part == "tail":
        parent = node.getparent()
        assert parent is not None
        before = [parent.text, *(child.tail for child in [*parent][: parent.index(node)])]
        return f"{_path(parent)}/text()[{1 + sum(map(bool, before))}]"
    if not found.attribute:
        return _path(node)
    name = etree.QName(found.attribute)
    space = f"Q{{{name.namespace}}}" if name.namespace else ""
    return f"{_path(node)}/@{space}{name.localname}"


def _path(node: etree._Element) -> str:
    parent = node.getparent()
    before = "" if parent is None else _path(parent)
    number = 1 + sum(_alike(other, node) for other in node.itersiblings(preceding=True))
    if isinstance(node, etree._Comment):
        return f"{before}/comment()[{number}]"
    if isinstance(node, etree._ProcessingInstruction):
        return f"{before}/processing-instruction({node.target})[{number}]"
    name = etree.QName(node)
    return f"{before}/Q{{{name.namespace or ''}}}{name.localname}[{number}]"


def _alike(first: etree._Element, second: etree._Element) -> bool:
    """Whether two nodes are counted together in places."""
    if isinstance(first, etree._ProcessingInstruction):
        return isinstance(second, etree._ProcessingInstruction) and first.target == second.target
    return first.tag == second.tag
