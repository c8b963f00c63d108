"""XML as it is written."""
