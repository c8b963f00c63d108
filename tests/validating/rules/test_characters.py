"""Rules on characters: edge cases of true and false."""

from pathlib import Path

import pytest

from samples import document
from teikit.diagnostic import Diagnostic
from teikit.validating import Settings, validate


def found(code: str, text: str, folder: Path) -> list[Diagnostic]:
    (folder / "a.xml").write_text(document(text), encoding="utf-8")
    return list(validate([folder], settings=Settings(select=(code, "X"), schema=())))


def shown(findings: list[Diagnostic], text: str) -> list[str]:
    """The characters that findings point at."""
    lines = document(text).split("\n")
    return [
        lines[finding.location.line - 1][finding.location.column - 1 :][: finding.location.length]
        for finding in findings
    ]


def fixed(findings: list[Diagnostic], text: str) -> str:
    result = document(text)
    edits = sorted(
        (edit for finding in findings for edit in finding.edits), key=lambda edit: -edit.start
    )
    for edit in edits:
        result = result[: edit.start] + edit.text + result[edit.end :]
    return result


# T040


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("<p>We go [with] you.</p>", ["[with]"]),
        ("<p>South[o]-Western front</p>", ["[o]"]),
        ("<p>Yes [...] no […] and [. . .]</p>", ["[...]", "[…]", "[. . .]"]),
        ("<p>all comrades] and</p>", ["]"]),
        ("<p>[all comrades and</p>", ["["]),
        ("<p>He met [<persName>Anna</persName> there].</p>", ["["]),
        ("<p>near Petrovsk1. The town</p>", ["1"]),
        ("<p>near <placeName>Petrovsk</placeName>1. The town</p>", ["1"]),
        ("<p>decide independently 4 . I think</p>", ["4"]),
        ("<p>to flee *, as well as</p>", ["*"]),
        ("<p>in this area *.</p>", ["*"]),
        ("<p>of Turkestan* we hear</p>", ["*"]),
        ("<p>this is *very* good</p>", ["*very*"]),
        ("<p>my <hi>dear</hi> [friend</p><p>of old] yours</p>", ["["]),
    ],
)
def test_signs_that_are_stray(text: str, signs: list[str], tmp_path: Path) -> None:
    assert shown(found("T040", text, tmp_path), text) == signs


@pytest.mark.parametrize(
    "text",
    [
        "<p>in 1920. No. 4. Then item 3. And 11 men.</p>",
        "<p>He came with 4 . The rest</p>",
        "<p>am letzten 4 . Mai und heute 5 . Juni</p>",
        "<p>See vol1. and Abb3. of page 4 .</p>",
        "<p>* * *</p><p>***</p><p>Frau von B*** und Mme de ***, Herr X*.</p>",
        "<p>Lloyd * Bremen * Wien, 3*4, geboren *1862</p>",
        "<p>11 <supplied>[th]</supplied> army [<gap/>] and [<unclear>x</unclear>]</p>",
        "<p>then <metamark>[...]</metamark> more<note>See [p. 3]; cf. [</note></p>",
        "<p>[<date>3. Mai]</date></p>",
        "<p>so<ref target='#n1'>[1]</ref>. <choice><sic>th]</sic><corr>the</corr></choice></p>",
        "<head>Letter [12]</head><p>Text</p>",
        "<p>a house</p><p>4. a garden</p><list><item>first</item><item>2 second</item></list>",
        "<p>Bureau in <seg>Paris</seg><seg>24. Rue Feydeau</seg></p>",
        "<p>Berlin99. Mai 2000</p>",
        "<p><code>x[1] * 2</code></p>",
        "<back><p>See [1] and comrades].</p></back>",
        "<teiHeader><fileDesc><titleStmt><title>[Letter]*</title></titleStmt></fileDesc></teiHeader>",
        "<p>yes <!-- [with] * --> no</p>",
        "<floatingText><body><p>a line</p></body></floatingText>",
        "<listPerson><person><p>born [1862]</p></person></listPerson>",
    ],
)
def test_signs_that_are_none(text: str, tmp_path: Path) -> None:
    assert found("T040", text, tmp_path) == []


