"""What is to be said of all files together."""

import pickle
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from teikit.diagnostic import Diagnostic, Rule
from teikit.validating.engine.checker import Checker
from teikit.validating.engine.locating_across import located_across
from teikit.validating.finding import Finding, NodeNumber
from teikit.validating.index import Corpus, SpillFile
from teikit.validating.index.together import DiskQuestion
from teikit.validating.rules.corpus import CORPUS_RULES, LONGEST
from teikit.validating.settings import RuleOptions, matches

if TYPE_CHECKING:
    from teikit.runtime.workers import Workers


_SENT = 8 * 1024 * 1024
"""Bytes of summaries that are sent to another process; of more, the rules are followed in one."""


def across(
    checker: Checker,
    summaries: SpillFile,
    ignoring: SpillFile,
    given: Mapping[Path, bytes],
    workers: "Workers[str, Any] | None" = None,
) -> tuple[list[Diagnostic], Collection[DiskQuestion]]:
    """What is to be said of all files together; `ignoring` is what files ask (`Ignoring`).

    The findings are in order. Files are opened again to tell places in them, but for those
    whose contents are `given`. If there are `workers`, they do what they can of it. And what
    was asked of the disk.
    """
    rules = [checked.rule for checked in CORPUS_RULES if checked.rule in checker.selection]
    found: Mapping[Rule, Sequence[Finding[NodeNumber]]]
    if workers and LONGEST in rules and summaries.size <= _SENT:
        aside = workers.begin(_found, [LONGEST], [*summaries], checker.options)
        others = [rule for rule in rules if rule != LONGEST]
        found, asked = _found(others, summaries, checker.options)
        found_aside, asked_aside = aside()
        found = {**found, **found_aside}
        asked = [*asked, *asked_aside]
    else:
        found, asked = _found(rules, summaries, checker.options)
    findings = located_across(
        [(rule, finding) for rule in rules for finding in found[rule]],
        given,
        workers.each if workers else map,
        checker.details,
    )
    return list(checker.selection.chosen(_heeded(findings, ignoring))), asked


def _found(
    rules: Collection[Rule], summaries: SpillFile | Sequence[bytes], options: RuleOptions
) -> tuple[Mapping[Rule, Sequence[Finding[NodeNumber]]], Collection[DiskQuestion]]:
    """What rules across files find, and what they asked of the disk."""
    corpus = Corpus(summaries)
    found = {
        checked.rule: [*checked.find(corpus, options)]
        for checked in CORPUS_RULES
        if checked.rule in rules
    }
    return found, [*corpus.asked]


def _heeded(findings: Iterable[Diagnostic], ignoring: SpillFile) -> Iterator[Diagnostic]:
    """Findings across files but for those that files ask not to be told, and what they ask in vain.

    `ignoring` has the names of the files, and the instructions of each (`Ignoring`).
    """
    by_file: dict[str, list[Diagnostic]] = defaultdict(list)
    for finding in findings:
        by_file[finding.location.path].append(finding)
    for record in ignoring:
        name, asked = pickle.loads(record)
        found = by_file.pop(name, [])
        for finding in found:
            if not any(matches(finding.rule, each.word) for each in asked):
                yield finding
        for each in asked:
            if each.unused and not any(matches(finding.rule, each.word) for finding in found):
                yield each.unused
    yield from chain.from_iterable(by_file.values())
