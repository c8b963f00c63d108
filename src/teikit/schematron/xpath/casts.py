"""`castable`, `cast`, and the functions that are called as a type."""

from collections.abc import Mapping
from typing import Any

from teikit.schematron.xpath.errors import UntranslatableError
from teikit.schematron.xpath.logic import disjunction
from teikit.schematron.xpath.translation import Focus, Handler, Translation, Translator
from teikit.schematron.xpath.types import STRINGS, ItemKind, StaticType, atomized, exactly

XS = "http://www.w3.org/2001/XMLSchema"
"""The namespace of the types."""


def _castable(translator: Translator, token: Any, scope: Focus) -> Translation:
    name = _type_name(translator, token[1])
    part = translator.passed(translator.value(token[0], scope))
    if name not in ("integer", "decimal", "double") or not atomized(part.type.kinds) <= STRINGS:
        raise UntranslatableError("whether something has a type")
    test = f"teikit:castable({part.text}, '{name}')"
    if _optional_type(token) and part.form == "nodes":
        test = disjunction(f"not({part.text})", test)
    return Translation(test, exactly(ItemKind.BOOLEAN), "boolean")


def _cast(translator: Translator, token: Any, scope: Focus) -> Translation:
    part = converted(translator, _type_name(translator, token[1]), token[0], scope)
    if part.present and not _optional_type(token):
        # The function raises the error of an empty value.
        return part._replace(present="", type=part.type._replace(required=True))
    return part


def converted(translator: Translator, name: str, token: Any, scope: Focus) -> Translation:
    """A value as that of a type of XML Schema, which is given by its name.

    Raises:
        UntranslatableError: its meaning in XPath 1.0 is not certain.
    """
    if name not in ("integer", "decimal", "double", "float", "string"):
        raise UntranslatableError(f"the type xs:{name}")
    part = translator.passed(translator.singled(translator.value(token, scope), scope))
    if not atomized(part.type.kinds) <= STRINGS:
        raise UntranslatableError("a cast of something that is no string")
    present = f"boolean({part.text})" if part.form == "nodes" and not part.type.required else ""
    if name == "string":
        if present:
            raise UntranslatableError("a string that can be nothing")
        return Translation(f"string({part.text})", exactly(ItemKind.STRING), "string")
    if name == "float":
        raise UntranslatableError("numbers of single precision")
    translator.fails()
    text = f"teikit:cast({part.text}, '{name}')"
    return Translation(
        text, StaticType(frozenset({ItemKind(name)}), not present, True), "number", present
    )


def _type_name(translator: Translator, token: Any) -> str:
    if token.symbol == ":" and translator.namespaces.get(str(token[0].value), XS) == XS:
        return str(token[1].value)
    return ""


def _optional_type(token: Any) -> bool:
    return str(token[1].occurrence or "") == "?" or len(token) > 2


CASTS: Mapping[str, Handler] = {"castable": _castable, "cast": _cast}
"""How each is translated, by its construct."""
