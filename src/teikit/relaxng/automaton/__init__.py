"""How a document is followed through a schema: derivatives, states, recovery."""
