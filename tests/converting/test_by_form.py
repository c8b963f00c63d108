"""Who wrote to whom and where, and the parts of a letter, where no authority file knows anybody."""

from pathlib import Path

import pytest

from pages import Converted, Document, converted
from teikit.profiles.profile import Profile, parse

PROSE = (
    "I have your letter of last week and the parcel that came with it, for which I thank you; the"
    " weather is fine, and we are all well here, as I hope that you are too."
)
GERMAN = (
    "Ich habe den Brief von der letzten Woche und das Paket, das mit ihm kam, und ich danke dafür;"
    " das Wetter ist schön, und wir sind hier alle gesund."
)


def profile(edition: str = "", language: str = "en") -> Profile:
    """A profile of ten lines, with these keys of its edition."""
    return parse(
        f"""extends = "plain-letters"
[edition]
id = "own"
language = "{language}"
first_year = 1700
last_year = 1900
{edition}
[page]
headings = ["{{sender}} to {{receiver}}", "TO {{receiver}}", "{{sender}} an {{receiver}}"]
number = ["{{number}}."]
""",
        "own.toml",
    )


def letters(folder: Path, *lines: str, edition: str = "", language: str = "en") -> Converted:
    text = "\n\n".join(lines) + "\n"
    return converted(folder, text, authority=None, profile=profile(edition, language))


def certs(found: Document, type_: str) -> list[str]:
    return found.values(f"//t:correspAction[@type='{type_}']/t:persName/@cert")


@pytest.mark.parametrize(
    ("edition", "lines", "senders", "cert"),
    [
        # heading and signature agree
        ("", ("Anna Roe to Carl Doe", PROSE, "Yours ever,", "A. Roe."), ["Anna Roe"], ["high"]),
        ("", ("Anna Roe to Carl Doe", PROSE), ["Anna Roe"], ["medium"]),
        # the signature alone
        ("", ("TO CARL DOE", PROSE, "Yours ever,", "ANNA ROE."), ["Anna Roe"], ["medium"]),
        ("", ("TO CARL DOE", PROSE, "Your loving sister,"), [], []),
        ("", ("TO CARL DOE", PROSE, "Yours ever,", "A. R."), ["A. R."], ["low"]),
        # the edition, and a signature that stands for its name, or contradicts
        ('sender = "Anna Roe"', ("TO CARL DOE", PROSE), ["Anna Roe"], ["medium"]),
        ('sender = "Anna Roe"', ("TO CARL DOE", PROSE, "A. Roe."), ["Anna Roe"], ["high"]),
        ('sender = "Anna Roe"', ("TO CARL DOE", PROSE, "A. R."), ["Anna Roe"], ["medium"]),
        # of two who write to each other, it is who does not get the letter
        (
            'sender = "Anna Roe"\nreceiver = "Carl Doe"',
            ("TO ANNA ROE", PROSE),
            ["Carl Doe"],
            ["medium"],
        ),
        (
            'sender = "Anna Roe"\nreceiver = "Carl Doe"',
            ("TO CARL DOE", PROSE),
            ["Anna Roe"],
            ["medium"],
        ),
        ('sender = "Anna Roe"', ("TO CARL DOE", PROSE, "Anna."), ["Anna Roe"], ["medium"]),
        ('sender = "Anna Roe"', ("TO CARL DOE", PROSE, "Yours,", "A."), ["Anna Roe"], ["medium"]),
        (
            'sender = "Anna Roe"',
            ("TO CARL DOE", PROSE, "Yours,", "Beth Poe."),
            ["Beth Poe"],
            ["medium"],
        ),
        (
            'sender = "Johann Schiller"',
            ("TO CARL DOE", PROSE, "Yours,", "Joh. Sch."),
            ["Johann Schiller"],
            ["medium"],
        ),
        (
            'sender = "Ivan Turgenev"',
            ("TO CARL DOE", PROSE, "Yours,", "IVAN. TOURGUENEFF."),
            ["Ivan Turgenev"],
            ["medium"],
        ),
        # at the end of the last paragraph
        (
            "",
            ("TO CARL DOE", f"{PROSE} Believe me, dear Sir, yours truly, A. ROE."),
            ["A. Roe"],
            ["medium"],
        ),
        # a postscript without a word for it
        ("", ("1.", PROSE, PROSE, "Yours truly,", "Anna Roe", PROSE), ["Anna Roe"], ["medium"]),
        # joint letters
        (
            "",
            ("Anna and Beth Roe to Carl Doe", PROSE, "Your loving", "A. R.", "B. R."),
            ["Anna Roe", "Beth Roe"],
            ["high", "high"],
        ),
    ],
)
def test_the_sender(
    tmp_path: Path, edition: str, lines: tuple[str, ...], senders: list[str], cert: list[str]
) -> None:
    found = letters(tmp_path, *lines, edition=edition).only
    assert found.senders == senders
    assert certs(found, "sent") == cert


