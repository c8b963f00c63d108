"""What a list of letters in the Correspondence Metadata Interchange Format (CMIF 1.1) must have.

In letters it is looked at what `teikit export cmif` will make of them.
"""

from teikit.diagnostic import Severity
from teikit.validating.archives.requirement import (
    Archive,
    LetterFact,
    Presence,
    Requirement,
    Setting,
    Unless,
    Values,
)
from teikit.validating.archives.tables.samples import (
    BIBL,
    DATED,
    RECEIVED,
    SENT,
    SERIES,
    SOURCE,
    letter,
    listed,
)
from teikit.validating.rule import RuleSource

_REPOSITORY = "https://github.com/TEI-Correspondence-SIG/CMIF/blob/master"
_DOCUMENTATION = RuleSource(
    "CMIF, documentation (TEI Correspondence SIG)",
    f"{_REPOSITORY}/doc/documentation-en.md",
)
_SCHEMA = RuleSource(
    "CMIF 1.1.0, ODD (TEI Correspondence SIG)", f"{_REPOSITORY}/odd/cmi-customization.odd"
)
_SCHEMATRON = RuleSource("CMIF, Schematron (TEI Correspondence SIG)", f"{_REPOSITORY}/odd/cmif.sch")
_ACTIONS = "t:teiHeader/t:profileDesc/t:correspDesc/t:correspAction"
_BOTH = f"<correspDesc {SOURCE}>{SENT}{RECEIVED}</correspDesc>"


