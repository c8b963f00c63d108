"""The rules: those on one file, and those across files."""
