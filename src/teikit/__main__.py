"""The command: `teikit`, and `python -m teikit`, which is the same."""

import _signal as signal  # type: ignore[import-not-found]  # `signal` takes long to import
import os
import sys


def main() -> None:
    """Run the command; the exit status is that of the process."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        # While we import and parse, and once all is done, there is nothing to put in order.
        signal.signal(signal.SIGINT, lambda *_: os._exit(130))
    _open_streams()
    from teikit.cli import main as command  # noqa: PLC0415  # it may be interrupted now

    try:
        command(prog_name="teikit")
    except OSError as error:  # of `--help` and `--version`; at exit, writing would fail again
        _say(f"teikit: cannot go on: {error.strerror or error}\n")
        os._exit(2)


def _open_streams() -> None:
    """Put something in the place of streams that are closed, so that no file gets their numbers.

    Writing to a standard output that is closed fails, as it should; what would go to standard error
    is lost.
    """
    for number, name, mode, flags in (
        (0, "stdin", "r", os.O_RDONLY),
        (1, "stdout", "w", os.O_RDONLY),
        (2, "stderr", "w", os.O_WRONLY),
    ):
        if getattr(sys, name) is None and os.open(os.devnull, flags) == number:
            setattr(sys, name, open(number, mode, encoding="utf-8"))  # noqa: PTH123, SIM115


def _say(line: str) -> None:
    try:
        os.write(2, line.encode("utf-8", "surrogateescape"))
    except OSError:  # there is no one to tell
        return


if __name__ == "__main__":
    main()
