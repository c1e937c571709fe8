"""Directions ("falls", "stays the same") and growth orders ("quadruples when it doubles")."""

import math
import re
from dataclasses import dataclass, replace

from quizapp.core.card import Sort
from quizapp.core.claim import EXPONENTIAL, LINEARITHMIC, LOGARITHMIC, Claim
from quizapp.core.claim_changes import FALL, RISE, SAME, VARIES, Change, changes
from quizapp.core.claim_text import Condition, Passage, Span


@dataclass(frozen=True, slots=True)
class Found:
    """A claim in a passage, and the words that are the claim itself, not its subject."""

    claim: Claim
    own: tuple[Span, ...]
    sides: tuple[Span, Span] | None = None
    """Of a comparison: where its two sides stand."""


_DIRECTION = re.compile(
    rf"\b(?:(?P<same>{SAME})|(?P<varies>{VARIES})|(?P<rise>{RISE})|(?P<fall>{FALL}))(?![\w-])"
)
_NOT_SAME = re.compile(r"constant (?:factor|learning|rate|schedule|multiple)|flat(?:ten|ness)")
_NEGATION = re.compile(
    r"(?:\bnot|\b\w+n't|\bnever|\bno longer|\bcannot|\bwithout|\bneither|\bnor|\brather than)"
    r"(?: (?:grow|scale|increase|be|is|get|rise|only|really|actually|necessarily|go|a|the|with|in|"
    r"as|just|exactly|equal to|equal|at|about|around)){0,3} $"
)

_POWERS = {
    "square root": 0.5, "sqrt": 0.5, "root": 0.5, "√": 0.5, "cube root": 1 / 3, "square": 2.0,
    "squared": 2.0, "second power": 2.0, "cube": 3.0, "cubed": 3.0, "third power": 3.0,
}  # fmt: skip
_SCALE = {"linear": 1.0, "quadratic": 2.0, "cubic": 3.0, "constant": 0.0, "quartic": 4.0}
_NO_POWER = {"exponential": EXPONENTIAL, "logarithmic": LOGARITHMIC, "linearithmic": LINEARITHMIC}
_AFTER = (
    r"(?! (?:layers?|maps?|functions?|models?|regression|units?|loss(?:es)?|programs?|algebra|part|"
    r"combinations?|transformations?|projections?|warm|moving|averages?|factors?|learning|rates?|"
    r"schedules?|activations?|attention|path|path|region|networks?|term|decay|family|weights?))"
)
_VARIABLE = r"[a-zα-ω](?:_?[a-z0-9])?"
_ORDER = re.compile(
    rf"""\b(?:order|degree|power|exponent)\ (?:of\ )?(?P<order>-?\d+(?:\.\d+)?(?:/\d+)?)
        (?:\ \(×[-\d.e+]+\ when\ doubled\))?
     |(?P<big>[oθΘ]|\bbig-?o)\((?P<inside>[^()]*(?:\([^()]*\))?[^()]*)\)
     |(?<![\w-])(?P<scale>linear|quadratic|cubic|quartic|constant|exponential|logarithmic
        |linearithmic)(?P<adverb>a?ll?y)?\b{_AFTER.replace(" ", chr(92) + " ")}
     |\b(?:(?P<inverse>inverse(?:ly)?|(?:one|1)\ over)
        \ (?:(?:proportional(?:ly)?|as|with|to)\ )*(?:the\ )?)?
        (?P<power>square\ root|cube\ root|second\ power|third\ power|squared?|cubed?|sqrt|root)\b
        (?!\ (?:error|matri|of\ the\ (?:mean|sum)))
     |(?<![\w.])(?P<reciprocal>1\s?/\s?)?(?:(?P<sign>√|sqrt)\s?\(?(?P<under>{_VARIABLE})\b\)?)
     |(?<![\w.^/])(?P<over>1\s?/\s?)?(?P<name>{_VARIABLE})
        \s?(?:\^\s?\(?(?P<exponent>-?\d+(?:\.\d+|/\d+)?)\)?|(?P<raised>[⁻]?[¹²³⁴])|\s(?P<word>squared|cubed))
     |(?<![\w.])1\s?/\s?(?P<one>{_VARIABLE})\b(?!\w)
     |\b(?P<logn>n\ ?log\ ?n)\b|\blog(?:arithm)?\s?\(?(?:of\ the\ )?(?P<log>{_VARIABLE})\b
     |\bthe\ (?P<logarithm>logarithm|log)\ of\b
     |\b(?P<invprop>inverse(?:ly)?)\ (?:proportional(?:ly)?|with|as|in|to)\b
     |\b(?P<prop>(?:in\ )?proportion(?:al(?:ly)?)?(?:\ (?:to|with))?)
     |\b(?P<same>{SAME.replace(" ", chr(92) + " ")}
        |(?:does\ not|doesn't|do\ not|don't|never)\ (?:grow|scale|increase)(?!\ \w+ly))(?![\w-])
    """,
    re.VERBOSE,
)
_GUARD = re.compile(
    r"(?:(?:faster|slower|more|less|better|worse|steeper) than(?: a)?|sub|super|non|piecewise|"
    r"at (?:least|most|worst|best)|log|mean|root mean|generali[sz]ed) ?-?$"
)
_FALLING_VERB = re.compile(rf"\b(?:{FALL})(?: \w+)? $")
_RAISED = str.maketrans("⁻¹²³⁴", "-1234")
_THEN = re.compile(r"means|gives|needs|takes|costs|,|→|->|=>|makes|leads")


