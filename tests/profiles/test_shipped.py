"""The profiles that come with teikit: each encodes a page written in its language and layout."""

from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from teikit.converting.authority import Authority, AuthorityEntry
from teikit.converting.encode import encode_pages
from teikit.converting.source import collapse
from teikit.profiles.profile import shipped

NAMES = {"t": "http://www.tei-c.org/ns/1.0"}
PAGES = Path(__file__).parent


def person(id_: str, *spellings: str) -> AuthorityEntry:
    return AuthorityEntry(id_, "person", spellings[0], spellings)


KNOWN = Authority(
    (
        person("trotsky", "Л. Д. Троцкий", "Троцкий", "Л. Д. Троцкого"),
        person("stalin", "И. В. Сталин", "Сталин", "Сталину", "И. В. Сталину"),
        person("lenin", "В. И. Ленин", "Ленин", "Ленину", "В. И. Ленину"),
        person("kamenev-s", "С. С. Каменев", "С. С. Каменеву", "Главком", "Главкому"),
        AuthorityEntry("moscow", "place", "Москва", ("Москва", "Москвы")),
        AuthorityEntry("kharkov", "place", "Харьков", ("Харьков",)),
    )
)


@cache
def trees(profile: str, authority: Authority | None = None) -> dict[str, etree._Element]:
    """The files that the page of a profile becomes, by name; nobody changes them."""
    pages = encode_pages([PAGES / f"{profile}.txt"], profile=profile, authority=authority)
    return {file.name: etree.fromstring(file.data) for page in pages for file in page.files}


def texts(tree: etree._Element, path: str) -> list[str]:
    return [
        collapse("".join(each.itertext()) if isinstance(each, etree._Element) else str(each))
        for each in tree.xpath(path, namespaces=NAMES)
    ]


READY = ["letters-a-to-b", "letters-dateline", "letters-numbered", "letters-to"]


@pytest.mark.parametrize("profile", ["bolshevik-leadership-ru", "plain-letters", *READY])
def test_valid_and_nothing_is_lost(profile: str, relaxng: etree.RelaxNG) -> None:
    made = trees(profile)
    for tree in made.values():
        assert relaxng.validate(tree), relaxng.error_log
    page = (PAGES / f"{profile}.txt").read_text(encoding="utf-8")
    words = "".join(
        "".join(tree.xpath("string(t:text)", namespaces=NAMES)) for tree in made.values()
    )
    assert "".join(words.split()) == "".join(page.split()).replace("[срочно]", "срочно").replace(
        "т[овари]щи", "товарищи"
    ).replace("[her]", "her")


def test_the_russian_original() -> None:
    telegram = trees("bolshevik-leadership-ru", KNOWN)["bl-ru-0084.xml"]
    assert texts(telegram, "//t:correspAction[@type='sent']/t:persName/@ref") == [
        "../authority/persons.xml#trotsky"
    ]
    assert texts(telegram, "//t:correspAction[@subtype='to']/t:persName") == ["И. В. Сталину"]
    assert texts(telegram, "//t:correspAction[@subtype='copy']/t:persName/@ref") == [
        "../authority/persons.xml#lenin",
        "../authority/persons.xml#kamenev-s",
    ]
    assert texts(telegram, "//t:correspAction[@type='sent']/t:placeName") == ["Москвы"]
    assert texts(telegram, "//t:correspAction[@subtype='to']/t:placeName/@cert") == ["medium"]
    assert texts(telegram, "//t:correspAction[@type='sent']/t:date/@when") == ["1920-07-03"]
    assert texts(telegram, "//t:closer/t:dateline/t:date/@when") == ["1920-07-03"]
    assert texts(telegram, "//t:msIdentifier/t:idno/@n") == ["РЦХИДНИ/5/1/2433/88"]
    assert texts(telegram, "//t:typeDesc/t:p") == ["Typewritten"]
    assert texts(telegram, "//t:head") == [
        "№ 84",
        "Телеграмма Л. Д. Троцкого И. В. Сталину, В. И. Ленину, С. С. Каменеву",
        "Примечания:",
    ]
    assert texts(telegram, "//t:note/@target") == ["#bl-ru-0084-r1", "#bl-ru-0084-r2"]
    assert texts(telegram, "//t:expan") == ["товарищи"]
    assert texts(telegram, "//t:ref[@type='document']/@target") == ["bl-ru-0085.xml#bl-ru-0085-n1"]
    assert texts(telegram, "//t:back//t:bibl/@n") == [
        "РЦХИДНИ/5/1/2433/88",
        "РЦХИДНИ/17/3/94/1",
        "РЦХИДНИ/17/3/95/2-3",
    ]


