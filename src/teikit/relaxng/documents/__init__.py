"""The two readers of documents, and the places of what they read."""
