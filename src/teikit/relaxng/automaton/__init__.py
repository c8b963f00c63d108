"""How a document is followed through a schema.

`derivatives`, `start_tags` and `strings` say what a pattern still wants after a child, the
attributes of a start tag, and a text. `automaton` makes states of that, when they are first needed.
Where a document leaves the schema, `recovery` finds the attributes at fault and `expectations` what
was wanted. `identifiers` are looked after apart: no pattern knows them.
"""