def test_many_signs_of_a_kind_are_counted(tmp_path: Path) -> None:
    text = "<p>a [b] c [d] e [f] g [h] i] k</p>"
    findings = found("T040", text, tmp_path)
    assert shown(findings, text) == ["[b]", "]"]
    assert findings[0].message.endswith("(4 in this file)")


# T041


@pytest.mark.parametrize(
    ("text", "letter"),
    [
        ("<p>\u0421omrade Anna</p>", "\u0421"),
        ("<p>M\u043escow</p>", "\u043e"),
        ("<p>Сталин\u0061 видел</p>", "a"),
        ("<p>м\u0069ръ</p>", "i"),
        ("<p>\u0391thens</p>", "\u0391"),
        ("<p>λ\u006fγος</p>", "o"),
        ("<p><persName ref='#st\u0430lin'>he</persName></p>", "\u0430"),
        ("<p>M&#x43E;scow</p>", "\u043e"),
    ],
)
def test_mixed_words(text: str, letter: str, tmp_path: Path) -> None:
    (finding,) = found("T041", text, tmp_path)
    assert f"{letter} (U+{ord(letter):04X})" in finding.message
    assert not finding.edits


@pytest.mark.parametrize(
    "text",
    [
        "<p>5 μm, α-particle, ΔT, λx, Δxy, dьnь, sъnъ</p>",
        "<p>Привет, dear friend; IT-шник, SMSка</p>",
        "<p>ВКП(б) VIII съезд XX век</p>",
        "<p>Лев<lb/>Tolstoy</p>",
        "<p>Ёлка й ї é ü</p>",
        "<p>θɪŋk aβa</p>",
    ],
)
def test_words_in_one_script_or_mixed_by_intent(text: str, tmp_path: Path) -> None:
    assert found("T041", text, tmp_path) == []


@pytest.mark.parametrize(
    ("word", "right"),
    [
        ("VI\u0406", "VII"),
        ("\u0425\u0425I", "XXI"),
        ("V\u0406", "VI"),
        ("X\u0406\u0406", "XII"),
        ("V\u0399\u0399", "VII"),
    ],
)
def test_roman_numerals_are_fixed(word: str, right: str, tmp_path: Path) -> None:
    text = f"<p>dated 26/{word} 1920</p>"
    assert f"26/{right} 1920" in fixed(found("T041", text, tmp_path), text)


def test_what_is_no_roman_numeral_is_not_fixed(tmp_path: Path) -> None:
    text = "<p>I\u0406I\u0406I and \u0425Y</p>"
    assert all(not finding.edits for finding in found("T041", text, tmp_path))


def test_a_habit_of_typing_is_told_once(tmp_path: Path) -> None:
    (finding,) = found("T041", f"<p>{'мiръ ' * 9}</p>", tmp_path)
    assert finding.message.endswith("(9 in this file)")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be", "utf-32", "iso-8859-5"])
def test_words_are_found_in_every_encoding(encoding: str, tmp_path: Path) -> None:
    declaration = f'<?xml version="1.0" encoding="{encoding}"?>' if "8859" in encoding else ""
    mark = "\ufeff" if encoding == "utf-16-be" else ""
    text = mark + declaration + document("<p>13/VI\u0406 1920</p>")
    (tmp_path / "a.xml").write_text(text, encoding=encoding)
    (finding,) = validate([tmp_path], settings=Settings(select=("T041", "X"), schema=()))
    assert "U+0406" in finding.message


# T042


def test_every_sequence_is_fixed(tmp_path: Path) -> None:
    text = "<p n='u\u0308'>Ko\u0308ln, Mu&#x308;nchen, \u212b, \u1112\u1161\u11ab, ok é</p>"
    findings = found("T042", text, tmp_path)
    assert len(findings) == 2
    assert "<p n='ü'>Köln, München, Å, 한, ok é</p>" in fixed(findings, text)


def test_addresses_are_told_but_not_fixed(tmp_path: Path) -> None:
    (finding,) = found("T042", "<p><ref target='Ko\u0308ln.xml'>K.</ref></p>", tmp_path)
    assert not finding.edits


