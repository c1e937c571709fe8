"""Numbers in prose, with their units: "about 100 MB", "a quarter", "10⁻⁶", "three times"."""

import re

from quizapp.core import units
from quizapp.core.card import Sort
from quizapp.core.claim import OVER, UNDER, Claim
from quizapp.core.claim_changes import MULTIPLY
from quizapp.core.claim_growth import Found, tidy
from quizapp.core.claim_text import Passage, names
from quizapp.core.quantity import Quantity, parse_quantity

_ONES = re.findall(
    r"\w+",
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen",
)
_TENS = re.findall(r"\w+", "twenty thirty forty fifty sixty seventy eighty ninety")
_SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_VALUES = {word: place for place, word in enumerate(_ONES)} | {
    word: 10 * place for place, word in enumerate(_TENS, start=2)
}
_PARTS = {
    "half": 2, "halves": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6,
    "eighth": 8, "tenth": 10, "sixteenth": 16, "hundredth": 100, "thousandth": 1000,
    "millionth": 10**6, "billionth": 10**9,
}  # fmt: skip
_WORDS = "|".join((*_VALUES, *_SCALES))
_PLAIN = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+"
_MULTIPLES = ("twice", "thrice", *(word for word in MULTIPLY if word.endswith("fold")))
_NUMBER = re.compile(
    rf"""(?<![\w.^/_₀-₉])(?P<range>(?:{_PLAIN})\s?(?:[-–]|\bto\b|and)\s?(?:{_PLAIN})(?![\w^/]))
     |(?<![\w.^/_])(?P<cross>[x×])\s?(?P<by>{_PLAIN})(?![\w^])
     |(?<![\w.^/_-])(?P<sign>-\s?|minus\ |plus\ |\+)?
        (?P<digits>(?:{_PLAIN})(?:e[-+]?\d+)?
        (?:\s?[·×*x]\s?10\s?(?:\^\s?[({{]?[-+]?\d+[)}}]?|[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)
          |\s?\^\s?[({{]?[-+]?\d+[)}}]?|[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+|\s?/\s?\d+(?!\w))?
        (?:\s(?:thousand|million|billion|trillion)\b)?)
     |(?<![\w.])(?P<glyph>[½⅓⅔¼¾⅕⅛])
     |\b(?P<multiple>{"|".join(_MULTIPLES)})\b
     |(?<!first\ )(?<!second\ )(?<!other\ )(?<!and\ a\ )\b(?:(?P<count>an?|{_WORDS})[ -])?
        (?P<part>{"|".join(_PARTS)})s?\b(?!-)
     |\b(?P<words>(?:(?:an?\ )?(?:{_WORDS})(?:[ -](?:and\ )?(?:{_WORDS}))*)
        (?P<and>\ and\ a\ half)?)\b(?!-)
    """,
    re.VERBOSE,
)
_UNIT = re.compile(r"\s?(?P<unit>[A-Za-zµμ%×]+(?:\s?[/·]\s?[A-Za-z]+|\sper\s[A-Za-z]+)?)")
_LOOSE = {"kb": "KB", "mb": "MB", "gb": "GB", "tb": "TB", "kib": "KiB", "mib": "MiB", "gib": "GiB"}
_TIGHT = re.compile(
    r"(?:(?:\bnot?|\bnever|\b\w+n't)(?: \w+)? "
    r"(?:more|less|larger|smaller|greater|higher|lower) than|"
    r"(?:\bnever|n't|\bnot) exceeds?|\bat (?:most|least)|\bup to|\babout|"
    r"\baround|\broughly|\bapprox(?:imately|\.)?|\bnearly|\balmost|\bclose to|\bexactly|[~≈=≤≥]) ?$"
)
_BOUND = re.compile(
    r"(?:(?P<under>\b(?:less|lower|smaller|fewer) than|\bunder|\bbelow|<)"
    r"|(?P<over>\b(?:more|greater|larger|higher) than|\bover|\babove|\bexceed(?:s|ing)?|>)) ?$"
)
_NEGATED = re.compile(
    r"(?:\bnot|\b\w+n't|\bnever)(?: (?:be|a|the|at|about|exactly|equal to|reach|keep|take|need|"
    r"equal|as (?:much|many|large|low|high) as))*(?: (?:about|roughly|exactly))? $"
)
_ASSIGNED = re.compile(r"([^\W_]+) ?= ?$")
_PRODUCT = re.compile(r"\d\s?[*×x]\s?$")
_LABEL = re.compile(r"\b(?:layer|step|epoch|head|version|figure|table|chapter|section) $")
_SAID = re.compile(r"\b(?:is|are|was|equals?|to|of|exactly|about|at|only|just|be|than|than|:) ?$")


