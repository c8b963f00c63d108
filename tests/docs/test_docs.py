"""The examples in README and docs are what the program reads, writes, says and knows."""

import dataclasses
import re
import shlex
import shutil
import tomllib
import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from teikit.cli import main
from teikit.converting import dates, overrides, raw_rules
from teikit.converting.encode import EncodedPage, encode_pages
from teikit.converting.source import collapse
from teikit.converting.writing.authorities import load_authority
from teikit.diagnostic import Rule
from teikit.errors import TeikitError
from teikit.profiles import profile
from teikit.profiles.label import LabelTemplate
from teikit.profiles.template import FileNameTemplate, PieceTemplate

ROOT = Path(__file__).resolve().parents[2]
DOCS = {
    str(path.relative_to(ROOT)): path.read_text(encoding="utf-8")
    for path in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
    if path.stem != "tutorial"  # its steps build upon each other, and are run in their order
}
FENCE = re.compile(r"^```(\w+)[ ]?([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
RULES = sorted(rule for rule in vars(raw_rules).values() if isinstance(rule, Rule))
PROFILE = (ROOT / "src/teikit/profiles/bolshevik-leadership.toml").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Block:
    """A fenced block: ```` ```language label ````."""

    doc: str
    language: str
    label: str
    content: str

    def __str__(self) -> str:
        start = " ".join(self.content.split())[:32]
        return f"{Path(self.doc).stem}: {self.label or self.language}: {start}"

    @property
    def pieces(self) -> list[str]:
        """What stands between the `…`, which leave something out; white space collapsed."""
        return [piece for each in self.content.split("…") if (piece := collapse(each))]


BLOCKS = [Block(doc, *found) for doc in DOCS for found in FENCE.findall(DOCS[doc])]


def blocks(language: str, label: str = ".*") -> list[Block]:
    """The blocks of a language whose label has this form."""
    return [
        block for block in BLOCKS if block.language == language and re.fullmatch(label, block.label)
    ]


def assert_in_order(pieces: list[str], text: str) -> None:
    """Each piece is in the text, one behind the other."""
    position = 0
    for piece in pieces:
        found = text.find(piece, position)
        assert found >= 0, f"not in the text{' in this order' * (piece in text)}: {piece}"
        position = found + len(piece)


def table_rows(text: str) -> list[list[str]]:
    """The rows of the first table of a text, without its head."""
    table = re.search(r"(?:^\|.*\n)+", text, re.MULTILINE)
    assert table is not None
    rows = [re.split(r"(?<!\\)\|", row)[1:-1] for row in table[0].splitlines()[2:]]
    return [[cell.strip().replace(r"\|", "|") for cell in row] for row in rows]


def section(doc: str, heading: str) -> str:
    """What stands under a heading, up to the next."""
    pattern = rf"^{re.escape(heading)}\n(.*?)(?=^#|\Z)"
    found = re.search(pattern, DOCS[doc], re.MULTILINE | re.DOTALL)
    assert found is not None, heading
    return found[1]


# What the converter reads and writes


@dataclass(frozen=True)
class Converted:
    """Pages as they are converted now: raw text and TEI by document, findings as lines."""

    pages: list[EncodedPage]
    raw: dict[str, str]
    tei: dict[str, str]
    findings: list[str]


def _converted(pages: list[EncodedPage]) -> Converted:
    raw, tei = {}, {}
    for page in pages:
        for file in page.files:
            name = file.name.removesuffix(".xml")
            tei[name] = collapse(file.data.decode())
            if file.letter:
                raw[name] = collapse(file.letter.source.text)
    findings = [
        f"{each.location._replace(path=Path(each.location.path).name)}:"
        f" {each.rule.severity} {each.rule.code} {each.message}"
        for page in pages
        for each in page.findings
    ]
    return Converted(pages, raw, tei, findings)


@pytest.fixture(scope="module")
def corpus() -> Converted:
    authority = load_authority(ROOT / "corpus" / "authority")
    return _converted(
        list(encode_pages((ROOT / "corpus" / "raw").glob("*.txt"), authority=authority))
    )


@pytest.mark.parametrize("block", blocks("text", "bl-.*"), ids=str)
def test_raw_examples(block: Block, corpus: Converted) -> None:
    assert_in_order(block.pieces, corpus.raw[block.label])


@pytest.mark.parametrize("block", blocks("xml", "bl-?.*"), ids=str)
def test_tei_examples(block: Block, corpus: Converted) -> None:
    assert_in_order(block.pieces, corpus.tei[block.label])


@pytest.mark.parametrize("block", blocks("xml", r"\w+\.xml"), ids=str)
def test_authority_examples(block: Block) -> None:
    text = (ROOT / "corpus" / "authority" / block.label).read_text(encoding="utf-8")
    assert_in_order(block.pieces, collapse(text))


@pytest.mark.parametrize(
    "row", table_rows(section("docs/encoding.md", "### Dates")), ids=lambda row: row[0]
)
def test_dates(row: list[str]) -> None:
    printed, attributes = row[0].strip("`"), row[1].strip("`")
    years = dates.Years(1912, 1927, given=1920)
    (found,) = dates.find(printed, profile.load().dates, years)
    assert found.value == dict(re.findall(r'(\w+)="([^"]*)"', attributes))


@pytest.mark.parametrize("block", blocks("text", "findings"), ids=str)
def test_findings_examples(block: Block, corpus: Converted) -> None:
    assert not set(block.content.splitlines()) - set(corpus.findings)


def invented() -> Iterator[tuple[Block, Block]]:
    """Whole invented pages, each with the excerpts of its TEI that follow it."""
    page = None
    for block in BLOCKS:
        if block.label == "page" and block.language == "text":
            page = block
        elif block.label in {"page", "found"} and page:
            yield page, block


@pytest.mark.parametrize(("page", "block"), list(invented()), ids=str)
def test_invented_examples(page: Block, block: Block, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(page.content, encoding="utf-8")
    converted = _converted(list(encode_pages([tmp_path / "page.txt"])))
    if block.language == "xml":
        (tei,) = (text for name, text in converted.tei.items() if name != "bl")
        assert_in_order(block.pieces, tei)
    else:
        assert block.content.splitlines() == converted.findings


def test_there_is_something_to_test() -> None:
    assert len(blocks("text", "bl-.*")) >= 15
    assert len(blocks("xml", "bl-.*")) >= 15
    assert len(blocks("text", "findings")) >= 15
    assert len(list(invented())) >= 2


# Commands


@pytest.fixture
def workplace(corpus: Converted, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder like the project's, to run things in; with one raw page, to be fast."""
    shutil.copytree(ROOT / "corpus" / "authority", tmp_path / "corpus" / "authority")
    for folder in ("corpus/raw", "corpus/tei", "build"):
        (tmp_path / folder).mkdir()
    shutil.copy(ROOT / "corpus" / "raw" / "1920-03-nos-068-069.txt", tmp_path / "corpus" / "raw")
    for file in (file for page in corpus.pages for file in page.files):
        (tmp_path / "corpus" / "tei" / file.name).write_bytes(file.data)
    (tmp_path / "my-edition.toml").write_text(PROFILE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def commands(block: Block) -> list[list[str]]:
    """The arguments of each `$ teikit …` in a block."""
    lines = re.findall(r"^\$ teikit ([^>\n]*)", block.content, re.MULTILINE)
    return [shlex.split(line) for line in lines]


def write_settings(block: Block, workplace: Path) -> None:
    """Those that the page of a block shows."""
    if block.doc == "docs/archives.md":
        (settings,) = blocks("toml", "publication")
        (workplace / "teikit.toml").write_text(settings.content, encoding="utf-8")


@pytest.mark.parametrize("block", [b for b in blocks("console") if commands(b)], ids=str)
def test_commands_run(block: Block, workplace: Path) -> None:
    write_settings(block, workplace)
    for arguments in commands(block):
        result = CliRunner().invoke(main, arguments)
        fixes = "--diff" in arguments  # there are some in the corpus, and 1 says so
        assert result.exit_code == int(fixes), f"{arguments}: {result.output}"


@pytest.mark.parametrize("block", blocks("python"), ids=str)
def test_python_runs(block: Block, workplace: Path) -> None:
    write_settings(block, workplace)
    exec(compile(block.content, block.doc, "exec"), {})


def test_the_engine_prints_what_its_page_says(capsys: pytest.CaptureFixture[str]) -> None:
    text = (ROOT / "docs" / "relaxng.md").read_text(encoding="utf-8")
    program, output = re.findall(r"^```(?:python)?\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)[:2]
    exec(compile(program, "relaxng.md", "exec"), {})
    assert capsys.readouterr().out == output


def _command(words: list[str]) -> click.Command | None:
    """The command that words name, as far as they name one."""
    found: click.Command = main
    for word in words:
        if not isinstance(found, click.Group):
            break
        inner = found.get_command(click.Context(found), word)
        if inner is None:
            return None if re.fullmatch(r"[a-z]+", word) else found
        found = inner
    return found


def _options(command: click.Command) -> set[str]:
    """The options of a command and of those in it."""
    context = click.Context(command)
    own = {name for each in command.get_params(context) for name in each.opts}
    if isinstance(command, click.Group):
        inner = [command.get_command(context, name) for name in command.list_commands(context)]
        return own.union(*(_options(each) for each in inner if each))
    return own | {"-h", "--help"}


@pytest.mark.parametrize("doc", DOCS)
def test_commands_exist(doc: str) -> None:
    for line in re.findall(r"\bteikit ([a-z]+(?: [^\n`|]*)?)(?=[\n`|])", "".join(_code(doc))):
        words = line.split()
        command = _command(words)
        assert command is not None, f"teikit {line}"
        named = {word for word in words if re.fullmatch(r"--?[a-z][\w-]*", word)}
        assert named <= _options(command), f"teikit {line}"


@pytest.mark.parametrize("doc", DOCS)
def test_options_exist(doc: str) -> None:
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z0-9-]+", "".join(_code(doc))))
    assert named <= _options(main)


def _code(doc: str) -> Iterator[str]:
    """What stands in code: console blocks, and the code in running text."""
    for block in BLOCKS:
        if block.doc == doc and block.language == "console":
            yield block.content + "\n"
    for code in re.findall(r"`([^`\n]+)`", FENCE.sub("", DOCS[doc])):
        yield code + "\n"


@pytest.mark.parametrize("doc", DOCS)
def test_make_targets_exist(doc: str) -> None:
    targets = re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert set(re.findall(r"\bmake ([a-z]+)\b", "".join(_code(doc)))) <= set(targets)


# Links


def _anchors(text: str) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    titles = re.findall(r"^#+ (.*)$", FENCE.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("doc", DOCS)
def test_links_resolve(doc: str) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", FENCE.sub("", DOCS[doc])):
        if target.startswith("https://"):
            continue
        file, _, anchor = target.partition("#")
        path = (ROOT / doc).parent / file if file else ROOT / doc
        assert path.exists(), target
        if anchor:
            assert anchor in _anchors(path.read_text(encoding="utf-8")), target


# The lists that have to be complete


KINDS = {
    str: "text",
    int: "number",
    bool: "true or false",
    profile.Words: "words",
    profile.Templates: "templates",
    tuple[profile.Words, ...]: "lists of words",
    tuple[profile.ArchiveLevel, ...]: "tables",
    tuple[profile.Feast, ...]: "tables",
    Mapping[str, profile.Words]: "words by name",
    Mapping[str, int]: "numbers by name",
    tuple[PieceTemplate, ...]: "templates",
    tuple[FileNameTemplate, ...]: "templates",
    tuple[LabelTemplate, ...]: "templates of labels",
    profile.Beginning: "choice",
    profile.Wrapping: "choice",
    profile.NotePlace: "choice",
    profile.Calendar: "choice",
    tuple[LabelTemplate, ...]: "templates of labels",
}


@pytest.mark.parametrize("table", [field.name for field in dataclasses.fields(profile.Profile)])
def test_every_key_of_a_profile_is_documented(table: str) -> None:
    described = typing.get_type_hints(profile.Profile)[table]
    hints, fields = typing.get_type_hints(described), dataclasses.fields(described)
    written = tomllib.loads(PROFILE)[table]
    rows = table_rows(section("docs/profiles.md", f"### `[{table}]`"))
    assert [row[0].strip("`") for row in rows] == [field.name for field in fields]
    for (_, kind, _, example), field in zip(rows, fields, strict=True):
        missing = dataclasses.MISSING
        optional = field.default is not missing or field.default_factory is not missing
        assert kind == KINDS[hints[field.name]] + ", optional" * optional, field.name
        if field.name not in written:
            assert optional
            continue
        shown = tomllib.loads(f"value = {example.strip('`')}")["value"]
        assert _is_part(shown, written[field.name]), field.name


def _is_part(shown: object, written: object) -> bool:
    """Whether an example shows a part of what the profile has."""
    if isinstance(shown, dict) and isinstance(written, dict):
        return all(name in written and _is_part(shown[name], written[name]) for name in shown)
    if isinstance(shown, list) and isinstance(written, list):
        return all(item in written or any(_is_part(item, w) for w in written) for item in shown)
    return shown == written


@pytest.mark.parametrize("block", blocks("toml", "french"), ids=str)
def test_whole_profiles_are_profiles(block: Block) -> None:
    assert profile.parse(block.content, "my.toml").edition.language == "fr"


def test_every_profile_is_documented() -> None:
    rows = table_rows(section("docs/profiles.md", "## What a profile extends"))
    shipped = (ROOT / "src/teikit/profiles").glob("*.toml")
    assert sorted(row[0].strip("`") for row in rows) == sorted(path.stem for path in shipped)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("title =", "titel ="),
        ("first_year = 1912", 'first_year = "1912"'),
        ('publisher = "not yet published"\n', ""),
        ('"No. {number}"', '"No. {nummer}"'),
    ],
    ids=["unknown", "kind", "missing", "template"],
)
def test_refusals_are_as_documented(right: str, wrong: str) -> None:
    with pytest.raises(TeikitError) as raised:
        profile.parse(PROFILE.replace(right, wrong, 1), "my-edition.toml")
    assert _is_shown(str(raised.value), "refusals")


def _is_shown(message: str, label: str) -> bool:
    """Whether a refusal stands in the blocks with this label; `…` leaves something out."""
    return any(
        re.fullmatch(re.escape(line).replace("…", ".*"), f"teikit: {message}")
        for block in blocks("text", label)
        for line in block.content.splitlines()
    )


def test_every_key_of_a_decision_is_documented() -> None:
    rows = {key.strip("`"): text for key, text in _rows_of_decisions()}
    assert list(rows) == [field.name for field in dataclasses.fields(overrides.Decision)]
    for key, table in (("marks", overrides.MarkPlace), ("deletions", overrides.Deletion)):
        assert {f.name for f in dataclasses.fields(table)} <= set(re.findall("`(.*?)`", rows[key]))


def _rows_of_decisions() -> list[list[str]]:
    return table_rows(section("docs/overrides.md", "### Keys of a decision"))


def _decided(block: Block, folder: Path) -> tuple[overrides.Overrides, Converted]:
    """The decisions of a block, and the pages as they are converted with them."""
    (folder / "overrides.toml").write_text(block.content, encoding="utf-8")
    decisions = overrides.load(folder / "overrides.toml")
    pages = (ROOT / "corpus" / "raw").glob("*[!3].txt")  # without the longest, to be fast
    authority = load_authority(ROOT / "corpus" / "authority")
    return decisions, _converted(
        list(encode_pages(pages, authority=authority, overrides=decisions))
    )


def test_decisions_are_obeyed(tmp_path: Path) -> None:
    (block,) = blocks("toml", "overrides")
    decisions, made = _decided(block, tmp_path)
    assert decisions.documents
    assert all(decisions.documents.values())
    assert not [line for line in made.findings if re.search(r" R05\d ", line)]
    shown = {
        each.label.removeprefix("overridden "): each for each in blocks("xml", "overridden .*")
    }
    for name in decisions.documents:
        stem = f"bl-{int(name):04}" if name.isdecimal() else name
        assert_in_order(shown[stem].pieces, made.tei[stem])


def test_decisions_are_not_obeyed(tmp_path: Path) -> None:
    (block,), (listed,) = blocks("toml", "not-obeyed"), blocks("text", "not-obeyed")
    _, made = _decided(block, tmp_path)
    found = [line for line in made.findings if re.search(r" R05\d ", line)]
    assert found == listed.content.splitlines()


@pytest.mark.parametrize(
    "content", ['sender = ["A. Roe"]', 'date = "13.07.1920"'], ids=["unknown", "date"]
)
def test_refused_decisions_are_as_documented(content: str, tmp_path: Path) -> None:
    (tmp_path / "overrides.toml").write_text(f"[documents.86]\n{content}\n", encoding="utf-8")
    with pytest.raises(TeikitError) as raised:
        overrides.load(tmp_path / "overrides.toml")
    message = str(raised.value).replace(f"{tmp_path}/", "")
    assert _is_shown(message, "overrides-refused")


def test_every_finding_is_documented() -> None:
    text = DOCS["docs/findings.md"]
    titles = re.findall(r"^### `(R\d+)` `([\w-]+)` · (\w+)$", text, re.MULTILINE)
    assert titles == [(rule.code, rule.name, str(rule.severity)) for rule in RULES]
    linked = re.findall(r"^\| \[`(R\d+)`\]\(#[^)]+\) \| `([\w-]+)` \|", text, re.MULTILINE)
    assert linked == [(rule.code, rule.name) for rule in RULES]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_findings_are_shown_where_the_pages_have_them(rule: Rule, corpus: Converted) -> None:
    """A finding's section shows one from the pages, or says that they have none."""
    title = f"### `{rule.code}` `{rule.name}` · {rule.severity}"
    shown = collapse(section("docs/findings.md", title))
    found = any(f" {rule.code} " in line for line in corpus.findings)
    assert (f" {rule.code} " in shown) == found
    assert ("not on these pages" in shown) != found
