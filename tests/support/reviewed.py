"""Documents to be reviewed, and the page that they were made from."""

PAGE = """Site

No. 7
Letter of A. Roe
1920
Dear [Sir]
Send men . Now.
Yours Roe
1 One.
Two.
End"""
START, END = PAGE.index("No. 7"), PAGE.index("\nEnd")


def tei(
    body: str, notes: str = "", header: str = "", changes: str = "", page: str = "p.txt"
) -> str:
    """A document with a page."""
    scope = f'<biblScope unit="char" from="{START}" to="{END}"/>'
    return (
        '<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="x-7"><teiHeader><fileDesc><sourceDesc>'
        f'<bibl type="page"><idno type="filename">{page}</idno>{scope}</bibl>'
        f"</sourceDesc></fileDesc><profileDesc>{header}</profileDesc>"
        f"<revisionDesc>{changes}</revisionDesc></teiHeader><text><fw>Site</fw><body><div>"
        f"{body}</div></body><back><div type='notes'>{notes}</div></back><fw>End</fw></text></TEI>"
    )


HEAD = "<head>No. 7</head>\n<head>Letter of A. Roe</head><opener><dateline>1920</dateline></opener>"
SIR = '<salute>Dear <supplied reason="omitted-in-original">Sir</supplied></salute>'
TEXT = f"{HEAD}{SIR}<p>Send men . Now.</p><closer>Yours <signed>Roe</signed></closer>"
NOTES = '<note xml:id="n1" n="1"><label>1</label> One.</note><note n="2">Two.</note>'


def change(code: str, words: str, text: str, before: str = "") -> str:
    """An open question at the place of some words."""
    offset = PAGE.index(before + words) + len(before)
    return f'<change type="open" n="{code}" source="p.txt#char={offset}">{text}</change>'
