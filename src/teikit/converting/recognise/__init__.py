"""Recognisers: what stands where in a letter's text.

A recogniser is a pure function `(letter, context) -> Iterator[Mark | Diagnostic]`. Recognisers do
not see each other's work, so their order does not matter. `recognisers` is the table of them, and
every other file holds one or a few that belong together; but for `context`, which is what they are
given, `decisions`, which finds the words that an editor names, and `lost_marks`, a part of
`note_marks`.
"""
