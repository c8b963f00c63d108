"""What the base format of the Deutsches Textarchiv (DTABf) asks of a document.

Names of elements and values are those of its ODD; the documentation says what a header holds. The
format is stricter than TEI: what is sound TEI may have to be written in another way for it.
"""

from collections.abc import Mapping

from teikit.diagnostic import Severity
from teikit.validating.archives.requirement import (
    Archive,
    Asked,
    Elements,
    Presence,
    Refused,
    Requirement,
    Unless,
    Values,
)
from teikit.validating.rule import RuleSource

_PAGES = "https://www.deutschestextarchiv.de/doku/basisformat"
_REPOSITORY = "https://github.com/deutschestextarchiv/dtabf/blob/master/schema"
_ODD = RuleSource("DTABf, ODD (Deutsches Textarchiv)", f"{_REPOSITORY}/basisformat_all.odd")
_SCHEMATRON = RuleSource(
    "DTABf, Schematron (Deutsches Textarchiv)", f"{_REPOSITORY}/basisformat.sch"
)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ELEMENTS = _words(
    "TEI abbr abstract actor add addName addrLine address argument author availability back"
    " bibl biblFull biblScope body byline castGroup castItem castList cb cell channel choice"
    " cit classCode closer corr country date dateline del div docAuthor docDate docEdition"
    " docImprint docTitle edition editionStmt editor editorialDecl email encodingDesc epigraph"
    " expan extent figure fileDesc floatingText foreign forename formula front fw gap genName"
    " handDesc handNote head hi idno imprimatur item l langUsage language lb lg licence list"
    " listBibl measure metamark milestone msDesc msIdentifier name nameLink note notesStmt"
    " opener orgName orig p pb persName physDesc placeName postscript profileDesc pubPlace"
    " publicationStmt publisher q quote ref reg rendition repository resp respStmt role"
    " roleDesc roleName row salute seriesStmt sic signed sourceDesc sp spGrp space speaker"
    " stage subst supplied surname table tagsDecl teiHeader text textClass textDesc title"
    " titlePage titlePart titleStmt trailer typeDesc unclear"
)
"""The elements that the format has, for prints and manuscripts together."""

OF_HEADER = _words(
    "addName addrLine address biblFull country email forename genName measure msDesc nameLink"
    " publicationStmt resp respStmt roleName surname title titleStmt"
)
"""Those of them that may stand in the header alone."""

INSTEAD: Mapping[str, str] = {
    "ab": "write div, floatingText or p",
    "c": "take it out: characters are marked apart from the text",
    "correspDesc": "take it out of the copy for the archive, or hand it in as CMIF",
    **{f"div{depth}": f'write div n="{depth}"' for depth in range(1, 8)},
    "g": "write U+FFFC",
    "s": "take it out: sentences are marked apart from the text",
    "seg": "take it out, or use corresp, prev and next",
    "w": "take it out: words are marked apart from the text",
}
"""What the documentation says to write instead of an element, and what follows from it."""

IDENTIFIERS = _words(
    "DOI DTADirName DTAID EPN PIDCMDI PPN URLCAB URLCatalogue URLHTML URLIIIF URLImages"
    " URLTCF URLText URLWeb URLXML URN VD shelfmark"
)
SOURCES = _words("DM DS J JA M MAN MM MMS MS")
DIVISIONS = _words(
    "abbreviations act advertisement appendix bibliography chapter contents copyright"
    " corrigenda dedication diaryEntry edition figures frontispiece fsAcademicOration"
    " fsBibleVerse fsBurial fsCalligram fsCondolence fsConsolationLetter fsCurriculumVitae"
    " fsEpicedia fsEpitaph fsExordium fsHymn fsMainPart fsOration fsOtherPublication"
    " fsPersonalia fsPrayer fsProcession fsProgrammaAcademicum fsRemembrance fsSermon fsThanks"
    " fsTranslocation fsVotum imprimatur imprint index jAn jAnnouncements jArticle"
    " jCulturalNews jEditorialStaff jExpedition jFeuilleton jFinancialNews jLocal"
    " jPoliticalNews jReadersLetters jSupplement jVarious jWeatherReports letter lexiconEntry"
    " poem postface preface recipe scene session"
)
MEASURES = frozenset({"images", "tokens", "types", "characters", "pages"})
TITLES = frozenset({"main", "sub", "volume", "part"})
DATES = frozenset({"creation", "firstPublication", "importDTA", "publication"})
_CLASSES = "http://www.deutschestextarchiv.de/doku/klassifikation#"


