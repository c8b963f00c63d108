"""The documentation of the findings is the list of the findings."""

import re
from pathlib import Path

from teikit.checking.relaxng import RELAXNG
from teikit.checking.schemas import LIMIT, MORE
from teikit.checking.wellformed import RULE_OF
from teikit.checking.xsd import XSD
from teikit.tei.files import MAX_BYTES


def test_every_code_is_documented(root: Path) -> None:
    text = (root / "docs" / "validation.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w\d+)` \| `([\w-]+)` \|", text, flags=re.MULTILINE)
    rules = [*RULE_OF.values(), RELAXNG, XSD, MORE]
    assert sorted(rows) == sorted((rule.code, rule.name) for rule in rules)
    assert f"over {MAX_BYTES // 1024**2} MB" in text
    assert f"more than {LIMIT} places" in text
