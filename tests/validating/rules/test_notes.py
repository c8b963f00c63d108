"""Marks and notes: what is told, where, and what is left in peace."""

from pathlib import Path

import pytest

from samples import document
from teikit.validating.finding import Finding
from teikit.validating.index.document import CheckedDocument, load_document
from teikit.validating.rule import FileRule
from teikit.validating.rules.file import notes, numbering, pairs
from teikit.validating.settings import RuleOptions
from teikit.xml.files import parsed
from teikit.xml.names import ID, Element

RULES = (
    notes.note_without_mark,
    notes.mark_without_note,
    pairs.mark_note_mismatch,
    numbering.note_numbers,
)


def found(
    rule: FileRule, sample: str, options: RuleOptions | None = None
) -> list[Finding[Element]]:
    data = document(sample).encode()
    path = Path("a.xml")
    return list(
        rule.find(CheckedDocument(path, data, parsed(data, path)), options or RuleOptions())
    )


def messages(rule: FileRule, sample: str, options: RuleOptions | None = None) -> list[str]:
    return [finding.message for finding in found(rule, sample, options)]


def letter(text: str, *apart: str, kind: str = ' type="notes"') -> str:
    """A letter with notes behind it."""
    back = f"<back><div{kind}>{''.join(apart)}</div></back>"
    return f"<text><body><div><p>{text}</p></div></body>{back}</text>"


def mark(n: int, to: int | None = None, of: str = 'type="noteMark"') -> str:
    return f'<ref {of} xml:id="r{n}" target="#n{to or n}">{n}</ref>'


def note(n: int, target: str = "", number: str | None = None) -> str:
    where = f' target="{target}"' if target else ""
    return f'<note xml:id="n{n}" n="{number or n}"{where}>About the paper.</note>'


def mutual(*numbers: int) -> tuple[str, str]:
    """Marks and notes that point at each other."""
    return "".join(map(mark, numbers)), "".join(note(n, f"#r{n}") for n in numbers)


class TestNoteWithoutMark:
    def test_is_told_at_the_note(self) -> None:
        (finding,) = found(notes.note_without_mark, letter(mark(1), note(1), note(2)))
        assert finding.range.node.get(ID) == "n2"
        assert finding.message == "no mark leads to note 2, and it has no @target"

    def test_is_told_once_where_a_file_has_no_marks_at_all(self) -> None:
        (finding,) = found(notes.note_without_mark, letter("Yours", note(1), note(2), note(3)))
        assert finding.range.node.get(ID) == "n1"
        assert "any of the 3 notes" in finding.message

    def test_a_number_may_be_a_label(self) -> None:
        labelled = '<note xml:id="n2"><label>2</label> In the margin.</note>'
        assert messages(notes.note_without_mark, letter(mark(1), note(1), labelled))

    @pytest.mark.parametrize(
        "other",
        [
            pytest.param(note(2, "#p1"), id="names its place"),
            pytest.param('<note n="2" corresp="#p1">Torn.</note>', id="corresponds to its place"),
            pytest.param('<note xml:id="n2">Torn.</note>', id="has no number"),
            pytest.param("<note><label>paper</label> Torn.</note>", id="is known by its lemma"),
            pytest.param('<p>On it.<note n="2">Torn.</note></p>', id="stands at its place"),
            pytest.param(
                '<note n="2"><ref target="#p1">2</ref> Torn.</note>', id="leads back to its place"
            ),
        ],
    )
    def test_leaves_in_peace_a_note_that(self, other: str) -> None:
        sample = letter(f'<seg xml:id="p1">a</seg>{mark(1)}', note(1), other)
        assert messages(notes.note_without_mark, sample) == []

    @pytest.mark.parametrize(
        "leading",
        [
            '<ref target="#n2">2</ref>',
            '<ptr target="#n2"/>',
            '<seg corresp="#n2">Yours</seg>',
            '<ref target="a.xml#n2">2</ref>',
            '<anchor corresp="#n2"/>',
        ],
    )
    def test_a_mark_may_be_made_otherwise(self, leading: str) -> None:
        sample = letter(mark(1) + leading, note(1), note(2))
        assert messages(notes.note_without_mark, sample) == []

    def test_a_citation_is_no_mark(self) -> None:
        sample = letter(f'{mark(1)}<date source="#n2">May 6</date>', note(1), note(2))
        assert len(messages(notes.note_without_mark, sample)) == 1

    def test_inline_notes_need_no_mark(self) -> None:
        sample = (
            '<p>Yours<note place="foot" n="1">Torn.</note> ever<note n="2">Or: never</note></p>'
        )
        assert messages(notes.note_without_mark, sample) == []

    def test_numbers_of_lines_need_no_marks(self) -> None:
        sample = letter("Yours", note(1, number="12"), note(2, number="15"))
        assert messages(notes.note_without_mark, sample) == []

    def test_of_a_note_in_two_languages_one_has_a_mark(self) -> None:
        both = "".join(
            f'<listAnnotation xml:lang="{lang}">{notes}</listAnnotation>'
            for lang, notes in (
                (
                    "nl",
                    '<note n="1" xml:id="a-nl">Zij.</note><note n="2" xml:id="b-nl">Hij.</note>',
                ),
                ("en", '<note n="1" xml:id="a">She.</note>'),
            )
        )
        sample = (
            f'<text><body><p>Zus<ptr target="#a"/></p></body></text><standOff>{both}</standOff>'
        )
        assert messages(notes.note_without_mark, sample) == [
            "no mark leads to note 2, and it has no @target"
        ]

    def test_marks_may_be_known_by_numbers(self) -> None:
        sample = letter('Yours<ref n="1">1</ref> ever<ref n="2">2</ref>', note(1), note(2))
        assert messages(notes.note_without_mark, sample) == []

    def test_the_text_may_be_in_another_file(self) -> None:
        assert messages(notes.note_without_mark, f"<standOff>{note(1)}</standOff>") == []


