"""A document as TEI.

`nesting` makes a tree of the marks of a document; `document` builds the file, with its `header` and
`body`, in which `inline` writes the text of each block with its marks; `serial` makes bytes of the
tree, and `files` writes them where an editor's work does not stand. `authorities` goes the other
way: it reads authority files, which are TEI too.
"""
