"""The command `teikit`: its frame; each subcommand has a file of its own beside this one."""

import os
import sys
from contextlib import suppress
from importlib import import_module
from io import TextIOWrapper
from typing import Any

import click

from teikit.cli.signals import Terminated, die, raised
from teikit.errors import TeikitError
from teikit.runtime.docstrings import documented

# One line for each subcommand, so that `teikit --help` need not import them.
COMMANDS = {
    "convert": "Turn raw pages into TEI, one file for each document.",
    "profile": "List profiles of editions, show one, suggest one for pages, or try one.",
    "authority": "Suggest, check and complete persons, places and bodies.",
    "validate": "Check TEI files: well-formed, valid, and sound by many rules.",
    "schemas": "Keep copies of schemas that files name by addresses of the web.",
    "explain": "Say what a finding of `validate` means, and what to do about it.",
    "review": "List what is not certain, and every open question, for an editor.",
    "export": "Make plain text or tables from TEI files.",
    "site": "Make pages for readers from TEI files, which open from the disk.",
    "plot": "Draw letters by month, who wrote to whom, and a map, as files of SVG.",
    "package": "Make a package of an edition for deposit in an archive, or check one.",
}


class _Lazy(click.Group):
    """A group whose subcommands are imported when they are run."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command = getattr(import_module(f"teikit.cli.{cmd_name}"), cmd_name)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> Any:
        """Run the subcommand; what stops the work becomes one line and an exit status."""
        try:
            with raised():
                try:
                    return super().invoke(ctx)
                finally:
                    sys.stdout.flush()
        except TeikitError as error:
            status, line = 2, str(error)
        except KeyboardInterrupt:
            status, line = 130, "stopped"
        except BrokenPipeError:
            status, line = _unplugged(141), ""
        except OSError as error:
            status, line = _unplugged(2), f"cannot go on: {error.strerror or error}"
        except (click.exceptions.Exit, click.Abort, click.ClickException):
            raise
        except Exception as error:
            if os.environ.get("TEIKIT_DEBUG"):
                raise
            status, line = (
                2,
                (
                    f"a fault of teikit itself: {type(error).__name__}: {error};"
                    " please report it (TEIKIT_DEBUG=1 shows where)"
                ),
            )
        except Terminated as error:
            die(error.number)
        if line:
            with suppress(OSError):
                click.echo(f"teikit: {line}", err=True)
        raise click.exceptions.Exit(status)


def _unplugged(status: int) -> int:
    """The same status, once nothing more goes to standard output: at exit it would fail again."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return status


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="teikit", message="%(prog)s %(version)s")
@documented
def main() -> None:
    """Encode, validate and export editions of letters in TEI P5."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="surrogateescape")  # names of files need not be UTF-8
