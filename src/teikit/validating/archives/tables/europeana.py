"""What Europeana asks of each object, and what TEI must say so that it can be told."""

from teikit.diagnostic import Severity
from teikit.validating.archives.requirement import (
    Archive,
    LetterFact,
    Licences,
    Presence,
    Requirement,
)
from teikit.validating.archives.tables.samples import DATED, LICENCE, RECEIVED, SENT, letter
from teikit.validating.rule import RuleSource

_RULES = RuleSource(
    "Schematron of the Europeana Data Model (Europeana, metis-schema)",
    "https://github.com/europeana/metis-schema/blob/develop/src/main/resources/schema_xsds/"
    "schematron/schematron.xsl",
)
_RIGHTS = RuleSource(
    "Available rights statements (Europeana)",
    "https://pro.europeana.eu/page/available-rights-statements",
)

RIGHTS = (
    "creativecommons.org/publicdomain/mark/",
    "creativecommons.org/publicdomain/zero/",
    "creativecommons.org/licenses/by/",
    "creativecommons.org/licenses/by-sa/",
    "creativecommons.org/licenses/by-nd/",
    "creativecommons.org/licenses/by-nc/",
    "creativecommons.org/licenses/by-nc-sa/",
    "creativecommons.org/licenses/by-nc-nd/",
    "rightsstatements.org/vocab/NoC-NC/",
    "rightsstatements.org/vocab/NoC-OKLR/",
    "rightsstatements.org/vocab/InC/",
    "rightsstatements.org/vocab/InC-EDU/",
    "rightsstatements.org/vocab/InC-OW-EU/",
    "rightsstatements.org/vocab/CNE/",
)
"""The fourteen statements of rights, by the beginnings of their addresses."""

_LICENCE = "fileDesc/publicationStmt/availability/licence/@target"

REQUIREMENTS = (
    Requirement(
        "A401",
        "europeana-no-title",
        Severity.ERROR,
        "The document has no title.",
        "Each object must have a title or a description (`dc:title`, `dc:description`).",
        "Write a title into `titleStmt/title`.",
        _RULES,
        letters=Presence(("fileDesc/titleStmt/title", "profileDesc/abstract")),
        each=True,
        bad="<titleStmt><title/></titleStmt>",
        good="<titleStmt><title>To Max</title></titleStmt>",
    ),
    Requirement(
        "A402",
        "europeana-no-language",
        Severity.ERROR,
        "It is not said in which language the text is.",
        "An object that is a text must have a language (`dc:language`).",
        "Say it in `langUsage/language/@ident`, in `textLang/@mainLang` or in `xml:lang`.",
        _RULES,
        letters=Presence(
            (
                "profileDesc/langUsage/language/@ident",
                "fileDesc/sourceDesc//textLang/@mainLang",
                "../text/@xml:lang",
                "../@xml:lang",
            ),
            ("original_language",),
        ),
        bad="<teiHeader><profileDesc><langUsage><language>German</language></langUsage>"
        "</profileDesc></teiHeader>",
        good='<teiHeader><profileDesc><langUsage><language ident="de">German</language></langUsage>'
        "</profileDesc></teiHeader>",
    ),
    Requirement(
        "A403",
        "europeana-no-context",
        Severity.ERROR,
        "Neither what kind of document it is, nor where nor when it was written is told.",
        "Each object must have a subject, a type, a place or a time (`dc:subject`, `dc:type`,"
        " `dcterms:spatial`, `dcterms:temporal`).",
        "Give the place or the date of sending in `correspDesc`, or the kind of document in"
        ' `div type="letter"` or in `textClass`.',
        _RULES,
        letters=LetterFact.CONTEXT,
        each=True,
        bad="<p>Dear Max</p>",
        good=letter(f"{SENT}{RECEIVED}"),
    ),
    Requirement(
        "A404",
        "europeana-no-rights",
        Severity.ERROR,
        "No licence is named with its address.",
        "Each object must have a statement of rights (`edm:rights`), an address.",
        "Write the address into `availability/licence/@target`, or set `publication.licence`.",
        _RULES,
        letters=Presence((_LICENCE,), ("licence",)),
        bad="<publicationStmt><publisher>Town Press</publisher><availability><p>free</p>"
        "</availability></publicationStmt>",
        good=f"<publicationStmt><publisher>Town Press</publisher>{LICENCE}</publicationStmt>",
    ),
    Requirement(
        "A405",
        "europeana-rights-not-listed",
        Severity.ERROR,
        "The licence is none of the fourteen statements of rights.",
        "Europeana knows the licences and marks of Creative Commons and six statements of"
        " rightsstatements.org, so that its readers find what they may use. Others are refused.",
        "Name the statement that says the same as yours; the list is at the address of the source.",
        _RIGHTS,
        letters=Licences(RIGHTS),
        message="the licence '{value}' is none of the statements of rights that Europeana knows",
        bad="<publicationStmt><publisher>Town Press</publisher><availability>"
        '<licence target="https://example.org/terms">Terms</licence>'
        "</availability></publicationStmt>",
        good=f"<publicationStmt><publisher>Town Press</publisher>{LICENCE}</publicationStmt>",
    ),
    Requirement(
        "A406",
        "europeana-no-address",
        Severity.ERROR,
        "It is not said where the document is on the web.",
        "Europeana leads its readers to the object itself (`edm:isShownAt`, `edm:isShownBy`).",
        "Set `publication.address`, or write the address into `publicationStmt/idno`.",
        _RULES,
        letters=LetterFact.ADDRESS,
        bad=letter(f"{SENT}{RECEIVED}"),
        good=letter(f"{SENT}{RECEIVED}").replace(
            "<correspDesc>", '<correspDesc ref="https://example.org/1">'
        ),
    ),
    Requirement(
        "A407",
        "europeana-no-provider",
        Severity.ERROR,
        "It is not said who gives the document to Europeana.",
        "Each object must name the institution that gives it (`edm:dataProvider`); for an edition"
        " that is the publisher.",
        "Name the publisher in `publicationStmt/publisher`, or set `publication.publisher`.",
        _RULES,
        letters=Presence(
            (
                "fileDesc/publicationStmt/publisher",
                "fileDesc/publicationStmt/authority",
                "fileDesc/publicationStmt/distributor",
            ),
            ("publisher",),
        ),
        bad='<publicationStmt><date when="2026"/></publicationStmt>',
        good=DATED,
    ),
)

EUROPEANA = Archive(
    "europeana",
    "Europeana",
    "https://pro.europeana.eu/page/edm-documentation",
    REQUIREMENTS,
    besides=(
        "The type of the object (`edm:type`), which is `TEXT` for every edition.",
        "The aggregator who hands it in (`edm:provider`).",
    ),
)
