"""The types of XML Schema, as far as the program has to tell them apart: what each does with text.

The functions get text whose white space has been dealt with. `value` and `measure` are only asked
about text that `accepts` accepted.
"""

from collections.abc import Callable, Hashable
from typing import Any, NamedTuple

from teikit.relaxng.datatypes.interface import Namespaces
from teikit.relaxng.datatypes.text import single_spaces


def _itself(text: str, namespaces: Namespaces) -> Hashable:
    return text


def _silent(text: str, namespaces: Namespaces) -> str:
    return ""


class Order(NamedTuple):
    """How values of a type compare, and the words for it."""

    precedes: Callable[[Any, Any], bool]
    below: str = "less than"
    above: str = "greater than"
    from_: str = "of at least"
    to: str = "of at most"


class BuiltinType(NamedTuple):
    """A type: its name for people with an article, and what can be asked about a string."""

    phrase: str
    accepts: Callable[[str, Namespaces], bool]
    why: Callable[[str, Namespaces], str] = _silent
    """What is wrong with a string; empty where there is nothing more to say."""
    value: Callable[[str, Namespaces], Hashable] = _itself
    spaces: Callable[[str], str] = single_spaces
    description: str = ""
    """What has to stand there, where the name does not say it."""
    measure: Callable[[str], int] | None = None
    """The length of a string, counted in `unit`."""
    unit: str = "character"
    order: Order | None = None
    decimal: bool = False
    """Whether digits can be counted."""
    id_type: str = ""
    contextual: bool = False
