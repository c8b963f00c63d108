"""`teikit site`: a reading edition that opens from the disk."""

from collections.abc import Callable
from pathlib import Path

import click

from teikit import project
from teikit.cli import machines
from teikit.cli.progress import watching
from teikit.cli.wording import some
from teikit.errors import TeikitError
from teikit.runtime.docstrings import documented


@click.command()
@click.argument(
    "paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH..."
)
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Write the pages into this folder.",
)
@click.option(
    "--language",
    default="en",
    show_default=True,
    metavar="CODE",
    help="The language of what stands around the letters: en, de, fr or ru.",
)
@click.option(
    "--own",
    type=click.Path(file_okay=False, exists=True, path_type=Path),
    metavar="DIR",
    help="A folder with templates, site.css or labels.toml that take the place of those of teikit.",
)
@click.option(
    "--about",
    type=click.Path(dir_okay=False, exists=True, path_type=Path),
    metavar="FILE",
    help="What you say of the edition, in Markdown. [default: about.md beside the settings]",
)
@click.option(
    "--for-editor",
    is_flag=True,
    help="Make a page for the editors, too: what is encoded, what is open, what validate finds.",
)
@click.option(
    "--config",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Take [publication] from this file, not from the settings of the project.",
)
@click.option(
    "--search",
    type=click.Choice(["teikit", "pagefind"]),
    default="teikit",
    show_default=True,
    help="What searches the letters: teikit, or Pagefind, for very many; it needs a web server.",
)
@click.option("--jobs", **machines.jobs(", where the letters are many"))
@click.option(
    "--no-cache",
    is_flag=True,
    help="Read all files again, and keep nothing of what is in them for the next run.",
)
@click.option(
    "--serve", is_flag=True, help="Show the pages on this machine, and make them again on changes."
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8765,
    show_default=True,
    metavar="N",
    help="The port of --serve; 0 is any that is free.",
)
@documented
def site(
    paths: tuple[Path, ...],
    output: Path,
    language: str,
    own: Path | None,
    about: Path | None,
    for_editor: bool,
    config: Path | None,
    search: str,
    jobs: int,
    no_cache: bool,
    serve: bool,
    port: int,
) -> None:
    """Make pages for readers from TEI files: open index.html in a browser.

    PATH is a TEI file, or a folder of them; the TEI of any edition of letters will do. The pages
    need no server and no network. What has not changed is not written again. With --serve they are
    shown until you end it, and made again when a file changes.
    """
    from teikit.keeping.projects import folder_if_wanted  # noqa: PLC0415 (it brings lxml)
    from teikit.profiles.publication import settled  # noqa: PLC0415
    from teikit.publishing import site as make  # noqa: PLC0415 (it brings lxml)

    pictures: list[Path] = []

    def made() -> bool:
        """Make the site, and say what came of it; whether all could be read."""
        errors: list[TeikitError] = []
        done = make(
            paths,
            output,
            publication=settled(config),
            language=language,
            own=own,
            about=about or _about(config, language),
            for_editor=for_editor,
            config=config,
            search=search,
            jobs=jobs,
            report=errors.append,
            watching=watching,
            keep=None if no_cache else folder_if_wanted(paths),
        )
        pictures[:] = done.pictures
        for error in errors:
            click.echo(f"teikit: {error}", err=True)
        for remark in done.remarks:
            click.echo(f"teikit: {remark}", err=True)
        others = f", {some(done.other_texts, 'other text')}" if done.other_texts else ""
        letters = some(done.letters, "letter")
        click.echo(f"{letters}{others}, {some(done.pages, 'page')}: {done.start}")
        return not errors

    if serve:
        named = [*paths, *filter(None, (own, about))]

        def watched() -> list[Path]:
            files = (path.absolute() for path in paths if path.is_file())
            folders = [
                *(path.absolute().parent for path in paths),
                *(f.parent.parent for f in files),
            ]
            beside = (folder / "authority" for folder in folders)
            settings = _settings(config, language)
            return [*dict.fromkeys((*named, *beside, *settings, *pictures))]

        _serve(made, output, watched, port)
    elif not made():
        raise click.exceptions.Exit(1)


def _serve(
    made: Callable[[], bool], output: Path, watched: Callable[[], list[Path]], port: int
) -> None:
    """Show a site until the user ends it; what cannot be made is told, and tried again later.

    What is `watched` is asked again when the site was made: by then its pictures are known.
    """
    from teikit.publishing.serving import Server, seen  # noqa: PLC0415
    from teikit.publishing.serving import serve as show  # noqa: PLC0415

    def remake() -> None:
        try:
            made()
        except TeikitError as error:
            click.echo(f"teikit: {error}", err=True)
        every[:] = watched()

    server = Server(output, port)
    every = watched()
    before = seen(every, server.folder)
    made()
    every[:] = watched()
    click.echo(f"{server.address} (Ctrl-C ends)")
    show(server, every, {**seen(every, server.folder), **before}, remake)


def _settings(config: Path | None, language: str) -> list[Path]:
    """The files of the settings, with those on the edition that may stand beside them."""
    from teikit.profiles.publication import settled_by  # noqa: PLC0415
    from teikit.publishing.about import about_files  # noqa: PLC0415

    files = [*settled_by(config)]
    return [*files, *(file for each in files[:1] for file in about_files(each.parent, language))]


def _about(config: Path | None, language: str) -> Path | None:
    """The file on the edition that stands beside the settings, if there is one."""
    from teikit.publishing.about import about_file  # noqa: PLC0415

    settings = project.load(config)
    return about_file(settings.folder, language) if settings else None
