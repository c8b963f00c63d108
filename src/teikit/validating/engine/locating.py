"""From what a rule found in a tree to a diagnostic with its location in the file."""

import re
from collections.abc import Callable

from teikit.diagnostic import (
    IN_FULL,
    Details,
    Diagnostic,
    Edit,
    Excerpt,
    Location,
    Rule,
)
from teikit.validating.finding import Finding, Fix, Range
from teikit.validating.index.document import CheckedDocument, LargeDocument
from teikit.validating.writing import edit_at, in_text, in_value
from teikit.xml.markup import Lines
from teikit.xml.names import XML, Element
from teikit.xml.positions import Positions
from teikit.xml.spans import FileSpan

_BEGINNING = re.compile(r"<\?|<!DOCTYPE|(?<=<)[^\s/>]+")

Locate = Callable[[Rule, Finding[Element]], Diagnostic]
"""From what a rule found in a document to the diagnostic."""


def located(
    rule: Rule, finding: Finding[Element], document: CheckedDocument, details: Details = IN_FULL
) -> Diagnostic:
    """The diagnostic of a rule's finding, with its location and these details."""
    markup = document.markup
    start, end = markup.span_in_file(*_shown(finding.range, document.positions))
    lines = markup.file
    line, column = lines.line_and_column(start)
    length = max(min(end, lines.line_end(start)) - start, 0)
    node = finding.range.node
    path = document.paths.of(node) if details.paths and isinstance(node.tag, str) else ""
    fixes = finding.fixes
    edits = [edit(fix, document) for fix in fixes] if details.edits or markup is not lines else []
    written = None not in edits
    return Diagnostic(
        rule,
        Location(document.name, line, column, path, length),
        finding.message,
        Excerpt(*lines.excerpt(start)) if details.excerpts else None,
        tuple(filter(None, edits)) if details.edits and written else (),
        bool(fixes) and written,
        not fixes or all(fix.safe for fix in fixes),
    )


def located_at(
    rule: Rule,
    message: str,
    place: tuple[int, int],
    document: CheckedDocument | LargeDocument,
    details: Details = IN_FULL,
    attribute: str | None = None,
) -> Diagnostic:
    """The diagnostic of what stands at a line and a column before the content of a document.

    That is an instruction, the DOCTYPE, or the tag of the root; of that the `attribute` with this
    local name is meant, or itself, if it is empty.
    """
    if isinstance(document, LargeDocument):
        return Diagnostic(rule, Location(document.name, *place), message)
    markup = document.markup.file
    start = markup.position(*place)
    found = (re.compile(rf"{attribute}\s*=") if attribute else _BEGINNING).search(
        markup.text, start
    )
    end = start
    if found:
        start, end = found.span()
    if markup.text.startswith("<?", start):
        end = markup.text.find("?>", start) + 2
    line, column = markup.line_and_column(start)
    length = max(min(end, markup.line_end(start)) - start, 0)
    at_root = attribute is not None and details.paths
    path = document.paths.of(document.tree.getroot()) if at_root else ""
    diagnostic = Diagnostic(rule, Location(document.name, line, column, path, length), message)
    return with_excerpt(diagnostic, markup) if details.excerpts else diagnostic


def with_excerpt(diagnostic: Diagnostic, text: Lines) -> Diagnostic:
    """A diagnostic of an engine that knows line and column only, with its line."""
    location = diagnostic.location
    if not location.line:
        return diagnostic
    position = text.position(location.line, location.column)
    excerpt = Excerpt(*text.excerpt(position))
    rule, place, message, _, edits, fixable, safe = diagnostic
    # `_replace` takes three times as long.
    return Diagnostic(rule, place, message, excerpt, edits, fixable, safe)


def edit(fix: Fix[Element], document: CheckedDocument) -> Edit | None:
    """A fix as an edit of the file's text; None where it would change what an entity stands for."""
    range_, positions = fix.range, document.positions
    if range_.attribute and not positions.has(range_.node, range_.attribute):
        start = end = positions.new_attribute(range_.node)
        text = f' {_written(range_.attribute)}="{in_value(fix.text)}"'
    else:
        start, end = _span(range_, positions)
        text = in_value(fix.text) if range_.attribute else in_text(fix.text)
    return edit_at(document, start, end, text)


def _span(range_: Range[Element], positions: Positions) -> FileSpan:
    """The characters of a range."""
    if range_.attribute:
        if not range_.end:
            return positions.attribute(range_.node, range_.attribute)
        return positions.value(range_.node, range_.attribute, range_.start, range_.end)
    if range_.part:
        tail = range_.part == "tail"
        return positions.characters(range_.node, range_.start, range_.end, tail=tail)
    return positions.tag(range_.node)


def _shown(range_: Range[Element], positions: Positions) -> FileSpan:
    """What is pointed at: of a whole attribute also its name, of a tag its beginning alone."""
    if range_.attribute and not positions.has(range_.node, range_.attribute):
        range_ = Range(range_.node)
    if range_.attribute and not range_.end:
        end = _span(range_, positions).end
        return FileSpan(positions.attribute_name(range_.node, range_.attribute), end + 1)
    if not range_.attribute and not range_.part and isinstance(range_.node.tag, str):
        return positions.name(range_.node)
    return _span(range_, positions)


def _written(attribute: str) -> str:
    return attribute.replace(f"{{{XML}}}", "xml:")
