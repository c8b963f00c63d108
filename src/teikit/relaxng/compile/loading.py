"""Files of a schema: the first, and those that it names by `externalRef` and `include`.

Nothing is fetched from a network. What was read is kept, so that a schema can be made again from
it without its files.
"""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from teikit.relaxng.compile import xml_syntax
from teikit.relaxng.compile.full_syntax import checked, fail
from teikit.relaxng.compile.node import SchemaNode, hold_to_limits
from teikit.relaxng.errors import SchemaError
from teikit.xml.references import SCHEME, in_place

MAX_FILES = 1000  # files that include each other twice are read twice, and their files four times
MAX_SIZE = (
    16 << 20
)  # bytes of all files of a schema; the largest that people write have two million

Read = Callable[[str], bytes]
Locate = Callable[[str, str], str]


def read_file(address: str) -> bytes:
    """The bytes of a file, named by path or by a `file:` URI. Raises `SchemaError`."""
    if SCHEME.match(address):
        if not address.lower().startswith("file:"):
            reason = "network addresses are not fetched; save the schema and name the file"
            raise SchemaError(reason, address)
        # The module is slow to import, and few schemas name files like this.
        from urllib.request import url2pathname  # noqa: PLC0415

        path = Path(url2pathname(urlsplit(address).path))
    else:
        path = Path(address)
    try:
        with path.open("rb") as file:
            data = file.read(MAX_SIZE + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise SchemaError(f"the schema cannot be read: {reason}", address) from None
    if len(data) > MAX_SIZE:
        raise SchemaError(f"the schema is larger than {MAX_SIZE >> 20} MiB", address)
    return data


class Library:
    """Schema files by address, read once.

    Attributes:
        files: the bytes of each.
        references: for an address as it is written, and that of its file, where it leads to.
    """

    def __init__(
        self,
        read: Read = read_file,
        files: dict[str, bytes] | None = None,
        locate: Locate | None = None,
    ) -> None:
        self.files: dict[str, bytes] = files or {}
        self.references: dict[tuple[str, str], str] = {}
        self.prefixes: dict[str, str] = {}  # with their namespaces; the first file to say counts
        self._read = read
        self._locate = locate or in_place
        self._loads = 0
        self._size = 0
        self._count = 0

    def load(self, address: str) -> SchemaNode:
        """The checked tree of a schema, with the trees of all files that it names."""
        return self._load(address, "", ())

    def _load(self, address: str, ns: str, above: tuple[str, ...]) -> SchemaNode:
        self._loads += 1
        if self._loads > MAX_FILES:
            raise SchemaError(f"the schema is made of more than {MAX_FILES} files", address)
        data = self._bytes(address)
        self._size += len(data)
        if self._size > MAX_SIZE:
            raise SchemaError(f"the schema is larger than {MAX_SIZE >> 20} MiB", address)
        root = checked(parse(data, address), ns)
        self.prefixes = {**root.namespaces, **self.prefixes}
        for node in self._references(root):
            node.target = self._target(node, (*above, address))
        return root

    def _references(self, root: SchemaNode) -> list[SchemaNode]:
        """The nodes that name other files; all nodes are counted."""
        waiting, found = [root], []
        while waiting:
            node = waiting.pop()
            waiting.extend(node.children)
            self._count += 1
            if node.name in ("externalRef", "include"):
                found.append(node)
        hold_to_limits(self._count, (), root.path, 0, 0)
        return found

    def _bytes(self, address: str) -> bytes:
        if address not in self.files:
            self.files[address] = self._read(address)
        return self.files[address]

    def _target(self, node: SchemaNode, above: tuple[str, ...]) -> SchemaNode:
        href = node.attributes["href"].strip()
        address = self.references[href, node.base] = self._locate(href, node.base)
        if address in above:
            raise fail(node, f"<{node.name}> of '{address}' goes round in a circle")
        if len(above) > 50:
            raise fail(node, f"<{node.name}> is nested too deeply")
        try:
            target = self._load(address, node.ns, above)
        except SchemaError as error:
            if error.line:
                raise
            # What is wrong with a file as a whole is told where the file is asked for.
            raise fail(node, f"<{node.name}> of '{address}': {error.reason}") from None
        except (OSError, LookupError) as error:
            raise fail(node, f"<{node.name}> of '{address}' cannot be read: {error}") from None
        if node.name == "include" and target.name != "grammar":
            raise fail(node, f"'{address}' cannot be included: it has no <grammar>")
        return target


def parse(data: bytes, address: str) -> SchemaNode:
    """The tree of a schema in either syntax; it begins with `<` where it is XML."""
    beginning = data[:1024].lstrip(b"\xef\xbb\xbf\xfe\xff\x00 \t\r\n")
    if beginning.startswith(b"<"):
        return xml_syntax.parse(data, address)
    # Most schemas come as XML, and then there is no need to import the reader of the other syntax.
    from teikit.relaxng.compile import compact  # noqa: PLC0415

    return compact.parse(data, address)