@pytest.mark.parametrize(
    "text",
    [
        "<p>Köln</p>",
        "<p>q\u0323</p>",
        "<p>\u0430\u0301</p>",
        "<p>हिन्दी हैं</p>",
    ],
)
def test_marks_without_a_composed_form(text: str, tmp_path: Path) -> None:
    assert found("T042", text, tmp_path) == []


def test_a_whole_file_that_is_not_composed_is_one_finding(tmp_path: Path) -> None:
    text = "".join(f"<p>{number} u\u0308ber</p>" for number in range(9))
    (finding,) = found("T042", text, tmp_path)
    assert len(finding.edits) == 9
    assert finding.message.endswith("(9 in this file)")


# T043


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<p>so \x96 then</p>", "'–' of Windows-1252"),
        ("<p>so &#x96; then</p>", "'–' of Windows-1252"),
        ("<p>M\ufffdller</p>", "a character was lost"),
        ("<p>let\u200bter</p>", "without width"),
        ("<p>let\ufeffter</p>", "without width"),
        ("<p>let\u00adter</p>", "soft hyphen"),
        ("<p n='let\u00adter'>x</p>", "soft hyphen"),
        ("<p>one\u2028two</p>", "separator of lines"),
        ("<p>one&#13;two</p>", "carriage return"),
        ("<p>one \u202etwo</p>", "U+202E is not seen, and turns"),
        ("<p>one \u2069two</p>", "U+2069 is not seen, and turns back"),
        ("<p>one \ufdd0two</p>", "no character"),
    ],
)
def test_control_characters(text: str, words: str, tmp_path: Path) -> None:
    (finding,) = found("T043", text, tmp_path)
    assert words in finding.message
    assert finding.location.line == 2


@pytest.mark.parametrize(
    "text",
    [
        "<p>Ge\u00ad<lb/>dicht, Ge\u00ad\ndicht</p>",
        "<p>\u0e01\u200b\u0e02</p>",
        "<p>می\u200cخواهم</p>",
        "<p>\u2067שלום\u2069 and \u202bשלום\u202c</p>",
        "<p>a\u00a0b\u202fc – d\tx&#x9;</p>",
    ],
)
def test_characters_that_are_needed(text: str, tmp_path: Path) -> None:
    assert found("T043", text, tmp_path) == []


def test_a_character_is_told_once(tmp_path: Path) -> None:
    (finding,) = found("T043", "<p>a\u200bb</p><p>a\u200bb</p>", tmp_path)
    assert finding.message.endswith("(2 in this file)")


# T044


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("<p>a \ue5d2 b \ue5d2 c \ue001</p>", 2),
        ("<p>a \U000f0001 b</p>", 1),
        ("<p>a <g ref='#m'>\ue5d2</g> b</p>", 0),
        ("<p>a <g>\ue5d2</g>\ue5d2</p>", 1),
    ],
)
def test_private_use(text: str, count: int, tmp_path: Path) -> None:
    assert len(found("T044", text, tmp_path)) == count


def test_private_use_that_the_file_declares(tmp_path: Path) -> None:
    text = """<TEI><teiHeader><encodingDesc><charDecl><char xml:id="m"><mapping type="PUA">\ue5d2
        </mapping></char></charDecl></encodingDesc></teiHeader>
        <text><body><p>a \ue5d2 b</p></body></text></TEI>"""
    assert found("T044", text, tmp_path) == []


def test_letters_by_other_hands_have_none_of_it(shared: Path) -> None:
    codes = ("T040", "T041", "T042", "T043", "T044")
    files = sorted((shared / "letters").glob("*.xml"))[::10]
    assert list(validate(files, settings=Settings(select=codes, schema=()))) == []


def test_letters_by_other_hands_name_languages_well_but_for_one(shared: Path) -> None:
    files = sorted((shared / "letters").glob("*.xml"))
    findings = list(validate(files, settings=Settings(select=("T050",), schema=())))
    assert {finding.message.partition(" is no tag")[0] for finding in findings} == {"'fra'"}
    assert {edit.text for finding in findings for edit in finding.edits} == {"fr"}
