"""What the rules say of lists of letters is what the Schematrons of CMIF say."""

from collections import Counter
from pathlib import Path

import pytest
from lxml import etree

from schematron import failures
from teikit.exporting import export
from teikit.validating import Settings, validate
from teikit.validating.settings import load

_LARGEST = 60_000
"""Bytes of a file that XPath 2 in Python reads in a second."""

SAME = {
    'Element "<correspAction type="sent"/>" must be present.': "A101",
    'Element "<correspAction type="received"/>" must be present.': "A102",
    "At least one dating attribute": "A105",
    "does not correspond to a bibl": "A107",
    "recommended to use an UUID": "A116",
}
"""A piece of what cmif.sch says, and the rule that finds the same."""

PUBLICATION = """\
[publication]
title = "Letters of a town"
publisher = "Town Press"
editors = ["Ann Roe <roe@example.org>"]
licence = "https://creativecommons.org/licenses/by/4.0/"
date = "2026-01-01"
address = "https://example.org/letters/{id}.html"
cmif = "https://example.org/cmif.xml"
"""


def test_published_lists_are_judged_as_by_the_schematron(shared: Path) -> None:
    folder = shared / "cmif"
    if not folder.is_dir():
        pytest.skip("needs the Schematrons of CMIF and published files")
    for file in sorted((folder / "published").glob("*.xml")):
        if file.stat().st_size > _LARGEST:
            continue
        settings = Settings(select=tuple(SAME.values()), schema=(), for_=("cmif",))
        found = Counter(finding.rule.code for finding in validate([file], settings=settings))
        failed = failures(folder / "odd" / "cmif.sch", etree.parse(file).getroot())
        codes = {next(code for piece, code in SAME.items() if piece in words) for words in failed}
        assert found.keys() == codes, file.name


def test_the_list_that_is_exported_lacks_what_the_letters_lack(root: Path, tmp_path: Path) -> None:
    config = tmp_path / "teikit.toml"
    config.write_text(PUBLICATION, encoding="utf-8")
    (exported,) = export([root / "corpus" / "tei"], "cmif", config=str(config))
    (tmp_path / "cmif.xml").write_text(exported.text, encoding="utf-8")

    settings = load(config)
    messages = []
    for path in (tmp_path / "cmif.xml", root / "corpus" / "tei"):
        chosen = settings.with_options(archives=["correspsearch"], select=["A"], schemas=["teikit"])
        found = validate([path], settings=chosen)
        messages.append(
            sorted({x.message.partition(" (in ")[0] for x in found if x.rule.code != "A117"})
        )
    assert messages[0] == messages[1]
