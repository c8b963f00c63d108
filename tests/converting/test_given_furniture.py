"""Links that help to move about a page are furniture, also between notes."""

from pathlib import Path

from pages import Converted, source_layer
from teikit.converting.encode import encode_pages
from teikit.converting.readers import read
from teikit.converting.source import collapse

NOTE = "<a name=f{0}>Footnote {0}:</a> Of {1}.<br><a href='#top'>return</a><br><br>"
PAGE = (
    "<a name=top></a><h3>Anna Roe to John Roe</h3><p>Dear John,</p><p>I saw Ada<a href='#f1'><sup>1"
    "</sup></a> and Ben<a href='#f2'><sup>2</sup></a>.</p><p>Anna Roe</p>"
    + NOTE.format(1, "Rome")
    + NOTE.format(2, "Pisa")
    + "<p><a href='#top'>List of letters</a></p>"
)


def test_links_back_are_no_part_of_notes(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(PAGE, encoding="utf-8")
    found = Converted(list(encode_pages([path], profile="plain-letters")))
    document = found.only
    assert document.texts("//t:fw") == ["return", "return", "List of letters"]
    notes = document.all("//t:back//t:note")
    assert len(notes) == 2
    assert len(document.all("//t:body//t:ref[@type='noteMark']")) == 2
    letters = [file.name for page in found.pages for file in page.files if file.letter]
    back = collapse(source_layer(found.bytes, letters, tmp_path))
    assert back == collapse(read(path).text)
