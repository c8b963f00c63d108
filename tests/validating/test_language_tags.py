"""Tags of languages: which are right, and what is right in place of the others."""

import pytest

from teikit.validating.lexicon.language_tags import fault

RIGHT = """
en de de-AT de-at DE-AT en-GB en-US sr-Latn sr-Cyrl-RS ru-Latn ru-petr1708 zh-Hant-TW zh-cmn-Hans-CN
de-1901 de-CH-1996 sl-rozaj-biske es-419 grc gmh fro und mul zxx mis qaa x-default
de-x-kurrent x-klingon i-klingon en-GB-oed zh-min-nan sgn-BE-FR art-lojban de-DD ru-SU sr-YU cs-CS
en-UN en-EU de-AA de-QM de-XK de-ZZ uk be iw ji in mo sh no nb nn la el de-u-co-phonebk
hy-arevela yi-Hebr
""".split()  # noqa: SIM905  # they are better read so


@pytest.mark.parametrize("tag", [*RIGHT, "", " en "])
def test_right(tag: str) -> None:
    assert fault(tag) is None


@pytest.mark.parametrize(
    ("tag", "right"),
    [
        ("en-UK", ("en-GB",)),
        ("de_AT", ("de-AT",)),
        ("en_uk", ("en-GB",)),
        ("zh_Hant_TW", ("zh-Hant-TW",)),
        ("english", ("en",)),
        ("Deutsch", ("de",)),
        ("français", ("fr",)),
        ("german-AT", ("de-AT",)),
        ("en-USA", ("en-US",)),
        ("cz", ("cs",)),
        ("lat", ("la",)),
        ("ger", ("de",)),
        ("DEU-at", ("de-at",)),
        ("fre-Latn-FR", ("fr-Latn-FR",)),
        ("deu_AT", ("de-AT",)),
        ("gr", ("el", "grc")),
        ("qq", ()),
        ("de-PR-AT", ()),
        ("de-OE", ()),
        ("en-XYZ", ()),
        ("volapük", ()),
        ("en de", ()),
        ("en,de", ()),
        ("e", ()),
        ("de-", ()),
        ("de--AT", ()),
        ("-de", ()),
        ("x", ()),
        ("i-foo", ()),
        ("de_", ()),
        ("?", ()),
    ],
)
def test_wrong(tag: str, right: tuple[str, ...]) -> None:
    found = fault(tag)
    assert found
    assert found.reason
    assert found.right == right
    assert all(fault(tag) is None for tag in found.right)


def test_the_reason_names_the_part_that_is_wrong() -> None:
    assert "'UK'" in fault("en-UK").reason  # type: ignore[union-attr]
    assert "'gr'" in fault("gr").reason  # type: ignore[union-attr]
