"""The functions of XPath 2.0 and 3.1 that have counterparts in XPath 1.0."""

from collections.abc import Mapping
from typing import Any

from teikit.schematron.xpath.errors import UntranslatableError
from teikit.schematron.xpath.logic import disjunction, negation
from teikit.schematron.xpath.native import literal, replaced
from teikit.schematron.xpath.paths import root
from teikit.schematron.xpath.pattern_arguments import (
    compiled_literal,
    literal_argument,
    pattern_arguments,
    splitting_pattern,
)
from teikit.schematron.xpath.tokens import comma_items
from teikit.schematron.xpath.translation import Focus, Handler, Translation, Translator
from teikit.schematron.xpath.types import (
    BOOLEAN,
    DOUBLE,
    INTEGER,
    NODES,
    NUMBERS,
    STRING,
    STRINGS,
    ItemKind,
    StaticType,
    atomized,
    exactly,
)


def _boolean(text: str) -> Translation:
    return Translation(text, exactly(ItemKind.BOOLEAN), "boolean")


def _string(text: str) -> Translation:
    return Translation(text, exactly(ItemKind.STRING), "string")


def _integer(text: str) -> Translation:
    return Translation(text, exactly(ItemKind.INTEGER), "number")


def _arguments(token: Any, least: int, most: int) -> None:
    if not least <= len(token) <= most:
        raise UntranslatableError(f"{token.symbol}() with {len(token)} arguments")


def _string_argument(translator: Translator, token: Any, scope: Focus) -> str:
    """The first argument as a string, or the focus."""
    if len(token):
        return translator.string(token[0], scope)
    if not atomized(scope.type.kinds) <= STRINGS:
        raise UntranslatableError("a focus that is no string")
    return f"string({translator.dot(scope).text})"


def _not(translator: Translator, token: Any, scope: Focus) -> Translation:
    return _boolean(negation(translator.test(token[0], scope)))


def _truth(translator: Translator, token: Any, scope: Focus) -> Translation:
    return _boolean(f"boolean({translator.test(token[0], scope)})")


def _constant(_translator: Translator, token: Any, _scope: Focus) -> Translation:
    return _boolean(f"{token.symbol}()")


def _exists(translator: Translator, token: Any, scope: Focus) -> Translation:
    return _boolean(_existence(translator, token[0], scope))


def _empty(translator: Translator, token: Any, scope: Focus) -> Translation:
    return _boolean(negation(_existence(translator, token[0], scope)))


def _existence(translator: Translator, token: Any, scope: Focus) -> str:
    tests = []
    for item in comma_items(token):
        part = translator.value(item, scope)
        if part.form == "nodes":
            tests.append(f"boolean({part.text})")
        elif part.type.required:
            tests.append("true()")
        elif part.form == "number":
            tests.append(part.present)
        else:
            raise UntranslatableError("whether there is a value")
    return disjunction(*tests)


def _count(translator: Translator, token: Any, scope: Focus) -> Translation:
    texts = []
    for item in comma_items(token[0]):
        part = translator.value(item, scope)
        if part.form == "nodes":
            texts.append(f"count({part.text})")
        elif part.type.required:
            texts.append("1")
        else:
            raise UntranslatableError("how many items there are")
    return _integer(texts[0] if len(texts) == 1 else f"({' + '.join(texts)})")


def _to_string(translator: Translator, token: Any, scope: Focus) -> Translation:
    if not len(token):
        return _string(_string_argument(translator, token, scope))
    part = translator.singled(translator.value(token[0], scope), scope)
    if part.type.kinds <= NODES | STRINGS or (
        part.type.kinds <= {ItemKind.INTEGER, ItemKind.BOOLEAN} and part.type.required
    ):
        return _string(f"string({part.text})")
    raise UntranslatableError("a number as a string")


def _data(translator: Translator, token: Any, scope: Focus) -> Translation:
    part = translator.value(token[0], scope) if len(token) else translator.dot(scope)
    if part.form != "nodes":
        return part
    return part._replace(type=part.type._replace(kinds=atomized(part.type.kinds)))


