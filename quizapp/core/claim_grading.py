"""What a measurement makes of the claims read out of an answer: pure, and the same everywhere.

Bands are those of every other answer: within one tolerance confirmed, from three on refuted.
"""

from dataclasses import dataclass
from math import isfinite, isnan

from quizapp.core.card import Mark, RubricPoint, Sort, Tolerance
from quizapp.core.claim import (
    EXPONENTIAL,
    FACTOR,
    OVER,
    POWER_NEAR,
    UNDER,
    Claim,
    canonical,
    opposites,
)
from quizapp.core.claim_reading import read_claims, subject_of
from quizapp.core.evidence import Answered, Measured, Outcome, Run
from quizapp.core.grading import REFUTED_AT, Misfit, bound, compare
from quizapp.core.quantity import Quantity, convert, format_quantity
from quizapp.core.verdict import Verdict

TOLERANCES = {
    # What is said aloud has two digits at best: "about 100 MB" stands for 98 MiB.
    Sort.NUMBER: Tolerance(rtol=0.05),
    # A direction is the sign; how much of it is noise only the author knows.
    Sort.DIRECTION: Tolerance(),
    # Named orders lie half a power apart at least, so three of these refute every other.
    Sort.ORDER: Tolerance(atol=0.1),
    Sort.COMPARE: Tolerance(rtol=0.05),
    Sort.YES: Tolerance(),
}
TELLING = 10.0
"""A bound further off than this factor is true, but says little: inconclusive."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What was read about one point, and what the measurement made of it."""

    place: int
    """Of the point in the rubric."""
    understood: tuple[str, ...]
    """Each claim in words; two of them contradict each other."""
    verdict: Verdict
    measured: str = ""
    """What was measured, in words; empty where nothing was."""
    spans: tuple[tuple[int, int], ...] = ()
    """Where each claim stands in the answer."""
    contradictory: bool = False

    @property
    def ticks(self) -> bool | None:
        """Whether the point counts as named; None where her words decide as without a claim."""
        if self.contradictory or self.verdict is Verdict.REFUTED:
            return False
        return True if self.verdict is Verdict.CONFIRMED else None


def hear(points: tuple[RubricPoint, ...], said: str, run: Run | None) -> tuple[Heard, ...]:
    """What an answer claims about the marked points; None for a run that has not ended yet."""
    heard = []
    for place, claims in enumerate(read_claims(points, said)):
        if claims:
            heard.append(_heard(points[place], place, claims, run))
    return tuple(heard)


def _heard(point: RubricPoint, place: int, claims: tuple[Claim, ...], run: Run | None) -> Heard:
    assert point.mark is not None
    subject, other = subject_of(point)
    said = tuple(dict.fromkeys(canonical(each, subject, other) for each in claims))
    spans = tuple((each.start, each.end) for each in claims)
    measured = measurement(point.mark, run)
    if not isinstance(measured, Measured):
        contradictory = _contradict(claims)
        return Heard(place, said, measured, "", spans, contradictory)
    verdicts = [judge(point.mark, each, measured) for each in claims]
    contradictory = len({_band(each) for each in verdicts}) > 1 and _contradict(claims)
    verdict = Verdict.INCONCLUSIVE if contradictory else _positive(claims, verdicts)
    return Heard(place, said, verdict, show(point.mark, measured), spans, contradictory)


def _positive(claims: tuple[Claim, ...], verdicts: list[Verdict]) -> Verdict:
    """The verdict of several claims that agree: what is affirmed counts before what is denied."""
    plain = [verdict for each, verdict in zip(claims, verdicts, strict=True) if not each.negated]
    order = (Verdict.REFUTED, Verdict.ERROR, Verdict.CONFIRMED, Verdict.CLOSE)
    return next((each for each in order if each in (plain or verdicts)), (plain or verdicts)[0])


def _band(verdict: Verdict) -> Verdict:
    return Verdict.CONFIRMED if verdict is Verdict.CLOSE else verdict


def _contradict(claims: tuple[Claim, ...]) -> bool:
    """Whether two claims cannot both hold; "not linear but quadratic" can."""
    return any(not _agree(a, b) for n, a in enumerate(claims) for b in claims[n + 1 :])


