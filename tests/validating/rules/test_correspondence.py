"""Senders, receivers, dates, and who signed."""

from pathlib import Path

import pytest

from samples import document
from teikit.validating.finding import Finding
from teikit.validating.index.document import CheckedDocument, load_document
from teikit.validating.rule import FileRule
from teikit.validating.rules.file import correspondence
from teikit.validating.settings import RuleOptions
from teikit.xml.files import parsed
from teikit.xml.names import Element, local

NO_SENDER = "this correspDesc has no sender: no name in a correspAction 'sent'"
NO_RECEIVER = "this correspDesc has no receiver: no name in a correspAction 'received'"
NO_DATE = "this correspDesc has no date of sending"


def found(rule: FileRule, sample: str) -> list[Finding[Element]]:
    data = document(sample).encode()
    path = Path("a.xml")
    return list(rule.find(CheckedDocument(path, data, parsed(data, path)), RuleOptions()))


def described(*actions: str) -> list[str]:
    sample = f"<correspDesc>{''.join(actions)}</correspDesc>"
    return [finding.message for finding in found(correspondence.corresp_incomplete, sample)]


def action(kind: str, inside: str) -> str:
    return f'<correspAction type="{kind}">{inside}</correspAction>'


ANNA = '<persName ref="#anna">Anna</persName>'
DATE = '<date when="1920-05-06"/>'
SENT = action("sent", ANNA + DATE)
RECEIVED = action("received", "<persName>Jakob</persName>")


class TestCorrespIncomplete:
    @pytest.mark.parametrize(
        ("actions", "messages"),
        [
            ((SENT,), [NO_RECEIVER]),
            ((RECEIVED,), [NO_SENDER, NO_DATE]),
            ((action("sent", DATE), RECEIVED), [NO_SENDER]),
            ((action("sent", ANNA), RECEIVED), [NO_DATE]),
            ((action("sent", ANNA + "<date/>"), RECEIVED), [NO_DATE]),
            ((action("sent", ANNA), action("received", ANNA + DATE)), [NO_DATE]),
            ((SENT, action("received", "<placeName>Lugano</placeName>")), [NO_RECEIVER]),
            ((action("sent", ANNA), action("transmitted", DATE), RECEIVED), [NO_DATE]),
            (("<correspContext/>",), [NO_SENDER, NO_RECEIVER, NO_DATE]),
        ],
    )
    def test_what_is_missing(self, actions: tuple[str, ...], messages: list[str]) -> None:
        assert described(*actions) == messages

    @pytest.mark.parametrize(
        "actions",
        [
            (SENT, RECEIVED),
            (action("sent", "<persName/>" + DATE), RECEIVED),
            (action("sent", "<orgName>Bureau</orgName>" + DATE), action("received", "<name/>")),
            (action("sent", ANNA + "<date>early May</date>"), RECEIVED),
            (SENT, action("received", "<rs>her brother</rs>")),
            (SENT, action("received", "the brother")),
            (SENT, action("received", "<address><addrLine>Herrn Keller</addrLine></address>")),
            (action("sent", ANNA), action("sent", DATE), RECEIVED),
            (action("sent", ANNA + "<p>in May</p>"), RECEIVED),
            ("<p>From Anna to Jakob</p>",),
            ("<note>From Anna to Jakob</note>",),
            ("<correspAction><persName>Anna</persName></correspAction>", RECEIVED),
            (action("fromTo", "<persName>Anna</persName>"),),
            ("<sender>Anna</sender><addressee>Jakob</addressee>",),
        ],
    )
    def test_is_complete_or_encoded_otherwise(self, actions: tuple[str, ...]) -> None:
        assert described(*actions) == []

    def test_what_stands_for_another_is_not_looked_at(self) -> None:
        sample = '<correspDesc sameAs="all.xml#c1"/>'
        assert found(correspondence.corresp_incomplete, sample) == []

    def test_of_many_letters_in_a_header_each_is_told(self) -> None:
        complete = f'<correspDesc key="1">{SENT}{RECEIVED}</correspDesc>'
        without = f'<correspDesc key="2">{SENT}</correspDesc>'
        sample = f"<profileDesc>{complete}{without}{without}</profileDesc>"
        spots = [finding.range.node for finding in found(correspondence.corresp_incomplete, sample)]
        assert [local(spot) for spot in spots] == ["correspDesc"] * 2
        assert {spot.get("key") for spot in spots} == {"2"}


