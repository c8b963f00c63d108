"""Errors in words."""
