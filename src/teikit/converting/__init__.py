"""From raw pages to TEI.

`convert` leads from pages to files, and `encode`, a part of it, from pages to TEI in memory. A
page is a `source`; `edition` surveys all pages first, so that each document knows its neighbours.
Then, for each document: `reading` divides it into the blocks of a `letter`, `recognise` marks them,
`correspondence` and `description` say what the header needs, and `writing` nests the marks and
writes TEI. `citations`, `dates` and `prose` are grammars that several of these share; `authority`
and `overrides` are what editors know and decide; `raw_rules` are all findings on raw pages.
"""
