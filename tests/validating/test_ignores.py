"""Instructions in files to ignore findings."""

from pathlib import Path

import pytest

from teikit import validate
from teikit.validating import Settings

BAD = '<TEI xmlns="http://www.tei-c.org/ns/1.0">{}<p corresp="#x"/><p corresp="#y"/></TEI>'


def found(folder: Path, text: str, select: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    path = folder / "a.xml"
    path.write_text(text, encoding="utf-8")
    codes = select or ("T001", "T002", "T09", "C002")
    return [
        (finding.rule.code, finding.message)
        for finding in validate([path], settings=Settings(select=codes))
    ]


@pytest.mark.parametrize("word", ["T002", "dangling-pointer", "T00"])
def test_what_is_named_is_not_told(tmp_path: Path, word: str) -> None:
    assert found(tmp_path, BAD.format(f'<?teikit ignore {word} "it is so"?>')) == []


@pytest.mark.parametrize("place", ["before", "inside", "behind"])
def test_it_may_stand_anywhere(tmp_path: Path, place: str) -> None:
    note = "<?teikit ignore T002 'it is so'?>"
    text = BAD.format(note if place == "inside" else "")
    texts = {"before": f"{note}{text}", "inside": text, "behind": f"{text}{note}"}
    assert found(tmp_path, texts[place]) == []


def test_several_codes_share_a_reason(tmp_path: Path) -> None:
    text = BAD.format('<?teikit ignore T002, T001 "it is so"?><p xml:id="a"/><p xml:id="a"/>')
    assert found(tmp_path, text) == []


def test_what_ignores_nothing_is_told(tmp_path: Path) -> None:
    text = BAD.format('<?teikit ignore T002 T001 "it is so"?>')
    assert found(tmp_path, text) == [("T090", "nothing is found here that 'T001' would ignore")]


def test_what_is_not_looked_for_need_not_be_there(tmp_path: Path) -> None:
    text = BAD.format('<?teikit ignore T001 "it is so"?>')
    assert found(tmp_path, text, ("T002", "T09"))[-1][0] == "T002"


def test_findings_across_files_can_be_ignored(tmp_path: Path) -> None:
    link = '<ref target="absent.xml">there</ref>'
    note = '<?teikit ignore C002 "not yet there"?>'
    clean = BAD.replace('<p corresp="#x"/><p corresp="#y"/>', "")
    assert [code for code, _ in found(tmp_path, clean.format(link))] == ["C002"]
    assert found(tmp_path, clean.format(note + link)) == []
    assert [code for code, _ in found(tmp_path, clean.format(note))] == ["T090"]


@pytest.mark.parametrize(
    ("instruction", "words"),
    [
        ("ignore T002", "the reason is missing"),
        ('ignore T002 " "', "the reason is missing"),
        ('ignore "it is so"', "after 'ignore' stand the codes of rules"),
        ("allow T002", "'allow T002' is nothing that teikit can be told"),
        ('ignore T999 "it is so"', "no rule is called 'T999'"),
    ],
)
def test_what_is_not_understood_is_told(tmp_path: Path, instruction: str, words: str) -> None:
    findings = found(tmp_path, BAD.format(f"<?teikit {instruction}?>"))
    assert [code for code, _ in findings] == ["T091", "T002", "T002"]
    assert words in findings[0][1]


def test_instructions_to_others_are_left_alone(tmp_path: Path) -> None:
    assert len(found(tmp_path, BAD.format('<?other ignore T002 "it is so"?>'))) == 2