def _plain(name: str, arguments: int) -> Handler:
    def function(translator: Translator, token: Any, scope: Focus) -> Translation:
        _arguments(token, arguments, arguments)
        texts = ", ".join(translator.string(item, scope) for item in token)
        text = f"{name}({texts})"
        return _boolean(text) if name in ("contains", "starts-with") else _string(text)

    return function


def _ends_with(translator: Translator, token: Any, scope: Focus) -> Translation:
    _arguments(token, 2, 2)
    text, end = (translator.string(item, scope) for item in token)
    return _boolean(
        f"(substring({text}, string-length({text}) - string-length({end}) + 1) = {end})"
    )


def _string_length(translator: Translator, token: Any, scope: Focus) -> Translation:
    return _integer(f"string-length({_string_argument(translator, token, scope)})")


def _normalize_space(translator: Translator, token: Any, scope: Focus) -> Translation:
    return _string(f"normalize-space({_string_argument(translator, token, scope)})")


def _case(name: str) -> Handler:
    def function(translator: Translator, token: Any, scope: Focus) -> Translation:
        return _string(f"teikit:{name}({translator.string(token[0], scope)})")

    return function


def _substring(translator: Translator, token: Any, scope: Focus) -> Translation:
    text = translator.string(token[0], scope)
    numbers = []
    for item in list(token)[1:]:
        part = translator.value(item, scope)
        if part.form != "number" or part.present:
            raise UntranslatableError("a place in a string that is no number")
        numbers.append(part.text)
    return _string(f"substring({', '.join([text, *numbers])})")


def _concat(translator: Translator, token: Any, scope: Focus) -> Translation:
    texts = []
    for item in token:
        part = translator.singled(translator.value(item, scope), scope)
        integer = part.form == "number" and part.type.kinds <= INTEGER
        able = integer or atomized(part.type.kinds) <= STRINGS | BOOLEAN
        if not able or (part.form in ("number", "boolean") and not part.type.required):
            raise UntranslatableError("a number as a string")
        texts.append(f"string({part.text})")
    return _string(f"concat({', '.join(texts)})")


def _name_of(name: str) -> Handler:
    def function(translator: Translator, token: Any, scope: Focus) -> Translation:
        if len(token):
            value = translator.value(token[0], scope)
            part = translator.singled(value, scope)
            if part != value and value.type.kinds & {ItemKind.ATTRIBUTE, ItemKind.TEXT}:
                raise UntranslatableError("the name of one of several attributes")
        else:
            part = translator.dot(scope)
        if not part.type.is_nodes or ItemKind.NAMESPACE in part.type.kinds:
            raise UntranslatableError("the name of something that is no node")
        return _string(f"{name}({part.text})")

    return function


def _number(translator: Translator, token: Any, scope: Focus) -> Translation:
    part = (
        translator.singled(translator.value(token[0], scope), scope)
        if len(token)
        else translator.dot(scope)
    )
    if part.type.kinds <= NUMBERS and not part.present:
        return part._replace(type=StaticType(DOUBLE, True, True))
    if not atomized(part.type.kinds) <= STRINGS:
        raise UntranslatableError("a number of something else")
    translator.passed(part)
    return Translation(f"teikit:number({part.text})", StaticType(DOUBLE, True, True), "number")


def _place(translator: Translator, token: Any, scope: Focus) -> Translation:
    translator.focus(scope)
    return _integer(f"{token.symbol}()")


def _current(translator: Translator, _token: Any, scope: Focus) -> Translation:
    return translator.current(scope)


def _id(translator: Translator, token: Any, scope: Focus) -> Translation:
    _arguments(token, 1, 1)
    part = translator.value(token[0], scope)
    if scope.focus != scope.here or not scope.type.is_nodes:
        raise UntranslatableError("id() from another node")
    if part.form not in ("nodes", "string") or not atomized(part.type.kinds) <= STRINGS:
        raise UntranslatableError("id() of something that is no string")
    kind = StaticType(frozenset({ItemKind.ELEMENT}), False, False)
    return Translation(f"id({part.text})", kind, "nodes")


