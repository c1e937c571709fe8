"""Comparisons ("twice as much as SGD") and yes or no ("it cannot recover")."""

import re

from quizapp.core.card import Sort
from quizapp.core.claim import FACTOR, Claim
from quizapp.core.claim_changes import MULTIPLY, SMALL
from quizapp.core.claim_growth import Found, tidy
from quizapp.core.claim_text import Passage, clauses

_MORE = (
    "larger|bigger|greater|higher|more|longer|slower|heavier|wider|steeper|stronger|costlier|"
    "dearer|worse|deeper"
)
_LESS = "smaller|lower|less|fewer|shorter|faster|quicker|lighter|narrower|flatter|weaker|cheaper"
_COUNT = rf"(?:\d+(?:\.\d+)?|{'|'.join(SMALL)})"
_FOLD = "|".join(word for word in MULTIPLY if word.endswith(("twice", "thrice", "fold")))
_TIMES = (
    rf"(?:(?P<word>{_FOLD})"
    rf"|(?P<double>double|triple|quadruple)|(?P<half>half)|(?P<part>a\ third|a\ quarter|a\ tenth)"
    rf"|(?P<count>{_COUNT})(?:\s?[x×]|-?fold|[- ]times)|(?P<percent>\d+(?:\.\d+)?)\s?(?:%|percent))"
)
_COMPARED = re.compile(
    rf"""(?P<canonical>(?<![\w.])(?P<given>\d+(?:\.\d+)?(?:e[-+]?\d+)?)\s×\s)
     |\b(?P<same>the\ same\b[^,.;]{{0,30}}?\bas\b|equal\ to\b|identical\ to\b
        |(?:just\ |exactly\ |about\ )?as\ (?:much|many|large|big|high|long|fast|slow|steep)\b
           [^,.;]{{0,30}}?\bas\b)
     |(?<![\w.]){_TIMES}\ (?:(?P<as>as\b[^,.;]{{0,40}}?\bas\b)
        |(?P<than>(?:(?P<up>{_MORE})|(?P<down>{_LESS}))\b[^,.;]{{0,40}}?\bthan\b)
        |(?P<of>(?:that|the\ [^,.;]{{1,30}}?|the)?\ ?of\b|what\b|the\b))
     |\b(?:(?P<more>{_MORE})|(?P<less>{_LESS}))\b
        (?:[^,.;]{{0,40}}?\b(?:than|compared\ (?:to|with)|relative\ to|against)\b)?
    """,
    re.VERBOSE,
)
_DENIED = re.compile(
    r"(?:\bnot|\b\w+n't|\bnever|\bno)(?: (?:need|take|use|have|be|keep|is|any|even|much|a|the))* $"
)

_LEAD = re.compile(
    r"\s*(?:well,? |so,? |then,? |actually,? )?"
    r"(?P<said>yes|yeah|yep|indeed|correct|true|right|no|nope|false|never|always)"
    r"(?=\s*(?:[,.:;!]|$| (?:it|they|that|this|because|since|not)\b))"
)
_NEGATIVE = re.compile(
    r"\b(?:not|never|cannot|neither|nor|no|none|nothing|nobody|without|hardly|impossible|unable)\b"
    r"|n't\b|\bfails? to\b"
)
_AUXILIARY = re.compile(
    r"\b(?:is|are|was|were|be|does|do|did|can|could|will|would|has|have|had|may|might|must|"
    r"always|never|not|cannot|yes|no)\b|n't\b"
)


def comparisons(passage: Passage) -> list[Found]:
    """Each comparison with the spans in which its two sides stand."""
    found = []
    for match in _COMPARED.finditer(passage.low, passage.start, passage.end):
        read = _relation(match)
        if read is None:
            continue
        value, form = read
        start, end = match.span()
        before = passage.low[max(passage.start, start - 40) : start]
        negated = bool(_DENIED.search(before))
        claim = Claim(Sort.COMPARE, value, start, end, form=form, negated=negated)
        sides = ((passage.start, start), (end, passage.end))
        found.append(Found(claim, ((start, end),), sides))
    return found


def _relation(match: "re.Match[str]") -> tuple[float, str] | None:
    if match["canonical"]:
        return tidy(float(match["given"])), FACTOR
    if match["same"]:
        return 0.0, ""
    if match["more"] or match["less"]:
        return (1.0 if match["more"] else -1.0), ""
    factor = _factor(match)
    if match["percent"] and match["than"]:
        factor = 1 + factor if match["up"] else 1 - factor
    elif match["down"] and factor > 1:
        factor = 1 / factor
    if factor <= 0:
        return None
    return tidy(factor), FACTOR


def _factor(match: "re.Match[str]") -> float:
    if match["percent"]:
        return float(match["percent"]) / 100
    if match["count"]:
        count = match["count"]
        return float(SMALL[count]) if count in SMALL else float(count)
    if match["half"]:
        return 0.5
    if match["part"]:
        return {"a third": 1 / 3, "a quarter": 0.25, "a tenth": 0.1}[match["part"]]
    return MULTIPLY[match["word"] or match["double"]]


def polarities(passage: Passage) -> list[Found]:
    """Yes or no: a word at the beginning, and each clause that affirms or denies."""
    low, found = passage.low, []
    start = passage.start
    if lead := _LEAD.match(low, start, passage.end):
        value = 0.0 if lead["said"] in ("no", "nope", "false", "never") else 1.0
        begin, end = lead.span("said")
        found.append(Found(Claim(Sort.YES, value, begin, end), ((begin, end),)))
        start = end
    rest = Passage(passage.raw, low, start, passage.end)
    for begin, end in clauses(rest, []):
        text = low[begin:end]
        if not _AUXILIARY.search(text):
            continue
        denied = len(_NEGATIVE.findall(text)) % 2
        place = begin + len(text) - len(text.lstrip(" ,"))
        stop = begin + len(text.rstrip())
        claim = Claim(Sort.YES, float(1 - denied), place, stop)
        found.append(Found(claim, ()))  # its own words name what it is about
    return found
