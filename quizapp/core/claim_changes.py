"""Words that say how a quantity changes, and by which factor: "halves", "4×", "goes up tenfold"."""

import re
from dataclasses import dataclass

RISE = (
    r"keeps? (?:rising|growing|increasing|climbing)|"
    r"rises?|rose|risen|grows?|grew|grown|increase[sd]?|climb(?:s|ed)?|go(?:es)? up|went up|"
    r"goes higher|raise[sd]?|boost(?:s|ed)?|explodes?|exploded|blows? up|"
    r"(?:gets?|becomes?|is|are) (?:much )?(?:larger|bigger|higher|greater|longer|wider|raised)|"
    r"goes to infinity|diverges?"
)
FALL = (
    r"keeps? (?:falling|shrinking|decreasing|dropping)|"
    r"falls?|fell|fallen|drop(?:s|ped)?|shrinks?|shrank|shrunk|decrease[sd]?|decline[sd]?|"
    r"decays|decayed|diminish(?:es|ed)?|vanish(?:es|ed)?|go(?:es)? down|went down|lowers|lowered|"
    r"reduce[sd]?|(?:goes?|tends?|shrinks?) to (?:zero|0)|dies? out|"
    r"(?:gets?|becomes?|is|are) (?:much )?(?:smaller|lower|shorter|fewer|less|weaker)"
)
MULTIPLY = {
    "double": 2.0, "doubles": 2.0, "doubled": 2.0, "doubling": 2.0, "twofold": 2.0,
    "triple": 3.0, "triples": 3.0, "tripled": 3.0, "tripling": 3.0, "treble": 3.0, "trebles": 3.0,
    "trebled": 3.0, "threefold": 3.0, "quadruple": 4.0, "quadruples": 4.0, "quadrupled": 4.0,
    "quadrupling": 4.0, "fourfold": 4.0, "halve": 0.5, "halves": 0.5, "halved": 0.5,
    "halving": 0.5, "quarters": 0.25, "quartered": 0.25, "quartering": 0.25, "tenfold": 10.0,
    "hundredfold": 100.0, "twice": 2.0, "thrice": 3.0, "octuples": 8.0, "eightfold": 8.0,
}  # fmt: skip
SMALL = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "sixteen": 16, "twenty": 20, "hundred": 100,
    "thousand": 1000, "million": 1_000_000,
}  # fmt: skip
SAME = (
    r"unchanged|unaffected|constant|flat|the same(?! (?:[a-z]+ ){0,3}as\b)|"
    r"independent of|invariant|no (?:change|effect)|changes nothing|preserved|"
    r"(?:not|n't) affected(?: by)?|"
    r"(?:does not|doesn't|do not|don't|did not|didn't|never|will not|won't|would not) "
    r"(?:depend|change|vary|move|matter|affect|grow or shrink)s?|(?:stays?|remains?) (?:put|fixed)|"
    r"(?:is|are) fixed"
)
VARIES = r"changes|changed|varies|varied|depends on"

CHANGE = re.compile(
    rf"\b(?:{RISE}|{FALL}|{'|'.join(MULTIPLY)}|doubled|changes?|varies|raised|longer|larger|"
    r"wider|deeper|bigger|higher|smaller|lower|shorter)\b"
)
_COUNT = rf"(?:\d+(?:\.\d+)?|a|{'|'.join(SMALL)})"
_FACTOR = re.compile(
    rf"\b(?P<verb>{'|'.join(MULTIPLY)})\b"
    rf"|\b(?P<fold>{'|'.join(SMALL)})-?fold\b"
    rf"|(?<![\w.^])(?P<times>{_COUNT})(?:\s?[x×](?![\w(])|-?fold\b|[- ]times\b)"
    rf"|(?<!\w)[x×*]\s?(?P<cross>\d+(?:\.\d+)?|√2)(?![\w^])"
    r"|\b(?:by|of) (?:a )?factors? (?:of )?(?:about |roughly |~|≈)?"
    rf"(?P<factor>{_COUNT}|√2|sqrt\(?2\)?)"
    rf"|\b(?P<how>multiplied|divided) by (?P<by>{_COUNT})\b"
    r"|\bto (?:about |roughly )?(?:a |one )?(?P<to>half|third|quarter|fourth|tenth)\b"
    r"|(?<!\w)(?P<half>half|a quarter)(?= (?:as|the|of))"
)
_PARTS = {
    "half": 0.5, "third": 1 / 3, "quarter": 0.25, "a quarter": 0.25, "fourth": 0.25, "tenth": 0.1,
}  # fmt: skip
_BEFORE = re.compile(rf"\b(?:{FALL}|divided|cut|less)\W+(?:\w+\W+){{0,2}}$")
_AFTER = re.compile(r"\W*(?:smaller|less|fewer|lower|shorter|reduction|drop)\b")
_ONLY_NUMBER = re.compile(r"(?:at|about|than|most|least) $")


@dataclass(frozen=True, slots=True)
class Change:
    """A factor that is said, and where."""

    start: int
    end: int
    factor: float


def changes(low: str, start: int, end: int) -> list[Change]:
    """The factors said in a part of a text in small letters."""
    return [
        Change(match.start(), match.end(), factor)
        for match in _FACTOR.finditer(low, start, end)
        if (factor := _factor(low, start, match)) > 0
    ]


def _factor(low: str, start: int, match: "re.Match[str]") -> float:
    said = match.lastgroup or ""
    if said == "by":
        value = _count(match["by"])
        return 1 / value if match["how"] == "divided" and value else value
    text = match[said]
    if said == "verb":
        return MULTIPLY[text]
    if said in ("to", "half"):
        return _PARTS[text]
    value = _count(text)
    fewer = _BEFORE.search(low[max(start, match.start() - 40) : match.start()])
    if value and (fewer or _AFTER.match(low, match.end())):
        return 1 / value
    return value


def _count(text: str) -> float:
    if text in ("√2", "sqrt(2)", "sqrt2", "sqrt(2", "sqrt2)"):
        return 2**0.5
    if text == "a":
        return 0.0
    return float(SMALL[text]) if text in SMALL else float(text)