@pytest.mark.parametrize(
    ("edition", "lines", "receivers", "cert"),
    [
        ("", ("TO CARL DOE", "Dear Carl,", PROSE), ["Carl Doe"], ["high"]),
        ("", ("TO CARL DOE", "Dear Sir,", PROSE), ["Carl Doe"], ["medium"]),
        ("", ("TO SIR", "Dear Sir,", PROSE), ["Sir"], ["medium"]),
        ("", ("1.", "My dear Cassandra,", PROSE), ["Cassandra"], ["medium"]),
        ("", ("1.", f"My dear Cassandra,—{PROSE}"), ["Cassandra"], ["medium"]),
        ("", ("1.", "Dear Sir,", PROSE), [], []),
        ("", ("1.", "Cassandra!", PROSE), ["Cassandra"], ["medium"]),
        ("", ("1.", "Dear Father,", PROSE), ["Father"], ["low"]),
        ("", ("1.", "GENERAL DOE, Ghent:", PROSE), ["General Doe"], ["medium"]),
        ("", ("1.", "GENERAL DOE, Ghent:", "My dear Doe,", PROSE), ["General Doe"], ["high"]),
        ('receiver = "Carl Doe"', ("1.", "Dear Sir,", PROSE), ["Carl Doe"], ["medium"]),
        ('receiver = "Carl Doe"', ("1.", "Dear Eva,", PROSE), ["Eva"], ["medium"]),
        ('sender = "Anna Roe"', ("Carl Doe to Eva", PROSE), ["Eva"], ["medium"]),
        ('sender = "Anna Roe"', ("1.", PROSE, "Yours,", "Carl Doe"), ["Anna Roe"], ["low"]),
        # who contradicts the edition takes nobody's letter away
        (
            'sender = "Anna Roe"\nreceiver = "Carl Doe"',
            ("1.", PROSE, "Yours,", "Beth Poe"),
            ["Carl Doe"],
            ["medium"],
        ),
        (
            'sender = "Anna Roe"\nreceiver = "Carl Doe"',
            ("1.", "Dear friend,", PROSE, "Yours,", "Carl Doe"),
            ["Anna Roe"],
            ["medium"],
        ),
    ],
)
def test_the_receiver(
    tmp_path: Path, edition: str, lines: tuple[str, ...], receivers: list[str], cert: list[str]
) -> None:
    found = letters(tmp_path, *lines, edition=edition).only
    assert found.receivers == receivers
    assert certs(found, "received") == cert


def test_a_receiver_does_not_become_the_sender(tmp_path: Path) -> None:
    found = letters(tmp_path, "TO CARL DOE", "Dear Carl Doe,", PROSE, "Yours,", "Carl Doe")
    assert found.only.senders == []
    assert {"R011", "R095"} <= found.codes()


def test_a_doubtful_name_lowers_only_itself(tmp_path: Path) -> None:
    found = letters(tmp_path, "Anna Roe to [Carl Doe?]", PROSE, "Yours,", "Anna Roe").only
    assert (certs(found, "sent"), certs(found, "received")) == (["high"], ["low"])


def test_the_same_receiver(tmp_path: Path) -> None:
    found = letters(tmp_path, "TO CARL DOE", PROSE, "Anna.", "TO THE SAME", PROSE, "Anna.")
    assert [document.receivers for document in found.documents] == [["Carl Doe"], ["Carl Doe"]]


