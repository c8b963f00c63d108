"""What can be found when a table is brought back into authority files."""

from teikit.diagnostic import Rule, Severity

BAD_ROW = Rule(
    "I011",
    "row-not-read",
    Severity.ERROR,
    "A row of the table cannot be read as an entry.",
    "Give the row a cell for each column, an id that no other row has, and the kind of its entry.",
)
ENTRY_GONE = Rule(
    "I012",
    "row-without-entry",
    Severity.ERROR,
    "A row was made from an entry that is not there any more.",
    "Write the id as it is in the authority file; for a new entry, empty the cell 'version'.",
)
ROW_GONE = Rule(
    "I013",
    "entry-without-row",
    Severity.WARNING,
    "An entry has no row in the table; it stays, as nothing is ever deleted.",
    "Delete the entry in the authority file, if that is what you want.",
)
NOT_TAKEN = Rule(
    "I014",
    "cell-not-taken",
    Severity.WARNING,
    "What a cell says cannot be written by a table.",
    "Make the change in the authority file.",
)
BAD_NUMBER = Rule(
    "I015",
    "number-not-taken",
    Severity.ERROR,
    "A cell holds no number of its registry.",
    "Look the number up; spreadsheets shorten long numbers and drop zeros, unless cells are text.",
)
CHANGED = Rule(
    "I016",
    "entry-changed",
    Severity.ERROR,
    "An entry has been changed in its file since the table was made.",
    "Export the table again, and make the changes of the row there.",
)
COLUMN = Rule(
    "I017",
    "column-not-read",
    Severity.INFO,
    "The table has a column that means nothing here.",
    "Nothing of it is lost; it is only not brought into the authority files.",
)
RULES = (BAD_ROW, ENTRY_GONE, ROW_GONE, NOT_TAKEN, BAD_NUMBER, CHANGED, COLUMN)