def _page(name: str, title: str) -> RuleSource:
    return RuleSource(f"DTABf, documentation: {title}", f"{_PAGES}/{name}.html")


_FILE = _page("mdFileDescAllg", "Grundstruktur der File Description")
_TITLES = _page("mdTitleStmtAllg", "Grundstruktur des Title Statements")
_NAMES = _page("mdAuthorEditor", "author und editor")
_PERSONS = _page("mdPersName", "persName")
_EXTENT = _page("mdExtent", "Umfangsangabe")
_EDITION = _page("mdEditionStmt", "Art der Textausgabe")
_PUBLISHED = _page("mdPubStmtAllg", "Grundstruktur des Publication Statements")
_LICENCE = _page("mdLicense", "Lizenzangaben")
_CITED = _page("mdSdBibl", "Kurztitelangabe")
_KEPT = _page("mdSdMsDesc", "Aufbewahrungsort der Quelle")
_MANUSCRIPT = _page("msMetadata", "Manuskripte, Metadaten")
_ENCODING = _page("mdEncodingDesc", "Editorische Richtlinien")
_PROFILE = _page("mdProfileDesc", "Dokumentklassifikationen")
_LETTER = _page("brAllg", "Grundstruktur der Kodierung von Briefen")

_ERROR, _WARNING, _INFO = Severity.ERROR, Severity.WARNING, Severity.INFO


def _missing(  # noqa: PLR0913, PLR0917  (the columns of the table)
    code: str,
    name: str,
    summary: str,
    path: str,
    source: RuleSource,
    why: str,
    remedy: str,
    bad: str,
    good: str,
    *,
    severity: Severity = _WARNING,
    each: bool = False,
) -> Requirement:
    """A row for what a header must have."""
    asked = Presence((path,))
    return Requirement(
        code, name, severity, summary, why, remedy, source, asked, each=each, bad=bad, good=good
    )


def _wrong(  # noqa: PLR0913, PLR0917  (the columns of the table)
    code: str,
    name: str,
    summary: str,
    asked: Asked,
    source: RuleSource,
    why: str,
    remedy: str,
    bad: str,
    good: str,
    *,
    message: str = "",
    severity: Severity = _ERROR,
    each: bool = True,
) -> Requirement:
    """A row for what is there, and may not be so."""
    return Requirement(
        code,
        name,
        severity,
        summary,
        why,
        remedy,
        source,
        asked,
        message=message,
        each=each,
        bad=bad,
        good=good,
    )


_BARE = "<titleStmt><title type='main'>To Max</title></titleStmt>"
_STATEMENT = "<publicationStmt><date when='2026'/></publicationStmt>"
_PLAIN = "<profileDesc><abstract><p>A letter.</p></abstract></profileDesc>"
_FREE = (
    "<publicationStmt><availability><licence{}><p>Free</p></licence></availability>"
    "</publicationStmt>"
)