def test_who_gets_a_copy_though_nobody_knows_him(tmp_path: Path) -> None:
    lines = ("Anna Roe to Carl Doe", "To Carl Doe, copy to Orlov.", PROSE, "Anna Roe")
    found = letters(tmp_path, *lines).only
    assert (found.receivers, found.copies) == (["Carl Doe"], ["Orlov"])


@pytest.mark.parametrize(
    ("lines", "sent", "received"),
    [
        (("Ghent, 5 May 1851.", "Dear Carl,", PROSE), ["Ghent"], []),
        (("10 BOND STREET,", "5 May 1851.", "Dear Carl,", PROSE), ["10 Bond Street"], []),
        (("Monday.", "Dear Carl,", PROSE), [], []),
        (("GENERAL CARL DOE, Ghent:", PROSE), [], ["Ghent"]),
        (("Dear Carl,", PROSE, "Ghent, 5 May 1851.", "Anna Roe"), ["Ghent"], []),
        (("Dear Carl,", PROSE, "Anna Roe", "Ghent, 5 May 1851."), ["Ghent"], []),
        (("Dear Carl,", f"{PROSE} Ghent, 5 May 1851.", "Anna Roe"), ["Ghent"], []),
        (("No date.", "Dear Carl,", PROSE), [], []),
    ],
)  # fmt: skip
def test_the_place(
    tmp_path: Path, lines: tuple[str, ...], sent: list[str], received: list[str]
) -> None:
    found = letters(tmp_path, "1.", *lines)
    assert (found.only.places("sent"), found.only.places("received")) == (sent, received)
    places = found.only.all("//t:correspAction/t:placeName")
    assert {place.get("cert") for place in places} <= {"medium"}
    assert not any(place.get("ref") for place in places)
    assert not places or "R015" in found.codes()


def test_the_place_is_marked_in_its_line(tmp_path: Path) -> None:
    found = letters(tmp_path, "1.", "Ghent, 5 May 1851.", "Dear Carl,", PROSE).only
    assert found.texts("//t:dateline/t:placeName[@cert='medium']") == ["Ghent"]


@pytest.mark.parametrize(
    ("lines", "parts"),
    [
        (
            ("HON. A. DOE, Ghent, Fl.: Your son is here and well.", PROSE),
            [("addrLine", "HON. A. DOE, Ghent, Fl.:"), ("p", "Your son is here and well.")],
        ),
        (
            ("(Private.)", "Ghent, 5 May 1851.", "HON. SECRETARY OF BOATS.",
             f"MY DEAR SIR:--{PROSE}"),
            [
                ("seg", "(Private.)"),
                ("dateline", "Ghent, 5 May 1851."),
                ("addrLine", "HON. SECRETARY OF BOATS."),
                ("p", f"MY DEAR SIR:--{PROSE}"),
            ],
        ),
        (
            (f"Dear Madam, — {PROSE}",),
            [("salute", "Dear Madam, —"), ("p", PROSE)],
        ),
        (
            ("Chez madame Poe, vis-a-vis, 3", "5 May 1851.", "Dear Carl,", PROSE),
            [
                ("dateline", "Chez madame Poe, vis-a-vis, 3"),
                ("dateline", "5 May 1851."),
                ("salute", "Dear Carl,"),
                ("p", PROSE),
            ],
        ),
    ],
)  # fmt: skip
def test_openings(tmp_path: Path, lines: tuple[str, ...], parts: list[tuple[str, str]]) -> None:
    found = letters(tmp_path, "1.", *lines).only.blocks
    assert [each for each in found if each[0] != "head"][: len(parts)] == parts


