"""The regular expressions of XML Schema.

`syntax` reads a pattern into `terms`, with the sets of characters of `charsets` and `blocks`;
`width` refuses what would need too much; `expression` matches strings, by derivatives of terms.
"""
