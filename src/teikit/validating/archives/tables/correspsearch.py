"""What the catalogue correspSearch asks of a list of letters, besides what CMIF itself does."""

from teikit.diagnostic import Severity
from teikit.validating.archives.requirement import (
    Archive,
    LetterFact,
    Requirement,
    SettingForm,
    Unless,
    Values,
)
from teikit.validating.archives.tables.samples import (
    BIBL,
    RECEIVED,
    SENT,
    SOURCE,
    STATEMENTS,
    letter,
    listed,
)
from teikit.validating.rule import RuleSource

_MANUAL = RuleSource(
    "Step by step to a digital index of letters (correspSearch)",
    "https://correspsearch.net/en/manual.html",
)
_DOCUMENTATION = RuleSource(
    "CMIF, documentation (correspSearch)",
    "https://correspsearch.net/de/dokumentation.html",
)
_CHECK = RuleSource(
    "CMIF Check: its extension of the Schematron of CMIF (correspSearch)",
    "https://correspsearch.net/",
)
_FREE = r"https?://creativecommons\.org/(licenses/by/4\.0|publicdomain/zero/1\.0)(/.*)?"
_WEB = r"https?://[-a-zA-Z0-9+&@#/%?=~_|!:,.;]*[-a-zA-Z0-9+&@#/%=~_|]"
_PERSONS = (
    r"https?://(d-nb\.info/gnd/|viaf\.org/viaf/|catalogue\.bnf\.fr/ark:/12148/|lccn\.loc\.gov/"
    r"|id\.ndl\.go\.jp/auth/ndlna/).*"
)
_ACTIONS = "t:teiHeader/t:profileDesc/t:correspDesc/t:correspAction"
_GND = 'ref="https://d-nb.info/gnd/118540238"'
_BOTH = f"<correspDesc {SOURCE}>{SENT}{RECEIVED}</correspDesc>"
_KNOWN = f"{SENT}{RECEIVED}".replace("<persName>", f"<persName {_GND}>")


def _from(place: str) -> str:
    return _KNOWN.replace("</persName>", f"</persName>{place}", 1)