@pytest.mark.parametrize(
    ("language", "lines", "parts"),
    [
        (
            "en",
            ("Yours ever,", "Anna Roe", "P.S. Write soon.", "[On the back: Received 9 May.]",
             "[Envelope:] Mr Carl Doe, Ghent", "[Postmark:] LIEGE 5 MAI"),
            [
                ("closer/salute", "Yours ever,"),
                ("closer/signed", "Anna Roe"),
                ("postscript/p", "P.S. Write soon."),
                ("note", "On the back: Received 9 May."),
                ("addrLine", "Envelope: Mr Carl Doe, Ghent"),
                ("note", "Postmark: LIEGE 5 MAI"),
            ],
        ),
        (
            "en",
            ("Yours ever,", "A. R.", "Miss Doe,", "Green Park, Roetown."),
            [
                ("closer/salute", "Yours ever,"),
                ("closer/signed", "A. R."),
                ("addrLine", "Miss Doe,"),
                ("addrLine", "Green Park, Roetown."),
            ],
        ),
        (
            "de",
            ("Dein treuer", "Bruder", "Carl Doe.", "N. Sch. Schreibe bald, denn wir warten."),
            [
                ("closer/salute", "Dein treuer"),
                ("closer/salute", "Bruder"),
                ("closer/signed", "Carl Doe."),
                ("postscript/p", "N. Sch. Schreibe bald, denn wir warten."),
            ],
        ),
        (
            "de",
            ("F.", "Aufschrift:", "Herrn Doe", "in", "Meissen"),
            [
                ("closer/signed", "F."),
                ("addrLine", "Aufschrift:"),
                ("addrLine", "Herrn Doe"),
                ("addrLine", "in"),
                ("addrLine", "Meissen"),
            ],
        ),
    ],
)  # fmt: skip
def test_closings(
    tmp_path: Path, language: str, lines: tuple[str, ...], parts: list[tuple[str, str]]
) -> None:
    prose = GERMAN if language == "de" else PROSE
    found = letters(tmp_path, "1.", prose, *lines, language=language).only
    assert [each for each in found.blocks if each[0] not in {"head", "p"}] == parts


def test_an_imperative_signs_nothing(tmp_path: Path) -> None:
    lines = ("1.", "Je suis ici.", "Tout va bien.", "Je vous embrasse. Répondez-moi.")
    found = letters(tmp_path, *lines, language="fr").only
    assert found.senders == []
    assert "closer/signed" not in {kind for kind, _ in found.blocks}


def test_the_writer_s_address_behind_the_signature(tmp_path: Path) -> None:
    lines = ("1.", PROSE, "Yours,", "Anna Roe.", "Barnards Inn, Holborn.")
    found = letters(tmp_path, *lines).only
    assert found.senders == ["Anna Roe"]
    assert found.blocks[-1] == ("closer/dateline", "Barnards Inn, Holborn.")


def test_signs_alone_behind_a_signature(tmp_path: Path) -> None:
    found = letters(tmp_path, "1.", PROSE, "Yours,", "Anna Roe", "[", "(_")
    assert found.only.senders == ["Anna Roe"]


def test_an_enclosed_letter_stays_with_its_letter(tmp_path: Path) -> None:
    lines = (
        "Anna Roe to Carl Doe", PROSE, "Anna Roe", "[Enclosure]", "Carl Doe to Eva Poe",
        "Liège, 1 May 1851.", "Dear Eva,", PROSE, "C. D.",
    )  # fmt: skip
    found = letters(tmp_path, *lines).only
    assert found.senders == ["Anna Roe"]
    assert found.texts("//t:div[@type='enclosure']/t:head")[1] == "Carl Doe to Eva Poe"
    assert found.texts("//t:div[@type='enclosure']//t:signed") == ["C. D."]


@pytest.mark.parametrize(
    ("edition", "lines", "code"),
    [
        ("", ("1.", PROSE, PROSE, "Yours ever,", "F. P."), "R090"),
        ("", ("1.", "My dear Cassandra,", PROSE), "R091"),
        ('sender = "Anna Roe"', ("1.", PROSE, "Yours,", "Beth Poe"), "R092"),
        ("", ("1.", "At Sea: Off Malta, 5 May 1851.", "Dear Carl,", PROSE), "R093"),
        ("", ("1.", "Chez madame Poe, vis-a-vis, 3", "5 May 1851.", "Dear Carl,", PROSE), "R094"),
    ],
)
def test_what_is_left_open_is_a_finding(
    tmp_path: Path, edition: str, lines: tuple[str, ...], code: str
) -> None:
    assert code in letters(tmp_path, *lines, edition=edition).codes()


