"""Faults to be planted in good files, one kind or more for each rule.

A mutation finds all places for its fault by what a file has, never by the name of a file, and says
for each what is to be changed and where the fault must be found. None changes the number of lines,
so that whatever was found before is found on the same line again.

`IN_A_FILE`, `BY_SCHEMA` and `IN_A_CORPUS` are the tables.
"""

from collections.abc import Callable, Iterator, Set
from typing import NamedTuple

from planted import apparatus, broken, letter, together, words
from planted.pages import Page, Pages, Place, Scene


class Kind(NamedTuple):
    """A kind of fault: the rule that finds it, and the rules that find something, too."""

    code: str
    mutation: Callable[[Page], Iterator[Place]]
    besides: Set[str] = frozenset()


class CorpusKind(NamedTuple):
    """The same of files together."""

    code: str
    mutation: Callable[[Pages], Iterator[Scene]]
    besides: Set[str] = frozenset()


IN_A_FILE = (
    Kind("T001", apparatus.identifier_given_again),
    Kind("T001", apparatus.identifier_copied),
    Kind("T002", apparatus.pointer_misspelt),
    Kind("T002", apparatus.identifier_misspelt),
    Kind("T002", apparatus.identifier_taken_away),
    Kind("T003", apparatus.hash_forgotten),
    Kind("T004", apparatus.mark_lost),
    Kind("T005", apparatus.target_of_mark_lost),
    Kind("T005", apparatus.mark_leads_to_no_note),
    Kind("T006", apparatus.mark_leads_to_other_note),
    # Both notes are wrong.
    Kind("T006", apparatus.notes_exchanged, besides={"T006"}),
    Kind("T006", apparatus.note_does_not_point_back),
    Kind("T006", apparatus.mark_misnumbered),
    # The mark of the note has its number still.
    Kind("T007", apparatus.number_given_twice, besides={"T006"}),
    Kind("T007", apparatus.number_too_high, besides={"T006"}),
    Kind("T007", apparatus.note_lost),
    Kind("T008", words.namespace_of_https),
    Kind("T009", words.look_by_code),
    Kind("T010", letter.day_wrong),
    Kind("T010", letter.month_wrong),
    # The year may be one that the edition does not cover.
    Kind("T010", letter.year_wrong, besides={"T012"}),
    Kind("T010", letter.words_of_day_wrong),
    Kind("T011", letter.day_of_no_month),
    Kind("T011", letter.month_of_no_year),
    Kind("T011", letter.date_empty),
    # The words of the date are not between the two either.
    Kind("T011", letter.end_before_beginning, besides={"T010"}),
    # The words of the date have the year as it was.
    Kind("T012", letter.century_wrong, besides={"T010"}),
    Kind("T012", letter.digits_exchanged, besides={"T010"}),
    Kind("T013", letter.sender_lost),
    Kind("T013", letter.receiver_lost),
    # What is told once in a file is told of the next date then.
    Kind("T013", letter.date_of_sending_lost, besides={"T023"}),
    Kind("T014", letter.other_sender),
    Kind("T014", letter.other_signature),
    Kind("T020", letter.hand_lost),
    Kind("T020", letter.hand_in_note_only),
    Kind("T021", letter.end_lost),
    Kind("T021", letter.reason_lost),
    Kind("T022", letter.responsible_lost),
    Kind("T022", letter.word_supplied),
    Kind("T023", letter.basis_lost),
    Kind("T023", letter.basis_of_bracket_lost),
    Kind("T023", letter.date_set_in_brackets),
    Kind("T024", letter.correction_lost),
    Kind("T024", letter.error_marked),
    Kind("T025", letter.name_empty),
    Kind("T025", letter.paragraph_empty),
    Kind("T025", letter.words_of_name_lost),
    Kind("T030", words.part_miscopied),
    Kind("T030", words.label_wrong),
    Kind("T030", words.normal_form_wrong),
    # The parts of the signature name the leaf still.
    Kind("T031", words.leaf_not_said, besides={"T030"}),
    Kind("T031", words.book_misnumbered),
    Kind("T031", words.number_misread),
    Kind("T031", words.check_digit_wrong),
    Kind("T031", words.handle_cut),
    Kind("T040", words.word_in_brackets),
    Kind("T040", words.left_out_in_brackets),
    Kind("T040", words.bracket_left_open),
    Kind("T040", words.mark_as_number),
    Kind("T040", words.mark_as_star),
    Kind("T041", words.letter_of_other_script),
    Kind("T041", words.numeral_of_two_scripts),
    Kind("T042", words.letter_decomposed),
    *(
        Kind("T043", words.with_character(character))
        for character in "\xad\u200b\ufeff\ufffd\x96\u202e"
    ),
    *(Kind("T044", words.with_character(character)) for character in "\ue5d2\U000f0001"),
    *(Kind("T050", words.tagged(tag)) for tag in ("en-UK", "german", "de_AT", "xx")),
    Kind("T050", words.foreign_words_tagged),
    Kind("T051", words.licence_lost),
    Kind("T052", words.publisher_lost),
    Kind("T090", words.instructed('ignore T012 "printed so"')),
    Kind("T091", words.instructed("ignore T012")),
    Kind("T091", words.instructed('ignore T999 "printed so"')),
    Kind("T091", words.instructed('skip T012 "printed so"')),
    Kind("X001", broken.ampersand_alone),
    Kind("X001", broken.end_tag_misspelt),
    Kind("X001", broken.end_tag_lost),
    Kind("X001", broken.quote_lost),
    Kind("X001", broken.attribute_given_twice),
    Kind("X001", broken.character_forbidden),
    Kind("X001", broken.entity_unknown),
    Kind("X002", broken.entities_without_end),
    Kind("X010", broken.other_file_asked_for),
    Kind("X011", broken.entity_of_other_file),
)