HEADER = (
    _missing(
        "A301",
        "dtabf-no-main-title",
        "The header has no title of the type `main`.",
        "fileDesc/titleStmt/title[@type='main']",
        _TITLES,
        "By it the archive lists the document; `sub`, `volume` and `part` stand beside it.",
        'Call the title `title type="main"`.',
        "<titleStmt><title>To Max</title></titleStmt>",
        _BARE,
    ),
    _wrong(
        "A302",
        "dtabf-title-type",
        "A title in the header is of no type that the format has.",
        Values("t:teiHeader/t:fileDesc/t:titleStmt/t:title", ("type",), TITLES, needed=True),
        _ODD,
        "The schema asks a type of each title, one of four.",
        "Give the title one of the types `main`, `sub`, `volume` and `part`.",
        "<titleStmt><title type='main'>To Max</title><title type='a'>T</title></titleStmt>",
        "<titleStmt><title type='main'>To Max</title><title type='sub'>T</title></titleStmt>",
        message="the title is of the type '{value}'; DTABf knows main, sub, volume and part",
        each=False,
    ),
    _missing(
        "A303",
        "dtabf-no-author",
        "The header names no author.",
        "fileDesc/titleStmt/author",
        _TITLES,
        "Of a letter that is the sender. Without an author the archive lists it as anonymous.",
        "Name the sender in `titleStmt/author/persName`.",
        _BARE,
        "<titleStmt><title type='main'>T</title><author><persName ref='nognd'>Ann</persName>"
        "</author></titleStmt>",
        severity=_INFO,
        each=True,
    ),
    _wrong(
        "A304",
        "dtabf-author-without-name",
        "The name of the author or editor is not in a `persName`.",
        Unless(
            "t:teiHeader/t:fileDesc/t:titleStmt/*[self::t:author or self::t:editor]",
            "t:persName or t:orgName",
        ),
        _NAMES,
        "The parts of a name are read from `persName`: `surname`, `forename` and others.",
        "Put the name into `persName`, with `surname` and `forename`.",
        "<titleStmt><title type='main'>T</title><author>Ann Roe</author></titleStmt>",
        "<titleStmt><title type='main'>T</title><author><persName ref='nognd'>"
        "<surname>Roe</surname></persName></author></titleStmt>",
        severity=_WARNING,
        each=False,
    ),
    _wrong(
        "A305",
        "dtabf-person-without-identifier",
        "A person in the header has neither an address of the GND nor the mark that there is none.",
        Values(
            "t:teiHeader/t:fileDesc/t:titleStmt/*/t:persName",
            ("ref",),
            pattern=r"https?://\S+|nognd",
            needed=True,
        ),
        _PERSONS,
        "`persName/@ref` is an address, best of the GND, or the word `nognd` if the person is not"
        " in it.",
        "Write the address of the GND into `@ref`, or `nognd`.",
        "<titleStmt><title type='main'>T</title><author><persName>Ann</persName></author>"
        "</titleStmt>",
        "<titleStmt><title type='main'>T</title><author><persName ref='nognd'>Ann</persName>"
        "</author></titleStmt>",
        message="the reference of this person, '{value}', is neither an address nor 'nognd'",
        severity=_WARNING,
        each=False,
    ),
    _wrong(
        "A306",
        "dtabf-resp-words",
        "A `resp` has plain words in it.",
        Unless("t:teiHeader//t:resp", "* and not(text()[normalize-space()])"),
        _SCHEMATRON,
        "What somebody did stands in an element of its own.",
        'Put the words into `note type="remarkResponsibility"` in `resp`.',
        "<titleStmt><title type='main'>T</title><respStmt><resp>encoding</resp><name>A</name>"
        "</respStmt></titleStmt>",
        "<titleStmt><title type='main'>T</title><respStmt><resp>"
        "<note type='remarkResponsibility'>encoding</note></resp><name>A</name></respStmt>"
        "</titleStmt>",
        each=False,
    ),
    _missing(
        "A307",
        "dtabf-no-edition",
        "The header has no `editionStmt/edition`.",
        "fileDesc/editionStmt/edition",
        _EDITION,
        "It says what kind of edition this is, whole or in part.",
        "Add `editionStmt` with `edition` behind `titleStmt`.",
        f"<fileDesc>{_BARE}</fileDesc>",
        f"<fileDesc>{_BARE}<editionStmt><edition>Whole</edition></editionStmt></fileDesc>",
    ),
    _missing(
        "A308",
        "dtabf-no-extent",
        "The header has no `extent/measure`.",
        "fileDesc/extent/measure",
        _EXTENT,
        "It says how large the text is: images, tokens, types, characters.",
        'Add `extent` with `measure type="tokens"` and others behind `editionStmt`.',
        f"<fileDesc>{_BARE}</fileDesc>",
        f"<fileDesc>{_BARE}<extent><measure type='tokens'>9</measure></extent></fileDesc>",
    ),
    _wrong(
        "A309",
        "dtabf-measure-type",
        "A `measure` counts what the format does not know.",
        Values("t:teiHeader//t:measure", ("type",), MEASURES, needed=True),
        _ODD,
        "The schema knows `images`, `pages`, `tokens`, `types` and `characters`.",
        "Give the `measure` one of these types.",
        "<fileDesc><extent><measure type='words'>9</measure></extent></fileDesc>",
        "<fileDesc><extent><measure type='tokens'>9</measure></extent></fileDesc>",
        message="the measure is of the type '{value}'; DTABf knows images, pages, tokens, types"
        " and characters",
        each=False,
    ),
    _wrong(
        "A310",
        "dtabf-publisher-first",
        "`publicationStmt` does not begin with the publisher.",
        Unless("t:teiHeader/t:fileDesc/t:publicationStmt", "*[1][self::t:publisher]"),
        _PUBLISHED,
        "The format always has `publisher` in the first place.",
        "Put `publisher` first in `publicationStmt`, with the institution in `orgName`.",
        _STATEMENT,
        "<publicationStmt><publisher><orgName>Press</orgName></publisher></publicationStmt>",
        severity=_WARNING,
        each=False,
    ),
    _missing(
        "A311",
        "dtabf-no-place",
        "The header does not say where the file is published.",
        "fileDesc/publicationStmt/pubPlace",
        _PUBLISHED,
        "Place and date of the digital edition belong to its description.",
        "Add `pubPlace` to `publicationStmt`.",
        _STATEMENT,
        "<publicationStmt><publisher/><pubPlace>Berlin</pubPlace></publicationStmt>",
    ),
    _missing(
        "A312",
        "dtabf-no-publication-date",
        "The header has no date of the type `publication`.",
        "fileDesc/publicationStmt/date[@type='publication']",
        _PUBLISHED,
        "It says when the digital edition was published, not the letter.",
        'Call the date in `publicationStmt` `date type="publication"`.',
        _STATEMENT,
        "<publicationStmt><date type='publication'>2026</date></publicationStmt>",
    ),
    _missing(
        "A313",
        "dtabf-no-licence",
        "No licence is named with its address.",
        "fileDesc/publicationStmt/availability/licence/@target",
        _LICENCE,
        "The archive gives the text away under this licence; the schema asks for the address.",
        "Write the address into `availability/licence/@target`; `teikit convert` does so from"
        " `publication.licence`.",
        _FREE.format(""),
        _FREE.format(" target='https://creativecommons.org/licenses/by/4.0/'"),
        severity=_ERROR,
    ),
    _wrong(
        "A314",
        "dtabf-idno-type",
        "An `idno` in the header is of a type that the format does not have.",
        Values("t:teiHeader//t:idno[@type]", ("type",), IDENTIFIERS),
        _ODD,
        "The schema has a list of types: `shelfmark`, `URLWeb`, `URN`, `DOI` and others.",
        'Call it by the nearest of these types: a shelf mark is `idno type="shelfmark"`.',
        "<sourceDesc><msDesc><msIdentifier><repository>R</repository><idno>"
        "<idno type='archival'>1</idno></idno></msIdentifier></msDesc></sourceDesc>",
        "<sourceDesc><msDesc><msIdentifier><repository>R</repository><idno>"
        "<idno type='shelfmark'>1</idno></idno></msIdentifier></msDesc></sourceDesc>",
        message="idno is of the type '{value}', which DTABf does not have",
        each=False,
    ),
    _missing(
        "A315",
        "dtabf-no-citation",
        "The header has no short citation of its source.",
        "fileDesc/sourceDesc/bibl",
        _CITED,
        "It is shown where the document is listed, and its type says what the source is.",
        "Add `bibl` with a type to `sourceDesc`; of a manuscript that is `MAN`.",
        "<sourceDesc><msDesc><msIdentifier/></msDesc></sourceDesc>",
        "<sourceDesc><bibl type='MAN'>Letter to Max</bibl></sourceDesc>",
    ),
    _wrong(
        "A316",
        "dtabf-citation-type",
        "The short citation is of no type that the format has.",
        Values("t:teiHeader/t:fileDesc/t:sourceDesc/t:bibl", ("type",), SOURCES, needed=True),
        _ODD,
        "The type says what the source is: `M` a book, `DM` a part of one, `J` a journal, `JA` an"
        " article in it, `MAN` a manuscript and others.",
        "Give `bibl` one of the types that the page on short citations lists.",
        "<sourceDesc><bibl type='print'>Letters</bibl></sourceDesc>",
        "<sourceDesc><bibl type='DM'>Letters</bibl></sourceDesc>",
        message="the citation is of the type '{value}'; DTABf knows M, MM, DM, DS, MS, MMS, J, JA"
        " and MAN",
        each=False,
    ),
    _wrong(
        "A317",
        "dtabf-where-kept",
        "`msDesc` does not say where the source is kept.",
        Unless(
            "t:teiHeader/t:fileDesc/t:sourceDesc/t:msDesc",
            "t:msIdentifier[t:repository[normalize-space()] and t:idno]",
        ),
        _KEPT,
        "The copy that was transcribed is known by who owns it and by its shelf mark.",
        "Write both into `msIdentifier`: `repository`, and `idno` in `idno`.",
        "<sourceDesc><msDesc><msIdentifier><idno>1</idno></msIdentifier></msDesc></sourceDesc>",
        "<sourceDesc><msDesc><msIdentifier><repository>R</repository><idno>1</idno>"
        "</msIdentifier></msDesc></sourceDesc>",
        severity=_WARNING,
    ),
    _wrong(
        "A318",
        "dtabf-no-hands",
        "The description of a manuscript does not tell its hands.",
        Unless(
            "t:teiHeader/t:fileDesc/t:sourceDesc[t:bibl/@type='MAN']/t:msDesc",
            "t:physDesc/t:handDesc/t:handNote/@xml:id",
        ),
        _MANUSCRIPT,
        "Each hand has a `handNote` with an `xml:id`, to which `@hand` in the text points.",
        "Describe the hands in `physDesc/handDesc/handNote`, each with an `xml:id`.",
        "<sourceDesc><bibl type='MAN'>L</bibl><msDesc><msIdentifier/></msDesc></sourceDesc>",
        "<sourceDesc><bibl type='MAN'>L</bibl><msDesc><msIdentifier/><physDesc><handDesc>"
        "<handNote xml:id='ann'>Ann</handNote></handDesc></physDesc></msDesc></sourceDesc>",
        severity=_WARNING,
    ),
    _wrong(
        "A319",
        "dtabf-date-type",
        "A date in the header is of a type that the format does not have.",
        Values("t:teiHeader//t:date[@type]", ("type",), DATES),
        _ODD,
        "The schema knows `publication`, `firstPublication`, `creation` and `importDTA`.",
        "Give the date one of these types, or none.",
        "<publicationStmt><date type='print'>2026</date></publicationStmt>",
        "<publicationStmt><date type='publication'>2026</date></publicationStmt>",
        message="the date is of the type '{value}', which DTABf does not have",
        each=False,
    ),
    _missing(
        "A320",
        "dtabf-no-guidelines",
        "The header does not say by which guidelines the text was transcribed.",
        "encodingDesc/editorialDecl/p",
        _ENCODING,
        "It says how the text was made, and how far it follows the guidelines of the archive.",
        "Say it in paragraphs in `encodingDesc/editorialDecl`.",
        "<encodingDesc><editorialDecl/></encodingDesc>",
        "<encodingDesc><editorialDecl><p>As written.</p></editorialDecl></encodingDesc>",
    ),
    _missing(
        "A321",
        "dtabf-no-language",
        "The header does not say in which language the text is.",
        "profileDesc/langUsage/language/@ident",
        _PROFILE,
        "The language is looked up there, as a code of ISO 639-3.",
        'Add `langUsage` with `language ident="deu"` to `profileDesc`.',
        _PLAIN,
        "<profileDesc><langUsage><language ident='deu'>German</language></langUsage></profileDesc>",
    ),
    _wrong(
        "A322",
        "dtabf-language-code",
        "The code of a language is none of ISO 639-3.",
        Values("t:teiHeader/t:profileDesc/t:langUsage/t:language", ("ident",), pattern="[a-z]{3}"),
        _PROFILE,
        "The format has codes of three letters here, such as `deu` and `eng`, where most editions"
        " have those of two.",
        "Write the code of ISO 639-3 into the copy for the archive; T050 asks otherwise of your"
        " own.",
        "<profileDesc><langUsage><language ident='de'>German</language></langUsage></profileDesc>",
        "<profileDesc><langUsage><language ident='deu'>German</language></langUsage></profileDesc>",
        message="the code of the language, '{value}', has not three letters (ISO 639-3)",
        severity=_WARNING,
        each=False,
    ),
    _missing(
        "A323",
        "dtabf-no-class",
        "The header does not say what kind of text it is.",
        "profileDesc/textClass/classCode",
        _PROFILE,
        "By it the archive sorts the text, and makes its corpora.",
        "Add `textClass` with `classCode` to `profileDesc`; the page of the source leads to the"
        " classes.",
        _PLAIN,
        f"<profileDesc><textClass><classCode scheme='{_CLASSES}dtamain'>Gebrauchsliteratur"
        "</classCode></textClass></profileDesc>",
    ),
    _wrong(
        "A324",
        "dtabf-class-scheme",
        "A `classCode` does not say of which scheme it is.",
        Unless("t:teiHeader//t:classCode", "@scheme"),
        _ODD,
        "The schema asks for it. The archive has schemes of its own, and takes others.",
        "Write the address of the scheme into `@scheme`; those of the archive begin with"
        f" {_CLASSES}.",
        "<profileDesc><textClass><classCode>Letter</classCode></textClass></profileDesc>",
        f"<profileDesc><textClass><classCode scheme='{_CLASSES}dtamain'>Gebrauchsliteratur"
        "</classCode></textClass></profileDesc>",
        each=False,
    ),
)

