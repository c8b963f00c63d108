"""Errors in words.

`wording` words what is wrong in an element, `tag_wording` what is wrong in a start tag, both for a
`scene`: where a fault was met. `reasons` say why a value is wrong, `corrections` what it may have
been meant to be, and `sentences` keep all of it short.
"""
