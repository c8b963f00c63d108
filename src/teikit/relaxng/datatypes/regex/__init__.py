"""The regular expressions of XML Schema."""
