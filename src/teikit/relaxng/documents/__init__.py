"""Documents, followed through an automaton while they are read.

`sources` takes a document in any form. There are two readers: `stream` reads events of expat,
`markup` the tags of a plain document, which `tags` knows by their characters. Both are a
`validator`, which reports what is wrong; `locations` and `scopes` say where, and `malformed` words
what is not XML.
"""
