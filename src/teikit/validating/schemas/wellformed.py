"""The findings about a file that cannot be read as XML at all."""

from collections.abc import Mapping

from teikit.diagnostic import Rule, Severity
from teikit.xml.files import NotWellFormed, Unreadable, Unsafe

NOT_WELL_FORMED = Rule(
    "X001",
    "not-well-formed",
    Severity.ERROR,
    "The file is not XML, or its tags, quotes or characters are broken.",
    "An XML editor shows the same place; nothing else in the file is checked until it is fixed.",
)
UNSAFE = Rule(
    "X002",
    "unsafe",
    Severity.ERROR,
    "The file asks for other files, declares entities, or is far too large or too deep.",
    "Such a file is never opened further; take the DOCTYPE out, or split the file.",
)
UNREADABLE = Rule(
    "X003",
    "unreadable",
    Severity.ERROR,
    "The file exists, but its content cannot be read.",
    "Check the permissions of the file and the health of the disk.",
)

RULE_OF: Mapping[type[Unreadable], Rule] = {
    NotWellFormed: NOT_WELL_FORMED,
    Unsafe: UNSAFE,
    Unreadable: UNREADABLE,
}
