"""Reading dates in words, as far as they are clear.

What is read has to be a date from its beginning to its end: where a word is not known, or two days
are named, nothing is read. Names of months and days are told apart by no language; one that means
two different months in two languages is not known.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from teikit.relaxng import month_length
from teikit.validating.lexicon.day import Day
from teikit.xml.combining import normalized

# A paragraph is a language, or its abbreviations; "/" stands between forms of a name, "-" for none.
_MONTHS = """
january february march april may june july august september october november december

jan/jany/janry feb/feby/febr/febry mar/mch apr/apl/aprl - jun/jne jul/jly aug/augt/augst

- - - - - - - - sep/sept/septr/septb/septbr/septemb oct/octr/octob/octb/octbr
nov/novr/novb/novbr/novemb dec/decr/decb/decbr/decemb

januar/jänner/jenner februar/feber/hornung märz/maerz april mai/may/maj juni/junius/juny
juli/julius/july august september october/oktober november dezember/december

jän febr mrz/maerz apr - - - - sept okt/oktbr/octbr novbr dez/dezbr/dezemb

- - martz/mertz/merz aprill/abril - junij/iuni/iunij julij/iuli/iulij augusti/augustus - octobris -
-

janvier/janv février/févr/fév mars avril/avr mai/may juin juillet/juil/juill août/aoust
septembre/sept/7bre octobre/8bre novembre/9bre décembre/10bre/xbre

gennaio/gennajo/genn/gen febbraio/febbrajo/febb/feb marzo/mar aprile/apr maggio/mag/magg
giugno/giu/giug luglio/lug/lugl agosto/ago/ag settembre/sett/set/7mbre ottobre/ott/8bre/8mbre
novembre/nov/9mbre dicembre/dic/10mbre/xmbre

enero/ene febrero/febr marzo abril/abr mayo junio/jun julio/jul agosto/ago septiembre/setiembre/sept
octubre/oct noviembre/nov diciembre/dic

janeiro fevereiro/fev março abril maio junho julho agosto setembro outubro novembro dezembro

januari/januarij februari/februarij maart/mrt april mei/meij juni/junij juli/julij augustus/augusti
september oktober/october november december

ianuarii/januarii/ianuarius/januarius/ianuar/ianuario/januario februarii/februarius/februario
martii/martius/martio aprilis/aprili maii/maij/maius/maio iunii/junii/iunius/junius/iunio/junio
iulii/julii/iulius/julius/iulio/julio augusti/augustus/augusto
septembris/septembri/7bris/7ber/viiber/viibris octobris/octobri/8bris/8ber/viiiber/viiibris
novembris/novembri/9bris/9ber/ixber/ixbris decembris/decembri/10bris/10ber/xber/xbris

январь/января/янв/январѣ/генварь/генваря февраль/февраля/февр/фев март/марта/мар апрель/апреля/апр
май/мая июнь/июня/июн/іюнь/іюня июль/июля/июл/іюль/іюля август/августа/авг
сентябрь/сентября/сент/сен октябрь/октября/окт ноябрь/ноября/нояб/ноя декабрь/декабря/дек

січень/січня лютий/лютого березень/березня квітень/квітня травень/травня червень/червня липень/липня
серпень/серпня вересень/вересня жовтень/жовтня листопад/листопада грудень/грудня

styczeń/stycznia/stycz luty/lutego/lut marzec/marca/marz kwiecień/kwietnia/kwiec maj/maja
czerwiec/czerwca/czerw lipiec/lipca sierpień/sierpnia/sierp wrzesień/września/wrzes
październik/października/pażdz listopad/listopada grudzień/grudnia

leden/ledna únor/února březen/března duben/dubna květen/května červen/června červenec/července
srpen/srpna září říjen/října listopad/listopadu prosinec/prosince

január/januára február/februára marec/marca apríl/apríla máj/mája jún/júna júl/júla august/augusta
september/septembra október/októbra november/novembra december/decembra

siječanj/siječnja veljača/veljače ožujak/ožujka travanj/travnja svibanj/svibnja lipanj/lipnja
srpanj/srpnja kolovoz/kolovoza rujan/rujna listopad/listopada/listopadu studeni/studenoga
prosinac/prosinca

január február március április május június július augusztus szeptember október november december

januari/januar februari/februar mars/marts april maj juni juli augusti/august september oktober
november december
"""
_WEEKDAYS = """
monday/mon tuesday/tue/tues wednesday/wed/wednes thursday/thu/thur/thurs friday/fri saturday/sat
sunday/sun

montag dienstag/dinstag mittwoch donnerstag freitag samstag/sonnabend sonntag

lundi mardi mercredi jeudi vendredi samedi dimanche

lunedì martedì mercoledì giovedì venerdì sabato domenica

lunes martes miércoles jueves viernes sábado domingo

понедельник вторник среда четверг пятница суббота воскресенье

poniedziałek wtorek środa czwartek piątek sobota niedziela

