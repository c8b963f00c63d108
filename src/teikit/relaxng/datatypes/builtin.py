"""The datatypes that RELAX NG itself has: `string` and `token`."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass

from teikit.relaxng.datatypes.interface import Datatype, Namespaces
from teikit.relaxng.datatypes.text import keep, single_spaces


@dataclass(frozen=True)
class AnyText(Datatype):
    """A datatype of all strings, which says only which of them are the same."""

    name: str
    spaces: Callable[[str], str]
    id_type: str = ""
    contextual: bool = False

    def allows(self, text: str, namespaces: Namespaces) -> bool:
        """Whether a string belongs to the datatype: all do."""
        return True

    def fault(self, text: str, namespaces: Namespaces) -> str | None:
        """Why a string does not belong to the datatype: there is none."""
        return None

    def value(self, text: str, namespaces: Namespaces) -> Hashable:
        """The value that a string stands for."""
        return self.spaces(text)

    def describe(self) -> str:
        """What must stand there."""
        return "any text"


BUILTIN = {one.name: one for one in (AnyText("string", keep), AnyText("token", single_spaces))}
