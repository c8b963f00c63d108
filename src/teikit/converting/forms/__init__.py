"""What names, places and formulas look like, where nobody knows who and where they are.

`persons` reads the form of a name, `formulas` the words that open and close a letter, `places` the
words beside a date. All are grammars over the words of a language: pure functions of a text.
"""
