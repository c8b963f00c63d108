"""What stops the work, as opposed to what is wrong with a document."""


class TeikitError(Exception):
    """The work cannot go on: a missing file, a broken profile, a full disk.

    The message is one sentence for the user that says what is wrong and what to do about it.
    The command line prints it on standard error and ends with status 2.
    """

    def __reduce__(self) -> tuple[object, ...]:
        """As it is to be sent to another process, whatever its kind is made from."""
        return _remade, (type(self), self.args, self.__dict__)


def _remade(
    kind: type[TeikitError], arguments: tuple[object, ...], state: dict[str, object]
) -> TeikitError:
    error = kind.__new__(kind)
    error.args = arguments
    error.__dict__.update(state)
    return error


class Unfinished(TeikitError):  # noqa: N818 (named for what the user meets)
    """A fault of teikit itself that ended the work on one file; the others are done."""

    def __init__(self, path: object, error: Exception) -> None:
        super().__init__(f"{path}: {unfinished(error)}")


def unfinished(error: Exception) -> str:
    """The words for an exception that nobody expected."""
    words = " ".join(str(error).split())
    words = words if len(words) <= 100 else f"{words[:99]}…"
    kind = type(error).__name__
    return (
        f"teikit could not finish with this file ({f'{kind}: {words}' if words else kind}); "
        "please report it"
    )
