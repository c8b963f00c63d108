"""Making, reading and writing TEI."""