def compared(senders: str, body: str, more: str = "") -> list[str]:
    header = f"<correspDesc>{action('sent', senders)}</correspDesc>{more}"
    sample = (
        f"<TEI><teiHeader><profileDesc>{header}</profileDesc></teiHeader>"
        f"<text><body>{body}</body></text></TEI>"
    )
    return [finding.message for finding in found(correspondence.sender_not_signer, sample)]


def signed(*names: str) -> str:
    return f"<div><p>Come!</p><closer><signed>{''.join(names)}</signed></closer></div>"


def person(ref: str, attribute: str = "ref") -> str:
    return f'<persName {attribute}="{ref}">{ref.title()}</persName>'


class TestSenderNotSigner:
    @pytest.mark.parametrize(
        ("sender", "signer"),
        [
            ("#anna", "#jakob"),
            ("persons.xml#anna", "persons.xml#jakob"),
            ("https://d-nb.info/gnd/1", "http://d-nb.info/gnd/2/"),
            ("gnd:1", "gnd:2"),
        ],
    )
    def test_someone_else_signed(self, sender: str, signer: str) -> None:
        (message,) = compared(person(sender), signed(person(signer)))
        assert message == f"the sender '{sender.title()}' is not among those who signed"

    def test_keys_are_compared(self) -> None:
        assert len(compared(person("p1", "key"), signed(person("p2", "key")))) == 1

    def test_of_several_senders_each_is_told_where_none_signed(self) -> None:
        assert len(compared(person("#a") + person("#b"), signed(person("#c")))) == 2

    @pytest.mark.parametrize(
        ("sender", "signer"),
        [
            ("#anna", "#anna"),
            ("persons.xml#anna", "#anna"),
            ("#anna #other", "#anna"),
            ("https://d-nb.info/gnd/1", "http://d-nb.info/gnd/1/"),
            ("#anna", "https://d-nb.info/gnd/1"),  # perhaps the same person
            ("gnd:1", "viaf:2"),
        ],
    )
    def test_the_same_person_perhaps(self, sender: str, signer: str) -> None:
        assert compared(person(sender), signed(person(signer))) == []

    @pytest.mark.parametrize(
        ("senders", "body"),
        [
            pytest.param(person("#a") + person("#b"), signed(person("#b")), id="one of two"),
            pytest.param('<orgName ref="#o">O</orgName>', signed(person("#c")), id="a body"),
            pytest.param(person("#a"), signed("Jakob"), id="signer not known"),
            pytest.param("<persName>Anna</persName>", signed(person("#b")), id="sender not known"),
            pytest.param(person("#a"), signed('<orgName ref="#o">O</orgName>'), id="a body signs"),
            pytest.param(person("#a"), signed("for Anna: ", person("#b")), id="for another"),
            pytest.param(person("#a"), signed("i. A. ", person("#b")), id="by order"),
            pytest.param(person("#a"), f"<quote>{signed(person('#b'))}</quote>", id="quoted"),
            pytest.param(
                person("#a"), signed("Anna") + signed(person("#b")), id="an enclosure is signed"
            ),
            pytest.param(person("#a"), "<p>Come!</p>", id="not signed"),
        ],
    )
    def test_cannot_be_said(self, senders: str, body: str) -> None:
        assert compared(senders, body) == []

    def test_several_letters_cannot_be_compared(self) -> None:
        another = f"<correspDesc>{SENT}</correspDesc>"
        assert compared(person("#a"), signed(person("#b")), another) == []


def test_letters_of_two_editions(root: Path, shared: Path) -> None:
    own = sorted((root / "corpus" / "tei").glob("bl-*.xml"))
    for path in (*own, *sorted((shared / "letters").glob("*.xml"))[:40]):
        letter = load_document(path)
        for rule in (correspondence.corresp_incomplete, correspondence.sender_not_signer):
            assert [finding.message for finding in rule.find(letter, RuleOptions())] == [], path