class TestMarkWithoutNote:
    def test_a_missing_target_is_added_where_a_note_names_the_mark(self) -> None:
        sample = letter('<ref type="noteMark" xml:id="r1">1</ref>', note(1, "#r1"))
        (finding,) = found(notes.mark_without_note, sample)
        assert finding.message == "the mark '1' has no @target, so it leads to no note"
        assert [(fix.range.attribute, fix.text) for fix in finding.fixes] == [("target", "#n1")]

    def test_two_notes_that_name_a_mark_are_no_fix(self) -> None:
        sample = letter('<ref type="noteMark" xml:id="r1">1</ref>', note(1, "#r1"), note(2, "#r1"))
        (finding,) = found(notes.mark_without_note, sample)
        assert finding.fixes == ()

    @pytest.mark.parametrize("goal", ["persName", "seg", "bibl"])
    def test_what_is_no_note(self, goal: str) -> None:
        sample = letter(f'<{goal} xml:id="n7">Keller</{goal}>{mark(7)}')
        (finding,) = found(notes.mark_without_note, sample)
        assert finding.message == f"the mark '7' leads to an element '{goal}', not to a note"
        assert finding.range.attribute == "target"

    @pytest.mark.parametrize(
        "sample",
        [
            pytest.param(letter(mark(1), note(1)), id="a note"),
            pytest.param(letter(mark(1)), id="nothing: T002 says so"),
            pytest.param('<p><ref type="note" target="notes.xml#n1">1</ref></p>', id="a file"),
            pytest.param('<p><ref type="note" cRef="n1">1</ref></p>', id="a reference"),
            pytest.param(letter(mark(1), '<note><p xml:id="n1">Torn.</p></note>'), id="its p"),
            pytest.param(letter(mark(1), '<p xml:id="n1">Torn.</p>'), id="a p among notes"),
            pytest.param(
                letter(mark(1), '<list><item xml:id="n1">Torn.</item></list>'), id="an item"
            ),
            pytest.param(
                letter('<ref type="noteMark" n="1"/>', '<note n="1">Torn.</note>'), id="a number"
            ),
            pytest.param(
                letter(mark(1), '<note xml:id="n1"><ref type="noteMark">1</ref> T.</note>'),
                id="the number at the beginning of the note",
            ),
            pytest.param('<p>See <ref type="letter">his letter</ref></p>', id="another ref"),
        ],
    )
    def test_a_mark_may_lead_to(self, sample: str) -> None:
        assert messages(notes.mark_without_note, sample) == []

    def test_a_number_is_not_enough_where_other_marks_have_targets(self) -> None:
        sample = letter(mark(1) + '<ref type="noteMark" n="2">2</ref>', note(1), note(2))
        assert len(messages(notes.mark_without_note, sample)) == 1

    def test_types_of_marks_are_a_setting(self) -> None:
        sample = '<p>Yours<ref type="fn">1</ref></p>'
        assert messages(notes.mark_without_note, sample) == []
        assert len(messages(notes.mark_without_note, sample, RuleOptions(marks=("fn",)))) == 1

    def test_an_anchor_that_no_note_names(self) -> None:
        anchors = '<anchor type="note" xml:id="r1"/>a<anchor type="note" xml:id="r2"/>b'
        (finding,) = found(notes.mark_without_note, letter(anchors, note(1, "#r1")))
        assert finding.range.node.get(ID) == "r2"
        assert messages(notes.mark_without_note, letter(anchors)) == [], "bound in another way"


