"""Where the schemas are that documents and other schemas name, and which may be opened."""

import hashlib
import shlex
import stat
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from importlib import resources
from pathlib import Path

from teikit.errors import TeikitError
from teikit.keeping.dependency import Dependency
from teikit.relaxng import SchemaError
from teikit.tei.entries import Entries, EntryFiles, EntryQuestion
from teikit.tei.entries import answer as entry_answer
from teikit.validating.schemas.addresses import has_scheme, is_web, joined, key, path_of
from teikit.validating.schemas.allowed import Allowed, is_common, projects_of, why_no_file
from teikit.validating.schemas.catalogs import Catalogs
from teikit.validating.schemas.journal import Journal, day
from teikit.validating.schemas.store.store import Store, stores
from teikit.validating.wording import clipped
from teikit.xml.files import Unreadable, beside, exists, is_file, read, real

_LONGEST = 120
"""Characters of an address that are shown."""
_OUTSIDE = "lies outside of the folders that are checked"


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


class Resolver(EntryFiles):
    """Finds the files of schemas and registers, and reads those that may be opened.

    A document may name what lies near it, a schema what lies in the folders of the run, of their
    projects, beside the schema itself, and where catalogs and the store lead to.

    Attributes:
        journal: takes what is asked, and the answers.
    """

    def __init__(
        self,
        folders: Collection[Path],
        catalog: Mapping[str, str],
        catalogs: Catalogs | None = None,
        first: Iterable[Store] = (),
    ) -> None:
        """`folders` are those of the run; `catalog` has the files of addresses, by the settings.

        `catalogs` are those of OASIS. Stores are those of the projects, and the user's; some may
        come `first`.
        """
        self._catalogs = catalogs or Catalogs()
        self._files = {**{key(each): file for each, file in catalog.items()}, **catalog}
        projects = projects_of((Path(), *folders))
        roots = [root for root in projects if not is_common(root)]
        self._stores = [*first, *stores(projects)]
        self._allowed = Allowed((*folders, *roots, *(store.folder for store in self._stores)))
        self._named: dict[tuple[Path, str], Path | Unresolved] = {}
        self.journal = Journal()
        self._entry = cache(entry_answer)

    def trust(self, path: Path) -> None:
        """Allow the file of a schema that the user named, or `named` found, and what is beside."""
        self._allowed.trust(path)
        self.journal.note(Dependency("trust", str(path), "", ""))

    def real(self, path: Path) -> Path:
        """The path of a schema without links in it."""
        found = real(path)
        self.journal.note(Dependency("real", str(path), "", str(found)))
        return found

    def named(self, address: str, document: Path) -> Path:
        """The file of the schema that the document in a file names. Raises `Unresolved`."""
        try:
            found = self._find(address, document)
        except Unresolved as error:
            answer = f"{type(error).__name__}: {error}"
            self.journal.note(Dependency("named", address, str(document), answer))
            raise
        self.journal.note(Dependency("named", address, str(document), str(found)))
        return found

    def still(self, question: Dependency) -> bool:
        """Whether what was asked before has the same answer now."""
        kind, address, base, answer = question
        try:
            return self._answer(kind, address, base) == answer
        except Unresolved as error:
            return f"{type(error).__name__}: {error}" == answer
        except SchemaError as error:
            return f"SchemaError: {error}" == answer
        except (TeikitError, OSError, ValueError):
            return False

    def _answer(self, kind: str, address: str, base: str) -> str | None:
        """What is answered now; None for what may be answered in another way each time."""
        match kind:
            case "named":
                return str(self.named(address, Path(base)))
            case "located":
                return self.located(address, base)
            case "read":
                return _digest(self.read(address))
            case "real":
                return str(real(Path(address)))
            case "trust":
                self.trust(Path(address))
                return ""
            case "around" | "pointed" | "entries":
                return self._entry(EntryQuestion(kind, address, base))
            case "day":
                return day().answer
        return None

    def _find(self, address: str, document: Path) -> Path:
        asked = document.parent, address
        if asked not in self._named:
            try:
                self._named[asked] = self._found(address.strip(), document)
            except Unresolved as error:
                self._named[asked] = error
            except TeikitError as error:  # the lock of a store is broken
                self._named[asked] = Unresolved(str(error))
        found = self._named[asked]
        if isinstance(found, Unresolved):
            raise type(found)(str(found))
        return found

    def located(self, address: str, base: str = "") -> str:
        """Where the file is that an address leads to in the schema at `base`, or the address.

        Without `base`, it is a path or absolute already. What is returned is one, too; it may be on
        the web, where there is no copy.
        """
        written = address
        if base:
            address = joined(self._base(base), address)
        found = self._copy(address)
        place = address if found is None else found
        self.journal.note(Dependency("located", written, base, place))
        return place

    def exists(self, path: Path) -> bool:
        """Whether there is something at a path; it may be any."""
        return exists(path)

    def is_file(self, path: Path) -> bool:
        """Whether there is a file at a path; it may be any."""
        return is_file(path)

    def packaged(self) -> list[Path]:
        """The schemas of teikit."""
        return packaged()

    def entries(self) -> Entries:
        """What looks up entries of registers, and notes what it asks."""
        return Entries(note=self.note_entry, disk=self)

    def note_entry(self, question: EntryQuestion) -> None:
        """Note what is asked about entries of registers, and what the disk answers."""
        self.journal.note_entry(question)

    def in_store(self, path: Path) -> str:
        """The name of a file in its store, made from its address; empty where it is in none."""
        store = self._store_of(path)
        stored = store.at(path) if store else None
        return stored.file if stored else ""

    def _base(self, base: str) -> str:
        """Where a file of a store comes from; other addresses as they are."""
        path = path_of(base)
        store = self._store_of(path) if path else None
        stored = store.at(path) if store and path else None
        return (stored.base or stored.address) if stored else base

    def _store_of(self, path: Path) -> Store | None:
        return next((store for store in self._stores if store.holds(path)), None)

    def _fault(self, path: Path) -> str:
        """What is wrong with a file of a store, and what to do; empty for any other file."""
        store = self._store_of(path)
        if store is None:
            return ""
        stored = store.at(path)
        if stored is None:
            return f"is not in {store.lock_file}"
        owner = next((each.address for each in store.lock.owners(stored)), stored.address)
        reason = store.fault(stored)
        return reason and f"{reason}; `teikit schemas update {shlex.quote(owner)}` brings it anew"

    def read(self, address: str) -> bytes:
        """The bytes of a schema, or of what one includes. Raises `SchemaError`."""
        try:
            data = self._read(address)
        except SchemaError as error:
            self.journal.note(Dependency("read", address, "", f"SchemaError: {error}"))
            raise
        self.journal.note(Dependency("read", address, "", _digest(data)))
        return data

    def _read(self, address: str) -> bytes:
        address = self.located(address)
        path = path_of(address)
        shown = address if len(address) < 1000 else clipped(address, _LONGEST)
        if path is None:
            raise SchemaError(_not_here(address), shown)
        if "\0" in str(path):
            raise SchemaError("this is not the name of a file", shown)
        if fault := self._fault(path):
            raise SchemaError(f"the file {fault}", shown)
        if not self._allowed.open_to(path):
            raise SchemaError(f"the file {_OUTSIDE}", shown)
        try:
            if not stat.S_ISREG(path.stat().st_mode):  # anything else could wait for ever
                raise SchemaError("the schema cannot be read: this is not a file", shown)
            return read(path)
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
        except Unreadable as error:
            reason = error.reason
        raise SchemaError(f"the schema cannot be read: {reason}", shown)

    def _found(self, address: str, document: Path) -> Path:
        shown = clipped(address, _LONGEST)
        found = self._copy(address)
        if found is not None:
            address = found
        if has_scheme(address):
            path = path_of(address)
            if path is None:
                wrong = Remote if is_web(address) else Unresolved
                raise wrong(f"the schema {shown} {_not_here(address)}{self._not_asked()}")
            relative = False
        else:
            try:
                path = beside(document, address)
            except ValueError:
                path = None
            if path is None:
                raise Unresolved(f"the schema {shown} cannot be found: this is no address")
            relative = not Path(address).is_absolute()
            if self._catalogs and (entry := self._catalogs.resolved(_uri(path))):
                path = path_of(entry) or path
                self.trust(path)
        if "\0" in str(path):
            raise Unresolved(f"the schema {shown} cannot be found: this is not the name of a file")
        if fault := self._fault(path):
            raise Unresolved(f"the schema {shown} {fault}")
        allowed = self._allowed
        if not (allowed.near(path, document) if relative else allowed.open_to(path)):
            raise Unresolved(f"the schema {shown} {_OUTSIDE}; name it with --schema to use it")
        reason = why_no_file(path)
        if reason:
            # What teikit writes names its schemas; away from them, they are in the package.
            own = next((own for own in packaged() if own.name == path.name), None)
            if own is None:
                raise Unresolved(f"the schema {shown} {reason}")
            path = own
        return path

    def _copy(self, address: str) -> str | None:
        """The file that the settings or catalogs have for an address; it is trusted then."""
        file = self._files.get(address)
        if file is None and has_scheme(address):
            file = self._files.get(key(address))
            if file is None and self._catalogs:
                file = self._catalogs.resolved(address)
        if file is not None and (path := path_of(file)):
            self.trust(path)
            return path.as_posix()
        return self._stored(address if file is None else file) or file

    def _stored(self, address: str) -> str | None:
        """The file that a store has for an address. Raises `TeikitError` for a broken lock."""
        if has_scheme(address):
            for store in self._stores:
                if stored := store.find(address):
                    return store.path(stored).as_posix()
        return None

    def _not_asked(self) -> str:
        missing = self._catalogs.missing
        return f" (a catalog is missing, too: {missing[0]})" if missing else ""


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _uri(path: Path) -> str:
    return "" if "\0" in str(path) else real(path).as_uri()


def command(address: str) -> str:
    """What brings a schema, for a shell."""
    return f"teikit schemas add {shlex.quote(address)}"


def _not_here(address: str) -> str:
    """What is to be said of an address that leads to no file."""
    if is_web(address):
        return f"is on the web; `{command(address.partition('#')[0])}` brings it"
    if address.lower().startswith("file:"):
        return "is not on this machine"
    return "is not in the store; `teikit schemas add FILE --as ADDRESS` puts it there"