def numbers(passage: Passage, about: tuple[str, ...] = ()) -> list[Found]:
    """The numbers that a passage states; not ranges, and not what is set: "with T = 2"."""
    found = []
    for match in _NUMBER.finditer(passage.low, passage.start, passage.end):
        before = passage.low[max(passage.start, match.start() - 40) : match.start()]
        if match["range"] or _LABEL.search(before) or passage.condition_at(match.start()):
            continue
        assigned = _ASSIGNED.search(before)
        if _PRODUCT.search(before) or passage.low[match.end() :][:2].lstrip()[:1] == "*":
            continue  # nothing is calculated here
        if assigned and not names(about, assigned[1]) and len(assigned[1]) < 3:
            continue
        value = _value(match, passage.raw, before)
        if value is None:
            continue
        unit, end = _unit(passage.raw, match.end(), passage.end)
        if match["part"] and units.is_count(unit):
            continue  # "the third layer"
        if match["words"] == "one" and not (unit or _SAID.search(before)):
            continue  # a pronoun
        if match["multiple"] or match["cross"] or unit in ("x", "×", "time", "times"):
            unit = ""
        start, form = match.start(), ""
        if tight := _TIGHT.search(before):
            start -= len(tight[0])
        elif bound := _BOUND.search(before):
            start -= len(bound[0])
            form = UNDER if bound["under"] else OVER
        negated = bool(_NEGATED.search(passage.low[max(passage.start, start - 40) : start]))
        claim = Claim(Sort.NUMBER, value, start, end, unit, form, negated)
        found.append(Found(claim, ((start, end),)))
    return found


def _value(match: "re.Match[str]", raw: str, before: str) -> float | None:
    if match["multiple"]:
        return MULTIPLY[match["multiple"]]
    if match["cross"]:
        return _read(match["by"])
    if match["glyph"]:
        return _read(match["glyph"])
    if match["digits"]:
        start, end = match.span("digits")
        value = _read(raw[start:end].replace("x", "×"))
        if value is None or (
            end < len(raw) and raw[end : end + 1] == "-" and raw[end + 1 : end + 2].isalpha()
        ):
            return None  # "32-bit"
        return -value if (match["sign"] or "").strip() in ("-", "minus") else value
    if match["part"]:
        if not match["count"] and match["part"] not in ("half", "quarter"):
            return None  # "the third"
        top = 1 if match["count"] in (None, "a", "an") else _words(match["count"])
        return tidy(top / _PARTS[match["part"]])
    value = _words(match["words"].replace(" and a half", ""))
    return value + 0.5 if match["and"] else value


def _words(text: str) -> float:
    total, part = 0, 0
    for word in re.split(r"[ -]", text):
        if word in _VALUES:
            part += _VALUES[word]
        elif word in _SCALES:
            scale = _SCALES[word]
            if scale == 100:
                part = (part or 1) * 100
            else:
                total, part = total + (part or 1) * scale, 0
    return total + part


def _read(text: str) -> float | None:
    quantity = parse_quantity(text)
    if not isinstance(quantity, Quantity):
        return None
    value = quantity.value
    if isinstance(value, int) and abs(value) < 10**15:
        return value
    return tidy(value) if abs(value) < float("inf") else None


def _unit(raw: str, at: int, end: int) -> tuple[str, int]:
    """The unit that follows a number, and where it ends; empty where none does."""
    match = _UNIT.match(raw, at, end)
    if match is None:
        return "", at
    said = match["unit"]
    for text in (said, re.split(r"\s?[/·]\s?|\sper\s", said)[0]):
        for unit in (" ".join(text.split()), _LOOSE.get(text.lower(), "")):
            if unit and units.is_known(unit) and not (len(unit) == 1 and unit not in "sBJWx×%h"):
                return unit, match.start("unit") + len(text)
    return "", at