def _agree(a: Claim, b: Claim) -> bool:
    if a.negated != b.negated:
        return (a.value, a.form, a.unit) != (b.value, b.form, b.unit)
    if a.negated:
        return True
    if a.sort is Sort.COMPARE and a.form != b.form:  # "more", "twice as much"
        factor, sign = (a, b) if a.form == FACTOR else (b, a)
        return (factor.value > 1) - (factor.value < 1) == sign.value
    if a.sort is Sort.NUMBER:
        turned = convert(Quantity(b.value, b.unit), a.unit)
        if isinstance(turned, str):
            return False
        if a.form != b.form:
            return True  # a bound beside a value: the measurement tells
        return abs(turned.value - a.value) <= 0.05 * max(abs(a.value), abs(turned.value))
    return a.value == b.value and a.form == b.form


def measurement(mark: Mark, run: Run | None) -> Measured | Verdict:
    """What a run measured of a marked quantity, or the verdict of one that did not."""
    if run is None:
        return Verdict.NOT_RUN
    match run.outcome:
        case Outcome.FINISHED:
            named = (each for each in run.findings if isinstance(each, Measured))
            return next((each for each in named if each.name == mark.quantity), Verdict.NOT_RUN)
        case Outcome.TIMED_OUT:
            return Verdict.TIMED_OUT
        case Outcome.FAILED | Outcome.CRASHED:
            return Verdict.ERROR
        case Outcome.DENIED:
            return Verdict.NOT_RUN


def judge(mark: Mark, claim: Claim, measured: Measured) -> Verdict:
    """Where one claim stands against what was measured."""
    verdict = _judged(mark, claim, measured)
    if not claim.negated:
        return verdict
    match verdict:
        case Verdict.CONFIRMED:
            return Verdict.REFUTED
        case Verdict.REFUTED:
            # Of three directions one denied says much; of all numbers it says next to nothing.
            told = claim.sort in (Sort.DIRECTION, Sort.COMPARE) and claim.form != FACTOR
            return (
                Verdict.CONFIRMED if told or claim.form in (UNDER, OVER) else Verdict.INCONCLUSIVE
            )
        case _:
            return verdict


def _judged(mark: Mark, claim: Claim, measured: Measured) -> Verdict:
    tolerance = mark.tolerance or TOLERANCES[mark.sort]
    if mark.sort is Sort.YES or isinstance(measured.value, bool):
        if mark.sort is not Sort.YES or not isinstance(measured.value, bool):
            return Verdict.ERROR
        return Verdict.CONFIRMED if measured.value == bool(claim.value) else Verdict.REFUTED
    if isnan(measured.value):
        return Verdict.INCONCLUSIVE
    match mark.sort:
        case Sort.NUMBER:
            return _number(claim, measured, tolerance)
        case Sort.DIRECTION:
            return _sign(claim.value, measured.value, tolerance.atol)
        case Sort.ORDER:
            return _order(claim, measured, tolerance)
        case Sort.COMPARE:
            if claim.form == FACTOR:
                return _number(claim, measured, tolerance)
            return _sign(claim.value, measured.value - 1.0, tolerance.rtol)


def _number(claim: Claim, measured: Measured, tolerance: Tolerance) -> Verdict:
    truth = Answered(measured.value, measured.unit, measured.line)
    if claim.form in (UNDER, OVER):
        return _bounded(claim, truth, tolerance)
    verdict = compare(truth, Quantity(claim.value, claim.unit), tolerance)
    if isinstance(verdict, Misfit):
        return Verdict.REFUTED
    return Verdict.CLOSE if verdict is Verdict.INCONCLUSIVE else verdict


