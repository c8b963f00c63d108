"""How a CMIF file is written."""

from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from teikit.exporting.cmif.sources import LetterEdition
from teikit.exporting.records import UNKNOWN, Dated, Happening, Identity, Record
from teikit.profiles.publication import Publication, named_editor
from teikit.tei.identifiers import PERSONS, PLACES, is_address, registered

_ELEMENTS = {"person": "persName", "org": "orgName", "place": "placeName"}


def beginning(publication: Publication, sources: Iterable[LetterEdition]) -> str:
    """The file up to its first letter."""
    publisher = escape(publication.publisher)
    if publication.publisher_home:
        publisher = f"<ref target={quoteattr(publication.publisher_home)}>{publisher}</ref>"
    lines = (
        "      <titleStmt>",
        f"        <title>{escape(publication.title)}</title>",
        *(f"        <editor>{_editor(editor)}</editor>" for editor in publication.editors),
        "      </titleStmt>",
        "      <publicationStmt>",
        f"        <publisher>{publisher}</publisher>",
        f'        <idno type="url">{escape(publication.cmif)}</idno>',
        f"        <date when={quoteattr(publication.date)}/>",
        "        <availability>",
        f"          <licence target={quoteattr(publication.licence)}>"
        f"{escape(publication.availability or publication.licence)}</licence>",
        "        </availability>",
        "      </publicationStmt>",
        "      <sourceDesc>",
        *(f"        {_bibl(source, publication)}" for source in sources),
        "      </sourceDesc>",
    )
    return "\n".join(
        (
            '<?xml version="1.0" encoding="UTF-8"?>',
            '<TEI xmlns="http://www.tei-c.org/ns/1.0">',
            "  <teiHeader>",
            "    <fileDesc>",
            *lines,
            "    </fileDesc>",
            "    <profileDesc>",
            "",
        )
    )


def _editor(text: str) -> str:
    name, mail = named_editor(text)
    return f"{escape(name)} <email>{escape(mail)}</email>" if mail else escape(name)


END = """\
    </profileDesc>
  </teiHeader>
  <text>
    <body>
      <p/>
    </body>
  </text>
</TEI>
"""


def _bibl(source: LetterEdition, publication: Publication) -> str:
    words = source.words or f"{publication.title.rstrip('.')}. {publication.publisher}"
    home = source.home or ("" if source.words else publication.home)
    reference = f", <ref target={quoteattr(home)}>{escape(home)}</ref>" if home else ""
    return f'<bibl type="{source.kind}" xml:id="{source.id}">{escape(words)}{reference}</bibl>'


def described(
    letter: Record,
    source: str,
    notes: Iterable[str],
    addresses: Mapping[str, str],
    *,
    full: bool,
) -> str:
    """The `correspDesc` of a letter that stands in the publication with the id `source`.

    `full`: with what 1.1.0 allows, but neither 1.0 nor the check of correspSearch. `addresses` are
    those of all letters by their names.
    """
    key = letter.key or ("" if letter.address else letter.id)
    ref = quote(letter.address, safe=_SAFE)
    lines = [
        f"      <correspDesc{_attributes(ref=ref, key=key, source=f'#{source}')}>",
        *_action("sent", letter.sent, full=full),
        *_action("received", letter.received, full=full),
        *(_context(letter, addresses) if full else ()),
    ]
    if written_notes := [f"          {note}" for note in notes]:
        lines += ["        <note>", *written_notes, "        </note>"]
    return "\n".join((*lines, "      </correspDesc>", ""))


def _context(letter: Record, addresses: Mapping[str, str]) -> Iterator[str]:
    """The letters that it answers and so on, as far as they have addresses."""
    found = {
        (kind, address): name
        for kind, name in letter.related
        if (address := name if is_address(name) else addresses.get(name, ""))
    }
    if found:
        yield "        <correspContext>"
        for (kind, address), name in found.items():
            yield f"          {reference(kind, address, name)}"
        yield "        </correspContext>"


_SAFE = "%/:?#[]@!$&'()*+,;=~-._"


def _action(kind: str, happening: Happening, *, full: bool) -> Iterator[str]:
    yield f'        <correspAction type="{kind}">'
    for each in (*(happening.agents or (Identity(UNKNOWN, "person"),)), *happening.places):
        yield f"          {_name(each, full=full)}"
    if happening.date:
        yield f"          {_date(happening.date, full=full)}"
    yield "        </correspAction>"


def _name(named: Identity, *, full: bool) -> str:
    element = _ELEMENTS[named.kind]
    ref = quote(named.address if full or is_taken(named) else "", safe=_SAFE)
    doubts = _doubts(named) if full else {}
    return f"<{element}{_attributes(ref=ref, **doubts)}>{escape(named.name)}</{element}>"


def is_taken(named: Identity) -> bool:
    """Whether catalogues take the public identifier of a person, a body or a place."""
    registry, _ = registered(named.address)
    return registry is not None and registry.key in (PLACES if named.kind == "place" else PERSONS)


def is_less(letter: Record) -> bool:
    """Whether something of a letter is written only in full."""
    happenings = (letter.sent, letter.received)
    names = [each for happening in happenings for each in (*happening.agents, *happening.places)]
    dates = [happening.date for happening in happenings if happening.date]
    return any(
        name.doubtful or name.conjectured or (name.address and not is_taken(name)) for name in names
    ) or any(date.conjectured for date in dates)


def _date(date: Dated, *, full: bool) -> str:
    # The one sign of doubt that all versions know.
    doubts = {"cert": "low" if date.doubtful or date.conjectured else ""}
    return f"<date{_attributes(**date.values, **(_doubts(date) if full else doubts))}/>"


def _doubts(of: Identity | Dated) -> Mapping[str, str]:
    """The one value that the format has for each."""
    return {
        "evidence": "conjecture" if of.conjectured else "",
        "cert": "low" if of.doubtful else "",
    }


def _attributes(**values: str) -> str:
    return "".join(f" {name}={quoteattr(value)}" for name, value in values.items() if value)


def reference(kind: str, target: str, words: str) -> str:
    """A `ref` of a note."""
    target = quote(target, safe=_SAFE)
    return f'<ref type="{kind}" target={quoteattr(target)}>{escape(words)}</ref>'
