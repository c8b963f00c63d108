"""Who wrote to whom, when and where: from all the evidence; what disagrees is told."""

from pathlib import Path

import pytest

from pages import Converted, Document, converted, page

PROSE = "we consider it necessary to send the army there, and we ask you to answer soon."


def letter(folder: Path, *lines: str, **more: str) -> Converted:
    return converted(folder, page(*lines, **more))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("heading", "signature", "senders", "receivers"),
    [
        (
            "Telegram of L. D. Trotsky to I. V. Stalin",
            "Trotsky.",
            ["L. D. Trotsky"],
            ["I. V. Stalin"],
        ),
        ("L. D. Trotsky - I. V. Stalin", "Trotsky.", ["L. D. Trotsky"], ["I. V. Stalin"]),
        ("L. D. Trotsky to I. V. Stalin.", "", ["L. D. Trotsky"], ["I. V. Stalin"]),
        # the translation's "to" for the sender's dative
        (
            "Telegram to L. D. Trotsky I. V. Stalin, V. I. Lenin",
            "Trotsky.",
            ["L. D. Trotsky"],
            ["I. V. Stalin", "V. I. Lenin"],
        ),
        (
            "Telegram to L. D. Trotsky, G. V. Chicherin to V. I. Lenin",
            "Trotsky, Chicherin",
            ["L. D. Trotsky", "G. V. Chicherin"],
            ["V. I. Lenin"],
        ),
        # the signature proves that the heading's order is reversed
        (
            "Telegram from L. D. Trotsky to I. V. Stalin",
            "Stalin.",
            ["I. V. Stalin"],
            ["L. D. Trotsky"],
        ),
        # joint letters
        (
            "Letter from L. D. Trotsky and I. V. Stalin to V. I. Lenin",
            "Trotsky, Stalin.",
            ["L. D. Trotsky", "I. V. Stalin"],
            ["V. I. Lenin"],
        ),
        # bodies
        (
            "Telegram from the Politburo of the Central Committee to L. D. Trotsky",
            "Stalin.",
            ["Politburo of the Central Committee"],
            ["L. D. Trotsky"],
        ),
        (
            "G. V. Chicherin - Politburo of the Central Committee",
            "Georgy Chicherin",
            ["G. V. Chicherin"],
            ["Politburo of the Central Committee"],
        ),
        # one side only
        ("Letter to V. I. Lenin", "", [], ["V. I. Lenin"]),
        ("Letter from V. I. Lenin", "Lenin.", ["V. I. Lenin"], []),
    ],
)
def test_who_to_whom(
    tmp_path: Path, heading: str, signature: str, senders: list[str], receivers: list[str]
) -> None:
    found = letter(tmp_path, f"I write: {PROSE}", signature, heading=heading).only
    assert found.senders[: len(senders)] == senders
    assert found.receivers == receivers
    if "Politburo" not in heading:
        assert found.senders == senders


@pytest.mark.parametrize(
    "heading",
    [
        "Telegram to L. D. Trotsky I. V. Stalin",
        "Telegram from I. V. Stalin to L. D. Trotsky",
    ],
)
def test_a_heading_that_misleads_is_told(tmp_path: Path, heading: str) -> None:
    found = letter(tmp_path, f"I write: {PROSE}", "Trotsky.", heading=heading)
    assert found.only.senders == ["L. D. Trotsky"]
    assert "R010" in found.codes()


def test_a_heading_that_nothing_proves_is_of_low_certainty(tmp_path: Path) -> None:
    found = letter(tmp_path, f"I write: {PROSE}", heading="Telegram to L. D. Trotsky I. V. Stalin")
    assert set(found.only.values("//t:correspAction/t:persName/@cert")) == {"low"}
    assert "R010" in found.codes()


def test_a_signature_of_someone_else_does_not_become_the_only_sender(tmp_path: Path) -> None:
    found = letter(tmp_path, f"I write: {PROSE}", f"Again: {PROSE}", "M. Grushin")
    assert found.only.senders[0] == "L. D. Trotsky"
    assert "R016" in found.codes()
    certs = found.only.values("//t:correspAction[@type='sent']/t:persName[2]/@cert")
    assert "high" not in certs


