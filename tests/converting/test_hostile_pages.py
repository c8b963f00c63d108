"""Pages that were made to take long: every recogniser takes a time that grows with the text."""

import gc
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import teikit
from teikit.converting.reading.apparatus import NotePage, take_notes
from teikit.converting.source import Source
from teikit.profiles.profile import load

PAGE = """No. 1

Telegram to {heading}

May 4, {date}

{text}

Lenin

RTSKHIDNI. F. 5. On. 1. D. 2436. L. 34. {source}

Notes:

1 {note}
"""
PLAIN = {
    "heading": "V. I. Lenin",
    "date": "1920",
    "text": "Text 1.",
    "source": "Typewritten text.",
    "note": "A note.",
}
RUNS = (
    "IV",
    "1 ",
    "a1 b2 ",
    "[",
    "(a",
    ".",
    ". . ",
    "May 4, ",
    "1-",
    "F. 5. ",
    "A. ",
    "5 h. ",
    "“a",
)
TEXT = 12_000
"""Characters; where time is squared or worse, most of these take longer than may be."""
LIMIT = 1.8
"""Seconds of the processor, far more than any of these pages takes."""


@pytest.fixture(autouse=True)
def _own_garbage() -> Iterator[None]:
    """What other tests have left in memory is not looked through while these are timed."""
    gc.disable()
    yield
    gc.enable()


@pytest.mark.parametrize(
    ("run", "place"),
    [
        *((run, "text") for run in RUNS),
        *((run, place) for run in RUNS[:4] for place in PLAIN if place != "text"),
    ],
)
def test_a_long_run_of_anything_is_converted_soon(run: str, place: str, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(PAGE.format(**PLAIN | {place: run * (TEXT // len(run))}), encoding="utf-8")
    begun = time.process_time()
    assert [*teikit.convert([page], tmp_path / "tei")]
    assert time.process_time() - begun < LIMIT


@pytest.mark.parametrize(
    "run",
    [
        "Telegram to V. I. Lenin\n\n",
        "Lenin\n",
        "1 Note.\n",
        "No. 1\n\nLetter to A\n\n",
        "Notes:\n\nNo. 1\n\n1 Note.\n\n",
        "No. 1\n\nNotes:\n\n",
    ],
)
def test_a_page_of_the_same_line_is_converted_soon(run: str, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(PAGE.format(**PLAIN) + run * (TEXT // 3 // len(run)), encoding="utf-8")
    begun = time.process_time()
    assert [*teikit.convert([page], tmp_path / "tei")]
    assert time.process_time() - begun < LIMIT


NOTES = (
    "[Footnote 1: ",
    "[1] a\n",
    "a[1] b\n\n[1] c\n\n",
    "* ",
    "*a\n",
    "a* b\n* c\n",
    "(1) ",
    "1) a\n",
    "¹",
    "^{",
    "-----\n1 a\n",
    "Notes:\n1. a\n",
    "Notes:\n\n",
    "a [Note: b] c ",
    "a[1] ",
    "[Note: ",
)


@pytest.mark.parametrize("run", NOTES)
def test_notes_are_taken_out_soon(run: str) -> None:
    page = Source("page.txt", run * (4 * TEXT // len(run)))
    begun = time.process_time()
    take_notes(NotePage(page, load("plain-letters")))
    assert time.process_time() - begun < LIMIT
