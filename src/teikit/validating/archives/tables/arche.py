"""What ARCHE, the repository for the humanities of the Austrian Academy of Sciences, asks for."""

from teikit.diagnostic import Severity
from teikit.validating.archives.requirement import (
    Archive,
    FileName,
    PlainUtf8,
    Presence,
    Requirement,
)
from teikit.validating.archives.tables.samples import DATED, LICENCE
from teikit.validating.rule import RuleSource

_SCHEMA = RuleSource(
    "ARCHE metadata schema 5 (ACDH-CH)",
    "https://github.com/acdh-oeaw/arche-schema/blob/master/acdh-schema.owl",
)
_CONVENTIONS = RuleSource(
    "Filenames, Formats & Metadata (ARCHE)",
    "https://arche.acdh.oeaw.ac.at/browser/formats-filenames-and-metadata",
)

REQUIREMENTS = (
    Requirement(
        "A601",
        "arche-no-title",
        Severity.ERROR,
        "The document has no title.",
        "Each collection and each file in it must have a title (`hasTitle`).",
        "Write a title into `titleStmt/title`.",
        _SCHEMA,
        letters=Presence(("fileDesc/titleStmt/title",)),
        each=True,
        bad="<titleStmt><title/></titleStmt>",
        good="<titleStmt><title>To Max</title></titleStmt>",
    ),
    Requirement(
        "A602",
        "arche-no-description",
        Severity.WARNING,
        "Nothing describes the edition.",
        "The collection must have a description (`hasDescription`).",
        "Describe the edition in `encodingDesc/projectDesc`, or the document in"
        " `profileDesc/abstract`.",
        _SCHEMA,
        letters=Presence(("encodingDesc/projectDesc", "profileDesc/abstract")),
        bad="<encodingDesc><editorialDecl><p>As printed.</p></editorialDecl></encodingDesc>",
        good="<encodingDesc><projectDesc><p>All letters.</p></projectDesc></encodingDesc>",
    ),
    Requirement(
        "A603",
        "arche-no-subject",
        Severity.WARNING,
        "No subject is named.",
        "The collection must have subjects (`hasSubject`), words by which it is found.",
        "Write them into `profileDesc/textClass/keywords/term`.",
        _SCHEMA,
        letters=Presence(
            (
                "profileDesc/textClass/keywords",
                "profileDesc/textClass/classCode",
                "profileDesc/textClass/catRef/@target",
            )
        ),
        bad="<profileDesc><langUsage><language ident='de'/></langUsage></profileDesc>",
        good="<profileDesc><textClass><keywords><term>letters</term></keywords></textClass>"
        "</profileDesc>",
    ),
    Requirement(
        "A604",
        "arche-no-editor",
        Severity.ERROR,
        "No editor is named.",
        "The collection must name who is responsible for it as a whole (`hasEditor`).",
        "Set `publication.editors`, or name the editors in `titleStmt/editor`.",
        _SCHEMA,
        letters=Presence(
            ("fileDesc/titleStmt/editor", "fileDesc/titleStmt/principal"), ("editors",)
        ),
        bad="<titleStmt><title>To Max</title></titleStmt>",
        good="<titleStmt><title>To Max</title><editor>Ann Roe</editor></titleStmt>",
    ),
    Requirement(
        "A605",
        "arche-no-contact",
        Severity.WARNING,
        "Nobody is named who can be asked.",
        "The collection must name a contact (`hasContact`); an editor with an address of e-mail is"
        " one.",
        "Write an address of e-mail into `publication.editors`: `Ann Roe <roe@example.org>`, or"
        " into `publicationStmt/publisher/email`.",
        _SCHEMA,
        letters=Presence(
            (
                "fileDesc/publicationStmt//email",
                "fileDesc/titleStmt//email",
                "fileDesc/publicationStmt/address",
            ),
            ("editors",),
            r".*<[^<>\s@]+@[^<>\s@]+>\s*",
        ),
        bad="<titleStmt><title>To Max</title><editor>Ann Roe</editor></titleStmt>",
        good="<titleStmt><title>To Max</title><editor>Ann Roe <email>roe@example.org</email>"
        "</editor></titleStmt>",
    ),
    Requirement(
        "A606",
        "arche-no-licence",
        Severity.ERROR,
        "No licence is named with its address.",
        "Each file must have exactly one licence (`hasLicense`).",
        "Write the address into `availability/licence/@target`, or set `publication.licence`.",
        _SCHEMA,
        letters=Presence(("fileDesc/publicationStmt/availability/licence/@target",), ("licence",)),
        bad="<publicationStmt><publisher>Town Press</publisher><availability><p>free</p>"
        "</availability></publicationStmt>",
        good=f"<publicationStmt><publisher>Town Press</publisher>{LICENCE}</publicationStmt>",
    ),
    Requirement(
        "A607",
        "arche-no-rights-holder",
        Severity.ERROR,
        "It is not said who has the rights.",
        "Each file must name who has the rights and who gives the licence (`hasRightsHolder`,"
        " `hasLicensor`); for an edition that is most often the publisher.",
        "Name the publisher in `publicationStmt/publisher`, or set `publication.publisher`.",
        _SCHEMA,
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
    Requirement(
        "A608",
        "arche-file-name",
        Severity.WARNING,
        "The name of the file has characters that the repository does not take.",
        "Names of files and folders have letters and digits without accents, `_` and `-`, and no"
        " spaces.",
        "Give the file another name, before anything points to it.",
        _CONVENTIONS,
        letters=FileName(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9]+)?"),
        message="the name of the file, '{value}', has other characters than A-Z, a-z, 0-9, _ and -",
        each=True,
    ),
    Requirement(
        "A609",
        "arche-encoding",
        Severity.WARNING,
        "The file is not in UTF-8 without byte order mark.",
        "The repository keeps texts for ever, and asks for the one encoding that all read alike.",
        "Save the file as UTF-8 without byte order mark (BOM).",
        _CONVENTIONS,
        letters=PlainUtf8(),
        each=True,
    ),
)

ARCHE = Archive(
    "arche",
    "ARCHE",
    "https://arche.acdh.oeaw.ac.at/",
    REQUIREMENTS,
    besides=(
        "Who hands it in (`hasDepositor`), who described it (`hasMetadataCreator`), and who takes"
        " care of it at the repository (`hasCurator`).",
        "The category of each file (`hasCategory`) and the collection that it is part of"
        " (`isPartOf`).",
    ),
)