TEXT = (
    _wrong(
        "A325",
        "dtabf-element",
        "The document has an element that the format does not have.",
        Elements(ELEMENTS, INSTEAD),
        _ODD,
        "The format has 132 elements of TEI, so that all its texts can be read by the same"
        " programs. The schema refuses others. The edition may keep them; the copy for the archive"
        " may not.",
        "Write in the copy for the archive what the finding says, or what is nearest.",
        "<p>Dear <seg>Max</seg></p>",
        "<p>Dear Max</p>",
        message="DTABf has no element {value}",
        each=False,
    ),
    _wrong(
        "A326",
        "dtabf-letter-division",
        "The letter is not in a `div` of the type `letter`.",
        Unless(
            "t:text[../t:teiHeader/t:profileDesc/t:correspDesc]/t:body",
            ".//t:div[@type='letter']",
        ),
        _LETTER,
        "By it programs tell letters from other texts.",
        'Put the letter into `div type="letter"`.',
        "<TEI><teiHeader><profileDesc><correspDesc/></profileDesc></teiHeader><text><body>\n"
        "<p>Dear Max</p></body></text></TEI>",
        "<TEI><teiHeader><profileDesc><correspDesc/></profileDesc></teiHeader><text><body>\n"
        "<div type='letter'><p>Dear Max</p></div></body></text></TEI>",
        severity=_WARNING,
        each=False,
    ),
    _wrong(
        "A327",
        "dtabf-division-type",
        "A `div` is of a type that the format does not have.",
        Values("t:text//t:div[@type]", ("type",), DIVISIONS),
        _ODD,
        "The schema has a list of types: `letter`, `chapter`, `preface` and others.",
        "Give the `div` the nearest of these types, or none.",
        "<div type='notes'><p>Dear Max</p></div>",
        "<div type='letter'><p>Dear Max</p></div>",
        message="div is of the type '{value}', which DTABf does not have",
        each=False,
    ),
    _wrong(
        "A328",
        "dtabf-signed",
        "A `signed` is not in a `closer`.",
        Unless("t:text//t:signed", "ancestor::t:closer"),
        _SCHEMATRON,
        "The end of a letter, with salute and signature, is one `closer`.",
        "Put `signed` into a `closer`.",
        "<p>Dear Max</p><signed>Ann</signed>",
        "<p>Dear Max</p><closer><signed>Ann</signed></closer>",
    ),
    _wrong(
        "A329",
        "dtabf-salute",
        "A `salute` is neither in an `opener` nor in a `closer`.",
        Unless("t:text//t:salute", "ancestor::t:opener or ancestor::t:closer"),
        _SCHEMATRON,
        "A salute begins or ends a letter.",
        "Put it into `opener` or `closer`.",
        "<salute>Dear Max</salute><p>Come.</p>",
        "<opener><salute>Dear Max</salute></opener><p>Come.</p>",
    ),
    _wrong(
        "A330",
        "dtabf-choice",
        "A correction or an expansion does not stand beside what is written.",
        Unless(
            "t:text//*[self::t:sic or self::t:corr or self::t:reg or self::t:expan]",
            "parent::t:choice",
        ),
        _SCHEMATRON,
        "What is written and what is meant are a pair in `choice`.",
        "Put both into `choice`: `sic` and `corr`, `orig` and `reg`, `abbr` and `expan`.",
        "<p>Dear <sic>Mxa</sic></p>",
        "<p>Dear <choice><sic>Mxa</sic><corr>Max</corr></choice></p>",
    ),
    _wrong(
        "A331",
        "dtabf-subst",
        "A `subst` has not both `add` and `del`.",
        Unless("t:text//t:subst", "t:add and t:del"),
        _SCHEMATRON,
        "A substitution is what was taken out and what was put in its place.",
        "Put both into `subst`, or take `subst` away.",
        "<p>Dear <subst><add>Max</add></subst></p>",
        "<p>Dear <subst><del>Eva</del><add>Max</add></subst></p>",
    ),
    _wrong(
        "A332",
        "dtabf-note",
        "A `note` has neither a place nor a type.",
        Unless("t:text//t:note", "@type or @place"),
        _SCHEMATRON,
        "By these the archive knows notes of the source from those of the editor.",
        'Write `note place="foot"` for one of the source, `note type="editorial"` for yours.',
        "<p>Dear Max<note>her brother</note></p>",
        "<p>Dear Max<note type='editorial'>her brother</note></p>",
    ),
    _wrong(
        "A333",
        "dtabf-page",
        "A page points to no image in the way of the format.",
        Values("t:text//t:pb", ("facs",), pattern=r"#f\d{4}", needed=True),
        _SCHEMATRON,
        "Images are numbered through: `#f0001`, `#f0002` and so on.",
        "Write `#f` and the number of the image, with four digits, into `pb/@facs`.",
        "<p>Dear<pb facs='1.jpg'/> Max</p>",
        "<p>Dear<pb facs='#f0001'/> Max</p>",
        message="a page does not point to its image by number, as #f0001",
        each=False,
    ),
    _wrong(
        "A334",
        "dtabf-target",
        "`@target` is neither an address of the web nor a place in the file.",
        Values(".//t:*[@target]", ("target",), pattern=r"(#|https?://).*"),
        _SCHEMATRON,
        "A file of the archive stands alone; other files of your edition are not beside it.",
        "Write the whole address, with https://, or `#` and an `xml:id` of the file.",
        "<p>See <ref target='letter-2.xml'>there</ref></p>",
        "<p>See <ref target='https://example.org/2'>there</ref></p>",
        each=False,
    ),
    _wrong(
        "A335",
        "dtabf-corresp",
        "`@corresp` is neither an address of the web nor a place in the file.",
        Values(".//t:*[@corresp]", ("corresp",), pattern=r"(#|https?://).*"),
        _SCHEMATRON,
        "A file of the archive stands alone; other files of your edition are not beside it.",
        "Write the whole address, with https://, or `#` and an `xml:id` of the file.",
        "<p corresp='letter-2.xml'>Dear Max</p>",
        "<p corresp='https://example.org/2'>Dear Max</p>",
        each=False,
    ),
    _wrong(
        "A336",
        "dtabf-uncommon-sign",
        "The text has a sign that the archive holds for a slip.",
        Unless("t:text//*[text()[contains(., '|') or contains(., '@')]]", "false()"),
        _SCHEMATRON,
        "Old prints and manuscripts have neither | nor @; most often they are left over from"
        " typing.",
        "Take the sign out, or leave it where it is written in the source.",
        "<p>Dear | Max</p>",
        "<p>Dear Max</p>",
        message="the text has | or @, which the archive holds for a slip",
        severity=_WARNING,
    ),
    _wrong(
        "A337",
        "dtabf-header-element",
        "The text has an element that the format has in the header alone.",
        Refused(OF_HEADER, "text"),
        _SCHEMATRON,
        "Parts of names and of citations are not marked in texts of the archive.",
        "Take the element out of the copy for the archive, and leave its words.",
        "<p>Read <title>Faust</title></p>",
        "<p>Read Faust</p>",
        message="DTABf has no {value} in the text",
        each=False,
    ),
)

DTABF = Archive(
    "dtabf",
    "the DTA base format (DTABf)",
    "https://www.deutschestextarchiv.de/doku/basisformat/",
    (*HEADER, *TEXT),
    besides=(
        "Validity by the schema of the format, for prints or for manuscripts; name it with"
        " `--schema`. What stands here finds most of what it refuses, and says what to do.",
    ),
)
