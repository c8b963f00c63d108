"""What a header says of the file: its languages, who publishes it, and what may be done with it."""

import re
from collections.abc import Iterator, Sequence

from lxml import etree

from teikit.diagnostic import Severity
from teikit.tei.names import tei
from teikit.validating.finding import Finding, Fix, Range, at, counted
from teikit.validating.index.document import CheckedDocument
from teikit.validating.index.texts import content, words
from teikit.validating.lexicon.language_tags import fault
from teikit.validating.rule import rule
from teikit.validating.settings import RuleOptions
from teikit.validating.wording import clipped
from teikit.xml.names import LANG, Element

_FILE = tei("fileDesc")
_STATEMENT = tei("publicationStmt")
_WORD = re.compile(r"\S+")
_SHOWN = 60
"""Characters of a value that are shown."""


@rule("T050", "language-tag", Severity.WARNING)
def language_tag(document: CheckedDocument, _: RuleOptions) -> Iterator[Finding[Element]]:
    """What should name a language is no tag of a language.

    Tags are put together as BCP 47 says, from registered codes: a language (ISO 639), perhaps a
    script, perhaps a region (ISO 3166): "de", "de-AT", "ru-Latn". Browsers, search engines and
    readers for the blind do not understand others. "en-UK" is one of these, as the code of the
    United Kingdom is GB; "uk" is Ukrainian. "eng" is another: a language that has a code of two
    letters is never named by one of three.

    A tag is reported where it first stands in a file. Large and small letters count the same.

    Remedy: Write the registered codes; `teikit validate --fix` does it where only one can be meant.

    Fix: safe; where only one tag can be meant.

    Bad:
        <p xml:lang="en-UK">My dear friend,</p>
        <p>Mit <foreign xml:lang="english">best love</foreign></p>

    Good:
        <p xml:lang="en-GB">My dear friend,</p>
        <p>Mit <foreign xml:lang="en">best love</foreign></p>
    """
    wrong: dict[str, list[Finding[Element]]] = {}
    for spot, tag in _tags(document):
        if found := fault(tag):
            right = " or ".join(f"'{corrected}'" for corrected in found.right)
            remedy = f"; write {right}" if right else ""
            reason = clipped(found.reason, _SHOWN)
            message = f"'{clipped(tag, _SHOWN)}' is no tag of a language: {reason}{remedy}"
            fixes = tuple(
                Fix(spot, corrected) for corrected in found.right if len(found.right) == 1
            )
            wrong.setdefault(tag, []).append(Finding(spot, message, fixes))
    yield from map(counted, wrong.values())


def _tags(document: CheckedDocument) -> Iterator[tuple[Range[Element], str]]:
    """The tags of a document, but for empty ones."""
    for element, language in document.facts.languages.items():
        if language:
            yield Range(element, LANG), language
    for element in document.facts.all("language"):
        if tag := element.get("ident"):
            yield Range(element, "ident"), tag
    for element in document.facts.all("textLang"):
        for attribute in ("mainLang", "otherLangs"):
            for word in _WORD.finditer(element.get(attribute) or ""):
                yield Range(element, attribute, "", *word.span()), word[0]


@rule("T051", "licence-missing", Severity.INFO)
def licence_missing(document: CheckedDocument, options: RuleOptions) -> Iterator[Finding[Element]]:
    """The header does not say what may be done with the file.

    Without a licence nobody may copy, print or search the text as a whole, and no archive takes it.
    That nothing is allowed, or that it is not known, is better said than left open.

    Where the settings name a licence (`options.licence`), every header must name that one. In a
    corpus, its header speaks for all parts that say nothing, also those in other files.

    Remedy: Say it in `availability`, best by a `licence` whose @target is its address.

    Bad:
        <publicationStmt>
          <publisher>City Archive</publisher>
        </publicationStmt>

    Good:
        <publicationStmt>
          <publisher>City Archive</publisher>
          <availability>
            <licence target="https://creativecommons.org/licenses/by/4.0/">CC BY 4.0</licence>
          </availability>
        </publicationStmt>
    """
    named = clipped(options.licence, _SHOWN)
    for header, statement in _statements(document):
        spoken = _spoken(statement, "availability", "licence", attributes=("target", "status"))
        if not spoken:
            if not _is_part(header, document):
                wanted = f": it should be '{named}'" if named else ""
                yield at(_place(header, statement), f"the header names no licence{wanted}")
        elif named and not any(_names(licence, options.licence) for licence in spoken):
            yield at(spoken[0], f"the licence is not '{named}', which the settings name")