REQUIREMENTS = (
    Requirement(
        "A101",
        "cmif-no-sending",
        Severity.ERROR,
        "A letter in the list has no `correspAction` of the type `sent`.",
        "A catalogue lists a letter by who sent it and who received it; without one of the two"
        " actions, the whole file is refused.",
        'Add `correspAction type="sent"`; who is not known is called `Unknown`.',
        _SCHEMATRON,
        lists=Unless("t:teiHeader/t:profileDesc/t:correspDesc", "t:correspAction[@type='sent']"),
        each=True,
        bad=listed(f"<correspDesc {SOURCE}>{RECEIVED}</correspDesc>"),
        good=listed(_BOTH),
    ),
    Requirement(
        "A102",
        "cmif-no-receipt",
        Severity.ERROR,
        "A letter in the list has no `correspAction` of the type `received`.",
        "A catalogue lists a letter by who sent it and who received it; without one of the two"
        " actions, the whole file is refused.",
        'Add `correspAction type="received"`; who is not known is called `Unknown`.',
        _SCHEMATRON,
        lists=Unless(
            "t:teiHeader/t:profileDesc/t:correspDesc", "t:correspAction[@type='received']"
        ),
        each=True,
        bad=listed(f"<correspDesc {SOURCE}>{SENT}</correspDesc>"),
        good=listed(_BOTH),
    ),
    Requirement(
        "A103",
        "cmif-sender-unnamed",
        Severity.WARNING,
        "The sender is not named.",
        "Each action must name somebody. `teikit export cmif` writes `Unknown` for a sender whom it"
        " finds neither in `correspDesc` nor in the signature, and nobody will find the letter by"
        " its sender.",
        'Name the sender in `correspAction type="sent"`, or write `Unknown` if nobody knows.',
        _DOCUMENTATION,
        letters=LetterFact.SENDER,
        lists=Unless(f"{_ACTIONS}[@type='sent']", "t:persName[text()] or t:orgName[text()]"),
        each=True,
        bad=letter(f'<correspAction type="sent"><date when="1900"/></correspAction>{RECEIVED}'),
        good=letter(f"{SENT}{RECEIVED}"),
    ),
    Requirement(
        "A104",
        "cmif-receiver-unnamed",
        Severity.WARNING,
        "The receiver is not named.",
        "Each action must name somebody. `teikit export cmif` writes `Unknown` for a receiver whom"
        " it finds neither in `correspDesc` nor in the address, and nobody will find the letter by"
        " its receiver.",
        'Name the receiver in `correspAction type="received"`, or write `Unknown` if nobody knows.',
        _DOCUMENTATION,
        letters=LetterFact.RECEIVER,
        lists=Unless(f"{_ACTIONS}[@type='received']", "t:persName[text()] or t:orgName[text()]"),
        each=True,
        bad=letter(SENT),
        good=letter(f"{SENT}{RECEIVED}"),
    ),
    Requirement(
        "A105",
        "cmif-date-without-day",
        Severity.ERROR,
        "A date has none of the attributes that programs read.",
        "A date in words cannot be searched. The format has `@when`, `@from`, `@to`, `@notBefore`"
        " and `@notAfter`, and refuses a date without any.",
        "Give the day, month or year in `@when`, or its limits in `@notBefore` and `@notAfter`; a"
        " date that nobody knows is left out.",
        _SCHEMATRON,
        lists=Unless(f"{_ACTIONS}/t:date", "@when or @from or @to or @notBefore or @notAfter"),
        each=True,
        bad=listed(
            f'<correspDesc {SOURCE}><correspAction type="sent"><persName>Ann</persName>'
            f"<date>in May</date></correspAction>{RECEIVED}</correspDesc>"
        ),
        good=listed(
            f'<correspDesc {SOURCE}><correspAction type="sent"><persName>Ann</persName>'
            f'<date when="1900-05"/></correspAction>{RECEIVED}</correspDesc>'
        ),
    ),
    Requirement(
        "A106",
        "cmif-date-form",
        Severity.ERROR,
        "A date is no day, month or year as the format has them.",
        "The format knows three forms of dates and no others: 1804-03-01, 1804-03 and 1804.",
        "Write YYYY-MM-DD, YYYY-MM or YYYY.",
        _DOCUMENTATION,
        lists=Values(
            f"{_ACTIONS}/t:date",
            ("when", "from", "to", "notBefore", "notAfter"),
            pattern=r"\d{4}(-\d\d(-\d\d)?)?",
        ),
        message="the date '{value}' is not of the form YYYY-MM-DD, YYYY-MM or YYYY",
        each=True,
        bad=listed(
            f'<correspDesc {SOURCE}><correspAction type="sent"><persName>Ann</persName>'
            f'<date when="1900-05-04T10:00:00"/></correspAction>{RECEIVED}</correspDesc>'
        ),
        good=listed(
            f'<correspDesc {SOURCE}><correspAction type="sent"><persName>Ann</persName>'
            f'<date when="1900-05-04"/></correspAction>{RECEIVED}</correspDesc>'
        ),
    ),
    Requirement(
        "A107",
        "cmif-source-leads-nowhere",
        Severity.ERROR,
        "`@source` of a letter leads to no `bibl` of the file.",
        "By it a catalogue knows in which publication the letter stands.",
        "Point with `#` to the `xml:id` of a `bibl` in `sourceDesc`.",
        _SCHEMATRON,
        lists=Unless(
            "t:teiHeader/t:profileDesc/t:correspDesc[@source]",
            "substring-after(@source, '#') = ancestor::t:teiHeader/t:fileDesc//t:bibl/@xml:id",
        ),
        each=True,
        bad=listed(f'<correspDesc source="#letters">{SENT}{RECEIVED}</correspDesc>'),
        good=listed(_BOTH),
    ),
    Requirement(
        "A108",
        "cmif-action-type",
        Severity.ERROR,
        "An action is of a type that the format does not know.",
        "The format knows `sent` and `received`; what happened to a letter on its way stands in the"
        " TEI of the edition.",
        "Call the action `sent` or `received`, or leave it out.",
        _SCHEMA,
        lists=Values(_ACTIONS, ("type",), allowed=frozenset({"sent", "received"}), needed=True),
        message="the action is of the type '{value}'; CMIF knows 'sent' and 'received'",
        each=True,
        bad=listed(
            f"<correspDesc {SOURCE}>{SENT}{RECEIVED}"
            '<correspAction type="forwarded"><persName>Eva</persName></correspAction></correspDesc>'
        ),
        good=listed(_BOTH),
    ),
    Requirement(
        "A109",
        "cmif-no-title",
        Severity.ERROR,
        "The list of letters has no title.",
        "The title is what a catalogue calls the list. `teikit export cmif` takes it from the"
        " settings, or from the series that all letters have.",
        'Set `publication.title`, or give all letters the same `title level="s"`.',
        _DOCUMENTATION,
        letters=Presence(("fileDesc/titleStmt/title[@level='s']",), ("title",)),
        lists=Presence(("fileDesc/titleStmt/title",)),
        bad="<titleStmt><title>To Max</title></titleStmt>",
        good=SERIES,
    ),
    Requirement(
        "A110",
        "cmif-no-editor",
        Severity.ERROR,
        "Nobody is named who answers for the list of letters.",
        "A catalogue asks the editor of the list, where there are questions; no letter names them.",
        'Set `publication.editors`, with e-mail: `editors = ["Ann Roe <roe@example.org>"]`.',
        _DOCUMENTATION,
        letters=Setting(("editors",)),
        lists=Presence(("fileDesc/titleStmt/editor",)),
        bad=letter(f"{SENT}{RECEIVED}"),
        good=letter(f"{SENT}{RECEIVED} "),
        settings='editors = ["Ann Roe <roe@example.org>"]',
    ),
    Requirement(
        "A111",
        "cmif-no-publisher",
        Severity.ERROR,
        "The publisher of the list of letters is not named.",
        "The publisher is the author of the data in the sense of the licence.",
        "Set `publication.publisher`; in a list, name it in `publicationStmt/publisher`.",
        _DOCUMENTATION,
        letters=Setting(("publisher",)),
        lists=Presence(("fileDesc/publicationStmt/publisher",)),
        bad=letter(f"{SENT}{RECEIVED}"),
        good=letter(f"{SENT}{RECEIVED} "),
        settings='publisher = "Town Press"',
    ),
    Requirement(
        "A112",
        "cmif-no-licence",
        Severity.ERROR,
        "The list of letters names no licence with its address.",
        "Nobody may take the list over without one. It is the licence of the list alone, not of the"
        " texts of the letters.",
        "Set `publication.licence` to the address of the licence; in a list, write it into"
        " `licence/@target`.",
        _DOCUMENTATION,
        letters=Setting(("licence",)),
        lists=Presence(("fileDesc/publicationStmt/availability/licence/@target",)),
        bad=letter(f"{SENT}{RECEIVED}"),
        good=letter(f"{SENT}{RECEIVED} "),
        settings='licence = "https://creativecommons.org/licenses/by/4.0/"',
    ),
    Requirement(
        "A113",
        "cmif-no-address",
        Severity.ERROR,
        "It is not said where the list of letters will be published.",
        "A catalogue fetches the list from there, and knows it by this address.",
        "Set `publication.cmif`, or give it to the export with `--url`; in a list, write it into"
        ' `publicationStmt/idno type="url"`.',
        _DOCUMENTATION,
        letters=Setting(("cmif",)),
        lists=Presence(("fileDesc/publicationStmt/idno[@type='url']",)),
        bad=letter(f"{SENT}{RECEIVED}"),
        good=letter(f"{SENT}{RECEIVED} "),
        settings='cmif = "https://example.org/cmif.xml"',
    ),
    Requirement(
        "A114",
        "cmif-no-day",
        Severity.INFO,
        "The header does not say of which day this version is.",
        "A catalogue fetches a list again when its day has changed. `teikit export cmif` takes the"
        " setting, or the newest day of all headers, and stops where there is none at all.",
        "Set `publication.date`, or give the day in `publicationStmt/date/@when`.",
        _DOCUMENTATION,
        letters=Presence(
            ("fileDesc/publicationStmt/date/@when", "revisionDesc//change/@when"), ("date",)
        ),
        lists=Presence(("fileDesc/publicationStmt/date/@when",)),
        bad="<publicationStmt><publisher>Town Press</publisher></publicationStmt>",
        good=DATED,
    ),
    Requirement(
        "A115",
        "cmif-bibl-type",
        Severity.ERROR,
        "A `bibl` does not say whether the publication is printed or online.",
        "The format knows `print`, `online` and `hybrid`.",
        "Give the `bibl` one of these types.",
        _SCHEMA,
        lists=Values(
            "t:teiHeader/t:fileDesc/t:sourceDesc/t:bibl",
            ("type",),
            allowed=frozenset({"print", "online", "hybrid"}),
            needed=True,
        ),
        message="the type of the publication is '{value}'; CMIF knows print, online and hybrid",
        each=True,
        bad=listed(_BOTH, source=BIBL.replace('"print"', '"book"')),
        good=listed(_BOTH),
    ),
    Requirement(
        "A116",
        "cmif-no-uuid",
        Severity.WARNING,
        "The id of a `bibl` is no UUID.",
        "By its id a catalogue knows a publication again, among those of all other lists. A UUID"
        " is the same nowhere else.",
        "Make a UUID once, let it begin with a letter, as `xml:id` must, and keep it for ever.",
        _SCHEMATRON,
        lists=Values(
            "t:teiHeader/t:fileDesc/t:sourceDesc/t:bibl",
            ("{http://www.w3.org/XML/1998/namespace}id",),
            pattern=r".*[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}.*",
            needed=True,
        ),
        message="the id of the publication, '{value}', is no UUID",
        each=True,
        bad=listed(
            f'<correspDesc source="#letters">{SENT}{RECEIVED}</correspDesc>',
            source='<bibl type="print" xml:id="letters">Letters of a town</bibl>',
        ),
        good=listed(_BOTH),
    ),
    Requirement(
        "A117",
        "cmif-left-out",
        Severity.INFO,
        "The document does not tell who wrote to whom; `export cmif` leaves it out.",
        "That is right for an introduction or an essay. A letter without `correspDesc` is left out,"
        " too, unless both sender and receiver are marked in its text.",
        "If this is a letter, name sender and receiver in `profileDesc/correspDesc`.",
        _DOCUMENTATION,
        letters=LetterFact.CORRESPONDENCE,
        each=True,
        bad="<p>Dear Max</p>",
        good=letter(f"{SENT}{RECEIVED}"),
    ),
    Requirement(
        "A118",
        "cmif-undated",
        Severity.INFO,
        "No date of sending can be read.",
        "The format does not need one, but nobody finds a letter without it by its time. It is read"
        " from `correspDesc`, else from the dateline.",
        "Give a day, month or year in `@when`, or limits in `@notBefore` and `@notAfter`.",
        _DOCUMENTATION,
        letters=LetterFact.DATE,
        each=True,
        bad=letter(f"{SENT}{RECEIVED}"),
        good=letter(f"{SENT}{RECEIVED}").replace(
            "</persName>", '</persName><date when="1900"/>', 1
        ),
    ),
    Requirement(
        "A119",
        "cmif-letter-without-address",
        Severity.INFO,
        "It is not said where the letter is on the web.",
        "Catalogues lead to the letter by its address (`correspDesc/@ref`). Without one, they name"
        " the number of the letter in the edition, as for a printed one.",
        "Set `publication.address`, or give the address in `publicationStmt/idno`.",
        _SCHEMA,
        letters=LetterFact.ADDRESS,
        bad=letter(f"{SENT}{RECEIVED}"),
        good=letter(f"{SENT}{RECEIVED}").replace(
            "<correspDesc>", '<correspDesc ref="https://example.org/1">'
        ),
    ),
)

CMIF = Archive(
    "cmif",
    "CMIF 1.1",
    "https://github.com/TEI-Correspondence-SIG/CMIF",
    REQUIREMENTS,
    reads_lists=True,
)
