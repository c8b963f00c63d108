"""What can be found in a raw page: the rules `R…`.

Findings of the conversion are not faults of the page alone; they also list every decision that an
editor should look at.
"""

from teikit.diagnostic import Rule, Severity

_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO

PAGE_REFUSED = Rule("R001", "page-refused", _E, "The page cannot be converted.")
UNKNOWN_FURNITURE = Rule(
    "R002",
    "unknown-furniture",
    _W,
    "A line before the first document is not in the profile.",
    "It is kept as page furniture. If it belongs to a document, let the profile know its form.",
)
NO_HEADING = Rule(
    "R003",
    "no-heading",
    _W,
    "The document has no heading that could be read.",
    "Check sender and receiver.",
)
NO_SOURCE = Rule(
    "R004",
    "no-source",
    _W,
    "The document has no source line.",
    "Check that the archival citation was not taken for a paragraph.",
)
NUMBER_TWICE = Rule(
    "R005",
    "number-twice",
    _W,
    "Two documents have the same number.",
    "Both are kept, the second with a letter behind its id. Correct the number in the page.",
)
WRAPPED_PERHAPS = Rule(
    "R006",
    "wrapped-perhaps",
    _W,
    "Lines of this page look broken at a width, and it is not sure that they are.",
    'Say so in the profile: page.wrapped is "yes" or "no".',
)
HEADING_MISSED = Rule(
    "R007",
    "heading-missed",
    _W,
    "A line looks like the heading of a letter and was not taken for one.",
    "Add its form to page.headings in the profile, or see that it belongs to the text.",
)
NUMBERS_JUMP = Rule(
    "R008",
    "numbers-jump",
    _W,
    "The numbers of two documents that follow each other leave some out, or go back.",
    "Check whether a letter is missing, or was taken for a part of the one before.",
)
NO_TEXT = Rule(
    "R009",
    "no-text",
    _W,
    "The letter has no text.",
    "Check whether its heading is one, and where its text went.",
)
CUT_WITHOUT_HEADING = Rule(
    "R080",
    "cut-without-heading",
    _W,
    "A letter without heading begins here, as its dateline and salutation show.",
    "Check that it is a letter of its own.",
)
LETTER_IN_LETTER = Rule(
    "R081",
    "letter-in-letter",
    _W,
    "What stands here looks like the beginning of a letter, in the middle of another one.",
    "If it is a letter of its own, give it a heading in the page; else leave it.",
)
TWO_LETTERS = Rule(
    "R082",
    "two-letters",
    _W,
    "The document has two signatures and two datelines.",
    "Check whether it is two letters, and whether a heading between them was missed.",
)
NO_LETTER = Rule(
    "R083",
    "no-letter",
    _W,
    "No letter was found in this page.",
    "It became a document of the editors. If it holds letters, say in the profile how they begin.",
)
MUCH_LONGER = Rule(
    "R084",
    "much-longer",
    _W,
    "The document is much longer than the others of its page.",
    "Check whether the heading of a letter in it was missed.",
)
NOBODY_NAMED = Rule(
    "R085",
    "nobody-named",
    _W,
    "The heading names nobody.",
    "Check whether it is a heading. If it is, name sender and receiver in the overrides file.",
)
LETTER_BEFORE_FIRST = Rule(
    "R086",
    "letter-before-first",
    _W,
    "What stands before the first letter of the page looks like a letter.",
    "Let the profile know how it begins.",
)
QUOTATION_OPEN = Rule(
    "R087",
    "quotation-open",
    _I,
    "A quotation mark opens and does not close in its paragraph.",
    "Check whether the paragraph was cut in two, or the mark was lost.",
)
TABLE_AND_PAGES = Rule(
    "R088",
    "table-and-pages",
    _W,
    "The table of the letters and the pages do not agree.",
    "Correct the table, or the names of the files.",
)
SENDER_REVERSED = Rule(
    "R010",
    "heading-misleads",
    _W,
    "The heading's wording names another sender than the document.",
    "The signature and the address were followed. Check the heading against the print.",
)
NO_SENDER = Rule("R011", "no-sender", _W, "No sender was found.", "Name the sender.")
NO_RECEIVER = Rule("R012", "no-receiver", _W, "No receiver was found.", "Name the receiver.")
NO_DATE = Rule("R013", "no-date", _W, "No date was found.", "Give the date.")
DATES_DISAGREE = Rule(
    "R014",
    "dates-disagree",
    _W,
    "The heading's date and the document's own date disagree.",
    "Decide which one is the date of sending.",
)
DATE_TOO_EARLY = Rule(
    "R018",
    "date-too-early",
    _W,
    "An endorsement is dated before the letter that it stands on.",
    "It is left without a date. Look up its numerals in the print.",
)
YEAR_NOT_PRINTED = Rule(
    "R019",
    "year-not-printed",
    _I,
    "A letter's date has no year.",
    "Check the year that was taken, or give it.",
)
DATE_PART_UNREAD = Rule(
    "R070",
    "date-part-unread",
    _W,
    "A part of a date was not understood.",
    "Read the date in the page, and correct it.",
)
CALENDARS_DISAGREE = Rule(
    "R071",
    "calendars-disagree",
    _W,
    "Two days are given as one in the old and the new calendar, and are not.",
    "Decide which of them is right.",
)
WEEKDAY_DISAGREES = Rule(
    "R072",
    "weekday-disagrees",
    _W,
    "A date was another day of the week than is printed.",
    "Decide whether the day, the month, the year or the weekday is wrong.",
)
DATE_OUT_OF_ORDER = Rule(
    "R073",
    "date-out-of-order",
    _W,
    "A letter's date is far from those of the letters beside it.",
    "Check the year for a misprint. It is kept as it is printed.",
)
CALENDAR_UNKNOWN = Rule(
    "R074",
    "calendar-unknown",
    _W,
    "Dates may be by the Julian or the Gregorian calendar, and nothing says by which.",
    'Say it in the profile: dates.calendar is "julian" or "gregorian".',
)
YEAR_OUTSIDE = Rule(
    "R075",
    "year-outside",
    _W,
    "A year where a letter has its date is not one of the edition's years, and was not taken.",
    "If it is the letter's, let edition.first_year and edition.last_year hold it.",
)
NAME_UNKNOWN = Rule(
    "R015",
    "name-unknown",
    _W,
    "A correspondent is not in the authority files.",
    "Add the name, or this spelling of it, to the authority files.",
)
SIGNATURE_DISAGREES = Rule(
    "R016",
    "signature-disagrees",
    _W,
    "A signature is none of the senders in the heading.",
    "Check whether the signer is a co-signer, or the heading is wrong.",
)
NAME_AMBIGUOUS = Rule(
    "R017",
    "name-ambiguous",
    _I,
    "A name fits several entries of the authority files.",
    "It is left without a reference. Decide who or what is meant.",
)
NOTE_WITHOUT_MARK = Rule(
    "R020",
    "note-without-mark",
    _W,
    "No mark for this note was found in the text.",
    "Find the place in the print and name it.",
)
MARK_RECOVERED = Rule(
    "R021",
    "mark-recovered",
    _W,
    "A lost note mark was placed by the gap that it left.",
    "Check the place against the print.",
)
MARK_WITHOUT_NOTE = Rule(
    "R022",
    "mark-without-note",
    _W,
    "What looks like a note mark has no note.",
    "Check whether the note is missing or the sign means something else.",
)
NUMBER_REPAIRED = Rule(
    "R023",
    "note-number-repaired",
    _I,
    "A damaged note number was corrected.",
)
NUMBER_LOST = Rule(
    "R024",
    "note-number-lost",
    _W,
    "A note's lost number was supplied from its neighbours.",
    "Check the number against the print.",
)
NOTES_OUT_OF_ORDER = Rule(
    "R025",
    "marks-out-of-order",
    _W,
    "A note mark stands before the mark of an earlier note.",
    "Check the numbers against the print.",
)
ORPHAN_ASTERISK = Rule(
    "R026",
    "orphan-asterisk",
    _W,
    "An asterisk stands in the text without a note.",
    "Look up its footnote in the print.",
)
NOTE_HOLDS_LETTER = Rule(
    "R027",
    "note-holds-letter",
    _W,
    "A note holds a date line and a signature: it may be a letter, or quote one.",
    "If it is a letter of its own, give it a heading in the page, or say in the profile how notes"
    " begin (notes.labels).",
)
NOTES_WITHOUT_MARKS = Rule(
    "R028",
    "notes-without-marks",
    _W,
    "None of the notes under a title has a mark in the text.",
    "Say in the profile what the marks look like (notes.marks), or check that these are notes.",
)
NOTE_UNCLAIMED = Rule(
    "R029",
    "note-unclaimed",
    _W,
    "A note behind all letters has its mark in none of them.",
    "It stays with the last letter. Find its mark in the print.",
)
GROUP_UNCLAIMED = Rule(
    "R047",
    "group-unclaimed",
    _W,
    "Notes behind all letters stand under the heading of a letter that is not there.",
    "They stay with the last document. Check the number or heading above them, and whether the"
    " letter was cut.",
)
NOTES_SUPPOSED = Rule(
    "R048",
    "notes-supposed",
    _W,
    "Headings of letters are repeated, and what stands below them looks like notes.",
    "Name the title above them in the profile (notes.titles). If they are letters, give them"
    " headings of their own.",
)
NOTE_REFUSED = Rule(
    "R099",
    "note-refused",
    _W,
    "What has the form of a note is the text of a letter.",
    "It is kept as text. If it is a note, put a title or a rule above the notes in the page.",
)
NOTE_UNCLOSED = Rule(
    "R096",
    "note-unclosed",
    _W,
    "The bracket that a note opens is not closed, so that its end is not known.",
    "It is kept as text. Add the bracket in the page.",
)
MARK_DOUBTFUL = Rule(
    "R097",
    "mark-doubtful",
    _W,
    "Several marks may be the one of a note.",
    "Check which one it is; the one in its turn was taken.",
)
NOTE_SHARED = Rule(
    "R098",
    "note-shared",
    _W,
    "Marks in two letters lead to one note.",
    "The note stands with the first. Check the numbers against the print.",
)
BRACKET_UNBALANCED = Rule(
    "R030",
    "bracket-unbalanced",
    _W,
    "A square bracket has no partner.",
    "It is kept as text. Add the missing bracket or remove this one in the page.",
)
GENRE_UNCERTAIN = Rule(
    "R044",
    "genre-uncertain",
    _W,
    "The heading names no genre, and the description of the document shows an uncommon one.",
    "Decide what kind of document it is.",
)
LETTER_LEFT_OVER = Rule(
    "R043",
    "letter-left-over",
    _W,
    "A letter in brackets belongs to no word of the translation.",
    "It is marked as surplus. Look up what the original has there.",
)
PREFACE_SUPPOSED = Rule(
    "R046",
    "preface-supposed",
    _I,
    "Prose between a heading and the dateline of the letter is taken for the editors'.",
    "If it belongs to the letter, move it behind the dateline.",
)
MARKS_CROSS = Rule(
    "R031",
    "marks-cross",
    _W,
    "Two pieces of markup overlap, and one may not hold the other.",
    "The less important one was left out. Mark it by hand where it is right.",
)
DELETION_UNPLACED = Rule(
    "R032",
    "deletion-unplaced",
    _W,
    "A note tells of a deletion whose beginning the page does not show.",
    "Name the first words of the deleted text.",
)
DELETION_PLACED = Rule(
    "R033",
    "deletion-placed",
    _W,
    "A deletion's beginning was placed by the space that is missing there.",
    "Check the extent against the print.",
)
WRITING_UNPLACED = Rule(
    "R036",
    "writing-unplaced",
    _W,
    "Underlining, an insertion or a hand is told of, and the page does not show where it stands.",
    "Mark it by hand after the print or the manuscript.",
)
HAND_PLACED = Rule(
    "R037",
    "hand-placed",
    _W,
    "The beginning of another hand was placed after the printed description.",
    "Check the place against the manuscript.",
)
REPETITION = Rule(
    "R034",
    "repetition",
    _I,
    "The page repeats a passage; the copies are marked as surplus.",
    "Check that the print has the passage once.",
)
NEAR_REPETITION = Rule(
    "R035",
    "near-repetition",
    _W,
    "Two sentences of a paragraph say nearly the same: the page may hold two translations of one.",
    "Check against the print which one is right; both are kept.",
)
DECISION_REFUSED = Rule(
    "R050",
    "decision-refused",
    _E,
    "A decision in the overrides file points nowhere in its document.",
    "Correct the decision, or remove it.",
)
DECISION_NEEDLESS = Rule(
    "R051",
    "decision-needless",
    _W,
    "A decision in the overrides file says what the program finds by itself.",
    "Remove it, so that the file holds only what needs an editor.",
)
PICTURE_LEFT_OUT = Rule(
    "R060",
    "picture-left-out",
    _W,
    "A picture of the page is not in the text.",
    "See what it shows. If it is writing, put the words into the page.",
)
OBJECT_LEFT_OUT = Rule(
    "R061",
    "object-left-out",
    _W,
    "A formula, a drawing or an embedded object is not in the text.",
    "Put what it says into the page in words.",
)
PART_LEFT_OUT = Rule(
    "R062",
    "part-left-out",
    _W,
    "Words of the file are not in the text: the page hides them, or they belong to no place in it.",
    "If they belong to a letter, put them into the page where they can be seen.",
)
FILE_NOT_READ = Rule(
    "R063",
    "file-not-read",
    _W,
    "A file in the folder is none that can be read.",
    "Save it as .docx, .odt, .html or plain text, or move it out of the folder.",
)
ENCODING_GUESSED = Rule(
    "R064",
    "encoding-guessed",
    _W,
    "The page does not say which encoding it is in, or says a wrong one.",
    "Look at its letters; if they are wrong, name the encoding with --encoding.",
)
SIGN_LEFT_OUT = Rule(
    "R065",
    "sign-left-out",
    _W,
    "A sign of the page cannot stand in XML, or has no meaning outside of its font.",
    "Look up what it stands for, and write it into the page.",
)
BOX_PLACED = Rule(
    "R066",
    "box-placed",
    _W,
    "A text box stands beside the text.",
    "Its words are taken to follow the paragraph that it is tied to. Check that they belong there.",
)
BEHIND_SIGNATURE = Rule(
    "R067",
    "behind-signature",
    _W,
    "Prose stands behind the signature of a letter, and nothing shows whose it is.",
    "See whether it is a postscript. If the editors wrote it, put it in square brackets.",
)
TAG_LEFT_OUT = Rule(
    "R068",
    "tag-left-out",
    _W,
    "A tag of the transcription has nothing that stands for it in the TEI.",
    "If it matters, put what it says into the TEI by hand; its words are in the text.",
)
DECISION_WITHOUT_DOCUMENT = Rule(
    "R052",
    "decision-without-document",
    _W,
    "A decision in the overrides file is about a document that is not among these pages.",
    "Convert its page too, or correct the number.",
)
CITATION_VARIANT = Rule(
    "R040",
    "citation-variant",
    _I,
    "A citation is printed in an unusual form.",
    "The print is kept; the normal form stands in @n.",
)
CITATION_INCOMPLETE = Rule(
    "R041",
    "citation-incomplete",
    _W,
    "A citation lacks a part that cannot be taken from another.",
    "Complete it from the print.",
)
REFERENCE_UNRESOLVED = Rule(
    "R042",
    "reference-unresolved",
    _I,
    "A reference names a document that is not among these pages.",
    "It will be linked when that document's page is converted too.",
)
SIGNATURE_NO_NAME = Rule(
    "R090",
    "signature-no-name",
    _W,
    "A signature says no name, or only initials that no known name fits.",
    "Name the sender; edition.sender in the profile says who wrote all letters.",
)
RECEIVER_FROM_SALUTATION = Rule(
    "R091",
    "receiver-from-salutation",
    _I,
    "The receiver is known from the salutation or the address alone.",
    "Check the name; edition.receiver in the profile says to whom all letters were written.",
)
SENDER_NOT_OF_EDITION = Rule(
    "R092",
    "sender-not-of-edition",
    _W,
    "The signature names another than the sender whom the profile gives for all letters.",
    "The signature was followed. Check whether the letter is by somebody else, or was cut wrong.",
)
PLACE_UNSURE = Rule(
    "R093",
    "place-unsure",
    _W,
    "Words beside the date may be a place, but do not have the form of one.",
    "No place was taken. Name the place of writing if it is one.",
)
OPENING_UNREAD = Rule(
    "R094",
    "opening-unread",
    _W,
    "A line between heading and salutation was not understood.",
    "Check whether it is an address, a place or a paragraph.",
)
SIGNED_BY_RECEIVER = Rule(
    "R095",
    "signed-by-receiver",
    _W,
    "The signature has the name of the receiver.",
    "It was not taken for the sender's. Check signature, heading and salutation against the print.",
)

OF_THE_CUT = frozenset(
    {
        WRAPPED_PERHAPS,
        HEADING_MISSED,
        NUMBERS_JUMP,
        NO_TEXT,
        CUT_WITHOUT_HEADING,
        LETTER_IN_LETTER,
        TWO_LETTERS,
        NO_LETTER,
        MUCH_LONGER,
        NOBODY_NAMED,
        LETTER_BEFORE_FIRST,
    }
)
"""What makes it doubtful whether a page was cut into its letters rightly."""