def test_who_signs_behind_a_postscript_passed_it_on(tmp_path: Path) -> None:
    found = letter(
        tmp_path, f"I write: {PROSE}", "Trotsky.", f"I ask: {PROSE}", "Commissioner M. Grushin"
    ).only
    assert found.senders == ["L. D. Trotsky"]
    assert found.agents("transmitted", "dispatch") == ["M. Grushin"]


@pytest.mark.parametrize(
    ("lines", "receivers", "copies"),
    [
        (("TO STALIN, copy TO LENIN.",), ["I. V. Stalin"], ["V. I. Lenin"]),
        (("Stalin. Copy to Lenin.",), ["I. V. Stalin"], ["V. I. Lenin"]),
        (("Stalin, Lenin.",), ["I. V. Stalin", "V. I. Lenin"], []),
        (("To Stalin, to Lenin.",), ["I. V. Stalin", "V. I. Lenin"], []),
        (("Tov. Stalin.", "Copy."), ["I. V. Stalin", "V. I. Lenin"], []),
        ((), ["I. V. Stalin", "V. I. Lenin"], []),
    ],
)
def test_copies(
    tmp_path: Path, lines: tuple[str, ...], receivers: list[str], copies: list[str]
) -> None:
    heading = "Telegram from L. D. Trotsky to I. V. Stalin, V. I. Lenin"
    found = letter(tmp_path, *lines, f"I write: {PROSE}", "Trotsky.", heading=heading).only
    assert (found.receivers, found.copies) == (receivers, copies)


@pytest.mark.parametrize(
    "line",
    ["To Stalin. Copies to Lenin, Chicherin.", "To Stalin.", "Copy to Lenin, copy to Chicherin."],
)
def test_who_gets_a_copy_that_the_heading_does_not_name(tmp_path: Path, line: str) -> None:
    lines = (
        [line] if "To" in line and "Cop" in line else ["To Stalin.", "Copy to Lenin, Chicherin."]
    )
    found = letter(tmp_path, *lines, f"I write: {PROSE}", "Trotsky.").only
    assert found.receivers == ["I. V. Stalin"]
    assert found.copies in (["V. I. Lenin", "G. V. Chicherin"], ["Lenin", "Chicherin"])


@pytest.mark.parametrize(
    ("date", "lines", "expected"),
    [
        ("March 21, 1920", (), [("1920-03-21", "external")]),
        ("March 21, 1920", ("21/III 20",), [("1920-03-21", "internal")]),
        ("March 21 [1920]", (), [("1920-03-21", "conjecture")]),
        ("March 21 [1920]", ("21/III 20",), [("1920-03-21", "internal")]),
        ("March 21 [1920]", ("21/III",), [("1920-03-21", "conjecture")]),
        ("June 7, 1920", ("6/VI-1920",), [("1920-06-06", "internal"), ("1920-06-07", "external")]),
        ("", ("To Stalin.", "6/VI-1920"), [("1920-06-06", "internal")]),
        ("[before June 7, 1920]", ("6/VI-1920",), [("1920-06-06", "internal")]),
        ("May 24, 1920", ("24/5 20 10 hours Baku.",), [("1920-05-24T10:00:00", "internal")]),
    ],
)
def test_when(
    tmp_path: Path, date: str, lines: tuple[str, ...], expected: list[tuple[str, str]]
) -> None:
    found = letter(tmp_path, *lines, f"I write: {PROSE}", "Trotsky.", date=date)
    dates = found.only.all("//t:correspAction[@type='sent']/t:date")
    assert [(each.get("when"), each.get("evidence")) for each in dates] == expected
    assert ("R014" in found.codes()) == (len(expected) > 1)


