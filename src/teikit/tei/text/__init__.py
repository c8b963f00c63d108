"""The words of a document, in layers."""
