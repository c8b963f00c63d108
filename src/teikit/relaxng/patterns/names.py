"""Names, and the classes of names that patterns allow (RELAX NG, sections 4.8, 4.16 and 7.3).

A name is one string: the namespace name, `SEPARATOR`, the local name; or the local name alone where
there is no namespace. That is what expat reports, so names of documents need no further work.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

SEPARATOR = "\x01"  # stands in no XML document, so no namespace name has it

SPACE = " \t\r\n"  # what XML calls white space

XML = "http://www.w3.org/XML/1998/namespace"
XMLNS = "http://www.w3.org/2000/xmlns"


def name_of(namespace: str, local: str) -> str:
    """The name made of its two parts."""
    return f"{namespace}{SEPARATOR}{local}" if namespace else local


def namespace_of(name: str) -> str:
    """The namespace name, empty where there is none."""
    return name.rpartition(SEPARATOR)[0]


def local_of(name: str) -> str:
    """The local name."""
    return name.rpartition(SEPARATOR)[2]


class NameClass:
    """A set of names."""

    __slots__ = ()

    def __contains__(self, name: str) -> bool:
        raise NotImplementedError

    @property
    def names(self) -> frozenset[str] | None:
        """All names of the class; None where they are without number."""
        raise NotImplementedError

    def mentioned(self) -> Iterator[str]:
        """Names that between them try every distinction the class makes."""
        raise NotImplementedError

    def describe(self, say: Callable[[str], str]) -> str:
        """For people; `say` says how a name is written."""
        raise NotImplementedError


# A namespace and a local name that no schema and no document can mention.
_UNHEARD = "\x02"
_NOWHERE = name_of(_UNHEARD, _UNHEARD)


@dataclass(frozen=True, slots=True)
class Name(NameClass):
    """One name."""

    name: str

    def __contains__(self, name: str) -> bool:
        return name == self.name

    @property
    def names(self) -> frozenset[str]:
        """The one."""
        return frozenset((self.name,))

    def mentioned(self) -> Iterator[str]:
        """Those that it is made of."""
        yield self.name

    def describe(self, say: Callable[[str], str]) -> str:
        """For people."""
        return say(self.name)


@dataclass(frozen=True, slots=True)
class AnyName(NameClass):
    """Every name, but for those of another class."""

    except_: NameClass | None = None

    def __contains__(self, name: str) -> bool:
        return self.except_ is None or name not in self.except_

    @property
    def names(self) -> None:
        """Without number."""
        return None

    def mentioned(self) -> Iterator[str]:
        """Those that it is made of."""
        yield _NOWHERE
        if self.except_ is not None:
            yield from self.except_.mentioned()

    def describe(self, _: Callable[[str], str]) -> str:
        """For people."""
        return "any name" if self.except_ is None else "almost any name"


@dataclass(frozen=True, slots=True)
class NsName(NameClass):
    """Every name of one namespace, but for those of another class."""

    namespace: str
    except_: NameClass | None = None

    def __contains__(self, name: str) -> bool:
        return namespace_of(name) == self.namespace and (
            self.except_ is None or name not in self.except_
        )

    @property
    def names(self) -> None:
        """Without number."""
        return None

    def mentioned(self) -> Iterator[str]:
        """Those that it is made of."""
        yield name_of(self.namespace, local_of(_NOWHERE))
        if self.except_ is not None:
            yield from self.except_.mentioned()

    def describe(self, _: Callable[[str], str]) -> str:
        """For people."""
        if not self.namespace:
            return "any name without a namespace"
        return f"any name of the namespace '{self.namespace}'"


@dataclass(frozen=True, slots=True)
class NameChoice(NameClass):
    """The names of several classes."""

    classes: tuple[NameClass, ...]

    def __contains__(self, name: str) -> bool:
        return any(name in name_class for name_class in self.classes)

    @property
    def names(self) -> frozenset[str] | None:
        """Those of all classes."""
        all_names = [name_class.names for name_class in self.classes]
        if None in all_names:
            return None
        return frozenset().union(*(names for names in all_names if names is not None))

    def mentioned(self) -> Iterator[str]:
        """Those that it is made of."""
        for name_class in self.classes:
            yield from name_class.mentioned()

    def describe(self, say: Callable[[str], str]) -> str:
        """For people."""
        return " or ".join(name_class.describe(say) for name_class in self.classes)


@cache
def overlap(first: NameClass, other: NameClass) -> str | None:
    """A name that is in both classes, or None where there is none."""
    for name in (*first.mentioned(), *other.mentioned()):
        if name in first and name in other:
            return name
    return None


def distance(name_class: NameClass, name: str) -> int | None:
    """0 when the class mentions `name` itself, 1 its namespace, 2 neither; None if not in it."""
    if name not in name_class:
        return None
    if isinstance(name_class, NameChoice):
        found = (distance(member, name) for member in name_class.classes)
        return min(how_far for how_far in found if how_far is not None)
    return {Name: 0, NsName: 1, AnyName: 2}[type(name_class)]


@lru_cache(maxsize=4096)
def shown(name: str, home: str) -> str:
    """A name for people: the local name, with its namespace where that is not `home`."""
    namespace, _, local = name.rpartition(SEPARATOR)
    if local == _UNHEARD:
        return "any name" if namespace == _UNHEARD else f"any name of '{namespace}'"
    if namespace == home or not namespace:
        return local
    return f"xml:{local}" if namespace == XML else f"{{{namespace}}}{local}"