def _bounded(claim: Claim, truth: Answered, tolerance: Tolerance) -> Verdict:
    """ "Less than a millionth": refuted where the value lies beyond, confirmed where it is near."""
    limit = Quantity(claim.value, claim.unit)
    turned = convert(limit, truth.unit) if limit.unit else limit
    if isinstance(turned, str):
        return Verdict.REFUTED
    gap = truth.measured - turned.value
    beyond = gap if claim.form == UNDER else -gap
    if beyond > REFUTED_AT * bound(truth, tolerance):
        return Verdict.REFUTED
    if beyond >= 0:
        return Verdict.CLOSE
    small, large = sorted((abs(truth.measured), abs(turned.value)))
    return Verdict.CONFIRMED if large <= TELLING * small else Verdict.INCONCLUSIVE


def _order(claim: Claim, measured: Measured, tolerance: Tolerance) -> Verdict:
    if claim.form == EXPONENTIAL:  # no power, whatever was measured
        return Verdict.REFUTED if isfinite(measured.value) else Verdict.INCONCLUSIVE
    if claim.form:  # near a power, but none: one measured power cannot tell it from that
        distance = abs(POWER_NEAR[claim.form] - measured.value)
        far = distance >= REFUTED_AT * tolerance.atol
        return Verdict.REFUTED if far else Verdict.INCONCLUSIVE
    truth = Answered(measured.value, "", measured.line)
    verdict = compare(truth, Quantity(claim.value), tolerance)
    assert not isinstance(verdict, Misfit)
    return Verdict.CLOSE if verdict is Verdict.INCONCLUSIVE else verdict


def _sign(claimed: float, change: float, noise: float) -> Verdict:
    """A rise or a fall shows above three tolerances; below one nothing changed."""
    if claimed == 0:
        if abs(change) <= noise:
            return Verdict.CONFIRMED
        return Verdict.REFUTED if abs(change) >= REFUTED_AT * noise else Verdict.INCONCLUSIVE
    along = change * claimed
    if along >= REFUTED_AT * noise and along > 0:
        return Verdict.CONFIRMED
    return Verdict.REFUTED if along <= noise else Verdict.INCONCLUSIVE


def contraries(mark: Mark, claim: Claim, measured: Measured) -> tuple[Claim, ...]:
    """What the measurement must refute if it is to confirm a claim."""
    from dataclasses import replace

    if claim.sort is not Sort.NUMBER or claim.negated or isinstance(measured.value, bool):
        return opposites(claim)
    truth = Answered(measured.value, measured.unit, measured.line)
    away = REFUTED_AT * bound(truth, mark.tolerance or TOLERANCES[mark.sort]) * (1 + 1e-9)
    low, high = (
        replace(claim, value=value, unit=measured.unit)
        for value in (measured.value - away, measured.value + away)
    )
    return (replace(low, form=UNDER), replace(high, form=OVER)) if claim.form else (low, high)


def show(mark: Mark, measured: Measured) -> str:
    """A measured quantity in the words of its kind."""
    value = measured.value
    if isinstance(value, bool):
        return "yes" if value else "no"
    match mark.sort:
        case Sort.DIRECTION:
            signed = f"{value:+.3g}"
            return f"{signed} {measured.unit}".rstrip()
        case Sort.ORDER:
            return f"{value:.2f}"
        case Sort.COMPARE:
            return f"× {value:.3g}"
        case _:
            whole = isinstance(value, int)
            said = value if whole or not isfinite(value) else float(f"{value:.4g}")
            return format_quantity(Quantity(said, measured.unit))


def overall(heard: tuple[Heard, ...]) -> Verdict:
    """The verdict of several points together: that of the one that stands worst."""
    worst_first = (
        *(Verdict.REFUTED, Verdict.ERROR, Verdict.TIMED_OUT, Verdict.INCONCLUSIVE),
        *(Verdict.NOT_RUN, Verdict.CLOSE),
    )
    found = {each.verdict for each in heard}
    return next((each for each in worst_first if each in found), Verdict.CONFIRMED)


def said_of(heard: Heard) -> str:
    """A reading and what was measured of it: "memory: order 2 (…) · measured 2.00"."""
    said = " and ".join(heard.understood)
    if heard.contradictory:
        said += " (they contradict each other)"
    return f"{said} · measured {heard.measured}" if heard.measured else said


def line_of(heard: Heard) -> str:
    """The same with its verdict."""
    return f"{said_of(heard)} · {heard.verdict}"
