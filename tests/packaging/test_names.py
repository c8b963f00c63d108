"""Names of files in a bag: any system can hold them, side by side."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teikit.packaging.names import BagNames


@pytest.mark.parametrize(
    ("wanted", "given_names"),
    [
        (["a.xml", "b/a.xml"], ["a.xml", "b/a.xml"]),
        (["A.xml", "a.xml", "a.XML"], ["A.xml", "a-2.xml", "a-2.XML".replace("2", "3")]),
        (["\xe9.xml", "e\u0301.xml"], ["\xe9.xml", "e\u0301-2.xml"]),
        (["stra\xdfe.xml", "STRASSE.xml"], ["stra\xdfe.xml", "STRASSE-2.xml"]),
        (["con.xml", "COM1", "auxiliary.xml"], ["_con.xml", "_COM1", "auxiliary.xml"]),
        (['a<b>:"|?*\\.xml', "50%.xml"], ["a_b_______.xml", "50_.xml"]),
        (["x./y .xml ", " z.xml"], ["x_/y .xml_", "_z.xml"]),
        (["a\nb.xml", "\udcff.xml"], ["a_b.xml", "_.xml"]),
        (["a.xml", "A.xml/b.xml"], ["a.xml", "A-2.xml/b.xml"]),
        (["A.xml/b.xml", "a.xml"], ["A.xml/b.xml", "a-2.xml"]),
        (["../x"], ["._/x"]),
    ],
)
def test_names(wanted: list[str], given_names: list[str]) -> None:
    names = BagNames()
    assert [names.give(name) for name in wanted] == given_names
    changes = {old: new for old, new in zip(wanted, given_names, strict=True) if old != new}
    assert names.changed == changes


@given(
    st.lists(st.text(st.sampled_from("aA\xe4\u0308.-/% \n2"), min_size=1, max_size=6), max_size=20)
)
def test_no_two_are_the_same_and_none_leads_out(wanted: list[str]) -> None:
    names = BagNames()
    found = [names.give(name) for name in wanted]
    assert len({name.casefold() for name in found}) == len(found)
    for name in found:
        assert not {"", ".", ".."} & {*name.split("/")}
        assert not re.search("[%\n]", name)
