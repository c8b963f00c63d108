"""Patterns of the simple syntax and name classes, each of which exists once.

`names` has the name classes, `patterns` the patterns, and `builder` makes them: it interns them, so
that patterns are compared by identity, and drops what matches nothing.
"""
