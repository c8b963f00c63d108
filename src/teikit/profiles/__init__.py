"""The profiles that come with teikit."""
