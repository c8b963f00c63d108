"""Pieces of TEI that the samples of several rows have in common."""


def listed(inner: str, *, source: str = "", statement: str = "") -> str:
    """A list of letters (CMIF) with these `correspDesc`."""
    return (
        "<TEI><teiHeader><fileDesc>\n"
        f"{statement or STATEMENTS}\n"
        f"<sourceDesc>{source or BIBL}</sourceDesc>\n"
        f"</fileDesc><profileDesc>\n{inner}\n</profileDesc></teiHeader>\n"
        "<text><body><p/></body></text></TEI>"
    )


BIBL = '<bibl type="print" xml:id="a2b41da2-7c1f-4d0e-9a3f-0c5e8b7a6d10">Letters of a town</bibl>'
SOURCE = 'source="#a2b41da2-7c1f-4d0e-9a3f-0c5e8b7a6d10"'
TITLE = (
    "<titleStmt><title>Letters</title><editor>Ann Roe <email>roe@example.org</email></editor>"
    "</titleStmt>"
)
SERIES = '<titleStmt><title>To Max</title><title level="s">Letters</title></titleStmt>'
DATED = '<publicationStmt><publisher>Town Press</publisher><date when="2026"/></publicationStmt>'
LICENCE = (
    '<availability><licence target="https://creativecommons.org/licenses/by/4.0/">CC BY</licence>'
    "</availability>"
)
PUBLISHED = (
    '<publisher>Town Press</publisher><idno type="url">https://example.org/cmif.xml</idno>'
    '<date when="2026-01-01"/>'
)
STATEMENTS = f"{TITLE}\n<publicationStmt>{PUBLISHED}{LICENCE}</publicationStmt>"
SENT = '<correspAction type="sent"><persName>Ann</persName></correspAction>'
RECEIVED = '<correspAction type="received"><persName>Max</persName></correspAction>'


def letter(inner: str) -> str:
    """A letter whose `correspDesc` holds `inner`."""
    return (
        f"<TEI><teiHeader><profileDesc><correspDesc>\n{inner}\n"
        "</correspDesc></profileDesc></teiHeader>"
        '<text><body><div type="letter"><p>Dear Max</p></div></body></text></TEI>'
    )
