"""Tags of languages, as BCP 47 has them: what is wrong with one, and what is right."""

import re
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from teikit.tei.languages import SHORTER


def _codes(text: str) -> frozenset[str]:
    return frozenset(text.split())


# ISO 639-1, and the codes that were once of it (in, iw, ji, jw, mo, sh), which stay registered.
_LANGUAGES = _codes(
    """
    aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy
    da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu
    hy hz ia id ie ig ii ik in io is it iu iw ja ji jv jw ka kg ki kj kk kl km kn ko kr ks ku kv
    kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mo mr ms mt my na nb nd ne ng nl nn no nr
    nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq
    sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi
    yo za zh zu
    """
)

# ISO 3166-1; then what else is registered: codes reserved for organisations and islands, codes of
# states that are no more, and the first and the last of those for private use.
_REGIONS = _codes(
    """
    ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bl bm bn bo bq br
    bs bt bv bw by bz ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz
    ec ee eg eh er es et fi fj fk fm fo fr ga gb gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw
    gy hk hm hn hr ht hu id ie il im in io iq ir is it je jm jo jp ke kg kh ki km kn kp kr kw ky
    kz la lb lc li lk lr ls lt lu lv ly ma mc md me mf mg mh mk ml mm mn mo mp mq mr ms mt mu mv
    mw mx my mz na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py
    qa re ro rs ru rw sa sb sc sd se sg sh si sj sk sl sm sn so sr ss st sv sx sy sz tc td tf tg
    th tj tk tl tm tn to tr tt tv tw tz ua ug um us uy uz va vc ve vg vi vn vu wf ws ye yt za zm
    zw
    ac cp cq dg ea eu ez ic ta un
    an bu cs dd fx nt su tp yd yu zr
    aa zz
    """
)
_PRIVATE_REGION = re.compile(r"q[m-z]|x[a-z]")

# Of these a three-letter code may follow, that of one language among several.
_SEVERAL = _codes(
    """
    ak ar ay az bh cr et fa ff gn ik iu kg kr ku kv lv mg mn ms ne no oj om or ps qu sc sh sq sw
    uz yi za zh
    """
)

_FORM = re.compile(
    r"(?P<language>[a-z]{2,8})"
    r"(?P<extended>(?:-[a-z]{3}(?![a-z0-9])){0,3})"
    r"(?:-[a-z]{4}(?![a-z0-9]))?"
    r"(?:-(?P<region>[a-z]{2}|[0-9]{3})(?![a-z0-9]))?"
    r"(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3})(?![a-z0-9]))*"
    r"(?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)*"
    r"(?:-x(?:-[a-z0-9]{1,8})+)?"
)
_PRIVATE = re.compile(r"x(?:-[a-z0-9]{1,8})+")
_GRANDFATHERED = _codes(
    """
    art-lojban cel-gaulish en-gb-oed i-ami i-bnn i-default i-enochian i-hak i-klingon i-lux
    i-mingo i-navajo i-pwn i-tao i-tay i-tsu no-bok no-nyn sgn-be-fr sgn-be-nl sgn-ch-de zh-guoyu
    zh-hakka zh-min zh-min-nan zh-xiang
    """
)

# What is written in place of a code, and the codes that may be meant.
_MEANT = MappingProxyType(
    {
        word: tuple(right.split())
        for line in """
            arabic arabisch arabe: ar
            chinese chinesisch chinois cn: zh
            czech tschechisch cz: cs
            danish dänisch dk: da
            deutsch german allemand: de
            dutch niederländisch nederlands: nl
            english englisch anglais: en
            finnish finnisch: fi
            french französisch francais français: fr
            greek griechisch grec gr: el grc
            hebrew hebräisch: he
            hungarian ungarisch: hu
            italian italienisch italiano: it
            japanese japanisch jp: ja
            latin latein lateinisch latina: la
            polish polnisch polski: pl
            portuguese portugiesisch: pt
            russian russisch russe: ru
            spanish spanisch espanol español sp: es
            swedish schwedisch svenska: sv
            turkish türkisch: tr
            ukrainian ukrainisch ua: uk
            yiddish jiddisch: yi
        """.strip().splitlines()
        for words, _, right in [line.partition(":")]
        for word in words.split()
    }
)
_MEANT_REGION = MappingProxyType(
    {
        "uk": "GB",
        "gbr": "GB",
        "usa": "US",
        "aut": "AT",
        "che": "CH",
        "deu": "DE",
        "ger": "DE",
        "fra": "FR",
        "rus": "RU",
    }
)


class Fault(NamedTuple):
    """What is wrong with a tag, and the tags that are right in its place, as far as is known."""

    reason: str
    right: tuple[str, ...] = ()


@lru_cache(maxsize=1024)
def fault(tag: str) -> Fault | None:
    """What is wrong with a tag, or None. An empty one says that no language is known."""
    wrong = _wrong(tag)
    if wrong is None:
        return None
    first, *rest = tag.strip().replace("_", "-").split("-")
    rest = [
        _MEANT_REGION.get(subtag.lower(), subtag) if at == 0 else subtag
        for at, subtag in enumerate(rest)
    ]
    shorter = SHORTER.get(first.lower(), first)
    firsts = _MEANT.get(first.lower(), (shorter,))
    right = tuple("-".join((language, *rest)) for language in firsts)
    return Fault(wrong, right if all(_wrong(corrected) is None for corrected in right) else ())


def _wrong(tag: str) -> str | None:
    plain = tag.strip().lower()
    if not plain or plain in _GRANDFATHERED or _PRIVATE.fullmatch(plain):
        return None
    if "_" in plain:
        return "its parts are joined by '-'"
    parts = _FORM.fullmatch(plain)
    if not parts:
        return "it does not have the form of one"
    language, extended, region = parts["language"], parts["extended"][1:], parts["region"]
    if len(language) > 3 or (len(language) == 2 and language not in _LANGUAGES):
        return f"'{language}' is no code of a language"
    if language in SHORTER:
        return "a language that has a code of two letters has no other"
    if extended and len(language) == 2 and language not in _SEVERAL:
        return f"'{extended}' cannot follow '{language}'; a region has two letters"
    if region and region.isalpha() and not _is_region(region):
        return f"'{region.upper()}' is no code of a region"
    return None


def _is_region(code: str) -> bool:
    return code in _REGIONS or bool(_PRIVATE_REGION.fullmatch(code))
