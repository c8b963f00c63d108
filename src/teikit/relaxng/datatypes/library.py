"""Datatypes by the name of their library and their own."""

from collections.abc import Sequence

from teikit.relaxng.datatypes import xsd
from teikit.relaxng.datatypes.interface import Datatype, DatatypeError, Param
from teikit.relaxng.datatypes.restricted import restricted
from teikit.relaxng.datatypes.text import clip

_NAMES = {"": ["string", "token"], xsd.LIBRARY: xsd.type_names()}


def datatype(library: str, name: str, params: Sequence[Param]) -> Datatype:
    """A datatype with its parameters; `""` is the library of RELAX NG itself.

    Raises:
        DatatypeError: There is no such datatype, or a parameter is wrong.
    """
    check(library, name)
    if params and not library:
        raise DatatypeError(
            f"the datatype '{name}' of RELAX NG itself has no parameters; "
            f"use that of the library {xsd.LIBRARY}"
        )
    # The two types that RELAX NG has itself are among those of XML Schema too.
    return restricted(name, xsd.builtin_type(name), params)


def check(library: str, name: str) -> None:
    """Refuse a datatype that does not exist.

    Raises:
        DatatypeError: There is no such library, or no such datatype in it.
    """
    names = _NAMES.get(library)
    if names is None:
        raise DatatypeError(f"there is no datatype library '{clip(library, 80)}'")
    if name not in names:
        where = f"in the library {library}" if library else "in RELAX NG itself"
        raise DatatypeError(f"there is no datatype '{clip(name)}' {where}{_hint(name, names)}")


def _hint(name: str, names: list[str]) -> str:
    """The datatype that somebody may have meant."""
    from difflib import get_close_matches  # noqa: PLC0415  # needed for mistakes only

    lower = {known.lower(): known for known in (*_NAMES[xsd.LIBRARY], *names)}
    close = get_close_matches(name.lower(), lower, n=1)
    if not close:
        return ""
    meant = lower[close[0]]
    elsewhere = "" if meant in names else f" of the library {xsd.LIBRARY}"
    return f"; did you mean '{meant}'{elsewhere}?"