def test_nothing_is_sure_by_one_trace_alone(tmp_path: Path) -> None:
    lines = ("1.", "Ghent, 5 May 1851.", "My dear Cassandra,", PROSE, "Yours,", "Anna Roe")
    found = letters(tmp_path, *lines).only
    assert "high" not in found.values(
        "//t:correspAction/*[self::t:persName or self::t:placeName]/@cert"
    )


def test_lines_behind_the_word_for_the_outside_are_the_address(tmp_path: Path) -> None:
    lines = ("1.", "Я живу здесь, и всё идёт хорошо, пишите.", "Антон Чехов", "На бланке:",
             "П‹етер>б‹ур>г. Кирпичный 8.", "Чеховой.")  # fmt: skip
    found = letters(tmp_path, *lines, language="ru").only
    assert found.texts("//t:div[@type='enclosure']") == []
    assert [text for kind, text in found.blocks if kind == "addrLine"] == list(lines[-3:])


def test_a_note_of_the_writer_in_mid_letter_is_no_postscript(tmp_path: Path) -> None:
    lines = ("1.", PROSE, "N. B.—The boat is late.", *[PROSE] * 3, "Yours ever,", "Anna Roe")
    found = letters(tmp_path, *lines).only
    assert found.all("//t:postscript") == []
    assert len(found.all("//t:body//t:p")) == 5


def test_a_postscript_without_signature(tmp_path: Path) -> None:
    found = letters(tmp_path, "1.", PROSE, PROSE, f"P.S. {PROSE}", PROSE).only
    assert len(found.all("//t:postscript/t:p")) == 2


@pytest.mark.parametrize("closing", [("Gustave Roe.",), ()])
def test_a_place_and_a_day_of_the_week(tmp_path: Path, closing: tuple[str, ...]) -> None:
    lines = ("1.", "Courtavenel, mercredi.", "Je suis ici depuis huit jours, et tout va bien.",
             "Le temps est beau et nous sommes bien.", *closing)  # fmt: skip
    found = letters(tmp_path, *lines, language="fr").only
    assert found.blocks[1] == ("dateline", "Courtavenel, mercredi.")
    assert found.all("//t:postscript") == []
    assert len(found.all("//t:body//t:p")) == 2
    assert found.texts("//t:correspAction[@type='sent']/t:placeName") == ["Courtavenel"]


def test_a_postmark_in_brackets_is_an_endorsement(tmp_path: Path) -> None:
    found = letters(tmp_path, "TO CARL DOE", "[P.M. March 10, 1804.]", "Dear Carl,", PROSE).only
    assert found.values("//t:note[@type='endorsement']/@subtype") == ["postmark"]
    assert found.texts("//t:opener/t:salute") == ["Dear Carl,"]
    assert found.texts("//t:correspAction[@type='sent']/t:date") == ["March 10, 1804"]


@pytest.mark.parametrize(
    ("last", "place"),
    [
        ("God have you in his keeping. Wretyn at Norwyche in hast on the Thursday.", ["Norwyche"]),
        ("Written from New Ghent, the eve of the feast.", ["New Ghent"]),
        ("He had it written at Ghent.", []),
        ("Written at leisure.", []),
    ],
)
def test_the_last_sentence_tells_where(tmp_path: Path, last: str, place: list[str]) -> None:
    found = letters(tmp_path, "Anna Roe to Carl Doe", f"{PROSE} {last}", "A. Roe.").only
    assert found.values("//t:correspAction[@type='sent']/t:placeName/text()") == place


def test_a_date_with_usual_words_alone_is_a_dateline(tmp_path: Path) -> None:
    text = ("Anna Roe an Carl Doe", PROSE, "A dì 20 di dicembre 1750.", "ANNA ROE.")
    found = letters(tmp_path, *text, language="it").only
    assert found.values("//t:correspAction[@type='sent']/t:date/@when") == ["1750-12-20"]
