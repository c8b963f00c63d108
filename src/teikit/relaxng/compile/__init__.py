"""From a schema in either syntax to patterns, and what is kept of that."""