def test_the_russian_letter_to_a_body() -> None:
    letter = trees("bolshevik-leadership-ru")["bl-ru-0085.xml"]
    assert texts(letter, "//t:correspAction[@type='sent']/t:date/@notBefore") == ["1920-07-05"]
    assert texts(letter, "//t:opener//t:addrLine") == ["В Политбюро ЦК РКП(б)."]
    assert texts(letter, "//t:correspAction[@subtype='to']/t:orgName") == ["Политбюро ЦК РКП(б)"]
    assert texts(letter, "//t:closer/t:salute") == ["С коммунистическим приветом"]
    assert texts(letter, "//t:note/@type") == ["textConst"]


def test_plain_letters() -> None:
    made = trees("plain-letters")
    assert list(made) == ["letters-1898-05-04a.xml", "letters-1898-05-11a.xml", "letters.xml"]
    first, second, _ = made.values()
    assert texts(first, "//t:correspAction[@type='sent']/t:persName") == ["Anna Roe"]
    assert texts(first, "//t:correspAction[@type='received']/t:persName") == ["John Roe"]
    assert texts(first, "//t:dateline") == ["Dover, 4 May 1898"]
    assert texts(first, "//t:salute") == ["My dear John,", "Yours ever,"]
    assert texts(first, "//t:signed") == ["Anna"]
    assert texts(first, "//t:postscript/t:p") == ["P.S. Send the books."]
    assert texts(first, "//t:ref[@type='noteMark']") == ["[1]", "[2]"]
    assert texts(first, "//t:hi[@rend='underline']") == ["Write soon"]
    assert texts(first, "//t:supplied") == ["her"]
    assert texts(first, "//t:correspContext/t:ref[@type='next']/@target") == [
        "letters-1898-05-11a.xml"
    ]
    assert texts(second, "//t:salute") == ["Dear Anna,", "Your affectionate brother"]
    assert texts(second, "//t:signed") == ["John Roe"]
    assert texts(second, "//t:body//t:p") == [
        "The books are on their way [1]. I shall come in June."
    ]


SENT = "//t:correspAction[@type='sent']"
RECEIVED = "//t:correspAction[@type='received']/t:persName"


@pytest.mark.parametrize(
    ("profile", "senders", "receivers", "dates"),
    [
        (
            "letters-to",
            ["Anna Roe", "A. Roe", "A. Roe"],
            ["John Doe", "Mrs. Poe"],
            ["1851-05-04", "1851-06-11", "1851-06-12"],
        ),
        (
            "letters-a-to-b",
            ["Anna Roe", "John Doe", "Anna Roe"],
            ["John Doe", "Anna Roe", "John Doe"],
            ["1851-05-04", "1851-06-11", "1851-06-14"],
        ),
        (
            "letters-numbered",
            ["Anna Roe", "John Doe", "Anna Roe"],
            ["Doe", "Anna", "Doe"],
            ["1851-05-04", "1851-06-11", "1851-06-14"],
        ),
        (
            "letters-dateline",
            ["Anna Roe", "John Doe"],
            ["Doe", "Anna"],
            ["1851-05-04", "1851-06-11"],
        ),
    ],
)
def test_ready_profiles(
    profile: str, senders: list[str], receivers: list[str], dates: list[str]
) -> None:
    letters = [tree for name, tree in trees(profile).items() if name != "letters.xml"]
    assert len(letters) == len(senders)
    assert [texts(each, f"{SENT}/t:persName")[0] for each in letters] == senders
    assert [texts(each, RECEIVED)[0] for each in letters][: len(receivers)] == receivers
    assert [texts(each, f"{SENT}/t:date/@when")[0] for each in letters] == dates


def test_a_file_a_letter(tmp_path: Path) -> None:
    text = "Dover, 4 May 1851\n\nMy dear friend,\n\nAll are well.\n\nAnna Roe\n"
    (tmp_path / "12_doe.txt").write_text(text, encoding="utf-8")
    (tmp_path / "13_poe.txt").write_text(text.replace("4 May", "5 May"), encoding="utf-8")
    pages = encode_pages(sorted(tmp_path.glob("*.txt")), profile="letters-files")
    files = [file for page in pages for file in page.files if file.letter]
    assert len(files) == 2
    assert [texts(etree.fromstring(file.data), f"{SENT}/t:persName") for file in files] == [
        ["Anna Roe"],
        ["Anna Roe"],
    ]


@pytest.mark.parametrize("profile", [*READY, "letters-files"])
def test_ready_profiles_are_short(profile: str) -> None:
    lines = [line for line in shipped(profile).splitlines() if line and not line.startswith("#")]
    assert len(lines) <= 16
    assert lines[0] == 'extends = "plain-letters"'
