"""What the tests share."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder for what is kept between runs: not the user's own, and empty to begin with.

    So is the folder of the user's data, and no catalogs of the machine count.
    """
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder))
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("data")))
        patch.delenv("XML_CATALOG_FILES", raising=False)
        if sys.dont_write_bytecode:  # or each process that tests start would compile all of it
            patch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
            patch.setenv("PYTHONPYCACHEPREFIX", str(tmp_path_factory.mktemp("bytecode")))
        yield folder


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's root folder."""
    return ROOT


@pytest.fixture(scope="session")
def relaxng(root: Path) -> etree.RelaxNG:
    """The schema of teikit's own files, as lxml reads it."""
    return etree.RelaxNG(etree.parse(str(root / "schema" / "teikit.rng")))


@pytest.fixture(scope="session")
def shared(root: Path) -> Path:
    """Data for tests that is not part of the project: TEI's own schema, letters by other hands."""
    folder = root.parent / "shared"
    if not folder.is_dir():
        pytest.skip(
            "needs the folder 'shared' beside the project (test data that is not part of it)"
        )
    return folder