@rule("T052", "publisher-missing", Severity.INFO)
def publisher_missing(
    document: CheckedDocument, options: RuleOptions
) -> Iterator[Finding[Element]]:
    """The header does not say who publishes the file.

    Who finds the file alone must be able to tell whom to ask, and whom to cite. TEI has
    `publisher`, `distributor` and `authority` for it.

    Where the settings name a publisher (`options.publisher`), every header must name that one. In a
    corpus, its header speaks for all parts that say nothing, also those in other files.

    Remedy: Name the publisher in `publicationStmt`.

    Bad:
        <publicationStmt>
          <date when="2024">2024</date>
        </publicationStmt>

    Good:
        <publicationStmt>
          <publisher>City Archive</publisher>
          <date when="2024">2024</date>
        </publicationStmt>
    """
    name = " ".join(options.publisher.split())
    named = clipped(name, _SHOWN)
    for header, statement in _statements(document):
        spoken = _spoken(
            statement, "publisher", "distributor", "authority", attributes=("ref", "key")
        )
        if not spoken:
            if not _is_part(header, document):
                wanted = f": it should be '{named}'" if named else ""
                yield at(_place(header, statement), f"the header names no publisher{wanted}")
        elif not any(name in words(element) for element in spoken):
            yield at(spoken[0], f"the publisher is not '{named}', which the settings name")


def _statements(document: CheckedDocument) -> Iterator[tuple[Element, Element | None]]:
    """The headers of a document, each with its `publicationStmt`, where it has one."""
    for header in document.facts.all("teiHeader"):
        files = header.iterchildren(_FILE)
        yield (
            header,
            next(
                (statement for file in files for statement in file.iterchildren(_STATEMENT)), None
            ),
        )


def _spoken(statement: Element | None, *names: str, attributes: Sequence[str]) -> list[Element]:
    """The elements of these names, and the plain paragraphs, by which a statement says something.

    An element does so by words, or by an attribute of its own or of an element in it.
    """
    wanted = {tei(name) for name in (*names, "p", "ab")}
    return [
        child
        for child in (() if statement is None else statement)
        if child.tag in wanted and (content(child).strip() or any(_values(child, attributes)))
    ]


def _values(element: Element, attributes: Sequence[str]) -> Iterator[str]:
    """The values of attributes of an element and of those in it, but for "unknown"."""
    for inner in element.iter(etree.Element):
        for name in attributes:
            if (value := inner.get(name, "")) != "unknown":
                yield value


def _names(element: Element, licence: str) -> bool:
    """Whether an element has the address of a licence, as a target or in its words."""
    address = _plain(licence)
    targets = (target for value in _values(element, ("target",)) for target in value.split())
    return address in map(_plain, (*targets, *words(element).split()))


def _plain(address: str) -> str:
    """An address without what makes no difference to where it leads."""
    return re.sub(r"^https?://", "", address.strip("()<>,;.")).rstrip("/")


def _is_part(header: Element, document: CheckedDocument) -> bool:
    """Whether another header stands above this one, and is asked in its place."""
    parent, relatives = header.getparent(), document.relatives
    if parent is None:
        return False
    if any(ancestor.find(tei("teiHeader")) is not None for ancestor in parent.iterancestors()):
        return True
    corpus = tei("teiCorpus")
    return relatives is not None and any(
        above.tree.getroot().tag == corpus for above in relatives.around()
    )


def _place(header: Element, statement: Element | None) -> Element:
    return header if statement is None else statement
