"""The authority files of the edition: what a name recogniser relies on."""

from collections import Counter, defaultdict
from pathlib import Path

import pytest
from lxml import etree

from teikit.converting.authority import FILES, Authority, AuthorityEntry, key
from teikit.converting.writing.authorities import load_authority
from teikit.tei.names import tei
from teikit.xml.names import ID

LISTS = {"person": "listPerson", "place": "listPlace", "org": "listOrg"}

ORG_TYPES = {"archive", "party", "government", "army", "committee", "press", "other"}

SHARED = {
    "kamenev": {
        "kamenev-l",
        "kamenev-s",
    },  # two correspondents; initials or the office tell them apart
    "budkevich": {"budkevich-s", "budkevich-v"},  # both signed the same letter
    "makharadze": {"makharadze-f", "makharadze-s"},  # Filipp, and Sandro who rose in Tiflis
    "revolutionarymilitarycouncil": {  # of the Republic, or of a front: the page does not say
        "rvs-caucasian-front",
        "rvs-first-cavalry",
        "rvs-southern-front",
        "rvs-southwestern-front",
        "rvs-western-front",
        "rvsr",
    },
}
"""The spellings that stand for several entries. A name recogniser leaves them to the editor."""

COMMON_WORDS = """
    action american armenian army azerbaijani bank board british bureau caucasian center
    centre chairman commander commission committee congress council deputy don east english
    fleet french front general georgian german government grant group hindu house
    international jewish kazakh king long major march mark marshal may meeting minister muslim
    north october office party people persian plenum polish president press red republic
    revolution rose russian secretary section south soviet staff state street sun turkish
    ukrainian war west white workers young
"""
"""Words of running English, and adjectives of peoples, that would tag what they do not name."""


@pytest.fixture(scope="module")
def folder(root: Path) -> Path:
    return root / "corpus" / "authority"


@pytest.fixture(scope="module")
def authority(folder: Path) -> Authority:
    return load_authority(folder)


def _spelled(entry: AuthorityEntry) -> str:
    return f"{entry.kind} {entry.id}"


@pytest.mark.parametrize(("kind", "file"), FILES.items())
def test_file_holds_entries_of_one_kind_in_order(folder: Path, kind: str, file: str) -> None:
    document = etree.parse(folder / file).getroot()
    assert document.tag == tei("TEI")
    assert document.get(ID) == f"bl-{Path(file).stem}"
    (listing,) = document.iter(tei(LISTS[kind]))
    ids = [entry.get(ID, "") for entry in listing]
    assert {entry.tag for entry in listing} == {tei(kind)}
    assert ids == sorted(ids)


@pytest.mark.parametrize(("kind", "file"), FILES.items())
def test_first_name_is_the_form_to_show(folder: Path, kind: str, file: str) -> None:
    name = {"person": "persName", "place": "placeName", "org": "orgName"}[kind]
    for entry in etree.parse(folder / file).iter(tei(kind)):
        shown, *variants = entry.iterchildren(tei(name))
        assert entry[0] is shown, entry.get(ID)
        assert shown.get("type") is None, entry.get(ID)
        assert {variant.get("type") for variant in variants} <= {"variant"}, entry.get(ID)
        facts = {tei("birth"), tei("death"), tei("location")}  # attributes, and a point
        worded = [child for child in entry if child.tag not in facts]
        assert all(child.text and child.text.strip() == child.text for child in worded), entry.get(
            ID
        )


@pytest.mark.parametrize(("kind", "file"), FILES.items())
def test_no_spelling_stands_twice_in_an_entry(folder: Path, kind: str, file: str) -> None:
    """Spellings that differ only in white space match the same words."""
    name = {"person": "persName", "place": "placeName", "org": "orgName"}[kind]
    for entry in etree.parse(folder / file).iter(tei(kind)):
        spellings = Counter(
            "".join((child.text or "").split()) for child in entry.iterchildren(tei(name))
        )
        assert not [spelling for spelling, times in spellings.items() if times > 1], entry.get(ID)


def test_ids_are_lower_case_and_unique_across_the_files(authority: Authority) -> None:
    ids = Counter(entry.id for entry in authority.entries)
    assert not [id_ for id_, times in ids.items() if times > 1]
    assert all(id_.isascii() and id_ == id_.lower() for id_ in ids)


def test_only_listed_spellings_are_shared(authority: Authority) -> None:
    owners = defaultdict(set)
    for entry in authority.entries:
        for spelling in entry.spellings:
            owners[key(spelling)].add(entry.id)
    assert {spelling: ids for spelling, ids in owners.items() if len(ids) > 1} == SHARED


def test_no_spelling_is_a_common_word(authority: Authority) -> None:
    wrong = [
        (_spelled(entry), spelling)
        for entry in authority.entries
        for spelling in entry.spellings
        if spelling.casefold() in COMMON_WORDS.split()
    ]
    assert not wrong


def test_bodies_have_a_known_type(authority: Authority) -> None:
    assert {entry.type for entry in authority.of_kind("org")} <= ORG_TYPES


@pytest.mark.parametrize(
    ("printed", "id_"),
    [
        ("J. V. Stalin", "stalin"),
        ("V.I. Lenin", "lenin"),
        ("Unslicht", "unshlikht"),
        ("TROTSKY", "trotsky"),
        ("Sergo", "ordzhonikidze"),
        ("Salkinda", "salkind"),
        ("Glavkom", "kamenev-s"),
        ("L. B. Kamenev", "kamenev-l"),
        ("Kharkiv", "kharkov"),
        ("Rostov n / D [on]", "rostov"),
        ("Anzeli", "anzali"),
        ("Persian Azerbaijan", "persian-azerbaijan"),
        ("RTsKhIDNI", "rtskhidni"),
        ("RCKHIDNI", "rtskhidni"),
        ("POLITBURO OF THE CC RCP", "politburo"),
        ("11 [th] army", "army-11"),
        ("Central Committee of the CP(b)G", "cpg-cc"),
    ],
)
def test_printed_forms_find_their_entry(authority: Authority, printed: str, id_: str) -> None:
    found = authority.anything.match(printed)
    assert found is not None
    assert found.group() == printed
    assert [entry.id for entry in authority.find(printed)] == [id_]


@pytest.mark.parametrize(
    ("text", "longest"),
    [
        ("power passed to the Azerbaijan Revolutionary Committee,", "azrevkom"),
        ("Central Committee of the Azerbaijan Communist Party of Bolsheviks", "azerbaijan-cc"),
        ("RVS of the 1st Cavalry Army", "rvs-first-cavalry"),
        ("Revolutionary Military Council of the Persian Republic", "persian-rvs"),
        ("This line was called the Curzon Line.", "curzon-line"),
    ],
)
def test_the_longest_name_takes_the_names_in_it(
    authority: Authority, text: str, longest: str
) -> None:
    pattern = authority.anything
    assert pattern is not None
    found = [
        entry.id for match in pattern.finditer(text) for entry in authority.find(match.group())
    ]
    assert found == [longest]


@pytest.mark.parametrize("text", ["Don't wait.", "the Georgian troops", "in the region of Lenina"])
def test_other_words_are_left_alone(authority: Authority, text: str) -> None:
    pattern = authority.anything
    assert pattern is not None
    assert not pattern.search(text)
