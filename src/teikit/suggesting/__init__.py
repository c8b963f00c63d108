"""A profile suggested from pages: what repeats in them, and what stands around it.

`units` are the lines and paragraphs, `traces` says what each looks like, `shapes` which heading a
line may be, `headings` which of these head letters; `edition` and `notes` look at all of it.
`suggest` puts the values together, a `suggestion` is what comes out, `pages` reads files for it.
`trial` shows what any profile makes of pages.
"""
