"""The pages of a site, a few of each kind."""

from pathlib import Path


def kinds_of_pages(folder: Path) -> list[str]:
    """All pages of the first folder, and of each other the first, the largest and the smallest."""
    found = [path.name for path in sorted(folder.glob("*.html"))]
    for inner in sorted(path for path in folder.iterdir() if path.is_dir()):
        pages = sorted(inner.rglob("*.html"))
        by_size = sorted(pages, key=lambda path: path.stat().st_size)
        chosen = dict.fromkeys([*pages[:1], *by_size[-1:], *by_size[:1]])
        found += [path.relative_to(folder).as_posix() for path in chosen]
    return found