def directions(passage: Passage) -> list[Found]:
    """What rises, falls or stays as it is when the other quantity grows."""
    low = passage.low
    found: list[Found] = []
    for match in _DIRECTION.finditer(low, passage.start, passage.end):
        if passage.condition_at(match.start()) or _NOT_SAME.match(low, match.start()):
            continue
        value = {"same": 0.0, "varies": 0.0, "rise": 1.0, "fall": -1.0}[match.lastgroup or "same"]
        if passage.falling(match.start()):
            value = -value or 0.0
        negated = _negated(passage, match.start()) != (match.lastgroup == "varies")
        claim = Claim(Sort.DIRECTION, value, match.start(), match.end(), negated=negated)
        found.append(Found(claim, ((match.start(), match.end()),)))
    return found


def orders(passage: Passage) -> list[Found]:
    """Powers that are named, or that follow from two factors."""
    named = _named(passage)
    taken = [span for each in named for span in each.own]
    ratio = [
        each
        for each in _ratios(passage)
        if not any(a < f and e < b for a, b in each.own for e, f in taken)
    ]
    return sorted([*named, *ratio], key=lambda each: each.claim.start)


def _negated(passage: Passage, at: int) -> bool:
    return bool(_NEGATION.search(passage.low[max(passage.start, at - 40) : at]))


def _named(passage: Passage) -> list[Found]:
    low = passage.low
    found: list[Found] = []
    for match in _ORDER.finditer(low, passage.start, passage.end):
        before = low[max(passage.start, match.start() - 40) : match.start()]
        read = None if _GUARD.search(before) else _power(match, before)
        if read is None or passage.condition_at(match.start()):
            continue
        value, form = read
        start, end = match.span()
        negated = not match["same"] and _negated(passage, start)
        claim = Claim(Sort.ORDER, tidy(value), start, end, form=form, negated=negated)
        if found and start - found[-1].claim.end < 2 + len(" to the "):
            between = low[found[-1].claim.end : start]
            if not between.strip(" ,=(") or between.strip() in ("to the", "to", "the", "with the"):
                # "proportional to the square", "quadratic, O(n²)": one claim, said by its end
                found[-1] = _joined(found[-1], claim, low)
                continue
        found.append(Found(claim, ((start, end),)))
    return found


def _joined(first: Found, second: Claim, low: str) -> Found:
    start, end = first.claim.start, second.end
    said = low[start : first.claim.end]
    value, form = second.value, second.form
    if said.startswith("invers") and first.claim.value == -1.0 and not form:
        value = -abs(value)
    elif not said.startswith(("prop", "in prop", "invers")) and (
        first.claim.value != value or first.claim.form != form
    ):
        value, form = first.claim.value, first.claim.form
    claim = replace(first.claim, value=value, form=form, end=end)
    return Found(claim, ((start, end),))


