"""What is the same for all pages of a site."""

from dataclasses import dataclass
from pathlib import Path

from teikit import __version__
from teikit.profiles.publication import Publication
from teikit.publishing import ledger


@dataclass(frozen=True, slots=True)
class Design:
    """What is the same for all pages: who publishes, the language, a folder of the user's own.

    `for_editor` says that there is a page for the editors.
    """

    publication: Publication
    language: str
    own: Path | None
    for_editor: bool = False

    def digest(self) -> str:
        """The digest of all this, and of teikit itself, as far as pages are made by it."""
        made_of = [__version__, repr(self.publication), self.language, str(self.for_editor)]
        package = Path(__file__).parent
        for folder in filter(None, (package, self.own)):
            for path in sorted(folder.rglob("*")):
                if path.is_file() and "__pycache__" not in path.parts:
                    name = path.relative_to(folder).as_posix()
                    made_of += [name, ledger.digest(path.read_bytes())]
        return ledger.digest("\n".join(made_of).encode(errors="backslashreplace"))
