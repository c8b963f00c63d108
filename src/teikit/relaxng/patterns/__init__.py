"""Patterns and name classes, each of which exists once."""
