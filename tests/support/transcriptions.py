"""Pages in PAGE XML, made of a few lines."""

from collections.abc import Sequence
from itertools import count

NAMESPACE = "http://schema.primaresearch.org/PAGE/gts/pagecontent/2013-07-15"
_numbers = count(1)
_SIGN = 20
"""How wide a sign is on the picture."""


def line(text: str, custom: str = "", left: int = 100) -> str:
    """A line that begins at `left`, each sign of it equally wide."""
    number = next(_numbers)
    right = left + _SIGN * len(text)
    return (
        f'<TextLine id="l{number}" custom="{custom}"><Baseline points="{left},{number}'
        f' {right},{number + 3}"/>{reading(text)}</TextLine>'
    )


def reading(text: str, index: int = 0) -> str:
    """What a line, a word or a region says."""
    return f'<TextEquiv index="{index}"><Unicode>{text}</Unicode></TextEquiv>'


def region(*lines: str, id_: str = "", custom: str = "", more: str = "") -> str:
    """A region of lines; what is no markup is a line of text."""
    inside = "".join(each if each.startswith("<") else line(each) for each in lines)
    name = id_ or f"r{next(_numbers)}"
    return f'<TextRegion id="{name}" custom="{custom}" {more}>{inside}</TextRegion>'


def page(*regions: str, order: Sequence[str] = (), picture: str = "0001.jpg") -> bytes:
    """A file of PAGE XML."""
    references = "".join(
        f'<RegionRefIndexed index="{place}" regionRef="{name}"/>'
        for place, name in reversed(list(enumerate(order)))
    )
    ordered = f'<ReadingOrder><OrderedGroup id="o">{references}</OrderedGroup></ReadingOrder>'
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<!-- made -->\n<PcGts xmlns="{NAMESPACE}">'
        "<Metadata><Creator>test</Creator></Metadata>"
        f'<Page imageFilename="{picture}">{ordered if order else ""}{"".join(regions)}</Page>'
        "</PcGts>"
    ).encode()