BY_SCHEMA = (
    Kind("S001", broken.element_unknown),
    # Neither the element nor its content may stand there.
    Kind("S001", broken.element_misplaced, besides={"S001"}),
    Kind("S001", broken.attribute_unknown),
    Kind("S001", broken.value_unknown),
    Kind("S001", broken.title_lost),
)

IN_A_CORPUS = (
    # The letter before it names it by its identifier.
    CorpusKind("C001", together.document_named_twice_apart, besides={"C003"}),
    # Of two letters with the same text, this may be what says so.
    CorpusKind("C002", together.file_misspelt, besides={"C007"}),
    CorpusKind("C002", together.pointing("no_file", "-draft.xml")),
    CorpusKind("C002", together.pointing("no_identifier", ".xml#no-such-place")),
    # The document that was included is so no more.
    CorpusKind("C002", together.include_misspelt, besides={"C010"}),
    CorpusKind("C003", together.next_wrong),
    CorpusKind("C003", together.way_back_lost),
    CorpusKind("C003", together.letter_named_as_its_own_next),
    CorpusKind("C003", together.order_of_corpus_wrong),
    CorpusKind("C004", together.entry_misspelt),
    CorpusKind("C004", together.entry_of_other_kind),
    CorpusKind("C005", together.reference_lost),
    CorpusKind("C005", together.entry_for_nobody),
    # Nobody refers to the copy.
    CorpusKind("C006", together.entry_copied, besides={"C005"}),
    # The copy names neighbours that do not name it, and the corpus file does not include it.
    CorpusKind("C007", together.letter_entered_twice, besides={"C003", "C010"}),
    # There may be a third letter with the same text and signature.
    CorpusKind("C008", together.leaf_of_other_letter, besides={"C008"}),
    CorpusKind("C009", together.answer_before_letter),
    CorpusKind("C009", together.letter_answered_earlier),
    CorpusKind("C010", together.document_not_included),
    # The letter before it names it by its identifier.
    CorpusKind("C011", together.document_named_twice_together, besides={"C003"}),
    CorpusKind("C011", together.identifier_of_other_document),
)
