"""The modules of the package and what they import, read from the source.

python tests/support/structure.py    the tables of docs/architecture.md, brought up to date
"""

import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "architecture.md"
_SECTION = re.compile(
    r"^### `(?P<package>[\w.]+)`\n(?P<before>.*?)(?P<head>^\| room \|[^\n]*\n\|[^\n]*\n)"
    r"(?P<rows>(?:^\|[^\n]*\n)*)",
    re.MULTILINE | re.DOTALL,
)
_ROW = re.compile(r"^\| `(\w+)` \| (.*) \| (.*) \|$", re.MULTILINE)


@cache
def modules() -> Mapping[str, Path]:
    """Every module of the package by its dotted name; a package is called as its folder."""
    source = ROOT / "src"
    found = {}
    for path in sorted(source.rglob("*.py")):
        parts = path.relative_to(source).with_suffix("").parts
        found[".".join(part for part in parts if part != "__init__")] = path
    return found


@cache
def imports(path: Path) -> tuple[str, ...]:
    """What a file imports, wherever in it; `from a import b` may be a module `a.b`."""
    return tuple(_imports(path))


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: imports are absolute"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def within(name: str, package: str) -> bool:
    """Whether a dotted name is a package, or in it."""
    return f"{name}.".startswith(f"{package}.")


def rooms(package: str) -> dict[str, set[str]]:
    """The modules and packages directly in a package, each with those of them that it imports.

    What the package itself offers (`__init__`) is no room.
    """
    found: dict[str, set[str]] = defaultdict(set)
    for module, path in modules().items():
        room = _room(module, package)
        if room:
            used = {_room(name, package) for name in imports(path)}
            found[room] |= used - {room, ""}
    names = set(found)
    return {room: used & names for room, used in found.items()}


def _room(module: str, package: str) -> str:
    return module[len(package) + 1 :].partition(".")[0] if within(module, package) else ""


def tables() -> Mapping[str, list[tuple[str, str, str]]]:
    """The tables of the page: for each package its rows (room, words, imports)."""
    text = PAGE.read_text(encoding="utf-8")
    return {found["package"]: _ROW.findall(found["rows"]) for found in _SECTION.finditer(text)}


def written(used: set[str], order: list[str]) -> str:
    """The last cell of a row."""
    return ", ".join(f"`{room}`" for room in order if room in used)


def top_down(used: Mapping[str, set[str]]) -> list[str]:
    """Rooms in such an order that each imports only those behind it."""
    order: list[str] = []
    waiting = dict(used)
    while waiting:
        above = sorted(
            room for room in waiting if not any(room in others for others in waiting.values())
        )
        assert above, f"these import each other: {sorted(waiting)}"
        order += above
        for room in above:
            del waiting[room]
    return order


def updated() -> str:
    """The page with tables that say what is so; rooms that are new have no words yet."""

    def section(found: re.Match[str]) -> str:
        package = found["package"]
        words = {room: text for room, text, _ in _ROW.findall(found["rows"])}
        used = rooms(package)
        order = top_down(used)
        rows = [
            f"| `{room}` | {words.get(room, 'TODO')} | {written(used[room], order)} |\n"
            for room in order
        ]
        return f"### `{package}`\n{found['before']}{found['head']}{''.join(rows)}"

    return _SECTION.sub(section, PAGE.read_text(encoding="utf-8"))


if __name__ == "__main__":
    PAGE.write_text(updated(), encoding="utf-8")
    sys.exit("TODO" in PAGE.read_text(encoding="utf-8"))
