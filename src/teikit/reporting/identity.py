"""What findings are known by from one run to the next: paths and fingerprints."""

import os
from collections import Counter
from functools import lru_cache
from hashlib import sha256
from pathlib import Path, PurePath
from urllib.parse import quote

from teikit.diagnostic import Diagnostic

_FEW = 8
"""Paths that are kept: findings come file by file."""


class ReportPaths:
    """The paths of files as programs want them that know the folder `root` only."""

    def __init__(self, root: Path) -> None:
        self._root = os.path.abspath(root)  # noqa: PTH100  (pathlib leaves `..` in)
        self.name = lru_cache(_FEW)(self._name)
        self.uri = lru_cache(_FEW)(self._uri)

    def _name(self, path: str) -> str:
        """The path from the root, or the whole path of a file that is not in it; with `/`."""
        full = PurePath(os.path.normpath(os.path.join(self._root, path)))  # noqa: PTH118
        return (
            full.relative_to(self._root) if full.is_relative_to(self._root) else full
        ).as_posix()

    def _uri(self, path: str) -> str:
        """The same as a URI: a relative one for what is in the root."""
        name = PurePath(self.name(path))
        return name.as_uri() if name.is_absolute() else quote(os.fsencode(name.as_posix()))


class Fingerprints:
    """Tells findings apart by what they say, so that lines that move do not make new ones."""

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()

    def of(self, finding: Diagnostic, name: str) -> str:
        """The fingerprint of a finding in the file of that name; no two of a batch are the same.

        It is made of the rule, the file, the element and the message. No two of a report are the
        same, either, as a batch has all that a rule finds in a file.
        """
        parts = (finding.rule.code, name, finding.location.xpath, finding.message)
        digest = sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]
        self._seen[digest] += 1
        count = self._seen[digest]
        return digest if count == 1 else f"{digest}:{count}"