REQUIREMENTS = (
    Requirement(
        "A201",
        "correspsearch-licence",
        Severity.ERROR,
        "The licence of the list of letters is neither CC BY 4.0 nor CC0.",
        "correspSearch gives away what it collects under a free licence, so it can take lists under"
        " one of two licences alone. It is the licence of the list, not of the texts of the"
        " letters.",
        "Put the list under https://creativecommons.org/licenses/by/4.0/ or"
        " https://creativecommons.org/publicdomain/zero/1.0/ (`publication.licence`).",
        _MANUAL,
        letters=SettingForm("licence", _FREE),
        lists=Values(
            "t:teiHeader/t:fileDesc/t:publicationStmt/t:availability/t:licence",
            ("target",),
            pattern=_FREE,
        ),
        message="the licence '{value}' is neither CC BY 4.0 nor CC0",
        bad=listed(_BOTH, statement=STATEMENTS.replace("/by/4.0/", "/by-nc/4.0/")),
        good=listed(_BOTH),
    ),
    Requirement(
        "A202",
        "correspsearch-no-email",
        Severity.WARNING,
        "No editor of the list has an address of e-mail.",
        "correspSearch writes to the editor with questions on the list.",
        "Write it behind the name in `publication.editors`: `Ann Roe <roe@example.org>`; in a list,"
        " into `editor/email`.",
        _MANUAL,
        letters=SettingForm("editors", r".*<[^<>\s@]+@[^<>\s@]+>\s*"),
        lists=Unless("t:teiHeader/t:fileDesc/t:titleStmt[t:editor]", "t:editor/t:email[text()]"),
        bad=listed(_BOTH, statement=STATEMENTS.replace("<email>roe@example.org</email>", "")),
        good=listed(_BOTH),
    ),
    Requirement(
        "A203",
        "correspsearch-unknown-authority",
        Severity.WARNING,
        "A person or body has an identifier of a registry that correspSearch does not read.",
        "It knows persons and bodies by GND, VIAF, LC, BnF and NDL; by others they are not found.",
        "Give an identifier of one of these, which VIAF often leads to.",
        _CHECK,
        lists=Values(
            f"{_ACTIONS}/*[self::t:persName or self::t:orgName][@ref]", ("ref",), pattern=_PERSONS
        ),
        message="'{value}' is of no registry that correspSearch reads for persons and bodies",
        each=True,
        bad=listed(_BOTH.replace("<persName>", '<persName ref="https://example.org/ann">', 1)),
        good=listed(_BOTH.replace("<persName>", f"<persName {_GND}>", 1)),
    ),
    Requirement(
        "A204",
        "correspsearch-person-not-identified",
        Severity.WARNING,
        "A correspondent has no identifier that correspSearch reads.",
        "Letters of several editions are found together by the identifiers of their"
        " correspondents; one without an identifier is found by the spelling of the name alone.",
        "Write the number of GND, VIAF, BnF, LC or NDL into the authority file (`idno`), or the"
        " address into `@ref`.",
        _DOCUMENTATION,
        letters=LetterFact.PERSONS,
        lists=Unless(f"{_ACTIONS}/*[self::t:persName or self::t:orgName]", "@ref or . = 'Unknown'"),
        message="{value} has no identifier of GND, VIAF, BnF, LC or NDL",
        bad=letter(f"{SENT}{RECEIVED}"),
        good=letter(_KNOWN),
    ),
    Requirement(
        "A205",
        "correspsearch-place-not-geonames",
        Severity.WARNING,
        "A place has an identifier that is none of GeoNames.",
        "Places are found and mapped by GeoNames alone.",
        "Give the address of the place at GeoNames: https://www.geonames.org/2797656.",
        _CHECK,
        lists=Values(
            f"{_ACTIONS}/t:placeName[@ref]",
            ("ref",),
            pattern=r"https?://(www|sws)\.geonames\.org/\d+.*",
        ),
        message="'{value}' is no address of GeoNames",
        each=True,
        bad=listed(
            f"<correspDesc {SOURCE}>"
            + _from('<placeName ref="gent">Gent</placeName>')
            + "</correspDesc>"
        ),
        good=listed(
            f"<correspDesc {SOURCE}>"
            + _from('<placeName ref="https://www.geonames.org/2797656">Gent</placeName>')
            + "</correspDesc>"
        ),
    ),
    Requirement(
        "A206",
        "correspsearch-geonames-page",
        Severity.ERROR,
        "A place points to a page of GeoNames, not to the place.",
        "The same place would be two, as the name of the page may differ.",
        "End the address with the number: https://www.geonames.org/2797656.",
        _CHECK,
        lists=Unless(f"{_ACTIONS}/t:placeName[@ref]", "not(contains(@ref, '.html'))"),
        each=True,
        bad=listed(
            f"<correspDesc {SOURCE}>"
            + _from('<placeName ref="https://www.geonames.org/2797656/gent.html">Gent</placeName>')
            + "</correspDesc>"
        ),
        good=listed(
            f"<correspDesc {SOURCE}>"
            + _from('<placeName ref="https://www.geonames.org/2797656">Gent</placeName>')
            + "</correspDesc>"
        ),
    ),
    Requirement(
        "A207",
        "correspsearch-place-not-identified",
        Severity.INFO,
        "A place has no identifier of GeoNames.",
        "It is found by its spelling alone, and stands on no map.",
        "Write the number of GeoNames into the authority file (`idno`), or the address into"
        " `@ref`.",
        _DOCUMENTATION,
        letters=LetterFact.PLACES,
        lists=Unless(f"{_ACTIONS}/t:placeName", "@ref"),
        message="the place {value} has no identifier of GeoNames",
        bad=letter(_from("<placeName>Gent</placeName>")),
        good=letter(_from('<placeName ref="https://www.geonames.org/2797656">Gent</placeName>')),
    ),
    Requirement(
        "A208",
        "correspsearch-file-address",
        Severity.ERROR,
        "The address of the list is none of the web.",
        "correspSearch fetches the list from there, again and again.",
        'Write the address into `idno type="url"`, with https:// and without spaces.',
        _CHECK,
        lists=Values("t:teiHeader/t:fileDesc/t:publicationStmt/t:idno[@type='url']", pattern=_WEB),
        message="'{value}' is no address of the web",
        bad=listed(_BOTH, statement=STATEMENTS.replace("https://example.org/cmif.xml", "cmif.xml")),
        good=listed(_BOTH),
    ),
    Requirement(
        "A209",
        "correspsearch-link",
        Severity.ERROR,
        "A link leads to no address of the web.",
        "correspSearch shows it to its readers.",
        "Write the whole address into `ref/@target`, with https:// and without spaces.",
        _CHECK,
        lists=Values(
            "t:teiHeader/t:fileDesc//t:ref", ("target",), pattern=f"{_WEB}.*", needed=True
        ),
        message="the link to '{value}' leads to no address of the web",
        each=True,
        bad=listed(
            _BOTH,
            statement=STATEMENTS.replace("Town Press", '<ref target="www.example.org">T</ref>'),
        ),
        good=listed(_BOTH),
    ),
    Requirement(
        "A210",
        "correspsearch-link-without-words",
        Severity.ERROR,
        "A link in a `bibl` has no words or no target.",
        "correspSearch shows the words and follows the target, so it asks for both.",
        'Write the address twice: `<ref target="https://example.org">https://example.org</ref>`.',
        _CHECK,
        lists=Unless("t:teiHeader/t:fileDesc/t:sourceDesc/t:bibl/t:ref", "text() and @target"),
        each=True,
        bad=listed(
            _BOTH, source=BIBL.replace("</bibl>", ' <ref target="https://example.org"/></bibl>')
        ),
        good=listed(
            _BOTH,
            source=BIBL.replace(
                "</bibl>", ' <ref target="https://example.org">https://example.org</ref></bibl>'
            ),
        ),
    ),
    Requirement(
        "A211",
        "correspsearch-bibl-unused",
        Severity.WARNING,
        "No letter of the list stands in a publication that it describes.",
        "Most often the `@source` of letters is wrong, or the publication was left over.",
        "Point to it in `correspDesc/@source`, or take the `bibl` out.",
        _CHECK,
        lists=Unless(
            "t:teiHeader/t:fileDesc/t:sourceDesc/t:bibl[@xml:id]",
            "concat('#', @xml:id) = ancestor::t:teiHeader/t:profileDesc/t:correspDesc/@source",
        ),
        each=True,
        bad=listed(
            _BOTH,
            source=BIBL + BIBL.replace("a2b41da2", "b2b41da2"),
        ),
        good=listed(_BOTH),
    ),
)

CORRESPSEARCH = Archive(
    "correspsearch",
    "correspSearch",
    "https://correspsearch.net/",
    REQUIREMENTS,
    takes="cmif",
    reads_lists=True,
    besides=("The list must be on the web at its address before it is registered.",),
)
