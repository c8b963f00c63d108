"""What the tests share."""

import gc
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from pkgutil import walk_packages

import pytest
from hypothesis import settings
from lxml import etree

import teikit

# The same inputs in each run: what fails here fails everywhere.
settings.register_profile("same", derandomize=True)
settings.load_profile("same")


def pytest_collection() -> None:
    """While tests are read, nothing of them is garbage."""
    gc.disable()


def pytest_collection_finish() -> None:
    """What has been read of all tests is there to the end, and not looked through for garbage."""
    gc.freeze()
    gc.enable()


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
            patch.setenv("PYTHONPYCACHEPREFIX", str(tmp_path_factory.mktemp("bytecode")))
            _compile()
        yield folder


def _compile() -> None:
    """Write the bytecode of all that teikit loads, once: those that tests end early write none.

    Python leaves half a file where a process may not write more.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
        names = [each.name for each in walk_packages(teikit.__path__, "teikit.")]
        imports = "; ".join(f"import {name}" for name in names if not name.endswith("__main__"))
        subprocess.run([sys.executable, "-c", imports], check=True)


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
