"""Normal forms are those of Python, and take no longer for heaps of marks."""

import time
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from teikit.xml.combining import is_nfc, normalized

MARKS = st.text(st.sampled_from("ae\u0301\u0316\u0323\u0344\u1100\u1161漢é "), max_size=200)


@given(MARKS)
def test_forms_are_those_of_python(text: str) -> None:
    text = text + "\u0301\u0316" * 20 + text
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        assert normalized(form, text) == unicodedata.normalize(form, text)
    assert is_nfc(text) == unicodedata.is_normalized("NFC", text)
    assert is_nfc(normalized("NFC", text))


def test_a_heap_of_marks_takes_no_time() -> None:
    """Python takes minutes for it."""
    start = time.process_time()
    assert not is_nfc("é" + "\u0316\u0301" * 200_000)
    assert time.process_time() - start < 3
