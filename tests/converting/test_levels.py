"""The levels of an archive come from the profile: a made-up archive has others."""

import re
from importlib import resources
from pathlib import Path

import pytest

from pages import ID, TEI, converted, page
from teikit.errors import TeikitError
from teikit.profiles.profile import Profile, parse

LEVELS = """\
[[archive.levels]]
name = "repositur"
words = ["Rep"]

[[archive.levels]]
name = "nummer"
words = ["Nr", "No"]

[[archive.levels]]
name = "blatt"
words = ["Bl", "Bll"]
form = "sheets"
"""


def profile(levels: str = LEVELS) -> Profile:
    """A profile that comes with teikit, with other levels."""
    shipped = resources.files("teikit.profiles").joinpath("bolshevik-leadership.toml")
    text = re.sub(
        r"(?s)\[\[archive\.levels\]\].*(?=\[manuscript\])",
        f"{levels}\n",
        shipped.read_text(encoding="utf-8"),
    )
    return parse(text, "own.toml")


def idnos(source: str, folder: Path) -> list[tuple[str, str]]:
    text = page("I write.", "Trotsky.", source=source)
    tree = converted(folder, text, profile=profile()).trees["bl-0012.xml"]
    found = tree.iterfind(f".//{TEI}text//{TEI}idno[@type]")
    return [(str(idno.get("type")), "".join(map(str, idno.itertext()))) for idno in found]


def test_each_level_is_an_idno_of_its_name(tmp_path: Path) -> None:
    assert idnos("GARF. Rep. 77, Nr. 12a, Bl. 3-5v. Autograph.", tmp_path) == [
        ("archival", "Rep. 77, Nr. 12a, Bl. 3-5v"),
        ("repositur", "77"),
        ("nummer", "12a"),
        ("blatt", "3-5v"),
    ]


def test_the_identifier_of_the_manuscript_has_them_too(tmp_path: Path) -> None:
    text = page("I write.", "Trotsky.", source="GARF. Rep. 77, Nr. 12. Autograph.")
    tree = converted(tmp_path, text, profile=profile()).trees["bl-0012.xml"]
    (identifier,) = tree.iter(f"{TEI}msIdentifier")
    (number,) = identifier.iterfind(f"{TEI}idno")
    assert number.get("n") == "GARF/77/12"
    assert [part.get("type") for part in number] == ["repositur", "nummer"]


def test_what_a_citation_lacks_comes_from_the_one_before(tmp_path: Path) -> None:
    text = page(
        "I write 1 .",
        "Trotsky.",
        source="GARF. Rep. 77, Nr. 12, Bl. 3. Autograph.",
        notes=["1 Ibid. Nr. 13, Bl. 4."],
    )
    tree = converted(tmp_path, text, profile=profile()).trees["bl-0012.xml"]
    (citation,) = [bibl for bibl in tree.iter(f"{TEI}bibl") if bibl.get(ID) == "bl-0012-c1"]
    assert citation.get("n") == "GARF/77/13/4"
    assert citation.get("prev") == "#bl-0012-x1"


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    text = page("I write.", "Trotsky.", source="GARF. Rep. 77, Bl. 3.")
    made = converted(tmp_path, text, profile=profile())
    (finding,) = [finding for finding in made.findings if finding.rule.code == "R041"]
    assert finding.message.endswith("lacks nummer")


def test_an_unusual_word_is_reported(tmp_path: Path) -> None:
    text = page("I write.", "Trotsky.", source="GARF. Rep. 77, No. 1, Bl. 3.")
    made = converted(tmp_path, text, profile=profile())
    (finding,) = [finding for finding in made.findings if finding.rule.code == "R040"]
    assert "“No” for “Nr.”" in finding.message


def test_levels_that_the_profile_lacks_are_no_citation(tmp_path: Path) -> None:
    assert idnos("RTSKHIDNI. F. 5. Op. 1. D. 2. L. 3.", tmp_path) == []


@pytest.mark.parametrize(
    ("levels", "words"),
    [
        ("", r"key archive\.levels is missing"),
        (LEVELS.replace("nummer", "Nr. 1"), "'Nr. 1' is not a word in small letters"),
        (LEVELS.replace("nummer", "repositur"), "the name 'repositur' is taken"),
        (LEVELS.replace("nummer", "archive"), "the name 'archive' is taken"),
        (LEVELS.replace('["Rep"]', "[]"), "'repositur' needs the words"),
        (LEVELS.replace("sheets", "leaves"), r"archive\.levels\[3\]\.form: 'leaves' is not one of"),
        (LEVELS.replace("form", "from"), r"unknown key archive\.levels\[3\]\.from"),
    ],
)
def test_levels_that_cannot_be_used(levels: str, words: str) -> None:
    with pytest.raises(TeikitError, match=words) as error:
        profile(levels)
    assert str(error.value).startswith("own.toml: ")


def test_no_code_names_a_level(root: Path) -> None:
    named = [
        path
        for folder in ("converting", "profiles")
        for path in (root / "src" / "teikit" / folder).rglob("*.py")
        if re.search(r"[\"'.](fond|opis|delo|list)\b(?!\()", path.read_text(encoding="utf-8"))
    ]
    assert named == []
