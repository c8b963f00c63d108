"""The findings about a file that cannot be read as XML, or not as far as it goes."""

from collections.abc import Collection, Iterator, Mapping

from teikit.diagnostic import Diagnostic, Location, Rule, Severity
from teikit.validating.index.document import CheckedDocument, LargeDocument
from teikit.xml.files import NotWellFormed, TooLarge, Unreadable, Unsafe
from teikit.xml.markup import ExpandedMarkup

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
    "The file is far too large or too deep, or its entities would make it so.",
    "Such a file is never read further; split it, or write what the entities stand for.",
)
UNREADABLE = Rule(
    "X003",
    "unreadable",
    Severity.ERROR,
    "The file exists, but its content cannot be read.",
    "Check the permissions of the file and the health of the disk.",
)

DTD = Rule(
    "X010",
    "dtd-not-read",
    Severity.INFO,
    "The DOCTYPE names a DTD or other declarations in another file, which is not read.",
    "The rest is checked. Entities and default attributes of the DTD are not known; a schema does "
    "its work: take the DOCTYPE out, or leave it and ignore this.",
)
MISSING = Rule(
    "X011",
    "missing-entity",
    Severity.ERROR,
    "The file refers to an entity whose content is not known, so that it was not checked.",
    "Write the characters themselves; include other files by XInclude.",
)

UNFINISHED = Rule(
    "X012",
    "unfinished",
    Severity.ERROR,
    "A fault of teikit ended its work on this file, so that it was not checked to its end.",
    "Report it, if you can with the file; the other files were checked.",
)

LARGE = Rule(
    "X013",
    "rules-left-out",
    Severity.WARNING,
    "The file is so large that it was held against its RELAX NG schemas alone, as a stream.",
    "Split it into smaller files, and include them by XInclude; then teikit's own rules, XSD and "
    "Schematron are followed, too.",
)
XSD_ALONE = Rule(
    "X014",
    "too-large-for-xsd",
    Severity.ERROR,
    "The file is too large for XSD and Schematron, and no other schema is named for it: it was held"
    " against none.",
    "Split it into smaller files, or name a RELAX NG schema.",
)

RULE_OF: Mapping[type[Unreadable], Rule] = {
    NotWellFormed: NOT_WELL_FORMED,
    Unsafe: UNSAFE,
    TooLarge: UNSAFE,
    Unreadable: UNREADABLE,
}


def by_doctype(document: CheckedDocument) -> Iterator[Diagnostic]:
    """What is not read for the DOCTYPE of a document, and what is missing for that."""
    markup = document.markup
    if not isinstance(markup, ExpandedMarkup):
        return
    for unread in markup.expansion.unread:
        place = markup.file.line_and_column(unread.position)
        yield Diagnostic(DTD, Location(document.name, *place), unread.words)
    for missing in markup.expansion.missing:
        place = markup.file.line_and_column(missing.position)
        times = f" ({missing.times} times in this file)" if missing.times > 1 else ""
        yield Diagnostic(MISSING, Location(document.name, *place), f"{missing.words}{times}")


def by_size(
    document: LargeDocument, schemas: int, languages: Collection[str]
) -> Iterator[Diagnostic]:
    """What was left out of a large document: so many schemas were used, those in languages not."""
    place = Location(document.name)
    doctype = document.prolog.doctype
    if doctype and (address := doctype.system or doctype.public):
        words = f"the DTD {address[:60]} is not read; what it declares is not known"
        yield Diagnostic(DTD, place._replace(line=doctype.line, column=doctype.column), words)
    words = "the file is too large for teikit's own rules, which were left out"
    names = " and ".join(languages)
    if languages and not schemas:
        yield Diagnostic(XSD_ALONE, place, f"the file is too large to be held against {names}")
    elif languages:
        words = f"the file is too large for {names} and for teikit's own rules, which were left out"
    if schemas:
        words += "; it was held against its RELAX NG schema"
    yield Diagnostic(LARGE, place, words)