def _distinct(translator: Translator, token: Any, scope: Focus) -> Translation:
    _arguments(token, 1, 1)
    part = translator.value(token[0], scope)
    if part.form != "nodes" or not atomized(part.type.kinds) <= STRINGS:
        raise UntranslatableError("distinct values of something else")
    translator.passed(part)
    return Translation(
        f"teikit:distinct({part.text})",
        part.type._replace(kinds=atomized(part.type.kinds)),
        "nodes",
    )


def _root(translator: Translator, token: Any, scope: Focus) -> Translation:
    if len(token):
        raise UntranslatableError("the root of another node")
    return root(translator, scope)


def _rounded(name: str) -> Handler:
    def function(translator: Translator, token: Any, scope: Focus) -> Translation:
        part = translator.value(token[0], scope)
        if part.form != "number" or not part.type.kinds <= INTEGER | DOUBLE:
            raise UntranslatableError(f"{name}() of something that is no number")
        return part._replace(text=f"{name}({part.text})")

    return function


def _matches(translator: Translator, token: Any, scope: Focus) -> Translation:
    text = translator.string(token[0], scope)
    if literal_argument(token, 1) is not None:
        arguments = pattern_arguments(token, 2, is_searched=True)
        return _boolean(f"teikit:matches({text}, {arguments})")
    flags = literal_argument(token, 2)
    part = translator.value(token[1], scope)
    if flags is None or part.form != "string" or not part.type.kinds <= STRINGS:
        raise UntranslatableError("a pattern that can be missing")
    translator.fails()
    return _boolean(f"teikit:matches-of({text}, {part.text}, {literal(flags)})")


def _strings(text: str, *, single: bool = False) -> Translation:
    return Translation(text, StaticType(STRING, False, single), "nodes")


def _tokenize(translator: Translator, token: Any, scope: Focus) -> Translation:
    text = translator.string(token[0], scope)
    if len(token) == 1:
        return _strings(f"teikit:words({text})")
    return _strings(f"teikit:tokenize({text}, {splitting_pattern(token)})")


def _replace(translator: Translator, token: Any, scope: Focus) -> Translation:
    text = translator.string(token[0], scope)
    replacement = literal_argument(token, 2)
    if len(token) > 3 or replacement is None:
        raise UntranslatableError("a replacement that is not written out")
    pattern = splitting_pattern(token, 3)
    replaced(compiled_literal(token), "", replacement)
    return _string(f"teikit:replace({text}, {pattern}, {literal(replacement)})")


FUNCTIONS: Mapping[str, Handler] = {
    "not": _not,
    "boolean": _truth,
    "true": _constant,
    "false": _constant,
    "exists": _exists,
    "empty": _empty,
    "count": _count,
    "string": _to_string,
    "data": _data,
    "contains": _plain("contains", 2),
    "starts-with": _plain("starts-with", 2),
    "substring-before": _plain("substring-before", 2),
    "substring-after": _plain("substring-after", 2),
    "translate": _plain("translate", 3),
    "ends-with": _ends_with,
    "string-length": _string_length,
    "normalize-space": _normalize_space,
    "lower-case": _case("lower"),
    "upper-case": _case("upper"),
    "substring": _substring,
    "concat": _concat,
    "name": _name_of("name"),
    "local-name": _name_of("local-name"),
    "namespace-uri": _name_of("namespace-uri"),
    "number": _number,
    "position": _place,
    "last": _place,
    "current": _current,
    "id": _id,
    "distinct-values": _distinct,
    "root": _root,
    "matches": _matches,
    "tokenize": _tokenize,
    "replace": _replace,
    "round": _rounded("round"),
    "floor": _rounded("floor"),
    "ceiling": _rounded("ceiling"),
}
"""How each is translated, by its name."""
