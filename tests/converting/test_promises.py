"""What the conversion promises, whatever the page: nothing lost, always valid, always the same."""

import random
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from lxml import etree

from pages import KNOWN, converted, pages, source_layer
from teikit.converting import encode as encoding
from teikit.converting.authority import Authority
from teikit.converting.encode import EncodedPage, encode_pages
from teikit.converting.source import collapse
from teikit.converting.writing.authorities import load_authority

COUNT = 100
"""Examples for each property: as many as a few seconds allow."""

made_up = settings(
    max_examples=COUNT,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.generate,),  # to make a failing page smaller takes minutes
)


@pytest.fixture(scope="session")
def raw(root: Path) -> list[Path]:
    found = sorted((root / "corpus" / "raw").glob("*.txt"))
    assert len(found) == 5
    return found


@pytest.fixture(scope="session")
def authority(root: Path) -> Authority:
    return load_authority(root / "corpus" / "authority")


@pytest.fixture(scope="session")
def encoded(raw: list[Path], authority: Authority) -> list[EncodedPage]:
    return list(encode_pages(raw, authority=authority))


# --- the pages that there are ---


def test_nothing_is_lost(encoded: list[EncodedPage], tmp_path: Path) -> None:
    for page in encoded:
        files = {file.name: file.data for file in page.files if file.letter}
        if files:
            original = Path(page.path).read_text(encoding="utf-8")
            assert collapse(source_layer(files, files, tmp_path)) == collapse(original)


def test_the_same_bytes_in_whatever_order(
    raw: list[Path], authority: Authority, encoded: list[EncodedPage]
) -> None:
    shuffled = random.Random(1).sample(raw, len(raw))
    assert list(map(str, shuffled)) != list(map(str, raw))
    again = list(encode_pages([*shuffled, raw[0]], authority=authority))
    assert [page.files for page in again] == [page.files for page in encoded]
    assert [page.findings for page in again] == [page.findings for page in encoded]


def test_recognisers_in_whatever_order(
    raw: list[Path],
    authority: Authority,
    encoded: list[EncodedPage],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for seed in range(3):
        order = random.Random(seed).sample(encoding.RECOGNISERS, len(encoding.RECOGNISERS))
        monkeypatch.setattr(encoding, "RECOGNISERS", tuple(order))
        for page, again in zip(encoded, encode_pages(raw, authority=authority), strict=True):
            assert {f.name: f.data for f in again.files} == {f.name: f.data for f in page.files}
            assert again.findings == page.findings


def test_the_corpus_is_what_is_written(encoded: list[EncodedPage], root: Path) -> None:
    folder = root / "corpus" / "tei"
    made = {file.name: file.data for page in encoded for file in page.files}
    assert sorted(made) == sorted(path.name for path in folder.glob("*"))
    assert [name for name, data in made.items() if (folder / name).read_bytes() != data] == []


# --- pages that there might be ---

SOURCE = "RTSKHIDNI. F. 5. Op. 2. D. 314. L. 15-16."
BROKEN = {
    "a closing without a paragraph": "No. 7\n\nWith communist greetings Chicherin",
    "notes without a text": f"No. 7\n\n{SOURCE}\n\nNotes:\n\n1 A note",
    "a running title behind a text without notes": "No. 9\n\nText.\n\nSection M",
    "an endorsement between postscripts": "No. 7\nWith com. hello Trotsky\ne\nTransmitted 4\n9",
    "a citation that crosses an expansion": "S. D. Ab to B. C. Db\nNotes:\n3[aida]ARF 1",
    "a deletion by a known hand without a trace": "No. 8\nA *\nNotes:\n1 crossed out by Stalin",
    "a numeral glued to a bracket": "No. 8\nA 1 .\nNotes:\none[The] day",
    "a signature glued to a full stop": "No. 8\nA word to you.\n.»",
    "two notes of a missing end": "No. 7\nA 1 .\nNotes:\n1 The end of the letter is missing\n"
    "2 The end of the letter is missing",
    "a note repeated with its number": "No. 7\nA 1 .\nNotes:\n"
    + " ".join(
        ["1 It was so that all of them had gone away before the others came back to the town."] * 2
    ),
}
"""Pages that were once not valid, or did not come back."""


def fault(text: str, relaxng: etree.RelaxNG, authority: Authority | None = KNOWN) -> str:
    """What is wrong with the files of a page; nothing when they are valid and it comes back."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        found = converted(folder, text, authority=authority)
        for tree in found.trees.values():
            if not relaxng.validate(tree):
                return str(relaxng.error_log.last_error)
        if "R001" in found.codes():
            return str(found.findings[0].message)
        letters = [file.name for page in found.pages for file in page.files if file.letter]
        back = collapse(source_layer(found.bytes, letters, folder))
        return "" if back == collapse(text) else f"comes back as {back!r}"


@pytest.mark.parametrize("name", BROKEN)
def test_pages_that_were_broken_once(name: str, relaxng: etree.RelaxNG) -> None:
    assert fault(BROKEN[name], relaxng) == ""


@pytest.mark.parametrize(
    "text",
    [
        "No. 7\nA ]\x1ch b.",  # a finding quotes white space that XML does not know
        "No. 7\n]\x1ch",
        "No. 7\nA we 3[inaida] ask.\nNotes:\n3 A note",  # a figure for a letter is no note mark
        # an endorsement inside a postscript
        "No. 12\nWe agree.\nStalin\nMore.\nDeciphered 3\nAgain.",
        "No.12a\n(b)\nStalin\n]\nDeciphered3\n]”",
        "No. 7",
        "No. 7\nNo. 7\nNo. 7",
        "No. 7\r\nWe agree to it.\r\n",
    ],
)
def test_small_pages(text: str, relaxng: etree.RelaxNG) -> None:
    assert fault(text, relaxng) == ""


@made_up
@given(text=pages())
def test_every_page_is_valid_and_comes_back(text: str, relaxng: etree.RelaxNG) -> None:
    assert fault(text, relaxng) == ""


@settings(made_up, max_examples=COUNT // 3)
@given(text=pages())
def test_without_authority_files_too(text: str, relaxng: etree.RelaxNG) -> None:
    assert fault(text, relaxng, None) == ""


@settings(made_up, max_examples=COUNT // 5)
@given(texts=st.lists(pages(), min_size=1, max_size=3), seed=st.randoms(use_true_random=False))
def test_made_up_pages_in_whatever_order(texts: list[str], seed: random.Random) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        first = converted(folder, *texts)
        order = seed.sample(encoding.RECOGNISERS, len(encoding.RECOGNISERS))
        paths = seed.sample([page.path for page in first.pages[:-1]], len(texts))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(encoding, "RECOGNISERS", tuple(order))
            again = list(encode_pages(paths, authority=KNOWN))
        assert {f.name: f.data for p in again for f in p.files} == first.bytes
        assert [p.findings for p in again] == [p.findings for p in first.pages]
