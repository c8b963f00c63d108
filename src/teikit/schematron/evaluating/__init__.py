"""A document held against a compiled schema."""
