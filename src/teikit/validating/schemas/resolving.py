"""Where the schemas are that documents and other schemas name, and which may be opened."""

from collections.abc import Collection, Mapping
from importlib import resources
from pathlib import Path

from teikit.errors import TeikitError
from teikit.relaxng import SchemaError
from teikit.xml.files import Unreadable, beside, is_file, read


class Unresolved(TeikitError):  # noqa: N818 (named for what the user meets)
    """A schema that is not there, or must not be opened; the words say why, and what to do."""


class Remote(Unresolved):
    """A schema on the web, of which there is no copy."""


def packaged() -> list[Path]:
    """The schemas of teikit, RELAX NG first: in the package, or in the checkout it runs from."""
    folders = [
        Path(str(resources.files("teikit") / "schema")),
        Path(__file__).parents[4] / "schema",
    ]
    for folder in folders:
        schemas = [folder / "teikit.rng", folder / "teikit.xsd"]
        if all(schema.is_file() for schema in schemas):
            return schemas
    raise TeikitError("the schemas of teikit are missing from this installation; install it again")


class Resolver:
    """Finds the files of schemas."""

    def __init__(self, folders: Collection[Path], catalog: Mapping[str, str]) -> None:
        """`folders` are those of the run; `catalog` has the files of addresses."""
        self._folders = folders
        self._catalog = catalog

    def named(self, address: str, document: Path) -> Path:
        """The file of the schema that the document in a file names. Raises `Unresolved`."""
        if address in self._catalog:
            return Path(self._catalog[address])
        path = beside(document, address)
        if path is None:
            raise Remote(f"the schema {address} is on the web; it is not fetched")
        if not is_file(path):
            # What teikit writes names its schemas; away from them, they are in the package.
            path = next((own for own in packaged() if own.name == path.name), path)
        if not is_file(path):
            raise Unresolved(f"the schema {address} is not there")
        return path

    def located(self, address: str) -> str:
        """Where the file is that another schema includes by this address, or the same address.

        The address is absolute, or a path; relative ones have been joined to that of the schema.
        """
        return self._catalog.get(address, address)

    def read(self, address: str) -> bytes:
        """The bytes of a schema, or of what one includes. Raises `SchemaError`."""
        if "://" in address or address.startswith("urn:"):
            words = "network addresses are not fetched; save the schema and name the file"
            raise SchemaError(words, address)
        try:
            return read(Path(address))
        except Unreadable as error:
            raise SchemaError(f"the schema cannot be read: {error.reason}", address) from None
