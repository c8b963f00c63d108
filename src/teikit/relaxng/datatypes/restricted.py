"""A datatype of XML Schema: a type, and the parameters that narrow it."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from teikit.relaxng.datatypes.builtin import BuiltinType
from teikit.relaxng.datatypes.facets import LIMITS, Facet, facet
from teikit.relaxng.datatypes.interface import Datatype, DatatypeError, Namespaces, Param
from teikit.relaxng.datatypes.text import quoted


@dataclass(frozen=True)
class Restricted(Datatype):
    """A type with no, one or more conditions, which strings fulfil in their order."""

    name: str
    builtin: BuiltinType
    facets: tuple[Facet, ...]
    id_type: str
    contextual: bool

    def allows(self, text: str, namespaces: Namespaces) -> bool:
        """Whether a string belongs to the datatype."""
        text = self.builtin.spaces(text)
        if not self.builtin.accepts(text, namespaces):
            return False
        for condition in self.facets:  # noqa: SIM110  # a generator takes longer than most facets
            if not condition.allows(text, namespaces):
                return False
        return True

    def fault(self, text: str, namespaces: Namespaces) -> str | None:
        """Why a string does not belong to the datatype."""
        builtin = self.builtin
        text = builtin.spaces(text)
        if not builtin.accepts(text, namespaces):
            reason = builtin.why(text, namespaces) if text else ""
            sentence = f"{quoted(text)} is not {builtin.phrase}"
            return f"{sentence}: {reason}" if reason else sentence
        for condition in self.facets:
            if not condition.allows(text, namespaces):
                return f"{quoted(text)} {condition.fault(text, namespaces)}"
        return None

    def value(self, text: str, namespaces: Namespaces) -> Hashable:
        """The value that a string stands for."""
        if not self.allows(text, namespaces):
            raise ValueError(self.fault(text, namespaces))
        return self.builtin.value(self.builtin.spaces(text), namespaces)

    def describe(self) -> str:
        """What must stand there."""
        conditions = " and ".join(condition.description for condition in self.facets)
        described = (
            self.builtin.phrase if conditions else self.builtin.description or self.builtin.phrase
        )
        return f"{described} {conditions}" if conditions else described


def restricted(name: str, builtin: BuiltinType, params: Sequence[Param]) -> Restricted:
    """The datatype that a type becomes with parameters.

    Raises:
        DatatypeError: A parameter does not fit the type, or the parameters before it.
    """
    narrowed = Restricted(name, builtin, (), builtin.id_type, builtin.contextual)
    for param in params:
        if param.name in LIMITS and builtin.order:
            fault = narrowed.fault(param.value, param.namespaces)
            if fault:
                raise DatatypeError(f"the value of '{param.name}' is not allowed: {fault}")
        facets = (*narrowed.facets, facet(param, builtin, name))
        narrowed = Restricted(name, builtin, facets, builtin.id_type, builtin.contextual)
    return narrowed
