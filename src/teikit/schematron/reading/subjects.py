"""What Schematron is about that stands in a declaration of RELAX NG, XSD or ODD."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from lxml import etree

RELAXNG = "http://relaxng.org/ns/structure/1.0"
XSD = "http://www.w3.org/2001/XMLSchema"
TEI = "http://www.tei-c.org/ns/1.0"
EXAMPLES = "{http://www.tei-c.org/ns/Examples}"

_SCHEMES = frozenset(("isoschematron", "schematron"))
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


class ContextStep(NamedTuple):
    """The name of an element or attribute, in a context."""

    name: str
    namespace: str = ""
    is_attribute: bool = False


class Subject(NamedTuple):
    """What Schematron is about that stands in a declaration.

    Attributes:
        name: of the declaration.
        contexts: of its rules that have none; nothing stands for every element.
    """

    name: str = ""
    contexts: Sequence[Sequence[ContextStep]] = ()


class Subjects:
    """What is declared where elements stand, in the file with a root element."""

    def __init__(self, root: Any) -> None:
        self._root = root

    def of(self, element: Any) -> Subject | None:
        """What the Schematron in an element is about.

        None where it is an example, or not in force.
        """
        around = [element, *element.iterancestors()]
        if any(each.tag.startswith(EXAMPLES) for each in around):
            return None
        if element.tag.startswith(f"{{{TEI}}}"):
            return self._in_odd(element, around)
        return _in_schema(around)

    def _in_odd(self, element: Any, around: Sequence[Any]) -> Subject | None:
        declared = [each for each in reversed(around) if each.get("ident")]
        if any(each.get("mode") == "delete" for each in declared):
            return None
        if element.tag == _tei("constraint") and not _is_in_force(element):
            return None
        name = "-".join(each.get("ident").replace(":", "") for each in declared)
        return Subject(name, tuple(self._contexts(declared)))

    def _contexts(self, declared: Sequence[Any]) -> Iterator[Sequence[ContextStep]]:
        """Contexts for what is declared, outermost first."""
        specs = {etree.QName(each).localname: each for each in declared}
        attribute = specs.get("attDef")
        step = (
            ()
            if attribute is None
            else (ContextStep(attribute.get("ident"), attribute.get("ns", ""), is_attribute=True),)
        )
        if (element := specs.get("elementSpec")) is not None:
            yield (_element_step(element), *step)
        elif (members := specs.get("classSpec")) is not None:
            found = self._members.get(members.get("ident"), ())
            yield from ((member, *step) for member in found)
            if step and not found:
                yield step
        elif "schemaSpec" in specs and "macroSpec" not in specs:
            yield (ContextStep(""),)

    @cached_property
    def _members(self) -> Mapping[str, Sequence[ContextStep]]:
        """The elements of the file that are members of classes."""
        found: dict[str, list[ContextStep]] = {}
        for element in self._root.iter(_tei("elementSpec")):
            if element.get("ident"):
                for each in element.iterfind(f"{_tei('classes')}/{_tei('memberOf')}"):
                    found.setdefault(each.get("key"), []).append(_element_step(element))
        return found


def _in_schema(around: Sequence[Any]) -> Subject:
    name = ""
    for index, element in enumerate(around):
        own = element.get("name", "").strip()
        name = name or own
        if own and element.tag == f"{{{RELAXNG}}}element":
            namespaces = (each.get("ns") for each in around[index:])
            namespace = next((uri for uri in namespaces if uri is not None), "")
            prefix, _, local = own.rpartition(":")
            step = ContextStep(local, element.nsmap.get(prefix, namespace))
            return Subject(name, ((step,),))
        if own and element.tag == f"{{{XSD}}}element":
            return Subject(name, ((ContextStep(own, _xsd_namespace(element, around[-1])),),))
    return Subject(name)


def _xsd_namespace(element: Any, schema: Any) -> str:
    """The namespace of the elements that a declaration of XSD is for."""
    form = element.get("form", schema.get("elementFormDefault", "unqualified"))
    is_global = element.getparent() is schema
    return schema.get("targetNamespace", "") if is_global or form == "qualified" else ""


def _is_in_force(constraint: Any) -> bool:
    """Whether it is of Schematron, and not what another says, in another language."""
    parent = constraint.getparent()
    if parent is None:
        return True
    first = parent.find(constraint.tag).get(_LANGUAGE, "")
    return parent.get("scheme") in _SCHEMES and constraint.get(_LANGUAGE, "") == first


def _element_step(spec: Any) -> ContextStep:
    namespaces = (each.get("ns") for each in (spec, *spec.iterancestors(_tei("schemaSpec"))))
    namespace = next((uri for uri in namespaces if uri is not None), TEI)
    return ContextStep(spec.get("altIdent", "") or spec.get("ident"), namespace)


def _tei(name: str) -> str:
    return f"{{{TEI}}}{name}"
