"""Agreement with another implementation, on rules of many kinds and on faulty documents.

What is compared are the nodes that an assertion finds fault with, and its words. See
`schematron_another` for what has to be there; without it, the tests are skipped.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from pathlib import Path

import pytest
from lxml import etree

from relaxng_mutations import mutated
from schematron_another import SCH, Another, Loaded, Verdict, extract, missing, ours
from schematron_schemas import case
from teikit.schematron import Schema

SCHEMAS = 60
LETTERS = 60
ROUNDS = 4
"""How often the corpus is gone through, each time with other faults."""
PARSER = etree.XMLParser(recover=True)
"""Does not mind that an identifier comes again."""
MOST = 40
"""How many faults a document gets at most."""

RULES = f"""\
<schema xmlns="{SCH}" queryBinding="xslt2">
  <ns prefix="tei" uri="http://www.tei-c.org/ns/1.0"/>
  <ns prefix="xs" uri="http://www.w3.org/2001/XMLSchema"/>
  <let name="people" value="//tei:person/@xml:id"/>
  <let name="day" value="'^[0-9]{{4}}(-[0-9]{{2}}){{0,2}}$'"/>
  <pattern abstract="true" id="unique">
    <rule context="$owner">
      <let name="all" value="//$owner/$key"/>
      <report test="count($all[. = current()/$key]) > 1">“<value-of select="$key"/>” is the
        <value-of select="index-of($all, $key)[1]"/>. and others of <name/>.</report>
    </rule>
  </pattern>
  <pattern is-a="unique">
    <param name="owner" value="tei:pb"/>
    <param name="key" value="@n"/>
  </pattern>
  <pattern is-a="unique">
    <param name="owner" value="tei:*[@xml:id]"/>
    <param name="key" value="@xml:id"/>
  </pattern>
  <pattern id="first-match">
    <rule abstract="true" id="named">
      <let name="name" value="normalize-space()"/>
      <assert test="$name">A <name/> without a name is in <name path="name(..)"/>.</assert>
      <assert test="not(matches($name, '[0-9]'))">“<value-of select="$name"/>” has digits.</assert>
    </rule>
    <rule context="tei:correspAction//tei:persName">
      <extends rule="named"/>
      <assert test="@ref" diagnostics="known">A person has no @ref.</assert>
    </rule>
    <rule context="tei:persName | tei:placeName[ancestor::tei:p]">
      <extends rule="named"/>
      <assert test="every $ref in tokenize(@ref, '\\s+') satisfies
                    starts-with($ref, 'http') or substring($ref, 2) = $people">Nobody is
        <value-of select="tokenize(@ref, '\\s+')[not(substring(., 2) = $people)]"/>.</assert>
    </rule>
    <rule context="tei:*[starts-with(local-name(), 'p')]">
      <report test="preceding-sibling::*[1][self::tei:p] and not(node())">Nothing is here.</report>
    </rule>
    <rule context="tei:*"><report test="@bogus or @rend = ''">An odd attribute.</report></rule>
  </pattern>
  <pattern id="attributes">
    <rule context="@when | @from | @to">
      <assert test="matches(., $day)">@<name/> is “<value-of select="."/>”.</assert>
      <report test=". castable as xs:date and xs:date(.) gt xs:date('1920-06-01')">Too late:
        <value-of select="string(xs:date(.))"/></report>
    </rule>
    <rule context="tei:*/@ref[starts-with(., '#')]">
      <assert test="id(substring-after(., '#'), root(.))">No “<value-of select="."/>”.</assert>
    </rule>
    <rule context="@xml:lang"><report test="lang('en', ..)">English.</report></rule>
  </pattern>
  <pattern id="texts">
    <rule context="tei:p/text()[contains(., '  ')]">
      <report test="true()">Two spaces after “<value-of select="substring-before(., '  ')"/>”.
      </report>
    </rule>
    <rule context="text()[matches(., '\\S')]">
      <let name="owner" value="name(..)"/>
      <report test="parent::tei:div or parent::tei:list">Loose words in <value-of
        select="$owner"/>, number <value-of select="count(preceding-sibling::node()) + 1"/>.
      </report>
    </rule>
  </pattern>
  <pattern id="document">
    <rule context="/">
      <assert test="tei:TEI/tei:teiHeader">No header.</assert>
      <report test="count(distinct-values(//@ref)) lt count(//@ref)">Refs come again.</report>
    </rule>
    <rule context="comment() | processing-instruction()">
      <report test="normalize-space()">A remark: <value-of select="."/></report>
    </rule>
  </pattern>
  <diagnostics><diagnostic id="known">There are <value-of select="count($people)"/>.</diagnostic>
  </diagnostics>
