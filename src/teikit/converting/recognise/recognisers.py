"""The table of recognisers: a new one is a function in a file beside this, and a line here."""

from collections.abc import Callable, Iterable

from teikit.converting.letter import Letter
from teikit.converting.recognise.bibliography import bibliography
from teikit.converting.recognise.brackets import brackets
from teikit.converting.recognise.context import Context
from teikit.converting.recognise.datelines import datelines
from teikit.converting.recognise.dates_in_text import dates_in_text
from teikit.converting.recognise.given import given
from teikit.converting.recognise.manuscript import deletions, hands, missing_end, writing
from teikit.converting.recognise.names import names
from teikit.converting.recognise.note_marks import note_marks
from teikit.converting.recognise.places import dateline_places
from teikit.converting.recognise.quotations import quotations
from teikit.converting.recognise.references import references
from teikit.converting.recognise.repetitions import near_repetitions, repetitions
from teikit.converting.recognise.salutations import run_in_salutation
from teikit.converting.source import Mark
from teikit.diagnostic import Diagnostic

Recogniser = Callable[[Letter, Context], Iterable[Mark | Diagnostic]]

RECOGNISERS: tuple[Recogniser, ...] = (
    bibliography,
    brackets,
    dateline_places,
    datelines,
    dates_in_text,
    deletions,
    given,
    hands,
    missing_end,
    names,
    near_repetitions,
    note_marks,
    quotations,
    references,
    repetitions,
    run_in_salutation,
    writing,
)
"""What is looked for in a document. They do not see each other's work: their order is nothing."""
