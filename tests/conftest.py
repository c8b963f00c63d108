"""What the tests share."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's root folder."""
    return ROOT


@pytest.fixture(scope="session")
def shared(root: Path) -> Path:
    """Data for tests that is not part of the project: TEI's own schema, letters by other hands."""
    folder = root.parent / "shared"
    if not folder.is_dir():
        pytest.skip(
            "needs the folder 'shared' beside the project (test data that is not part of it)"
        )
    return folder
