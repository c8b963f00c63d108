"""The five pages against a table that was made by reading them, not by running the program.

Persons, places and bodies are named by their entries in `corpus/authority`. What the page leaves
open is not in the table.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from lxml import etree

from pages import ID, TEI, Document, before, dating
from teikit.converting.source import collapse


@dataclass(frozen=True)
class Gold:
    """One document as an editor would describe it."""

    stem: str
    genre: str
    sent_by: str
    sent_to: str
    date: str
    shelfmark: str
    notes: str
    copies: str = ""
    sent_from: str = ""
    received_at: str = ""
    supplied: str = ""
    """Numbers of notes whose printed number is lost."""
    repaired: str = ""
    """Numbers of notes whose printed number is damaged."""
    lost: dict[int, str] = field(default_factory=dict)
    """Notes whose mark is lost, with the words behind which it stood ("" where nothing shows)."""


GOLD = (
    Gold("bl-0068", "telegram", "trotsky", "stalin", "1920-03-21", "558/1/5481/4-7", "1 2 3 4 5",
         sent_from="moscow", received_at="kharkov", supplied="3", lost={3: "", 5: ""}),
    Gold("bl-0069", "telegram", "stalin", "trotsky", "1920-03-20", "558/1/5481/3", "1",
         received_at="moscow"),
    Gold("bl-0070", "telegram", "ordzhonikidze", "chicherin", "1920-04-23", "85/13/6/1",
         "1 2 3 4 5 6 7", sent_from="rostov", lost={1: "from Petrovsk"}),
    Gold("bl-0071", "telegram", "ordzhonikidze kirov", "lenin", "1920-05-04", "85/13/12/9-10",
         "1 2 3 4 5 6 7 8 9 10", sent_from="baku", received_at="moscow", supplied="5 9",
         lost={5: "military alliance", 6: "headquarters arrived"}),
    Gold("bl-0072", "telegram", "ordzhonikidze", "lenin stalin", "1920-05-04", "5/1/2436/34",
         "1 2", sent_from="baku", received_at="moscow"),
    Gold("bl-0073", "conversation", "ordzhonikidze", "lenin stalin", "1920-05-04/", "85/15/53/1-2",
         "1 2 3 4 5 6 7"),
    Gold("bl-0074", "telegram", "ordzhonikidze", "lenin stalin", "1920-05-08", "85/13/17/2-3",
         "1 2 3"),
    Gold("bl-0075", "telegram", "chicherin", "ordzhonikidze", "1920-05-11", "85/2/S/4/4", "1 2"),
    Gold("bl-0076", "telegram", "ordzhonikidze", "karakhan", "1920-05-24T10:00:00",
         "85/3/S/1/2-6", "1 2 3 4", copies="lenin stalin", sent_from="baku",
         received_at="moscow"),
    Gold("bl-0077", "telegram", "trotsky", "raskolnikov", "1920-05-26", "17/109/100/5", "1 2 3",
         sent_from="moscow", received_at="baku", repaired="1"),
    Gold("bl-0078", "telegram", "raskolnikov", "trotsky", "1920-06-06 1920-06-07",
         "17/109/100/3-4", "1 2 3 4 5 6 7 8 9", copies="lenin chicherin", received_at="moscow"),
    Gold("bl-0079", "telegram", "chicherin", "ordzhonikidze", "1920-06-19", "85/2/S/4/5", "1 2"),
    Gold("bl-0080", "letter", "chicherin", "politburo", "1920-06-22", "5/2/314/10", "1 2 3 4 5"),
    Gold("bl-0081", "letter", "chicherin", "politburo", "1920-06-22", "5/2/314/11", "1",
         lost={1: "so far at all"}),
    Gold("bl-0082", "letter", "dzerzhinsky", "lenin", "1920-06-26", "2/1/14505/1", "1 2 3",
         sent_from="kharkov", lost={3: "the Central Committee"}),
    Gold("bl-0083", "letter", "chicherin", "politburo", "1920-06-28", "5/2/314/12",
         "1 2 3 4 5 6", supplied="2 4 6", lost={1: "ambassador to Turkey"}),
    Gold("bl-0084", "telegram", "trotsky", "stalin", "1920-07-03", "5/1/2433/88", "1 2",
         copies="lenin kamenev-s", lost={2: "the Polish front"}),
    Gold("bl-0085", "letter", "chicherin", "krestinsky", "1920-07-05", "5/2/314/15-16",
         "1 2 3 4 5", supplied="2 5", lost={3: "private trade"}),
    Gold("bl-0086", "telegram", "stalin", "lenin", "1920-07-13", "558/1/1815/2-5",
         "1 2 3 4 5 6", sent_from="kharkov", received_at="moscow", supplied="4 5", repaired="1",
         lost={2: "for an armistice"}),
    Gold("bl-0087", "letter", "unshlikht doletsky budkevich-s budkevich-v", "lenin", "1920-07-15",
         "5/1/2528/31", "1 2 3 4", sent_from="minsk", received_at="moscow"),
    Gold("bl-0088", "telegram", "ordzhonikidze", "lenin chicherin stalin", "1920-07-16",
         "85/14/5/3-6", "1 2 3", sent_from="baku", received_at="moscow", supplied="2",
         repaired="1"),
    Gold("bl-1920-07-16a", "telegram", "ordzhonikidze", "lenin chicherin stalin", "1920-07-16",
         "85/14/5/3-6", "1 2 3", sent_from="baku", received_at="moscow", supplied="2",
         repaired="1"),
    Gold("bl-0089", "telegram", "stalin", "voroshilov", "1920-07-22", "558/1/1841/1-4", "1 2 3",
         sent_from="kharkov", lost={2: "without intermediaries"}),
    Gold("bl-0090", "telegram", "stalin", "voroshilov budyonny", "1920-07-23", "558/1/5547/2",
         "1 2 3 4", sent_from="kharkov"),
    Gold("bl-section-1", "essay", "", "", "", "", "1 2 3", lost={3: "he is not healthy"}),
)  # fmt: skip

ANY = {
    "sent_from": {"bl-0073", "bl-0079"},
    "received_at": {"bl-0073", "bl-0079", "bl-0089", "bl-0090"},
}
"""Where the page does not say it well enough for one answer to be the right one."""

each_document = pytest.mark.parametrize("gold", GOLD, ids=lambda gold: gold.stem)


@pytest.fixture(scope="session")
def corpus(root: Path) -> dict[str, Document]:
    folder = root / "corpus" / "tei"
    roots = [etree.parse(str(path)).getroot() for path in sorted(folder.glob("bl-*.xml"))]
    return {str(each.get(ID)): Document(each) for each in roots}


def refs(document: Document, path: str) -> str:
    """The entries that elements of a path refer to; their text where they refer to none."""
    return " ".join(
        (each.get("ref") or collapse("".join(map(str, each.itertext())))).rpartition("#")[2]
        for each in document.all(path)
    )


AGENT = "/*[self::t:persName or self::t:orgName]"


def test_there_are_these_documents(corpus: dict[str, Document]) -> None:
    assert sorted(corpus) == sorted(gold.stem for gold in GOLD)


def test_print_order(root: Path) -> None:
    edition = etree.parse(str(root / "corpus" / "tei" / "bl.xml")).getroot()
    included = [
        each.get("href") for each in edition.iter("{http://www.w3.org/2001/XInclude}include")
    ]
    stems = ["bl-section-1"] + [f"bl-{number:04}" for number in range(68, 91)]
    stems.insert(stems.index("bl-0088") + 1, "bl-1920-07-16a")
    assert included == [f"{stem}.xml" for stem in stems]


@each_document
def test_genre_and_number(gold: Gold, corpus: dict[str, Document]) -> None:
    document = corpus[gold.stem]
    assert document.genre == gold.genre
    digits = gold.stem.removeprefix("bl-")
    printed = document.values("//t:bibl/t:biblScope[@unit='document']/text()")
    assert printed == ([f"No. {int(digits)}"] if digits.isdecimal() else [])


@each_document
def test_senders(gold: Gold, corpus: dict[str, Document]) -> None:
    found = refs(corpus[gold.stem], f"//t:correspAction[@type='sent']{AGENT}")
    assert found == gold.sent_by


@each_document
def test_receivers(gold: Gold, corpus: dict[str, Document]) -> None:
    document = corpus[gold.stem]
    path = "//t:correspAction[@type='received'][@subtype='{}']" + AGENT
    assert refs(document, path.format("to")) == gold.sent_to
    assert refs(document, path.format("copy")) == gold.copies


@each_document
def test_places(gold: Gold, corpus: dict[str, Document]) -> None:
    document = corpus[gold.stem]
    found = refs(document, "//t:correspAction[@type='sent']/t:placeName")
    if gold.stem not in ANY["sent_from"]:
        assert found == gold.sent_from
    found = refs(document, "//t:correspAction[@type='received']/t:placeName")
    if gold.stem not in ANY["received_at"]:
        assert found == gold.received_at


def test_what_is_sent_on_by_way_of_rostov_is_not_sent_from_there(
    corpus: dict[str, Document],
) -> None:
    assert refs(corpus["bl-0079"], "//t:correspAction[@type='sent']/t:placeName") == ""


@each_document
def test_date(gold: Gold, corpus: dict[str, Document]) -> None:
    found = [
        each.get("when", "/".join((each.get("notBefore", ""), each.get("notAfter", ""))))
        for each in corpus[gold.stem].all("//t:correspAction[@type='sent']/t:date")
    ]
    assert " ".join(found) == gold.date


@each_document
def test_shelfmark(gold: Gold, corpus: dict[str, Document]) -> None:
    document = corpus[gold.stem]
    path = "//t:msIdentifier/t:idno"
    # A letter follows the slash inside an opis: "2/S".
    normal = re.sub("/(?=S/)", "%2F", gold.shelfmark)
    assert document.values(f"{path}/@n") == ([f"RTSKHIDNI/{normal}"] if normal else [])
    parts = ["fond", "opis", "delo", "list"] if gold.shelfmark else []
    assert document.values(f"{path}/t:idno/@type") == parts
    assert "/".join(document.texts(f"{path}/t:idno")) == gold.shelfmark


@each_document
def test_numbers_of_notes(gold: Gold, corpus: dict[str, Document]) -> None:
    document = corpus[gold.stem]
    assert " ".join(document.values("//t:back//t:note/@n")) == gold.notes
    lost = document.values("//t:back//t:note[.//t:label/t:supplied[@reason='lost']]/@n")
    assert " ".join(lost) == gold.supplied
    repaired = document.values("//t:back//t:note[.//t:label/t:choice]/@n")
    assert " ".join(repaired) == gold.repaired


@each_document
def test_note_marks(gold: Gold, corpus: dict[str, Document]) -> None:
    document = corpus[gold.stem]
    marks = document.all("//t:text//t:ref[@type='noteMark'][@target][normalize-space(.) != '*']")
    linked = {
        "".join(map(str, mark.itertext())): str(mark.get("target"))
        for mark in marks
        if len(mark) or mark.text
    }
    numbers = [number for number in gold.notes.split() if int(number) not in gold.lost]
    assert linked == {number: f"#{gold.stem}-n{number}" for number in numbers}


@each_document
def test_lost_note_marks(gold: Gold, corpus: dict[str, Document]) -> None:
    document = corpus[gold.stem]
    for number, words in gold.lost.items():
        path = f"//t:text//t:ref[@type='noteMark'][@target='#{gold.stem}-n{number}']"
        marks = document.all(path)
        assert [mark.get("cert") for mark in marks] == (["low"] if words else [])
        for mark in marks:
            assert before(mark).rstrip(".").endswith(words)


def test_marks_and_notes_point_at_each_other(corpus: dict[str, Document]) -> None:
    for document in corpus.values():
        there = {
            (each.get(ID), each.get("target"))
            for each in document.all("//t:ref[@type='noteMark'][@target]")
        }
        back = {
            (each.get("target", "")[1:], f"#{each.get(ID)}")
            for each in document.all("//t:back//t:note[@target]")
        }
        assert there == back


# --- all of it together ---


def count(corpus: dict[str, Document], path: str) -> int:
    return sum(len(document.all(path)) for document in corpus.values())


def test_totals(corpus: dict[str, Document]) -> None:
    assert count(corpus, "//t:back//t:note[@n]") == 103
    assert count(corpus, "//t:back//t:label/t:supplied") == 12
    assert count(corpus, "//t:back//t:label/t:choice") == 4
    assert count(corpus, "//t:text//t:del") == 1
    assert count(corpus, "//t:text//t:gap") == 2


def test_citations(corpus: dict[str, Document]) -> None:
    """55 name an archive, 24 are "Ibid.", one of them alone; two more cite printed works."""
    archival = "//t:text//t:bibl[@type='archival']"
    assert count(corpus, f"{archival}[t:orgName or starts-with(., 'R')]") == 55
    assert count(corpus, f"{archival}[starts-with(normalize-space(.), 'Ibid')]") == 24
    assert count(corpus, archival) == 79
    ibid = "'ibid' = translate(substring(normalize-space(.), 1, 4), 'I', 'i')"
    assert count(corpus, f"//t:text//t:bibl[@type='print'][{ibid}]") == 2


IBID = {
    "bl-0068": ["RTSKHIDNI/85/6%2FS/15/5"],
    "bl-0071": [
        "RTSKHIDNI/85/13/18/1-3", "RTSKHIDNI/85/17/3/1-4", "RTSKHIDNI/85/15/7/1-3",
    ],
    "bl-0073": ["RTSKHIDNI/85/2%2FS/1/6-8"],
    "bl-0075": ["RTSKHIDNI/5/1/2436/35"],
    "bl-0077": ["RTSKHIDNI/17/3/83/1"] * 3 + ["RTSKHIDNI/17/109/100/1-2"],
    "bl-0078": ["RTSKHIDNI/85/17/8/1-2"],
    "bl-0079": ["RTSKHIDNI/85/13/32/3"],
    "bl-0080": ["RTSKHIDNI/17/3/94/2", "RTSKHIDNI/17/3/94/7-8", "RTSKHIDNI/17/3/94/2"],
    "bl-0083": [
        "RTSKHIDNI/17/3/81/2", "RTSKHIDNI/17/3/83/1", "RTSKHIDNI/17/3/92/8", "RTSKHIDNI/17/3/92/8",
    ],
    "bl-0085": [
        "RTSKHIDNI/17/112/53/42", "RTSKHIDNI/17/112/53/5", "RTSKHIDNI/17/109/15/79",
        "RTSKHIDNI/17/3/94/1",
    ],
    "bl-0090": ["RTSKHIDNI/558/1/5548/2-3"],
}  # fmt: skip
"""What each "Ibid." stands for, worked out by hand."""


def test_what_ibid_stands_for(corpus: dict[str, Document]) -> None:
    path = "//t:bibl[@type='archival'][starts-with(normalize-space(.), 'Ibid')]/@n"
    found = {stem: document.values(path) for stem, document in corpus.items()}
    assert {stem: values for stem, values in found.items() if values} == IBID


def test_the_deletion_of_no_86(corpus: dict[str, Document]) -> None:
    (words,) = corpus["bl-0086"].texts("//t:del")
    assert words.startswith("with which Russia itself")
    assert words.endswith("its internal affairs on its own")


@pytest.mark.parametrize("stem", ["bl-0088", "bl-1920-07-16a"])
def test_the_missing_end(stem: str, corpus: dict[str, Document]) -> None:
    (gap,) = corpus[stem].all("//t:text//t:gap")
    assert gap.getnext() is None
    assert gap.getparent().tag == f"{TEI}div"
    assert corpus[stem].texts("//t:condition") == ["The end of the document is missing."]


def test_the_second_copy_of_no_88(corpus: dict[str, Document]) -> None:
    path = "//t:correspContext/t:ref[@type='duplicateOf']/@target"
    assert corpus["bl-1920-07-16a"].values(path) == ["bl-0088.xml"]
    assert [s for s, document in corpus.items() if document.values(path)] == ["bl-1920-07-16a"]


def test_times_of_no_86(corpus: dict[str, Document]) -> None:
    document = corpus["bl-0086"]
    path = "//t:correspAction[@type='{}']/t:date"
    assert [dating(each) for each in document.all(path.format("received"))] == [
        {"when": "1920-07-14T00:35:00"}
    ]
    deciphered = document.all("//t:correspAction[@subtype='decipherment']/t:date")
    assert [dating(each) for each in deciphered] == [{"when": "1920-07-14T02:28:00"}]
    assert [each.get("cert") for each in deciphered] == ["medium"]


def test_reception_of_no_78(corpus: dict[str, Document]) -> None:
    dates = corpus["bl-0078"].all("//t:correspAction[@type='received']/t:date")
    assert [dating(each) for each in dates] == [{"when": "1920-06-06"}]


REFERENCES = {
    "bl-0073": ["bl-0071.xml", "bl-0071.xml#bl-0071-n9"],
    "bl-0074": ["bl-0071.xml#bl-0071-n9"],
    "bl-0078": ["bl-0077.xml#bl-0077-n2"],
    "bl-0080": ["bl-0083.xml#bl-0083-n1", "bl-0083.xml"],
    "bl-0083": ["bl-0078.xml#bl-0078-n4"],
    "bl-0087": ["bl-0086.xml#bl-0086-n2"],
    "bl-0089": ["bl-0086.xml#bl-0086-n5"],
}


def test_references_to_other_documents(corpus: dict[str, Document]) -> None:
    path = "//t:back//t:ref[@type='document']/@target"
    found = {stem: document.values(path) for stem, document in corpus.items()}
    assert {stem: values for stem, values in found.items() if values} == REFERENCES


def test_supplied_words_of_no_89(corpus: dict[str, Document]) -> None:
    path = "//t:body//t:supplied[@reason='omitted-in-original']"
    assert corpus["bl-0089"].texts(path) == ["in", "o", "front", "primarily"]


def test_repetitions(corpus: dict[str, Document]) -> None:
    found = {
        stem: len(document.all("//t:surplus[@reason='repeated']"))
        for stem, document in corpus.items()
    }
    assert {stem: number for stem, number in found.items() if number} == {
        "bl-0071": 1, "bl-0077": 1, "bl-0085": 2, "bl-0088": 2, "bl-1920-07-16a": 2,
    }  # fmt: skip
