"""What the editors say of their edition, from Markdown: method, thanks, terms.

It becomes a part of a page, so nothing in it runs: HTML in it is shown as it is written, and links
lead to the web, to an address of e-mail, or to a page of the site.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from teikit.errors import TeikitError

_LARGEST = 1024**2
_LOWEST = 6
_FOREIGN = re.compile(r"(?:https?://|mailto:)[^\s]+", re.IGNORECASE)
_OWN = re.compile(r"(?![/\\])[^:\\\x00-\x20]*(?:[/?#][^\x00-\x20]*)?")


class AboutText(NamedTuple):
    """The text as HTML, and the addresses within the site that it links to."""

    html: Markup
    links: tuple[str, ...]


def about_file(folder: Path, language: str) -> Path | None:
    """The file in a folder that tells of the edition: `about.de.md` before `about.md`."""
    return next((file for file in about_files(folder, language) if file.is_file()), None)


def about_files(folder: Path, language: str) -> tuple[Path, Path]:
    """The files that can tell of the edition, the one that counts before the other."""
    return folder / f"about.{language}.md", folder / "about.md"


def about_text(file: Path) -> AboutText:
    """What a file of Markdown says. Raises `TeikitError` where it cannot be read."""
    try:
        if file.stat().st_size > _LARGEST:
            raise TeikitError(f"{file} has more than {_LARGEST // 1024**2} MB: too much for a page")
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise TeikitError(f"{file} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise TeikitError(f"{file} is not in UTF-8; save it as that") from None
    return rendered(text)


def rendered(text: str) -> AboutText:
    """A text of Markdown as HTML; its headings are below that of the page."""
    reader = _Reader("commonmark", {"html": False}).enable("table").disable("image")
    tokens = reader.parse(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1:]) + 1, _LOWEST)}"
    html = reader.renderer.render(tokens, reader.options, {})
    links = (link for link in _links(tokens) if not _FOREIGN.fullmatch(link))
    return AboutText(Markup(html), tuple(dict.fromkeys(links)))


class _Reader(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: N802 (the name is that of the library)
        """Whether a link may lead there; else its words stand as they are written."""
        return bool(_FOREIGN.fullmatch(url) or _OWN.fullmatch(url))


def _links(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type == "link_open":
            yield str(token.attrGet("href") or "")
        yield from _links(token.children or ())


def lost_links(about: AboutText, folder: Path) -> Iterator[str]:
    """The addresses within the site of which there is no file there."""
    for link in about.links:
        name = link.partition("#")[0].partition("?")[0]
        if name and not (folder / name).is_file():
            yield link
