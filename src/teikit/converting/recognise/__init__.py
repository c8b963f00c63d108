"""Recognisers: what stands where in a letter's text.

A recogniser is a pure function `(letter, context) -> Iterator[Mark | Finding]`. Recognisers do not
see each other's work, so their order does not matter.
"""
