"""An edition that a stranger made: much that TEI can hold, and what would like to run."""

from pathlib import Path

SCRIPT = "<script>window.planted = 1</script>"
IMAGE = '"><img src="x" onerror="window.planted = 1">'

_LETTER = """<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="{id}" xml:lang="{language}">
<teiHeader><fileDesc><titleStmt><title>{title}</title></titleStmt><publicationStmt><p/>
</publicationStmt><sourceDesc><msDesc><msIdentifier><settlement>Lund</settlement>
<repository>{archive}</repository><idno>{archive} {number}</idno></msIdentifier></msDesc>
</sourceDesc></fileDesc><profileDesc><correspDesc>
<correspAction type="sent"><persName ref="#{sender}">{sender}</persName>
<placeName ref="#{place}">{place}</placeName>{date}</correspAction>
<correspAction type="received"><persName ref="#{receiver}">{receiver}</persName></correspAction>
<correspContext><ref type="replyTo" target="#s{before}">before</ref></correspContext>
</correspDesc><textClass><keywords><term>{genre}</term></keywords></textClass></profileDesc>
</teiHeader><text><body><div>{body}</div></body>{back}</text></TEI>"""

_BODIES = [
    """<p>Dear {receiver}, the <del>old</del> <add place="above">new</add> house<note n="1">It
    stands.</note> is<lb/>ready: élève, Ærø, Tromsø. Green apples<note n="2">Not <hi rend="italic"
    >red</hi>.</note> for <persName ref="#{sender}">{sender}</persName>.</p>""",
    """<p>{script}</p><script>alert(1)</script><p rend="{image}" type="{image}">x</p>""",
    """<p><ref target="javascript:window.planted=1">one</ref> <ref target=" data:text/html,x">two
    </ref> <ref target="https://example.org/">three</ref><ptr target="vbscript:x"/></p>""",
    """<p style="background:url(javascript:alert(1))" onclick="window.planted=1">styled <persName
    ref="{image}" key="{image}">{script}</persName></p>""",
    """<table><head>Sums</head><row><cell cols="2">a</cell></row><row><cell>b</cell><cell>c</cell>
    </row></table><table><row><cell>{wide}</cell><cell>{wide}</cell><cell>{wide}</cell></row>
    </table>""",
    """<lg><l>Roses are red,</l><l rend="right">violets are blue.</l></lg><list><item>one</item>
    <item>two <list><item>three</item></list></item></list>""",
    """<p><script xmlns="http://www.w3.org/1999/xhtml">window.planted = 1</script>
    <img xmlns="http://www.w3.org/1999/xhtml" src="x" onerror="window.planted=1"/></p>""",
    """<p>{wide}{wide}{wide}{wide} and a very long word.</p>""",
    """<p>שלום <foreign xml:lang="heb">עולם</foreign> <foreign xml:lang="ru">«Известия»</foreign>
    <unclear reason="faded">perhaps</unclear> <gap reason="illegible" quantity="3" unit="chars"/>
    <supplied>added</supplied> <choice><sic>teh</sic><corr>the</corr></choice></p>""",
    """<opener><address><addrLine>Town</addrLine><addrLine>Street</addrLine></address><dateline>Lund,
    May 1</dateline><salute>Sir,</salute></opener><p>Well.</p><closer><salute>Yours,</salute>
    <signed>{sender}</signed></closer><postscript><p>P.S. {script}</p></postscript>""",
    """<figure><graphic url="javascript:window.planted=1"/><figDesc>A seal</figDesc></figure><p>
    <note n="{image}">noted</note><note><p>two</p><p>paragraphs</p></note></p>""",
    """<head>Head</head><p xml:lang="{image}">a</p><div><head>Inner</head><p>b</p></div><q><p>quoted
    </p></q>""",
    "",
]


def strange_letters(folder: Path, count: int = 25) -> Path:
    """A folder with that many letters."""
    folder.mkdir(parents=True, exist_ok=True)
    names = ("Anna Roe", "Karl Moe", "Émilie Zöe", SCRIPT, IMAGE)
    for number in range(1, count + 1):
        words = {
            "script": _escaped(SCRIPT),
            "image": _escaped(IMAGE),
            "wide": "Donaudampfschifffahrtsgesellschaft",
            "sender": _escaped(names[number % 5]),
            "receiver": _escaped(names[(number + 1) % 5]),
        }
        titles = (f"Letter {number}", f"{SCRIPT} {number}", f"{IMAGE} {'long ' * 30}{number}")
        day = f"{1900 + number // 5}-05-0{number % 9 + 1}"
        date = f'<date when="{day}" cert="low">May</date>' if number % 7 else ""
        letter = _LETTER.format(
            **words,
            id=f"s{number}",
            number=number,
            before=number - 1,
            language=("en", "de", _escaped(IMAGE))[number % 3],
            title=_escaped(titles[number % 3]),
            archive=("Town Archive", _escaped(SCRIPT))[number % 2],
            genre=("telegram", _escaped(IMAGE))[number % 2],
            place=("Lund", "Åbo", _escaped(SCRIPT))[number % 3],
            date=date,
            body=_BODIES[number % len(_BODIES)].format(**words),
            back="" if number % 4 else f"<back><p>Behind {words['script']}</p></back>",
        )
        (folder / f"s{number}.xml").write_text(letter, encoding="utf-8")
    return folder


def _escaped(text: str) -> str:
    pairs = (("&", "&amp;"), ("<", "&lt;"), ('"', "&quot;"), ("'", "&apos;"))
    for sign, written in pairs:
        text = text.replace(sign, written)
    return text
