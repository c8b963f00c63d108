"""What Zenodo asks of a deposit. `teikit export datacite` writes most of it."""

from teikit.diagnostic import Severity
from teikit.validating.archives.requirement import Archive, Orcids, Presence, Requirement
from teikit.validating.archives.tables.samples import LICENCE, SERIES
from teikit.validating.rule import RuleSource

_METADATA = RuleSource(
    "Developers: Deposit metadata (Zenodo)", "https://developers.zenodo.org/#deposit-metadata"
)
_ORCID = RuleSource(
    "Structure of the ORCID Identifier (ORCID)",
    "https://support.orcid.org/hc/en-us/articles/360006897674-Structure-of-the-ORCID-Identifier",
)

REQUIREMENTS = (
    Requirement(
        "A501",
        "zenodo-no-title",
        Severity.ERROR,
        "The edition has no title.",
        "Each deposit must have a title. It is that of the edition, not of a letter.",
        'Set `publication.title`, or name the edition in `titleStmt/title level="s"`.',
        _METADATA,
        letters=Presence(("fileDesc/titleStmt/title[@level='s']",), ("title",)),
        bad="<titleStmt><title>To Max</title></titleStmt>",
        good=SERIES,
    ),
    Requirement(
        "A502",
        "zenodo-no-creator",
        Severity.ERROR,
        "Nobody is named who made the edition.",
        "Each deposit must name its creators, who are cited by it.",
        "Set `publication.editors`, or name the editors in `titleStmt/editor`.",
        _METADATA,
        letters=Presence(
            (
                "fileDesc/titleStmt/editor",
                "fileDesc/titleStmt/principal",
                "fileDesc/titleStmt/respStmt",
            ),
            ("editors",),
        ),
        bad="<titleStmt><title>To Max</title></titleStmt>",
        good="<titleStmt><title>To Max</title><editor>Ann Roe</editor></titleStmt>",
    ),
    Requirement(
        "A503",
        "zenodo-no-description",
        Severity.WARNING,
        "Nothing describes the edition.",
        "Each deposit must have a description. It can be written into the form of Zenodo; what"
        " stands in the header goes with the files.",
        "Describe the edition in `encodingDesc/projectDesc`, or the document in"
        " `profileDesc/abstract`.",
        _METADATA,
        letters=Presence(("encodingDesc/projectDesc", "profileDesc/abstract")),
        bad="<encodingDesc><editorialDecl><p>As printed.</p></editorialDecl></encodingDesc>",
        good="<encodingDesc><projectDesc><p>All letters.</p></projectDesc></encodingDesc>",
    ),
    Requirement(
        "A504",
        "zenodo-no-date",
        Severity.INFO,
        "It is not said when the edition was published.",
        "Each deposit must have a date of publication; Zenodo takes the day of the deposit where"
        " none is given.",
        "Set `publication.date`, or write the day into `publicationStmt/date/@when`.",
        _METADATA,
        letters=Presence(("fileDesc/publicationStmt/date/@when",), ("date",)),
        bad="<publicationStmt><publisher>Town Press</publisher></publicationStmt>",
        good='<publicationStmt><publisher>Town Press</publisher><date when="2026-01-01"/>'
        "</publicationStmt>",
    ),
    Requirement(
        "A505",
        "zenodo-no-licence",
        Severity.ERROR,
        "No licence is named with its address.",
        "A deposit that everybody may open must have a licence. Where none is chosen, Zenodo takes"
        " CC0 for data and CC BY for all else, which may not be what you want.",
        "Set `publication.licence`, or write the address into `availability/licence/@target`.",
        _METADATA,
        letters=Presence(("fileDesc/publicationStmt/availability/licence/@target",), ("licence",)),
        bad="<publicationStmt><publisher>Town Press</publisher><availability><p>free</p>"
        "</availability></publicationStmt>",
        good=f"<publicationStmt><publisher>Town Press</publisher>{LICENCE}</publicationStmt>",
    ),
    Requirement(
        "A506",
        "zenodo-orcid",
        Severity.ERROR,
        "What is given as an ORCID is none.",
        "An ORCID has four groups of four digits, of which the last is a check digit, and may be"
        " X. With a slip in it, it is nobody's or somebody else's.",
        "Copy it again from orcid.org.",
        _ORCID,
        letters=Orcids(),
        message="'{value}' is no ORCID: its form or its check digit is wrong",
        bad='<titleStmt><title>To Max</title><editor ref="https://orcid.org/0000-0002-1825-0079">'
        "Ann Roe</editor></titleStmt>",
        good='<titleStmt><title>To Max</title><editor ref="https://orcid.org/0000-0002-1825-0097">'
        "Ann Roe</editor></titleStmt>",
    ),
)

ZENODO = Archive(
    "zenodo",
    "Zenodo",
    "https://zenodo.org/",
    REQUIREMENTS,
    besides=(
        "The kind of deposit (`upload_type`, such as dataset or publication).",
        "Who may open it (`access_right`: open, embargoed, restricted or closed).",
    ),
)
