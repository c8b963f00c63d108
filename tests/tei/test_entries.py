"""Who a name means: the entry that its pointer leads to."""

from pathlib import Path

import pytest

from tei_texts import tei
from teikit import tables

REGISTER = (
    "<listPerson><person xml:id='P1'>"
    "<persName xml:id='p1' type='main'><surname>Roe</surname><forename>Ann</forename></persName>"
    "<persName xml:id='p2' type='alias'><surname>Row</surname></persName>"
    "<event xml:id='e1'><persName xml:id='p3'>Bob</persName></event>"
    "</person></listPerson>"
)


@pytest.mark.parametrize(
    ("pointer", "known_as"), [("p1", "Roe, Ann"), ("p2", "Roe, Ann"), ("P1", "Roe, Ann")]
)
@pytest.mark.parametrize("own", [True, False])
def test_the_ids_of_a_register_may_be_on_its_names(
    tmp_path: Path, pointer: str, known_as: str, own: bool
) -> None:
    content = f"<p><persName ref='{pointer}'>Annie</persName></p>"
    letter = tmp_path / "letters" / "x.xml"
    register = tmp_path / "register.xml"
    letter.parent.mkdir()
    letter.write_text(tei(content, REGISTER if own else ""))
    register.write_text(tei("<p>a</p>", REGISTER))
    (row,) = tables([letter], "names", authority=() if own else [register])
    assert (row["key"], row["known_as"], row["kind"]) == (pointer, known_as, "person")


def test_a_name_in_an_event_is_not_that_of_the_entry(tmp_path: Path) -> None:
    (tmp_path / "x.xml").write_text(tei("<p><persName ref='#p3'>B.</persName></p>", REGISTER))
    (row,) = tables([tmp_path], "names")
    assert row["known_as"] is None
