"""What is put into a file, as it is written there."""

from teikit.diagnostic import Edit, LineColumn
from teikit.validating.index.document import CheckedDocument

_IN_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_IN_VALUE = _IN_TEXT | str.maketrans({'"': "&quot;", "'": "&apos;", "\t": "&#9;", "\n": "&#10;"})


def in_text(text: str) -> str:
    """A text as it stands between tags."""
    return text.translate(_IN_TEXT)


def in_value(text: str) -> str:
    """A text as the value of an attribute, in whatever quotes."""
    return text.translate(_IN_VALUE)


def edit_at(
    document: CheckedDocument, start: int, end: int, text: str, *, has_nodes: bool = False
) -> Edit | None:
    """The edit that makes `text` of characters of a document's markup.

    None where they are not written so in the file, but come of an entity.
    """
    markup = document.markup
    if not markup.is_written(start, end):
        return None
    start, end = markup.span_in_file(start, end)
    first = LineColumn(*markup.file.line_and_column(start))
    last = first if start == end else LineColumn(*markup.file.line_and_column(end))
    return Edit(document.name, start, end, text, first, last, has_nodes)