@pytest.mark.parametrize(
    ("date", "value"),
    [
        ("[later May 4, 1920]", {"notBefore": "1920-05-04"}),
        ("[previously May 4, 1918]", {"notAfter": "1918-05-04"}),
        ("[late January 1918]", {"notBefore": "1918-01-21", "notAfter": "1918-01-31"}),
        ("May 4-6, 1920", {"from": "1920-05-04", "to": "1920-05-06"}),
        ("May 1920", {"when": "1920-05"}),
        ("[1918]", {"when": "1918"}),
        ("March 21, 1920 1", {"when": "1920-03-21"}),
    ],
)
def test_dates_of_every_form(tmp_path: Path, date: str, value: dict[str, str]) -> None:
    assert letter(tmp_path, f"I write: {PROSE}", "Trotsky.", date=date).only.sent == [value]


@pytest.mark.parametrize(
    "lines",
    [
        (f"I write: {PROSE}", "Trotsky.", "21/III 20"),
        (f"I write: {PROSE}", "With communist greetings", "21/III 20", "Trotsky."),
        (f"I write: {PROSE}", f"Again: {PROSE} 21/III 20", "Trotsky."),
        (f"I write: {PROSE}", f"Again: {PROSE} 21/III 20. Trotsky."),
    ],
)
def test_a_date_at_the_end(tmp_path: Path, lines: tuple[str, ...]) -> None:
    found = letter(tmp_path, *lines)
    dates = found.only.all("//t:correspAction[@type='sent']/t:date")
    assert [(each.get("when"), each.get("evidence")) for each in dates] == [
        ("1920-03-21", "internal")
    ]
    assert found.only.senders == ["L. D. Trotsky"]


def places(found: Document) -> tuple[list[str], list[str]]:
    return found.places("sent"), found.places("received")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("Baku 16/VII-20",), (["Baku"], [])),
        (("Moscow Kremlin to Stalin.",), ([], ["Moscow Kremlin"])),
        (("Moscow Kremlin.", "Stalin.", "Baku 16/VII-20"), (["Baku"], ["Moscow Kremlin"])),
        (("Kharkov, to Stalin by direct wire 1 ,",), ([], ["Kharkov"])),
        (("Baku.", "April 23, 1920"), (["Baku"], [])),
        ((), ([], [])),
        (("By direct wire, immediately transfer to Kharkov for transfer to Baku.",), ([], [])),
    ],
)
def test_where(
    tmp_path: Path, lines: tuple[str, ...], expected: tuple[list[str], list[str]]
) -> None:
    found = letter(tmp_path, *lines, f"I write: {PROSE}", "Trotsky.", date="July 16, 1920").only
    assert places(found) == expected


def test_a_place_in_running_text_is_not_where_it_was_sent_from(tmp_path: Path) -> None:
    found = letter(
        tmp_path, f"On May 4, 1920, in Baku, {PROSE}", f"Moscow knows: {PROSE}", "Trotsky."
    )
    assert places(found.only) == ([], [])


@pytest.mark.parametrize(
    ("note", "expected", "cert"),
    [
        (
            "The telegram was sent from Kharkov to Moscow.",
            (["Kharkov"], ["Moscow"]),
            ["high", "high"],
        ),
        ("A telegram was sent from Kharkov to the RVS.", (["Kharkov"], []), ["high"]),
        (
            "The letter was sent, presumably, from Baku, to Moscow.",
            (["Baku"], ["Moscow"]),
            ["medium", "high"],
        ),
        (
            "The telegram was sent from Moscow, presumably to Baku, and then handed over.",
            (["Moscow"], ["Baku"]),
            ["high", "medium"],
        ),
        ("On the same day a telegram was sent from Kharkov to Moscow.", ([], []), []),
        ("Lenin's telegram was sent from Moscow.", ([], []), []),
    ],
)
def test_where_a_note_says(
    tmp_path: Path, note: str, expected: tuple[list[str], list[str]], cert: list[str]
) -> None:
    text = page(f"I write 1 , {PROSE}", "Trotsky.", notes=[f"1 {note}"])
    found = converted(tmp_path, text).only
    assert places(found) == expected
    assert found.values("//t:correspAction/t:placeName/@cert") == cert
    assert set(found.values("//t:correspAction/t:placeName/@source")) <= {"#bl-0012-n1"}


