"""Made-up pages in an edition's layout, and the way from a page to TEI and back."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

from hypothesis import strategies as st
from lxml import etree

from teikit import export
from teikit.converting.authority import Authority, AuthorityEntry
from teikit.converting.encode import EncodedPage, encode_pages
from teikit.converting.source import collapse
from teikit.diagnostic import Diagnostic
from teikit.profiles.profile import DEFAULT, Profile, parse

TEI = "{http://www.tei-c.org/ns/1.0}"
ID = "{http://www.w3.org/XML/1998/namespace}id"

KNOWN = Authority(
    (
        AuthorityEntry("lenin", "person", "V. I. Lenin", ("V. I. Lenin", "Lenin")),
        AuthorityEntry(
            "stalin", "person", "I. V. Stalin", ("I. V. Stalin", "J. V. Stalin", "Stalin")
        ),
        AuthorityEntry("trotsky", "person", "L. D. Trotsky", ("L. D. Trotsky", "Trotsky")),
        AuthorityEntry("chicherin", "person", "G. V. Chicherin", ("G. V. Chicherin", "Chicherin")),
        AuthorityEntry("kamenev-lb", "person", "L. B. Kamenev", ("L. B. Kamenev", "Kamenev")),
        AuthorityEntry("kamenev-ss", "person", "S. S. Kamenev", ("S. S. Kamenev", "Kamenev")),
        AuthorityEntry("moscow", "place", "Moscow", ("Moscow", "Moscow Kremlin")),
        AuthorityEntry("baku", "place", "Baku", ("Baku",)),
        AuthorityEntry("kharkov", "place", "Kharkov", ("Kharkov", "Kharkiv")),
        AuthorityEntry("petrograd", "place", "Petrograd", ("Petrograd",)),
        AuthorityEntry(
            "politburo", "org", "Politburo", ("Politburo", "Politburo of the Central Committee")
        ),
        AuthorityEntry(
            "rtskhidni",
            "org",
            "RTSKHIDNI",
            ("RTSKHIDNI", "RTsKhIDNI", "RTSHIDNI", "RCKHIDNI"),
            "archive",
        ),
        AuthorityEntry("garf", "org", "GARF", ("GARF",), "archive"),
    )
)
"""A few names, some of them ambiguous, for tests that want names without authority files."""


# --- from text to TEI ---


class Converted:
    """What became of pages: their files as trees, by name, and what was noticed."""

    def __init__(self, pages: Sequence[EncodedPage]) -> None:
        self.pages = pages
        self.bytes = {file.name: file.data for page in pages for file in page.files}
        self.findings: list[Diagnostic] = [each for page in pages for each in page.findings]
        self.trees = {name: etree.fromstring(data) for name, data in self.bytes.items()}

    @property
    def documents(self) -> list["Document"]:
        """The documents, in the order of their pages."""
        return [
            Document(self.trees[file.name])
            for page in self.pages
            for file in page.files
            if file.letter
        ]

    @property
    def only(self) -> "Document":
        """The one document that there is."""
        (document,) = self.documents
        return document

    def codes(self) -> set[str]:
        """The codes of the rules that found something."""
        return {finding.rule.code for finding in self.findings}

    def __getitem__(self, stem: str) -> "Document":
        return Document(self.trees[f"{stem}.xml"])


class Document:
    """A TEI file as an editor looks at it: short questions, answers as text."""

    def __init__(self, root: "etree._Element") -> None:
        self.root = root

    @property
    def id(self) -> str:
        """The stem of its file."""
        return str(self.root.get(ID))

    def all(self, path: str) -> list["etree._Element"]:
        """The elements of a path; names are those of TEI."""
        found = self.root.xpath(path, namespaces={"t": TEI[1:-1]})
        assert isinstance(found, list)
        return found  # type: ignore[return-value]

    def texts(self, path: str) -> list[str]:
        """The text of each element of a path, white space collapsed."""
        return [collapse("".join(map(str, each.itertext()))) for each in self.all(path)]

    def values(self, path: str) -> list[str]:
        """The values of attributes."""
        return [str(each) for each in self.all(path)]

    @property
    def genre(self) -> str:
        """The type of the `div`."""
        return self.values("//t:body/t:div/@type")[0]

    def agents(self, type_: str, subtype: str = "") -> list[str]:
        """Who sent or received."""
        which = f"[@subtype='{subtype}']" if subtype else ""
        return self.texts(
            f"//t:correspAction[@type='{type_}']{which}/*[self::t:persName or self::t:orgName]"
        )

    @property
    def senders(self) -> list[str]:
        """Who sent it."""
        return self.agents("sent")

    @property
    def receivers(self) -> list[str]:
        """Who received it, not as a copy."""
        return self.agents("received", "to")

    @property
    def copies(self) -> list[str]:
        """Who received a copy."""
        return self.agents("received", "copy")

    @property
    def sent(self) -> list[dict[str, str]]:
        """The dates of sending, as their dating attributes."""
        return [dating(each) for each in self.all("//t:correspAction[@type='sent']/t:date")]

    def places(self, type_: str) -> list[str]:
        """The places of sending or reception."""
        return self.texts(f"//t:correspAction[@type='{type_}']/t:placeName")

    @property
    def notes(self) -> list[int]:
        """The numbers of the notes."""
        return [int(each) for each in self.values("//t:back//t:note/@n")]

    @property
    def marks(self) -> dict[int, str]:
        """For each note mark in the text the words before it (the last 12 characters)."""
        return {
            int(str(ref.get("target")).rpartition("-n")[2]): before(ref)[-12:]
            for ref in self.all("//t:text//t:ref[@type='noteMark'][@target]")
        }

    @property
    def blocks(self) -> list[tuple[str, str]]:
        """The parts of the `div`, flat: (name, text)."""
        wanted = {"head", "dateline", "addrLine", "salute", "seg", "p", "signed", "note", "label"}
        found = []
        for each in self.all("//t:body/t:div//*"):
            name = str(each.tag).removeprefix(TEI)
            if name not in wanted or any(
                str(outer.tag).removeprefix(TEI) in wanted for outer in each.iterancestors()
            ):
                continue
            inside = str(each.getparent().tag).removeprefix(TEI)  # type: ignore[union-attr]
            name = f"{inside}/{name}" if inside in {"closer", "postscript"} else name
            found.append((name, collapse("".join(map(str, each.itertext())))))
        return found


def dating(element: "etree._Element") -> dict[str, str]:
    """The dating attributes of an element."""
    names = ("when", "from", "to", "notBefore", "notAfter")
    return {name: str(element.get(name)) for name in names if element.get(name)}


def before(element: "etree._Element") -> str:
    """All text before an element in its document, white space collapsed."""
    found = element.xpath("preceding::text()[ancestor::*[local-name()='text']]")
    assert isinstance(found, list)
    return collapse("".join(map(str, found)))


def converted(
    folder: Path,
    *texts: str,
    authority: Authority | None = KNOWN,
    profile: Profile | str = DEFAULT,
) -> Converted:
    """The pages with these texts, converted."""
    paths = []
    for number, text in enumerate(texts, 1):
        path = folder / f"page-{number:02}.txt"
        path.write_bytes(text.encode())
        paths.append(path)
    return Converted(list(encode_pages(paths, profile=profile, authority=authority)))


def page(
    *text: str,
    heading: str = "Telegram of L. D. Trotsky to I. V. Stalin",
    date: str = "March 21, 1920",
    source: str = "RTSKHIDNI. F. 5. Op. 1. D. 2433. L. 88. Typewritten text.",
    notes: Sequence[str] = (),
    number: str = "No. 12",
) -> str:
    """A page with one document, the text given line by line; empty parts are left out."""
    lines = [number, heading, date, *text, source, *(["Notes:", *notes] if notes else ())]
    return "\n\n".join(filter(None, lines)) + "\n"


@cache
def plain(keys: str = "", **edition: str) -> Profile:
    """A profile over that of plain letters, with these keys of `[page]` and of `[edition]`."""
    facts = "".join(f'{key} = "{value}"\n' for key, value in edition.items())
    return parse(f'extends = "plain-letters"\n[edition]\n{facts}[page]\n{keys}', "own.toml")


def source_layer(files: Mapping[str, bytes], names: Iterable[str], folder: Path) -> str:
    """The text of these files as the page has it, one behind the other."""
    parts = []
    for name in names:
        path = folder / name
        path.write_bytes(files[name])
        parts += [part.text for part in export([path], "text", layer="source")]
    return "\n".join(parts)


# --- made-up pages ---

_NAMES = (
    "L. D. Trotsky", "I. V. Stalin", "V. I. Lenin", "g. v. chicherin", "G.K.Ordzhonikidze",
    "S. S. Kamenev", "Politburo of the Central Committee of the RCP (b)", "V. A. Antonov-Ovseenko",
    "the Council of Labor and Defense", "Л. Д. Троцкий", "Zinaida",
)  # fmt: skip
_GENRES = ("Telegram", "Letter", "Note", "Encrypted telegram", "Minutes", "")
_JOINTS = (" to ", " - ", " — ", " ", ", ", " and ", " from ", " of ", ". ")
_NUMBERS = ("No. 7", "No 8", "Number 9", "№ 10", "N 11", "No. 12a", "no. 00013.", "No. 99999")
_DATES = (
    "March 21 [1920]", "July 16, 1920", "[later May 4, 1920]", "[late January 1918]", "17/III",
    "10.IV.", "16/11 21", "3/X", "10/1 1926", "[previously May 4, 1918]", "May 4-6, 1920",
    "May 1920", "[1918]", "July 3, 20 1", "February 31, 1920", "Baku 16/VII-20", "Kharkiv 22/7 1",
    "24/5 20 10 hours Baku.", "20th of March.", "13-14. VII 1920", "0/0 00", "99/99 9999",
)  # fmt: skip
_LINES = (
    "Moscow Kremlin.", "Lenin, Chicherin, Stalin.", "TO STALIN, copy TO LENIN 1 .", "Baku",
    "ON A DIRECT WIRE.", "C. SECRET", "Decipher personally. Kharkiv 23/7 1", "Copy.",
    "Dear comrade,", "Dear Vladimir Ilyich! I write", "V. I.!", "Tov. Krestinsky.", "(Personally)",
    "Accepted: 6/VI-1920", "Transmitted 12/1-4 o'clock. 30 minutes.", "Deciphered 3",
    "With communist greetings Chicherin", "With com. hello Trotsky.", "Stalin 6", "Stalin.",
    "L. T.", "Fully agree: Doletsky, S. Budkevich.", "Commissioner M. Grushin", "Yours",
    "Trotsky, chairman of the Revolutionary Military Council.", "P.S. More 2 .", "P.P.S.",
    "Enclosure", "Telegram to V. I. Lenin, I. V. Stalin", "Give Moscow to Stalin.", "1", "*", "[",
    "]", "...", "—", ".", "( )", "“", "”", "Notes", "3. Third.", "I", "Петроград", "х",
)  # fmt: skip
_PIECES = (
    "we take 3 rifle divisions", "11 [th] army", "South[o]-Western", "T[ovari]sch", "d[om]",
    "[with]", "[...]", "[... ]", "[", "]", "[[", "[]", "[ ]", "comrades]", "3[inaida]",
    "thousand [thousand]", "(distortion)*", "*", "...", "…", "..", " . ", " , ", "1", "2 .", " 3 ,",
    "4I", "! 5", ".1 .", "6indicates", "Mensheviks7", "one.", "22/7 8", "“", "”", "“yes”", "«", "»",
    "\"", "'", "„", "Stalin", "Moscow Kremlin", "Kamenev", "Politburo of the Central Committee",
    "(Ibid.)", "Ibid. D. 18. L. 1-3", "RTSKHIDNI. F. 5. Op. 2. D. 314. L. 15-16",
    "(RTsKhIDNI, F. 558. On. 1. D., 5547, fol. eight)", "RTSHIDNI; F. 2/S", "GARF. F 1.", "F. 85",
    "(Lenin V. I. PSS. T. 51. P. 335; Ibid., p. 365)", "(See note 2 to document No. 7)",
    "Document No. 8", "(No. 8-11, 12a, 74)", "documents Nos. 7-99999", "No. 12", "July 12 or 13",
    "May 4, 1920.", "6/VI-1920", "16/ПІ", "14/VTI-1920 at 0:35", "Text crossed out by Stalin.",
    "The end of the document is missing.", "end of the letter is missing", "general,with which",
    "There is a note: “Deciphered on 5/V 20 at 99:99.”",
    "The telegram was sent from Baku to Moscow",
    "Дорогой товарищ", "é", "e\u0301", "\u200b", "\ufeff", "\u200e", "😀",
    "&", "<p>", "]]>", "&amp;",
    "-", "a", "I. V. Stalin", "we consider it necessary", "and then to rest.", "The same again.",
)  # fmt: skip
_GLUE = (
    " ",
    " ",
    " ",
    "",
    "  ",
    "\xa0",
    "\x0b",
    "\x0c",
    "\x1c",
    "\x1f",
    "\x85",
    "\u2028",
    "\r",
    "\t",
)
_SOURCES = (
    "RTSKHIDNI. F. 5. Op. 2. D. 314. L. 15-16. Typewritten text. Signature - autograph.",
    "RTSHIDNI; F. 558 Op. 1. D 13. L . eight. Autograph.",
    "GARF. F. 1235. On. 3/S. D., 5547. L. 1-1ob, 3. Photocopy.",
    "ЦГАОР, F. 1. List 2. D. 3, fol. 4.",
    "Printed in: Lenin V. I. PSS. T. 51. P. 335.",
    "",
)
_LABELS = (
    "1 ", "2 ", "3 ", "4", "1 . ", "2. ", "3) ", "one. ", "one", "two ", "5 ", "9 ", "12 ", "", "",
    "0 ", "99 ", "On May 9 , 2, 1920, ", "*", "1\xa0", "-1 ", "1",
)  # fmt: skip
_TITLE = (
    "Bolshevik Leaders correspondence",
    "Marx-Engels |  Lenin  | Stalin |  Home Page",
    " Bolshevik leadership Correspondence. 1912-1927",
    "Collection of documents 1996.",
    "Compiled by: A.V.Kvashonkin, L.P.Kosheleva.",
)
_FOOTERS = ("Section I 1912 - 1921", "Stalin Correspondences", "Section II", "Section MMM x")

_glue = st.sampled_from(_GLUE)
_piece = st.sampled_from(_PIECES) | st.text("[]“”*.,1 23aA-—«»()…", min_size=1, max_size=6)


@st.composite
def prose(draw: st.DrawFn, longest: int = 9) -> str:
    """A paragraph of troublesome pieces; sometimes a passage stands in it several times."""
    text = "".join(draw(_piece) + draw(_glue) for _ in range(draw(st.integers(1, longest))))
    if draw(st.integers(0, 9)) == 0:
        passage = (
            f"The same words stand here over and over, as the machine has left it, {text} so. "
        )
        text = draw(st.sampled_from(("", "Before. "))) + passage * draw(st.integers(2, 4))
    return text


@st.composite
def headings(draw: st.DrawFn) -> str:
    """A heading in any of its forms, right and wrong ones."""
    names = draw(st.lists(st.sampled_from(_NAMES), min_size=1, max_size=4))
    lead = draw(st.sampled_from((" ", " of ", " from ", " to ")))
    joints = [draw(st.sampled_from(_JOINTS)) for _ in names]
    line = "".join(name + joint for name, joint in zip(names, joints, strict=True))
    return draw(st.sampled_from(_GENRES)) + lead + line


@st.composite
def documents(draw: st.DrawFn) -> list[str]:
    """The lines of one document."""
    line = st.sampled_from(_LINES) | st.sampled_from(_DATES)
    opening = draw(st.lists(line, max_size=4))
    paragraphs = draw(st.lists(prose() | line, max_size=5))
    closing = draw(st.lists(line, max_size=4))
    lines = [draw(st.sampled_from(_NUMBERS))]
    lines += draw(st.lists(headings(), max_size=2))
    lines += draw(st.lists(st.sampled_from(_DATES), max_size=1))
    lines += [*opening, *paragraphs, *closing, draw(st.sampled_from(_SOURCES))]
    if draw(st.booleans()):
        lines.append(draw(st.sampled_from(("Notes:", "Notes", "Note:", "notes"))))
        notes = draw(st.lists(st.tuples(st.sampled_from(_LABELS), prose(5)), max_size=7))
        lines += [label + text for label, text in notes]
    return lines


@st.composite
def pages(draw: st.DrawFn) -> str:
    """A page of one to three documents, with or without what the web put around them."""
    lines = draw(st.sampled_from(((), _TITLE, _TITLE[2:4], ("to Stalin from nobody",))))
    found = [*lines]
    if draw(st.integers(0, 5)) == 0:
        found.append("Section I 1912 - 1921")
        found.append("The documents placed here " + "cover the period of the war " * 9)
        found += draw(st.lists(prose(), max_size=2))
    for document in draw(st.lists(documents(), min_size=1, max_size=3)):
        found += document
    found += draw(st.lists(st.sampled_from(_FOOTERS), max_size=2))
    return draw(st.sampled_from(("\n\n", "\n", "\r\n", "\n \xa0\n"))).join(found)
