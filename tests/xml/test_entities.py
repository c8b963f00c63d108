"""Entities stand in place of their references, and everything stays where it is."""

import time
from contextlib import suppress
from pathlib import Path

import pytest

from teikit.xml import entities
from teikit.xml.entities import ExpansionError, expanded
from teikit.xml.files import load

EXPANDED = {
    "a character": ("<!ENTITY m '&#8212;'>", "<a b='&m;'>&m;</a>", "<a b='—'>—</a>"),
    "in each other": ("<!ENTITY x 'y&z;'><!ENTITY z 'w'>", "<a>&x;&z;</a>", "<a>yww</a>"),
    "markup": ("<!ENTITY x '<b c=\"&y;\"/>'><!ENTITY y 'z'>", "<a>&x;</a>", '<a><b c="z"/></a>'),
    "quotes": ("<!ENTITY q '\"'>", '<a b="&q;">&q;</a>', '<a b="&quot;">"</a>'),
    "the first counts": ("<!ENTITY x '1'><!ENTITY x '2'>", "<a>&x;</a>", "<a>1</a>"),
    "signs of markup": ("<!ENTITY x '&#38;lt;&#38;#38;'>", "<a>&x;</a>", "<a>&lt;&#38;</a>"),
    "those of all documents": ("<!ENTITY amp '&#38;#38;'>", "<a>&amp;&lt;</a>", "<a>&amp;&lt;</a>"),
    "line ends": ("<!ENTITY x '1\n2'>", "<a b='&x;'>&x;</a>", "<a b='1 2'>1&#10;2</a>"),
    "a section": ("<!ENTITY x '<![CDATA[<\n&#38;]]>'>", "<a>&x;</a>", "<a>&lt;&#10;&amp;</a>"),
    "none in what is no text": (
        "<!ENTITY x '1'>",
        "<a><!--&x;--><?p &x;?><![CDATA[&x;]]></a>",
        "<a><!--&x;--><?p &x;?><![CDATA[&x;]]></a>",
    ),
    "other declarations": (
        "<!NOTATION n SYSTEM ']>'><!ELEMENT a ANY><?p ]>?><!-- '\"]> -->"
        "<!ENTITY % p 'INCLUDE'><!ENTITY x SYSTEM 'x' NDATA n>",
        "<a/>",
        "<a/>",
    ),
}


@pytest.mark.parametrize("name", EXPANDED)
def test_an_entity_stands_in_place_of_its_reference(name: str) -> None:
    subset, root, wanted = EXPANDED[name]
    text = f"<!DOCTYPE a [{subset}]>{root}"
    found = expanded(text)
    assert found
    assert found.text.lstrip() == wanted
    assert found.text.index("<") == text.index(root)
    assert (found.unread, found.missing) == ((), ())


def test_lines_stay_what_they_are() -> None:
    text = (
        "<?xml version='1.0'\n encoding='x'?>\r\n<!DOCTYPE a [\r\n<!ENTITY x '1\n2'>]>\n<a>&x;</a>"
    )
    found = expanded(text)
    assert found
    assert found.text.count("\n") == text.count("\n")
    assert "encoding" not in found.text


def test_the_defaults_of_attributes_are_left(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(
        "<!DOCTYPE a SYSTEM 'a.dtd' [<!ENTITY x 'y'><!ATTLIST a b CDATA 'c'>]><a>&x;</a>",
        encoding="utf-8",
    )
    root = load(path).getroot()
    assert (root.get("b"), root.text) == ("c", "y")


def test_what_a_dtd_may_declare_is_missing() -> None:
    text = "<!DOCTYPE a PUBLIC 'p' 'a.dtd'>\n<a b='&mdash;'>&mdash;&foo;<b/></a>"
    found = expanded(text)
    assert found
    assert found.text.strip() == "<a b='&#8212;'>&#8212;<b/></a>"
    assert [unread.words for unread in found.unread] == [
        "the DTD a.dtd is not read; what it declares (entities, default attributes) is not known"
    ]
    assert [(each.name, each.times) for each in found.missing] == [("mdash", 2), ("foo", 1)]
    assert [text[each.position :][:3] for each in found.missing] == ["&md", "&fo"]
    assert "write the character itself, —, or &#8212;" in found.missing[0].words


def test_a_file_that_stands_for_an_entity_is_missing() -> None:
    found = expanded("<!DOCTYPE a [<!ENTITY one SYSTEM '1.xml'>]><a>&one;</a>")
    assert found
    assert found.text.strip() == "<a></a>"
    assert '<xi:include href="1.xml"/>' in found.missing[0].words


def test_parameter_entities_are_not_read() -> None:
    found = expanded("<!DOCTYPE a [<!ENTITY % p SYSTEM 'p'> %p; <!ENTITY x 'y'>]><a>&x;&z;</a>")
    assert found
    assert found.text.strip() == "<a>y</a>"
    assert len(found.unread) == len(found.missing) == 1


def test_where_everything_stands() -> None:
    text = "<!DOCTYPE a [<!ENTITY x '12'><!ENTITY e ''>]><a>b&x;c&e;d&x;&x;</a>"
    found = expanded(text)
    assert found
    origin = found.origin
    begin = found.text.index("b12cd1212")
    written = [text.index(word) for word in ("b&", "&x;c", "&x;c", "c&", "d&")]
    assert [origin.start(begin + at) for at in range(5)] == written
    last = text.rindex("&x;")
    assert [origin.start(begin + at) for at in range(5, 10)] == [last - 3] * 2 + [last] * 2 + [
        last + 3
    ]
    assert origin.end(begin + 3) == text.index("c&")
    assert origin.end(begin + 9) == last + 3
    assert origin.is_written(begin, begin + 1)
    assert origin.is_written(begin + 3, begin + 4)
    assert not origin.is_written(begin, begin + 2)
    assert not origin.is_written(begin + 2, begin + 4)


@pytest.mark.parametrize(
    "text",
    [
        "<!DOCTYPE a [<!ENTITY x 'y'>]><a>" + "<!--" * 100_000,
        "<!DOCTYPE a [<!ENTITY x 'y'>]><a>" + '<a b="' * 100_000,
        "<!DOCTYPE a [<!ENTITY x 'y'>]><a>" + "&x" * 100_000,
        "<!DOCTYPE a [" + "<!--" * 100_000,
        "<!DOCTYPE a [" + '<!a "' * 100_000,
        "<!DOCTYPE a [" + "<!ENTITY x '" * 100_000,
        "<?p " * 100_000 + "<!DOCTYPE",
        "<!DOCTYPE a [<!ENTITY x '" + "&y;" * 100_000 + "'><!ENTITY y ''>]><a>" + "&x;" * 100_000,
    ],
)
def test_nothing_takes_long(text: str) -> None:
    start = time.monotonic()
    with suppress(ExpansionError):
        expanded(text)
    assert time.monotonic() - start < 3


def test_limits_are_those_that_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entities, "MAX_EXPANDED", 10)
    text = "<!DOCTYPE a [<!ENTITY x '1234'>]><a>{}</a>"
    assert expanded(text.format("&x;&x;"))
    with pytest.raises(ExpansionError) as caught:
        expanded(text.format("&x;&x;&x;"))
    assert caught.value.unsafe