class TestMarkNoteMismatch:
    def test_a_mark_that_leads_to_the_wrong_note(self) -> None:
        sample = letter(
            mark(1) + mark(2, to=3) + mark(3), note(1, "#r1"), note(2, "#r2"), note(3, "#r3")
        )
        (finding,) = found(pairs.mark_note_mismatch, sample)
        assert finding.range.node.get(ID) == "r2"
        assert finding.message == "the mark '2' leads to note 3, which names '#r3'"

    def test_a_note_that_names_the_wrong_mark(self) -> None:
        text, _ = mutual(1, 2, 3)
        sample = letter(text, note(1, "#r1"), note(2, "#r2"), note(3, "#r2"))
        (finding,) = found(pairs.mark_note_mismatch, sample)
        assert finding.range.node.get(ID) == "n3"

    @pytest.mark.parametrize("there", [True, False], ids=["of the mark", "of the note"])
    def test_of_marks_without_numbers_the_pointer_that_is_wrong_is_found(self, there: bool) -> None:
        leading = [1, 3 if there else 2, 3]
        text = "".join(
            f'<ref type="noteMark" xml:id="r{n}" target="#n{to}"/>'
            for n, to in enumerate(leading, start=1)
        )
        last = note(3, "#r3" if there else "#r2")
        (finding,) = found(
            pairs.mark_note_mismatch, letter(text, note(1, "#r1"), note(2, "#r2"), last)
        )
        assert finding.range.node.get(ID) == ("r2" if there else "n3")

    def test_several_marks_may_share_a_note(self) -> None:
        text, behind = mutual(1, 2)
        assert messages(pairs.mark_note_mismatch, letter(text + mark(3, to=1), behind)) == []

    def test_a_note_may_name_what_it_is_about(self) -> None:
        text = f'<seg xml:id="s1">Yours</seg>{mark(1)}'
        assert messages(pairs.mark_note_mismatch, letter(text, note(1, "#s1"))) == []

    def test_but_not_where_notes_name_their_marks(self) -> None:
        text, behind = mutual(1, 2)
        sample = letter(f'{text}<seg xml:id="s3">Yours</seg>{mark(3)}', behind, note(3, "#s3"))
        (finding,) = found(pairs.mark_note_mismatch, sample)
        assert finding.range.node.get(ID) == "n3"

    def test_a_note_that_does_not_point_back_is_told_where_others_do(self) -> None:
        text, behind = mutual(1, 2)
        (finding,) = found(pairs.mark_note_mismatch, letter(text + mark(3), behind, note(3)))
        assert finding.message == "note 3 does not point back at its mark, as other notes here do"
        assert [(fix.range.attribute, fix.text) for fix in finding.fixes] == [("target", "#r3")]

    def test_notes_need_not_point_back(self) -> None:
        sample = letter(mark(1) + mark(2) + mark(3), note(1), note(2), note(3, "#r3"))
        assert messages(pairs.mark_note_mismatch, sample) == []

    def test_a_mark_with_the_number_of_another_note(self) -> None:
        text = "".join((*map(mark, range(1, 5)), mark(5, to=4)))
        sample = letter(text, *map(note, range(1, 6)))
        assert messages(pairs.mark_note_mismatch, sample) == ["the mark '5' leads to note 4"]

    def test_numbers_of_marks_may_be_those_of_pages(self) -> None:
        text = mark(1) + mark(2) + '<ref type="noteMark" target="#n3">1</ref>' * 2
        assert messages(pairs.mark_note_mismatch, letter(text, *map(note, range(1, 5)))) == []


def numbered(*numbers: str, more: str = "") -> str:
    inside = "".join(f'<note n="{n}" target="#p"{more}>Torn.</note>' for n in numbers)
    return f'<back><div type="notes"><head>Notes</head>{inside}</div></back>'


