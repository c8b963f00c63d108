"""What is wrong with a schema."""

from teikit.schematron.model import Place


class SchemaError(Exception):
    """A Schematron cannot be used. The message is a sentence; the place is where in the schema."""

    def __init__(self, message: str, place: Place) -> None:
        super().__init__(f"{place.address}:{place.line}: {message}")
        self.message = message
        self.place = place


class NoSchematronError(SchemaError):
    """A file holds no Schematron."""


class NoPhaseError(SchemaError):
    """A Schematron has no phase of the name that was asked for."""
