"""What is written about rules: for the terminal, and as a page of the documentation."""

from collections.abc import Iterator, Mapping

from teikit.diagnostic import Rule
from teikit.errors import TeikitError
from teikit.validating.archives.tables import REQUIREMENTS
from teikit.validating.engine.catalogue import RULES
from teikit.validating.rule import RuleDoc
from teikit.validating.rules.corpus import CORPUS_RULES
from teikit.validating.rules.file import FILE_RULES
from teikit.validating.settings import matches, no_rule

STAGES = {
    "X": "The file itself",
    "S": "Schemas",
    "T": "Rules on one file",
    "I": "Public identifiers, and entries of authority files",
    "C": "Rules across files",
    "A": "What archives ask for",
}
"""What the first letter of a code says."""

DOCS: Mapping[str, RuleDoc] = {
    **{checked.rule.code: checked.doc for checked in FILE_RULES},
    **{checked.rule.code: checked.doc for checked in CORPUS_RULES},
    **{requirement.code: requirement.doc for requirement in REQUIREMENTS},
}
"""What is written about the rules that are functions, or rows of a table, by their codes."""


def is_known(word: str) -> bool:
    """Whether a word means a rule of teikit."""
    return any(matches(rule, word) for rule in RULES)


def meant(words: tuple[str, ...]) -> list[Rule]:
    """The rules that words mean: codes, beginnings of codes, names. Raises `TeikitError`."""
    found = []
    for word in words:
        rules = [rule for rule in RULES if matches(rule, word)]
        if not rules:
            raise TeikitError(no_rule(word))
        found += rules
    return list(dict.fromkeys(found))


def overview() -> Iterator[str]:
    """A line for each rule."""
    for letter, title in STAGES.items():
        yield f"{title}:"
        for rule in RULES:
            if rule.code[0] == letter:
                yield f"  {rule.code}  {rule.severity:8} {rule.summary}"
        yield ""
    yield "`teikit explain CODE` says more about one of them."


def explained(rule: Rule) -> Iterator[str]:
    """All about a rule, for the terminal."""
    doc = DOCS.get(rule.code)
    yield f"{rule.code} {rule.name} ({rule.severity})"
    yield ""
    yield rule.summary
    if doc:
        yield ""
        yield doc.why
    if rule.remedy:
        yield ""
        yield f"Remedy: {rule.remedy}"
    if doc and doc.fix:
        yield ""
        yield f"Fix: {doc.fix}"
    if doc and doc.source:
        yield ""
        yield f"Source: {doc.source.title}, {doc.source.address}"
    if doc:
        for title, sample in (("Bad", doc.bad), ("Good", doc.good)) if doc.bad else ():
            yield ""
            yield f"{title}:"
            yield ""
            yield from (f"    {line}".rstrip() for line in sample.splitlines())
        if doc.options:
            table = "publication" if doc.source else "options"
            yield ""
            yield f"Settings that it needs, under [tool.teikit.{table}]:"
            yield ""
            yield from (f"    {line}".rstrip() for line in doc.options.splitlines())


def page() -> Iterator[str]:
    """`docs/rules.md`."""
    yield "# The rules"
    yield ""
    yield "Made from the rules themselves by `teikit explain --markdown`. How rules are chosen and"
    yield "graded, and switched off in a file, stands in [Checking TEI files](validation.md)."
    for letter, title in STAGES.items():
        yield ""
        yield f"## {title}"
        for rule in RULES:
            if rule.code[0] == letter:
                yield ""
                yield from _section(rule)


def _section(rule: Rule) -> Iterator[str]:
    doc = DOCS.get(rule.code)
    yield f"### {rule.code} `{rule.name}`"
    yield ""
    yield f"*{rule.severity}* – {rule.summary}"
    if doc:
        yield ""
        yield doc.why
    if rule.remedy:
        yield ""
        yield f"**Remedy:** {rule.remedy}"
    if doc and doc.fix:
        yield ""
        yield f"**Fix:** {doc.fix}"
    if doc and doc.source:
        yield ""
        yield f"**Source:** [{doc.source.title}]({doc.source.address})"
    if doc:
        if doc.options:
            table = "publication" if doc.source else "options"
            yield ""
            yield f"**Settings** (`[tool.teikit.{table}]`):"
            yield ""
            yield from _code(doc.options, "toml")
        for title, sample in (("Bad", doc.bad), ("Good", doc.good)) if doc.bad else ():
            yield ""
            yield f"{title}:"
            yield ""
            yield from _code(sample, "xml")


def _code(text: str, language: str) -> Iterator[str]:
    yield f"```{language}"
    yield text
    yield "```"
