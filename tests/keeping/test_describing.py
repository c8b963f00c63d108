"""Records in words: the same for equal ones, in every process, and for no others."""

import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from teikit.keeping.describing import described
from teikit.profiles.profile import load, names
from teikit.profiles.publication import Publication

LONG = "a" * 300


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("1", 1),
        (1, True),
        (("a", "b"), ("a, b",)),
        (("a",), ["a"]),
        ({"a": 1}, {"a": 2}),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}),  # what comes first may count
        (("a", ("b",)), (("a",), "b")),
        (Path("a"), "a"),
        # Whose representation by Python is cut.
        (re.compile(f"{LONG}b"), re.compile(f"{LONG}c")),
        (re.compile("a"), re.compile("a", re.IGNORECASE)),
        (Publication(publisher="A"), Publication(title="A")),
    ],
)
def test_what_differs_has_other_words(first: object, second: object) -> None:
    assert described(first) != described(second)


def test_the_order_of_sets_does_not_count() -> None:
    script = "from teikit.keeping.describing import described; print(described({*'abcdefgh'}))"
    found = {
        subprocess.run(
            [sys.executable, "-c", script],
            check=True,
            capture_output=True,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(found) == 1


def test_every_profile_has_words() -> None:
    profiles = [*map(load, names())]
    assert len({*map(described, profiles)}) == len(profiles)
    for profile in profiles:
        assert described(replace(profile)) == described(profile)
        other = replace(profile.edition, last_year=1999)
        assert described(replace(profile, edition=other)) != described(profile)


def test_what_is_no_record_is_refused() -> None:
    with pytest.raises(TypeError, match="object"):
        described((object(),))
