"""From a schema in either syntax to patterns, and what is kept of that.

`loading` reads the files of a schema, by `xml_syntax` or `compact`, into a tree of `node`s. Then
`full_syntax` checks it, `simplification` makes patterns of it, `restrictions` checks these (section
7), `table` turns them into plain values, and `cache` keeps the table for the next run.
"""
