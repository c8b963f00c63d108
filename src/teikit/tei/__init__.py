"""One reading of any TEI."""