pondělí úterý středa čtvrtek pátek sobota neděle

maandag dinsdag woensdag donderdag vrijdag zaterdag zondag
"""
_FILLING = """
mo mi do fr sa so the of on this year in anno ao domini den dem der am vom im d des jahr jahre
jahres le du ce mois année il li lì addi addì del di el de dell op dnia dne roku r rok г год года
лета a
"""
_TIME = """
at o'clock oclock hour hours hr hrs h minute minutes min am pm noon morning afternoon evening
forenoon uhr stunde stunden vormittag vormittags nachmittag nachmittags morgen morgens früh abend
abends mittag mittags um heure heures soir matin midi ora ore alle sera mattina час часа часов мин
минут вечера утра дня в
"""


def _folded(text: str) -> str:
    """A text without accents and capitals."""
    parts = normalized("NFKD", text.casefold())
    if parts.isascii():
        return parts
    return "".join([character for character in parts if not unicodedata.combining(character)])


def _numbered(table: str) -> Mapping[str, int]:
    """For each word of a table its place in its paragraph; not of words that have two places."""
    places: dict[str, set[int]] = {}
    for paragraph in _folded(table).split("\n\n"):
        for place, names in enumerate(paragraph.split(), 1):
            for name in names.split("/"):
                places.setdefault(name, set()).add(place)
    return {name: place for name, (place, *others) in places.items() if not others and name != "-"}


_MONTH = MappingProxyType(_numbered(_MONTHS))
_WEEKDAY = MappingProxyType(_numbered(_WEEKDAYS))
_FILLERS = frozenset(_folded(_FILLING).split())
_TIMES = frozenset(_folded(_TIME).split())
_ROMAN = MappingProxyType(_numbered("i ii iii iv v vi vii viii ix x xi xii"))
# Letters that stand for those of Roman numbers, in Cyrillic or by mistake.
_ALIKE = str.maketrans({"і": "i", "х": "x", "у": "v", "п": "ii", "ш": "iii", "l": "i", "1": "i"})

_BRACKETS = re.compile(r"[][<>⟨⟩‹›{}?!]")
_TOKEN = re.compile(
    r"(?P<clock>\d{1,2}[:h]\d{2}(?!\w))"
    r"|(?P<number>\d+)(?:-?(?:st|nd|rd|th|d|er|e|de|ste|ten|ter|tes|te|o|a|го|е|ro|г)|°)?(?!\w)"
    r"|(?P<word>\w+(?:['’]\w+)?)"
    r"|(?P<sign>[^\s\w()])"
)
_SIGNS = MappingProxyType(
    {".": "P", ",": "C", ";": "C", "/": "S", "'": "A", "’": "A"} | dict.fromkeys("-–—‐‑−", "H")
)

# A token is a letter: D a number up to 31, Z the end of a year, Y a year, M a month's name, R a
# Roman number, T a time, X a word that is not known, and signs as above. Words that add nothing are
# left out. Before a date a place may stand, behind it a time. "s" is what may be a short year.
_PLACE = "(?:X[XPCT]*C)?T?C?"
_CLOCK = "(?:[PCH]*[DT]*T[DTPC]*)?"
_SHORT = "[PCSH]*A?(?P<s>[DZ])"
_SHAPES = (
    _PLACE + "(?P<d>D)[PHS]?(?P<m>M)[PCSH]*(?P<y>Y)" + _CLOCK,
    _PLACE + "(?P<m>M)P?(?P<d>D)[PC]*(?P<y>Y)" + _CLOCK,
    _PLACE + "(?P<d>D)[PSH]*(?P<m>R)[PSH]*(?P<y>Y)" + _CLOCK,
    _PLACE + "(?P<d>D)(?:[PS]?(?P<m>D)[PSHC]?|H(?P<m2>D)H)(?P<y>Y)" + _CLOCK,
    "(?P<y>Y)[PCSH]*(?P<m>[MR])[PSH]*(?P<d>D)" + _CLOCK,
    "(?P<y>Y)(?:P(?P<m>D)P|S(?P<m2>D)S|H(?P<m3>D)H)(?P<d>D)" + _CLOCK,
    _PLACE + f"(?P<d>D)[PHS]?(?P<m>M)(?:{_SHORT})?",
    _PLACE + f"(?P<m>M)P?(?P<d>D)(?:{_SHORT})?",
    _PLACE + f"(?P<d>D)[PSH]*(?P<m>R){_SHORT}",
    _PLACE + "(?P<d>D)(?:[PS]?(?P<m>D)[PSH]?|H(?P<m2>D)H)A?(?P<s>[DZ])",
    "(?P<d>D)[PS](?P<m>[RD])",
    f"(?P<m>M){_SHORT}",
    "(?P<m>M)[PC]?(?P<y>Y)",
    "(?P<y>Y)",
)
# Numbers in other orders: that of America, which is a reading where the signs between them are the
# same, and the year first.
_ALSO_MONTH_FIRST = (
    *_SHAPES,
    _PLACE + "(?P<m>D)(?:P(?P<d>D)P|S(?P<d2>D)S|H(?P<d3>D)H)(?P<y>Y)" + _CLOCK,
)
_OTHERS = (
    _PLACE + "(?P<m>D)[PSH]?(?P<d>D)[PSHC]?(?P<y>Y)" + _CLOCK,
    _PLACE + "(?P<m>D)[PSH]?(?P<d>D)[PSH]?A?(?P<s>[DZ])",
    "(?P<s>[DZ])(?:P(?P<m>D)P|S(?P<m2>D)S|H(?P<m3>D)H)(?P<d>D)",
    "(?P<m>D)[PS](?P<d>D)",
)
# "3. 4. 1920" is written where the day comes first.
_SPACED = re.compile(r"\d\. +\d{1,2}\. ")
_LONGEST = 120
_MAY_SAY = re.compile(r"[0-9\u00b2-\u00be\u0250-\U0010ffff]")
"""Digits, and what may become some when it is folded: there is no date without any."""


class Reading(NamedTuple):
    """A way in which words can be read; `short` is the year where they give its last two digits."""

    day: Day
    short: int | None


@dataclass(frozen=True, slots=True)
class Words:
    """What words say: `readings` that are likely, and `others` that are possible.

    The name of a day of the week is a number from 1, Monday.
    """

    readings: tuple[Reading, ...]
    others: tuple[Reading, ...]
    weekday: int | None


def read(text: str) -> Words | None:
    """What a date in words says; None if that is not clear."""
    if len(text) > _LONGEST or not _MAY_SAY.search(text):
        return None
    folded = _BRACKETS.sub("", _folded(text))
    kinds, values, weekdays = _tokens(folded)
    kinds, values = _trimmed(kinds, values)
    is_ordered = bool(_SPACED.search(folded))
    readings = tuple(_read(kinds, values, _SHAPES if is_ordered else _ALSO_MONTH_FIRST))
    if not readings:
        return None
    others = () if is_ordered else tuple(_read(kinds, values, _OTHERS))
    return Words(readings, others, weekdays.pop() if len(weekdays) == 1 else None)


def _tokens(text: str) -> tuple[str, list[int], set[int]]:
    """The kinds of the tokens in a text, their numbers, and the days of the week named."""
    kinds: list[str] = []
    values: list[int] = []
    weekdays: set[int] = set()
    for clock, number, word, sign in _TOKEN.findall(text):
        if word in _WEEKDAY:
            weekdays.add(_WEEKDAY[word])
        elif word not in _FILLERS:
            kind, value = (
                _word(word)
                if word
                else _number(number)
                if number
                else ("T" if clock else _SIGNS.get(sign, "X"), 0)
            )
            kinds.append(kind)
            values.append(value)
    return "".join(kinds), values, weekdays


def _number(digits: str) -> tuple[str, int]:
    value = int(digits) if len(digits) <= 4 else 0
    if len(digits) == 3 and digits[0] in "6789":  # "906" for 1906
        return "Z", value % 100
    if len(digits) <= 2:
        return ("D" if 1 <= value <= 31 else "Z"), value
    return ("Y" if len(digits) == 4 and 1000 <= value <= 2100 else "X"), value


def _word(word: str) -> tuple[str, int]:
    if word in _MONTH:
        return "M", _MONTH[word]
    if word in _TIMES:
        return "T", 0
    roman = _ROMAN.get(word.translate(_ALIKE))
    return ("R", roman) if roman else ("X", 0)


def _trimmed(kinds: str, values: list[int]) -> tuple[str, list[int]]:
    """Tokens without stops and commas around them."""
    start = len(kinds) - len(kinds.lstrip("PC"))
    end = len(kinds.rstrip("PC"))
    return kinds[start:end], values[start:end]


def _read(kinds: str, values: list[int], shapes: tuple[str, ...]) -> Iterator[Reading]:
    """The dates that tokens are by these shapes, as far as there are such days."""
    for places in _places(kinds, shapes):
        numbers = {name: values[at] for name, at in places}
        month, day = numbers.get("m"), numbers.get("d")
        if month is None or (
            month <= 12 and (day or 1) <= month_length(numbers.get("y", 2000), month)
        ):
            yield Reading(Day(numbers.get("y"), month, day), numbers.get("s"))


@lru_cache(maxsize=1024)
def _places(kinds: str, shapes: tuple[str, ...]) -> list[list[tuple[str, int]]]:
    """Where year, month and day stand among tokens of these kinds, by each shape that they have.

    Most dates of an edition are written in a few ways.
    """
    matches = [match for shape in shapes if (match := re.fullmatch(shape, kinds))]
    return [
        [(name[0], match.start(name)) for name, found in match.groupdict().items() if found]
        for match in matches
    ]
