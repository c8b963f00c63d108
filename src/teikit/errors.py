"""What stops the work, as opposed to what is wrong with a document."""


class TeikitError(Exception):
    """The work cannot go on: a missing file, a broken profile, a full disk.

    The message is one sentence for the user that says what is wrong and what to do about it.
    The command line prints it on standard error and ends with status 2.
    """
