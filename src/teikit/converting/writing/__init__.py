"""A document as TEI."""
