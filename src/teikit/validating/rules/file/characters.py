"""The characters of a text: signs of plain-text editing, and what Unicode knows about them."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from teikit.diagnostic import Severity
from teikit.tei.names import tei
from teikit.validating.finding import Finding, Fix, counted
from teikit.validating.index.document import CheckedDocument
from teikit.validating.index.texts import (
    MAYBE_SIGNS,
    Flow,
    TextPart,
    characters,
    content,
    in_utf8,
    signs,
    text_parts,
)
from teikit.validating.lexicon.scripts import (
    FOREIGN,
    may_be_composed,
    may_be_mixed,
    mixed,
    not_composed,
)
from teikit.validating.rule import rule
from teikit.validating.settings import RuleOptions
from teikit.validating.wording import clipped
from teikit.xml.combining import is_nfc
from teikit.xml.names import Element

_FEW = 3
"""Findings of one kind in a file that are told each; of more, the first with their count."""

_SHOWN = 40
"""Letters of a word that are shown."""


@rule("T040", "stray-sign", Severity.INFO)
def stray_sign(document: CheckedDocument, _: RuleOptions) -> Iterator[Finding[Element]]:
    """A sign of plain-text editing stands in the text of a letter.

    Editors who have no markup write "[with]" for a word that they supply, "[...]" for what they
    leave out, and a number or `*` for the mark of a note. In a TEI file a reader takes such a sign
    for the writer's, and no program finds what it means. A bracket without its partner tells that
    something was lost.

    Notes, headings, dates and lists of literature are left alone, and so is whatever stands in an
    element for such signs. Of one kind of sign, more than three in a file are counted.

    Remedy: Encode what the sign means (supplied, gap, ex, ref …), or say why it is the writer's.

    Bad:
        <p>I speak [with] you about Petrovsk1. More later.</p>

    Good:
        <p>I speak <supplied>with</supplied> you about Petrovsk<ref target="#n1">1</ref>.</p>
        <note xml:id="n1">A town [on the sea].</note>
    """
    kinds: dict[str, list[Finding[Element]]] = defaultdict(list)
    for body in document.facts.all("body"):
        if _is_within(body, "body") or not MAYBE_SIGNS.search(content(body)):
            continue
        flow = Flow(body)
        for sign in signs(flow.text):
            spot = flow.range(sign.start, sign.end)
            # A number that begins an element belongs to what is encoded there.
            if spot and not (sign.kind == "mark" and spot.part == "text" and not spot.start):
                kinds[sign.kind].append(Finding(spot, sign.message))
    for found in kinds.values():
        yield from _few_or_first(found)


@rule("T041", "mixed-scripts", Severity.WARNING)
def mixed_scripts(document: CheckedDocument, _: RuleOptions) -> Iterator[Finding[Element]]:
    """A word mixes letters of Latin, Cyrillic or Greek that look alike.

    Nobody sees the difference, but a search for the word does not find it, and a Roman numeral is
    none. It comes from keyboards, from text recognition and from translation programs.

    Words whose scripts each have letters of their own ("μm") are mixed by intent, and not reported.

    Remedy: Type the word anew in one script; `teikit validate --fix` does it for Roman numerals, in
    a text with `--unsafe-fixes`.

    Fix: safe in the header and in attributes; unsafe elsewhere, as the witness may have it so.
    Roman numerals alone are fixed.

    Bad:
        <p>Moscow, 13/VIІ 1920</p>

    Good:
        <p>Moscow, 13/VII 1920</p>
    """
    if not FOREIGN.search(document.once(characters)):
        return
    data = document.once(in_utf8)
    if not (may_be_mixed(data) or b"&#" in data):
        return
    kinds: dict[str, list[Finding[Element]]] = defaultdict(list)
    for part in text_parts(document.facts.root):
        if part.text.isascii() or not may_be_mixed(part.text.encode()):
            continue
        for word in mixed(part.text):
            spot = part.range(word.start, word.start + len(word.word))
            message = (
                f"'{clipped(word.word, _SHOWN)}' mixes {word.script} letters with {word.other}"
                f" {word.letter} ({_code(word.letter)})"
            )
            if word.roman and not part.is_address:
                yield Finding(spot, message, (Fix(spot, word.roman, part.is_of_editors),))
            else:
                kinds[word.script + word.other].append(Finding(spot, message))
    for found in kinds.values():
        yield from _few_or_first(found)


@rule("T042", "not-nfc", Severity.WARNING)
def not_nfc(document: CheckedDocument, _: RuleOptions) -> Iterator[Finding[Element]]:
    """A text is not in Unicode's normal form NFC.

    "é" can be one character or two that look the same. Programs that compare texts take them for
    different; W3C and TEI ask for the composed form, NFC, in all files.

    Remedy: Write the composed characters; `teikit validate --fix` does it, but not in addresses,
    and in a text with `--unsafe-fixes`.

    Fix: safe in the header and in attributes; unsafe elsewhere, as it changes what is transcribed.

    Bad:
        <p>Greetings from Ko&#x308;ln</p>

    Good:
        <p>Greetings from Köln</p>
    """
    if not any(map(may_be_composed, document.once(characters))):
        return
    found: dict[bool, list[Finding[Element]]] = {False: [], True: []}
    for part in text_parts(document.facts.root):
        if is_nfc(part.text):
            continue
        wrong = list(not_composed(part.text))
        start, end, right = wrong[0]
        message = f"{_codes(part.text[start:end])} is not in NFC: {_codes(right)} is"
        if len(wrong) > 1:
            message += f"; there are {len(wrong)} such places in this text"
        # Others find something by an address, a file for example: it is not for one file to change.
        fixes = (
            ()
            if part.is_address
            else tuple(
                Fix(part.range(start, end), right, part.is_of_editors)
                for start, end, right in wrong
            )
        )
        found[part.is_of_editors].append(Finding(part.range(start, end), message, fixes))
    # The fixes of a finding are made together, so that safe ones must not stand with others.
    for alike in found.values():
        yield from _few_or_first(alike)


# Characters that are not seen, or stand for nothing, and what is to be said of them.
_UNSEEN = "is not seen, and hides the word it is in from a search"
_CONTROLS: Mapping[str, str] = MappingProxyType(
    {
        "\r": "is a carriage return, which no program expects in XML",
        "\x7f": "is a control character (delete)",
        "\xad": f"is a soft hyphen: it {_UNSEEN}",
        "\u200b": f"is a space without width: it {_UNSEEN}",
        "\ufeff": f"is a mark of the byte order, or a space without width: it {_UNSEEN}",
        "\u2028": "is a separator of lines: encode it as lb, or write a space",
        "\u2029": "is a separator of paragraphs: encode these as p, or write a space",
        "\ufff9": "is a control character (annotation)",
        "\ufffa": "is a control character (annotation)",
        "\ufffb": "is a control character (annotation)",
        "\ufffc": "stands where an object, perhaps an image, was lost",
        "\ufffd": "stands where a character was lost",
    }
)
_OPENING = "\u202a\u202b\u202d\u202e\u2066\u2067\u2068"
_CLOSING = "\u202c\u2069"
_NONE = "".join(f"{chr(last - 1)}{chr(last)}" for last in range(0x1FFFF, 0x110000, 0x10000))
"""Codes that no character has, beyond those of the first plane."""
_ODD = rf"\r\x7f-\x9f\u200b\u2028\u2029\ufdd0-\ufdef\ufeff\ufff9-\ufffd{_NONE}{_OPENING}{_CLOSING}"
_CONTROL = re.compile(rf"[{_ODD}]|\xad(?!\s|\Z)")
_MAYBE_CONTROL = re.compile(rf"[{_ODD}\xad]")
"""Whether a soft hyphen is wrong is seen from what follows it."""
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")


@rule("T043", "control-character", Severity.WARNING)
def control_character(document: CheckedDocument, _: RuleOptions) -> Iterator[Finding[Element]]:
    """A text holds a character that is not seen, or that stands for a lost one.

    Such characters are left over from word processors, from a wrong encoding or from copying. They
    cut words in two for a search, or show where the text is no longer complete. Each is reported
    once in a file, with its count.

    A soft hyphen at the end of a line, joiners, and marks of direction in pairs are right.

    Remedy: Take the character out, or write the one that was meant.

    Bad:
        <p>The let&#x200B;ter of May</p>

    Good:
        <p>The letter of May</p>
    """
    if not _MAYBE_CONTROL.search(document.once(characters)):
        return
    found: dict[str, list[Finding[Element]]] = defaultdict(list)
    open_: list[Finding[Element]] = []
    for part in text_parts(document.facts.root):
        for match in _CONTROL.finditer(part.text):
            character = match[0]
            here = Finding(part.range(*match.span()), f"{_code(character)} {_what(character)}")
            if character in _OPENING:
                open_.append(here)
            elif character in _CLOSING and open_:
                open_.pop()
            elif not (character == "\u200b" and _needs_it(part.text, match.start())):
                found[character].append(here)
    found["unclosed"] = open_
    yield from map(counted, filter(None, found.values()))


def _what(character: str) -> str:
    if character in _CONTROLS:
        return _CONTROLS[character]
    if character in _OPENING:
        return "is not seen, and turns the direction of writing, which nothing turns back"
    if character in _CLOSING:
        return "is not seen, and turns back a direction of writing that nothing has turned"
    if "\x80" <= character <= "\x9f":
        meant = character.encode("latin-1").decode("cp1252", "ignore")
        where = f": '{meant}' of Windows-1252 may be meant" if meant else ""
        return f"is a control character{where}"
    return "is a code that Unicode gives to no character"


def _needs_it(text: str, at: int) -> bool:
    """Whether a space without width stands in a script that has no other: Thai, Khmer, Chinese."""
    return any(
        character >= "\u0e00" and character.isalpha() for character in text[max(at - 1, 0) : at + 2]
    )


@rule("T044", "private-use", Severity.INFO)
def private_use(document: CheckedDocument, _: RuleOptions) -> Iterator[Finding[Element]]:
    """A text holds a character for private use, of which the file does not say what it is.

    Such a code means something in one font only. Everywhere else, and in years to come, nobody can
    read it. Each is reported once in a file, with its count.

    Remedy: Take Unicode's own character, or put it into g and describe it in charDecl.

    Bad:
        <p>the sign &#xE5D2; of the abbreviation</p>

    Good:
        <p>the sign <g ref="#macron">&#xE5D2;</g> of the abbreviation</p>
    """
    private = set(_PRIVATE.findall(document.once(characters)))
    for declaration in document.facts.all("charDecl") if private else ():
        private -= {character for part in text_parts(declaration) for character in part.text}
    if not private:
        return
    found: dict[str, list[Finding[Element]]] = defaultdict(list)
    for part in text_parts(document.facts.root):
        for match in _PRIVATE.finditer(part.text):
            if match[0] in private and not _is_in_g(part):
                message = f"{_code(match[0])} is for private use: say in charDecl what it is"
                found[match[0]].append(Finding(part.range(*match.span()), message))
    yield from map(counted, filter(None, found.values()))


def _is_in_g(part: TextPart) -> bool:
    return _is_within(part.node, "g") or (part.part == "text" and part.node.tag == tei("g"))


def _is_within(node: Element, name: str) -> bool:
    return next(node.iterancestors(tei(name)), None) is not None


def _few_or_first(found: Sequence[Finding[Element]]) -> Sequence[Finding[Element]]:
    """A few findings of one kind, or the first with the count, and the fixes, of all."""
    return found if len(found) <= _FEW else [counted(found)]


def _code(character: str) -> str:
    return f"U+{ord(character):04X}"


def _codes(text: str) -> str:
    codes = " ".join(_code(character) for character in text[:_FEW])
    return f"'{text}' ({codes})" if len(text) <= _FEW else f"'{text[:_FEW]}…' ({codes} …)"
