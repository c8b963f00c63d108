"""Authority files as tables, for OpenRefine and for people, and back; candidates from services."""
