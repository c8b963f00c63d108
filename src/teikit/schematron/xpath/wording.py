"""What elementpath has against an expression, in the words of editors: not those of Python."""

import re

from teikit.schematron.xpath.limits import shown

_TYPES = {
    "AnyURI": "xs:anyURI",
    "Date": "xs:date",
    "DateTime": "xs:dateTime",
    "DayTimeDuration": "xs:dayTimeDuration",
    "Decimal": "xs:decimal",
    "Duration": "xs:duration",
    "QName": "xs:QName",
    "Time": "xs:time",
    "UntypedAtomic": "xs:untypedAtomic",
    "YearMonthDuration": "xs:yearMonthDuration",
    "bool": "xs:boolean",
    "float": "xs:double",
    "int": "xs:integer",
    "list": "several items",
    "str": "xs:string",
}
"""Types of Python and elementpath, as XPath calls them."""

_CLASS = re.compile(r"<class '(?:\w+\.)*_?(\w+?)(?:10)?'>")
_VALUE = re.compile(
    r"\b(Date|DateTime|DayTimeDuration|Duration|Time|YearMonthDuration)(?:10)?\(.*?\)"
)
_NODE = re.compile(r"(Attribute|Comment|Document|Element|ProcessingInstruction|Text)(?:Node)?$")
_BARE = "Invalid argument type"
"""All that is said by `sum()` where it takes a value that cannot be computed."""
_WORDS = (
    (r"Invalid datetime string '(.*)' for (xs:\w+)", r"“\1” is no \2"),
    (r"could not convert string to float: '(.*)'", r"“\1” is no number"),
    (r"could not convert (?:UntypedAtomic\()?'(.*?)'\)? to (xs:\w+)", r"“\1” is no \2"),
    (r"invalid value '(.*)' for (xs:\w+)", r"“\1” is no \2"),
    (r"'(.*)' cannot be cast to (xs:\w+)", r"“\1” is no \2"),
    (r"'(.*)' is not an (xs:\w+) value", r"“\1” is no \2"),
    (r"invalid literal for int\(\) with base 10: '(.*)'", r"“\1” is no xs:integer"),
    (
        r"cannot apply '(\w+)' operator between (.*) and (.*)",
        r"“\1” cannot compare \2 with \3; give what has no type a type, as xs:integer(…) does",
    ),
    (
        r"a sequence of more than one item is not allowed as argument",
        r"there are several items where it takes one; select one of them",
    ),
    (
        r"effective boolean value is not defined for a sequence of two or more items not"
        r" starting with an XPath node",
        r"several values are neither true nor false",
    ),
    (r"A not empty sequence required for (\w+) argument", r"its \1 argument is nothing"),
    (
        r"(\w+) argument has (?:type|an invalid type) (.*) instead of (.*)",
        r"its \1 argument is \2 and has to be \3",
    ),
    (r"wrong type .* for operand (.*)", r"it cannot calculate with \1"),
    (
        r"unknown function '([^':]+:[^']+)'",
        r"it calls \1(), which a program in XSLT would have to define; teikit runs no programs",
    ),
    (r"prefix '(.*)' is not declared", r"the prefix “\1” is not declared; declare it by sch:ns"),
    (
        r"(?:month|day|hour|minute|second)\b.* (?:must be in|out of range).*",
        "a date or time is none of the calendar",
    ),
    (r"unknown function '(.*)'", r"there is no function \1()"),
)
"""What elementpath says, and what stands for it."""
_PATTERNS = [(re.compile(pattern, re.DOTALL), words) for pattern, words in _WORDS]


def sentence(error: Exception, expression: str) -> str:
    """What elementpath has against an expression, as a sentence."""
    return f"“{shown(expression)}” cannot be evaluated: {_in_words(_reason(error))}."


def _reason(error: BaseException) -> str:
    """What is wrong, without the code of the error and the token where it is."""
    reason = str(error)
    head, _, tail = reason.partition("] ")
    if tail and "[" in head:
        reason = tail
    reason = reason.rstrip(".")
    if reason == _BARE and error.__context__ is not None:
        return _reason(error.__context__)
    return reason


def _in_words(reason: str) -> str:
    reason = _CLASS.sub(lambda found: _type(found[1]), reason)
    reason = _VALUE.sub(lambda found: f"an {_type(found[1])}", reason)
    for pattern, words in _PATTERNS:
        if found := pattern.fullmatch(reason):
            return found.expand(words)
    return reason


def _type(name: str) -> str:
    """What a class of Python is called in XPath."""
    if found := _NODE.search(name):
        article = "an" if found[1][0] in "AE" else "a"
        words = re.sub("(?<=[a-z])(?=[A-Z])", " ", found[1]).lower()
        return f"{article} {words}"
    return _TYPES.get(name, name)
