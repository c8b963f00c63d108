"""From what a rule found in a tree to a finding with its place in the file."""

from teikit.diagnostic import IN_FULL, Details, Diagnostic, Edit, Excerpt, Location, Point, Rule
from teikit.validating.finding import Finding, Fix, Range
from teikit.validating.index.document import Document
from teikit.xml.markup import Lines
from teikit.xml.names import XML, Element
from teikit.xml.pieces import Span
from teikit.xml.positions import Source

_IN_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_IN_VALUE = _IN_TEXT | str.maketrans({'"': "&quot;", "'": "&apos;"})


def told(
    rule: Rule, found: Finding[Element], document: Document, details: Details = IN_FULL
) -> Diagnostic:
    """The finding of a rule, with its place and these details."""
    source = document.source
    start, end = _shown(found.range, source)
    line, column = document.markup.line_and_column(start)
    length = max(min(end, document.markup.line_end(start)) - start, 0)
    node = found.range.node
    path = document.paths.of(node) if details.paths and isinstance(node.tag, str) else ""
    repairs = found.fixes
    return Diagnostic(
        rule,
        Location(document.name, line, column, path, length),
        found.message,
        Excerpt(*document.markup.excerpt(start)) if details.excerpts else None,
        tuple([edit(repair, document) for repair in repairs]) if details.edits and repairs else (),
        bool(repairs),
    )


def with_excerpt(finding: Diagnostic, text: Lines) -> Diagnostic:
    """A finding of an engine that knows its place only, with its line."""
    place = finding.location
    if not place.line:
        return finding
    position = text.position(place.line, place.column)
    excerpt = Excerpt(*text.excerpt(position))
    return Diagnostic(finding.rule, place, finding.message, excerpt)


def edit(repair: Fix[Element], document: Document) -> Edit:
    """A repair as a change of the file's text."""
    spot, source = repair.range, document.source
    if spot.attribute and not source.has(spot.node, spot.attribute):
        start = end = source.new_attribute(spot.node)
        text = f' {_written(spot.attribute)}="{repair.text.translate(_IN_VALUE)}"'
    else:
        start, end = _span(spot, source)
        text = repair.text.translate(_IN_VALUE if spot.attribute else _IN_TEXT)
    first = Point(*document.markup.line_and_column(start))
    last = first if start == end else Point(*document.markup.line_and_column(end))
    return Edit(document.name, start, end, text, first, last)


def _span(spot: Range[Element], source: Source) -> Span:
    """The characters of a spot."""
    if spot.attribute:
        whole = source.attribute(spot.node, spot.attribute)
        if not spot.end:
            return whole
        return source.value(spot.node, spot.attribute, spot.start, spot.end)
    if spot.part:
        return source.characters(spot.node, spot.start, spot.end, tail=spot.part == "tail")
    return source.tag(spot.node)


def _shown(spot: Range[Element], source: Source) -> Span:
    """What is pointed at: of a whole attribute also its name, of a tag its beginning alone."""
    if spot.attribute and not source.has(spot.node, spot.attribute):
        spot = Range(spot.node)
    if spot.attribute and not spot.end:
        end = _span(spot, source).end
        return Span(source.attribute_name(spot.node, spot.attribute), end + 1)
    if not spot.attribute and not spot.part and isinstance(spot.node.tag, str):
        return source.name(spot.node)
    return _span(spot, source)


def _written(attribute: str) -> str:
    return attribute.replace(f"{{{XML}}}", "xml:")