def test_times_that_a_note_tells(tmp_path: Path) -> None:
    note = (
        "1 On the reverse side there is a note: “Deciphered on 22/III-1920 at 2:28”."
        " Dated sending - 21/III-1920 at 23:30 and receiving in Moscow - 22/III-1920 at 0:35."
    )
    found = converted(tmp_path, page(f"I write 1 , {PROSE}", "Trotsky.", notes=[note])).only
    received = found.all("//t:correspAction[@type='received']/t:date")
    assert [each.get("when") for each in received] == ["1920-03-22T00:35:00"]
    deciphered = found.all("//t:correspAction[@subtype='decipherment']/t:date")
    assert [each.get("when") for each in deciphered] == ["1920-03-22T02:28:00"]


def test_a_note_about_another_letter_gives_no_times(tmp_path: Path) -> None:
    note = "1 Lenin's letter of March 22, 1920 was received on 23/III-1920 and executed."
    found = converted(tmp_path, page(f"I write 1 , {PROSE}", "Trotsky.", notes=[note])).only
    assert found.all("//t:correspAction[@type='received']/t:date") == []


@pytest.mark.parametrize(
    ("line", "type_", "subtype"),
    [
        ("Accepted: 22/III-1920", "received", "to"),
        ("Transmitted 22/III-1920", "transmitted", "dispatch"),
        ("Deciphered 22/III-1920", "transmitted", "decipherment"),
        ("Executed 22/III-1920", "transmitted", "execution"),
    ],
)
def test_endorsements_with_a_date(tmp_path: Path, line: str, type_: str, subtype: str) -> None:
    found = letter(tmp_path, f"I write: {PROSE}", "Trotsky.", line).only
    path = f"//t:correspAction[@type='{type_}'][@subtype='{subtype}']/t:date/@when"
    assert found.values(path) == ["1920-03-22"]
    assert found.sent == [{"when": "1920-03-21"}]


def test_a_surname_of_two_is_not_guessed(tmp_path: Path) -> None:
    found = letter(tmp_path, f"I write to Kamenev: {PROSE}", "Trotsky.")
    assert found.only.all("//t:body//t:p/t:persName[.='Kamenev']/@ref") == []
    assert "R017" in found.codes()


def test_initials_decide_between_two(tmp_path: Path) -> None:
    heading = "Telegram of L. D. Trotsky to S. S. Kamenev"
    found = letter(tmp_path, f"I write: {PROSE}", "Trotsky.", heading=heading).only
    assert found.values("//t:correspAction[@type='received']/t:persName/@ref") == [
        "../authority/persons.xml#kamenev-ss"
    ]


def test_initials_that_contradict_are_not_linked(tmp_path: Path) -> None:
    heading = "Telegram of N. D. Trotsky to I. V. Stalin"
    found = letter(tmp_path, f"I write: {PROSE}", "Trotsky.", heading=heading)
    assert found.only.values("//t:correspAction[@type='sent']/t:persName/@ref") == []
    assert "R015" in found.codes()


def test_everything_inferred_says_on_what_and_by_whom(tmp_path: Path) -> None:
    found = letter(tmp_path, "To Stalin.", "Baku 21/III-20", f"I write: {PROSE}", "Trotsky.").only
    for name in ("persName", "placeName", "date"):
        inferred = found.all(f"//t:correspAction/t:{name}")
        assert inferred
        for each in inferred:
            assert each.get("resp") == "#bl-0012-conv"
            assert each.get("evidence") in {"internal", "external", "conjecture"}
            assert each.get("cert") in {"high", "medium", "low"}


@pytest.mark.parametrize(
    ("missing", "code"), [("heading", "R012"), ("heading", "R003"), ("date", "R013")]
)
def test_what_is_not_known_is_told(tmp_path: Path, missing: str, code: str) -> None:
    assert code in letter(tmp_path, f"I write: {PROSE}", **{missing: ""}).codes()


def test_without_heading_the_signature_says_who_wrote(tmp_path: Path) -> None:
    found = letter(tmp_path, "Tov. Lenin.", f"I write: {PROSE}", "Trotsky.", heading="").only
    assert found.senders in (["Trotsky"], ["L. D. Trotsky"])
    assert found.receivers in (["Lenin"], ["V. I. Lenin"])