class TestNoteNumbers:
    @pytest.mark.parametrize(
        ("numbers", "at", "message"),
        [
            ("1 2 4 5", "4", "note 4 follows note 2: 3 is missing"),
            ("1 2 5 6", "5", "note 5 follows note 2: 3 and 4 are missing"),
            ("1 2 6 7", "6", "note 6 follows note 2: 3 to 5 are missing"),
            ("1 2 3 3 4", "3", "there is a note 3 already"),
            ("1 3 2 4 5", "2", "note 2 stands behind note 3"),
            ("1 2 7 4 5", "7", "this note is numbered 7; by those around it, it is note 3"),
            ("5 2 3 4", "5", "this note is numbered 5; by those around it, it is note 1"),
            ("1. 2. 4.", "4.", "note 4 follows note 2: 3 is missing"),
            ("1 2 3 1 2 4 5 6 7", "4", "note 4 follows note 2: 3 is missing"),
        ],
    )
    def test_is_told_at_the_number(self, numbers: str, at: str, message: str) -> None:
        (finding,) = found(numbering.note_numbers, numbered(*numbers.split()))
        assert finding.message == message
        assert finding.range.node.get("n") == at
        assert finding.range.attribute == "n"

    @pytest.mark.parametrize(
        "numbers",
        [
            "1 2 3",
            "14 15 16",
            "1 2 3 1 2 1",
            "12 15 23 40",  # lines
            "5 5 7 12",
            "1 2 * 3 4",
            "1 2 2a 3",
            "a b d",
            "1 3",
        ],
    )
    def test_nothing_is_told(self, numbers: str) -> None:
        assert messages(numbering.note_numbers, numbered(*numbers.split())) == []

    def test_two_notes_are_a_series_where_marks_bear_their_numbers(self) -> None:
        assert len(messages(numbering.note_numbers, letter(mark(1), note(1), note(3)))) == 1

    def test_each_kind_may_have_its_own_numbers(self) -> None:
        kinds = [f'<note n="{n}" type="{kind}">T</note>' for n in (1, 2, 3) for kind in ("a", "b")]
        sample = f'<back><div type="notes">{"".join(kinds)}</div></back>'
        assert messages(numbering.note_numbers, sample) == []

    def test_kinds_may_share_a_series(self) -> None:
        sample = (
            '<back><div type="notes"><note n="1" type="a">T</note><note n="3" type="b">T</note>'
            '<note n="4" type="b">T</note></div></back>'
        )
        assert len(messages(numbering.note_numbers, sample)) == 1

    def test_numbers_may_be_those_of_lines(self) -> None:
        notes = "".join(f'<note n="{n}">{n}: add. in marg.</note>' for n in (1, 2, 5))
        lines = "".join(f'<lb n="{n}"/>Carissimo' for n in range(1, 7))
        assert messages(numbering.note_numbers, letter("Carissimo", notes))
        assert not messages(numbering.note_numbers, letter(lines, notes))

    def test_a_note_that_lost_its_number(self) -> None:
        sample = numbered("1", "2", "3", "4").replace('n="2" ', "")
        (finding,) = found(numbering.note_numbers, sample)
        assert finding.message == "this note has no number; by those around it, it is note 2"
        assert finding.range.attribute == ""

    def test_labels_are_numbers(self) -> None:
        inside = "".join(f"<note><label>{n}</label> Torn.</note>" for n in (1, 2, 4))
        sample = f'<back><div type="notes">{inside}</div></back>'
        assert len(messages(numbering.note_numbers, sample)) == 1

    def test_notes_in_the_text(self) -> None:
        def text(*numbers: int) -> str:
            return "".join(f'<p>a<note place="foot" n="{n}">Torn.</note></p>' for n in numbers)

        assert messages(numbering.note_numbers, text(12, 13, 14, 15)) == []
        assert messages(numbering.note_numbers, text(12, 13, 15, 16, 17)) != []
        assert messages(numbering.note_numbers, text(1, 2, 3, 1, 1, 2)) == [], "by page"
        assert messages(numbering.note_numbers, text(1, 2, 3, 40, 41, 42)) == [], "an extract"
        with_another = text(12, 13, 15, 16, 17) + '<p>b<note type="own" n="14">Torn.</note></p>'
        assert messages(numbering.note_numbers, with_another) == [], (
            "shared with notes of another kind"
        )


def test_letters_by_other_hands_are_left_in_peace(shared: Path) -> None:
    for path in sorted((shared / "letters").glob("*.xml"))[:40]:
        letter_ = load_document(path)
        for rule in RULES:
            assert [finding.message for finding in rule.find(letter_, RuleOptions())] == [], path


def test_our_own_letters(root: Path) -> None:
    for path in sorted((root / "corpus" / "tei").glob("bl-0*.xml")):
        own = load_document(path)
        for rule in RULES[1:]:
            assert [finding.message for finding in rule.find(own, RuleOptions())] == [], path