</schema>
"""


@pytest.fixture(scope="module")
def another() -> Another:
    """The other implementation, ready."""
    if reason := missing():
        pytest.skip(reason)
    return Another()


class Tally:
    """What has been compared."""

    def __init__(self) -> None:
        self.documents = 0
        self.ended = 0
        self.tests: Counter[str] = Counter()


def compare(theirs: Loaded, schema: Schema, documents: Iterable[tuple[str, bytes]]) -> Tally:
    """Hold both against documents, each with a title to show where they differ."""
    tally = Tally()
    for title, data in documents:
        expected = theirs.verdicts(data)
        tally.documents += 1
        if expected is None:
            tally.ended += 1
            continue
        found = ours(schema.validate(etree.parse(BytesIO(data), PARSER)))
        assert not differences(expected, found), f"{title}\n{data.decode()}"
        tally.tests += Counter(verdict.test for verdict in expected)
    return tally


def differences(expected: Counter[Verdict], found: Counter[Verdict]) -> list[str]:
    """What only one of two finds."""
    return [
        *(f"not found: {verdict}" for verdict in expected - found),
        *(f"found: {verdict}" for verdict in found - expected),
    ]


def faulty(paths: list[Path], count: int, names: Sequence[str] = ()) -> Iterator[tuple[str, bytes]]:
    """Documents with faults, again from the first when there are no more; `names` are put in."""
    for seed in range(count):
        path = paths[seed % len(paths)]
        yield f"{path.name}, seed {seed}", mutated(path.read_bytes(), seed, names, MOST)


def test_rules_of_many_kinds(another: Another, root: Path, tmp_path: Path) -> None:
    path = tmp_path / "rules.sch"
    path.write_text(RULES, encoding="utf-8")
    paths = sorted((root / "corpus" / "tei").glob("*.xml"))
    documents = faulty(paths, ROUNDS * len(paths))
    tally = compare(another.load(path), Schema.from_file(path, cache=False), documents)
    assert tally.ended < tally.documents / 10
    assert len(tally.tests) > 10


@pytest.mark.parametrize("seed", range(SCHEMAS))
def test_random_schemas(another: Another, tmp_path: Path, seed: int) -> None:
    example = case(seed)
    path = tmp_path / "schema.sch"
    path.write_text(example.schema, encoding="utf-8")
    documents = ((f"{example.schema}\n{number}", d) for number, d in enumerate(example.documents))
    tally = compare(another.load(path), Schema.from_file(path, cache=False), documents)
    assert tally.ended < tally.documents


def test_the_rules_of_tei(another: Another, shared: Path, tmp_path: Path) -> None:
    path = shared / "tei" / "tei_all.rng"
    extracted = tmp_path / "extracted.sch"
    extracted.write_bytes(extract(path))
    names = sorted({*re.findall(r"\btei:(\w+)", extracted.read_text())})
    documents = faulty(sorted((shared / "letters").glob("*.xml")), LETTERS, names)
    tally = compare(another.load(extracted), Schema.from_file(path, cache=False), documents)
    assert tally.ended < tally.documents / 10
    assert len(tally.tests) > 5