def _power(match: "re.Match[str]", before: str) -> tuple[float, str] | None:
    """The power that a match names, with its form; None where it names none after all."""
    falls = bool(_FALLING_VERB.search(before))
    if match["order"]:
        return _fraction(match["order"]), ""
    if match["big"]:
        return _inside(match["inside"].replace(" ", ""))
    if scale := match["scale"]:
        if scale in _NO_POWER:
            return 0.0, _NO_POWER[scale]
        return None if falls else (_SCALE[scale], "")
    if match["power"]:
        sign = -1.0 if match["inverse"] or _falls_with(before) else 1.0
        return sign * _POWERS[match["power"]], ""
    if match["under"]:
        over = match["reciprocal"] or before.endswith(("divided by ", "inverse of ", "over "))
        return (-0.5 if over or _falls_with(before) else 0.5), ""
    if match["name"]:
        raised = (match["raised"] or "").translate(_RAISED)
        power = _fraction(match["exponent"] or raised) if not match["word"] else 0.0
        power = power or {"squared": 2.0, "cubed": 3.0}.get(match["word"] or "", 0.0)
        return (-power if match["over"] else power), ""
    if match["one"] or match["invprop"]:
        return -1.0, ""
    if match["logn"]:
        return 0.0, LINEARITHMIC
    if match["log"] or match["logarithm"]:
        return 0.0, LOGARITHMIC
    if match["prop"]:
        return None if match["prop"] == "proportion" else (1.0, "")
    return 0.0, ""


def _falls_with(before: str) -> bool:
    return bool(re.search(rf"\b(?:{FALL}) (?:with|as|like|by) (?:the )?$", before))


def _inside(text: str) -> tuple[float, str] | None:
    """The power in `O(…)`, where one variable stands there."""
    if text == "1":
        return 0.0, ""
    if re.fullmatch(rf"{_VARIABLE}[·*]?log\(?{_VARIABLE}\)?", text):
        return 0.0, LINEARITHMIC
    if re.fullmatch(rf"log\(?{_VARIABLE}\)?", text):
        return 0.0, LOGARITHMIC
    if re.fullmatch(rf"(?:\d+|e|c)\^\(?{_VARIABLE}\)?|exp\({_VARIABLE}\)", text):
        return 0.0, EXPONENTIAL
    sign = 1.0
    if text.startswith("1/"):
        sign, text = -1.0, text[2:]
    word = r"[a-zα-ω][a-z0-9_]{0,11}"
    if re.fullmatch(word, text) and not re.fullmatch(r"[a-z]\d+", text):
        return sign, ""
    if re.fullmatch(rf"(?:√|sqrt)\(?{word}\)?", text):
        return sign * 0.5, ""
    if same := re.fullmatch(rf"({word})[·*×]\1", text):
        return (sign * 2.0, "") if same else None
    if power := re.fullmatch(rf"{word}\^\(?(-?\d+(?:\.\d+|/\d+)?)\)?", text):
        return sign * _fraction(power[1]), ""
    if raised := re.fullmatch(rf"{word}?([⁻]?[¹²³⁴])", text):
        return sign * _fraction(raised[1].translate(_RAISED)), ""
    return None


def _fraction(text: str) -> float:
    top, _, bottom = text.partition("/")
    return float(top) / float(bottom) if bottom and float(bottom) else float(top)


def _ratios(passage: Passage) -> list[Found]:
    """ "Quadruples when the context doubles": both factors, and so the power."""
    low = passage.low
    effects = [
        change
        for change in changes(low, passage.start, passage.end)
        if passage.condition_at(change.start) is None
    ]
    bases = [each for each in passage.conditions if each.change is not None]
    found = []
    if not bases and len(effects) == 2:
        first, second = effects
        if _THEN.search(low, first.end, second.start):
            return _ratio(passage, second, first, (first.start, first.end))
        return []
    if not effects and len(bases) == 1:
        still = re.search(rf"\b(?:{SAME})\b", low[passage.start : passage.end])
        if still and not bases[0].holds(passage.start + still.start()):
            start = passage.start + still.start()
            return _ratio(passage, Change(start, start + len(still[0]), 1.0), *_base(bases[0]))
    for effect in effects:
        nearest = min(bases, key=lambda each: abs(each.start - effect.start), default=None)
        if nearest is not None:
            found += _ratio(passage, effect, *_base(nearest))
    return found


def _base(condition: Condition) -> tuple[Change, Span]:
    assert condition.change is not None
    return condition.change, (condition.start, condition.end)


def _ratio(passage: Passage, effect: Change, base: Change, where: Span) -> list[Found]:
    if effect.factor <= 0 or base.factor <= 0 or base.factor == 1:
        return []
    order = math.log(effect.factor) / math.log(base.factor)
    start, end = min(effect.start, where[0]), max(effect.end, where[1])
    negated = _negated(passage, effect.start)
    claim = Claim(Sort.ORDER, tidy(order), start, end, negated=negated)
    return [Found(claim, ((effect.start, effect.end), where))]


def tidy(value: float) -> float:
    """Six digits, as they are shown, so that what is shown is what was read; never −0."""
    return float(f"{value:.6g}") + 0.0
