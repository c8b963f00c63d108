"""Schemas of XSD as they are used: read and built, or as an earlier run has kept them.

To build a schema takes from half a second to half a minute. What was built is kept in the user's
folder of what can be made again, until one of its documents changes, or a program that made it. The
engine itself is loaded only when a document calls for it.
"""

import pickle
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import teikit.relaxng
from teikit.errors import TeikitError
from teikit.relaxng import SchemaError
from teikit.validating.limits import OutOfTime, time_limit
from teikit.validating.schemas.resolving import Resolver
from teikit.validating.schemas.xsd.documents import XS, Documents, Opener, documents
from teikit.validating.schemas.xsd.sufficient import Sufficient
from teikit.validating.wording import clipped
from teikit.xml.cache import Cache
from teikit.xml.names import INCLUDE

_CACHE = Cache("teikit.xsd", Path(teikit.relaxng.__file__).parent, ".pickle")
_CALLS = 10_000
"""Calls within each other: for elements as deep as a document may have them, the engine needs
more of them than Python allows by itself."""
_UNVERIFIED = "can't verify"
"""In the words of a warning that a content model was not looked at."""
_TRANSLATING = 10
"""Seconds of the processor in which a schema is made a grammar, or is not; that of all TEI takes
about three."""


@dataclass
class XsdEngine:
    """What documents are held against.

    Attributes:
        sufficient: what allows some of the documents that the schema allows, and no other; None
            where there is none.
        wants_includes: whether the schema has elements that include other documents.
        pickled: the validator, as it is kept; it is read only where it is asked for.
        schema: the file.
        resolver: finds the documents of the schema.
    """

    sufficient: Sufficient | None
    wants_includes: bool
    pickled: bytes
    schema: Path
    resolver: Resolver

    @cached_property
    def validator(self) -> Any:
        """The schema as the engine of XSD has it."""
        try:
            with deep_calls():
                return pickle.loads(self.pickled)
        except Exception:  # whatever was kept: it can be made again
            return _built(self.schema, _documents(self.schema, self.resolver))[0]

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of all elements of the schema."""
        import xmlschema  # noqa: PLC0415  # see `_built`

        kind: Any = xmlschema.XsdElement
        return frozenset(part.name for part in self.validator.iter_components(kind) if part.name)


def loaded(schema: Path, resolver: Resolver) -> XsdEngine:
    """The schema in a file. Raises `TeikitError`."""
    folder = _CACHE.user_folder()
    make = partial(XsdEngine, schema=schema, resolver=resolver)
    if folder and (found := _recalled(folder, schema, resolver)):
        return make(*found)
    read = _documents(schema, resolver)
    validator, is_sure = _built(schema, read)
    parts = (_sufficient(validator) if is_sure else None, INCLUDE in validator.maps.elements)
    try:
        with deep_calls():
            pickled = pickle.dumps(validator)
    except Exception:  # it is not kept then
        pickled = b""
    if folder and pickled:
        body = pickle.dumps((*parts, pickled))
        _CACHE.keep(folder, read.places[0], read.sources, body, _programs())
    engine = make(*parts, pickled)
    engine.validator = validator
    return engine


def _recalled(
    folder: Path, schema: Path, resolver: Resolver
) -> tuple[Sufficient | None, bool, bytes] | None:
    """What an earlier run has kept of a schema."""

    def read(address: str) -> bytes:
        try:
            return resolver.read(address)
        except SchemaError:
            return b""  # as it was then, perhaps

    try:
        address = resolver.located(schema.absolute().as_posix())
        body = _CACHE.recall(folder, address, read, resolver.located, _programs())
        if body is None:
            return None
        found: tuple[Sufficient | None, bool, bytes] = pickle.loads(body)
    except Exception:  # whatever was kept: it can be made again
        return None
    return found


def _programs() -> str:
    """A mark of the programs that make what is kept, apart from that of grammars."""
    files = sorted(Path(__file__).parent.glob("*.py"))
    for name in ("xmlschema", "elementpath"):
        if (spec := find_spec(name)) and spec.origin:
            files.append(Path(spec.origin))
    stats = [(str(path), (stat := path.stat()).st_size, stat.st_mtime_ns) for path in files]
    return repr((sys.version, stats))


def _documents(schema: Path, resolver: Resolver) -> Documents:
    """The documents of the schema in a file. Raises `TeikitError`."""
    # xmlschema takes longer to import than a hundred documents to check by RELAX NG.
    from xmlschema.locations import FALLBACK_LOCATIONS  # noqa: PLC0415

    try:
        return documents(schema, resolver, {*FALLBACK_LOCATIONS})
    except TeikitError as error:
        raise TeikitError(f"the schema {schema} cannot be used: {error}") from None


def _built(schema: Path, read: Documents) -> tuple[Any, bool]:
    """The schema that is made of some documents, and whether nothing of it was left unverified.

    A content model that is too deep is not looked at; it may allow what the schema must not mean.
    Raises `TeikitError`.
    """
    import xmlschema  # noqa: PLC0415  # see above

    from teikit.validating.schemas.xsd.patterns import (  # noqa: PLC0415
        LinearSchema10,
        LinearSchema11,
    )

    version = LinearSchema11 if _is_newer(read) else LinearSchema10
    lost = (xmlschema.XMLSchemaIncludeWarning, xmlschema.XMLSchemaImportWarning)
    own = Path(xmlschema.__file__).parent / "schemas"
    try:
        with deep_calls(), warnings.catch_warnings(record=True) as others:
            warnings.simplefilter("always")
            for warning in lost:
                warnings.simplefilter("error", warning)
            built = version(read.addresses[0], defuse="never", opener=Opener(read, own))
            return built, not any(_UNVERIFIED in str(each.message) for each in others)
    except (xmlschema.XMLSchemaException, *lost) as error:
        raise TeikitError(f"the schema {schema} is broken: {_plain(error)}") from None


def _sufficient(validator: Any) -> Sufficient | None:
    """What allows no more than the schema; None where there is none in time."""
    from teikit.validating.schemas.xsd.grammar import sufficient  # noqa: PLC0415  # see above

    try:
        with time_limit(_TRANSLATING), deep_calls():
            return sufficient(validator)
    except (OutOfTime, MemoryError):
        return None


_NEWER = tuple(
    f"{XS}{name}"
    for name in (
        "alternative",
        "assert",
        "assertion",
        "defaultOpenContent",
        "openContent",
        "override",
    )
)


def _is_newer(read: Documents) -> bool:
    """Whether a schema needs XSD 1.1."""
    least = read.roots[0].get("{http://www.w3.org/2007/XMLSchema-versioning}minVersion") or "1.0"
    return least.strip() == "1.1" or next(read.elements(*_NEWER), None) is not None


def _plain(error: Exception) -> str:
    """What is wrong with a schema, without what the engine tells of itself."""
    return clipped(str(error).partition("\n\n")[0].rstrip(":"))


@contextmanager
def deep_calls() -> Iterator[None]:
    """Let functions call each other as deep as elements may be in each other."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, _CALLS))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)
