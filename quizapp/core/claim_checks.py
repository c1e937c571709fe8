"""Whether a marked point of a rubric can be trusted to judge what a learner types."""

from dataclasses import dataclass

from quizapp.core.card import Mark, RubricPoint
from quizapp.core.claim import Claim, canonical
from quizapp.core.claim_grading import contraries, judge, measurement, show
from quizapp.core.claim_reading import own_claim, read_claims, subject_of
from quizapp.core.evidence import Measured, Run
from quizapp.core.nearest import did_you_mean
from quizapp.core.verdict import Verdict


@dataclass(frozen=True, slots=True)
class CheckedPoint:
    """What a run says about one marked point."""

    verdict: Verdict
    evidence: str
    problems: tuple[tuple[str, str], ...] = ()
    """Codes and messages."""


def check_point(points: tuple[RubricPoint, ...], place: int, run: Run) -> CheckedPoint:
    """The point's own words must be confirmed by the measurement, their contrary refuted."""
    point = points[place]
    mark = point.mark
    assert mark is not None
    measured = measurement(mark, run)
    if not isinstance(measured, Measured):
        return _failed("measure-missing", Verdict.NOT_RUN, "nothing measured", _missing(mark, run))
    if isinstance(measured.value, bool) != (mark.sort == "yes"):
        wants = "a truth value" if mark.sort == "yes" else "a number"
        message = f"{{{mark.sort}={mark.quantity}}} needs measure() of {wants}"
        return _failed("measure-kind", Verdict.ERROR, f"needs {wants}", message)
    own = own_claim(point)
    if own is None:
        message = f"neither the point nor its first wording states one {mark.sort}: {point.text!r}"
        return _failed("point-unread", Verdict.NOT_RUN, "nothing read", message)
    subject, other = subject_of(point)
    said, shown = canonical(own, subject, other), show(mark, measured)
    verdict = judge(mark, own, measured)
    problems = []
    if verdict is not Verdict.CONFIRMED:
        message = f"the point says {said!r}, measured {shown}: {verdict}"
        problems.append(("point-disagrees", message))
    else:
        problems += _contrary_problems(mark, own, measured, (subject, other))
        problems += _wording_problems(point, measured, (subject, other))
        if own not in read_claims(points, said)[place]:
            message = f"{said!r} is not read as this point: name its subject with about=…"
            problems.append(("point-unread", message))
    return CheckedPoint(verdict, f"{said} · measured {shown}", tuple(problems))


def _failed(code: str, verdict: Verdict, evidence: str, message: str) -> CheckedPoint:
    return CheckedPoint(verdict, evidence, ((code, message),))


def _missing(mark: Mark, run: Run) -> str:
    named = {each.name for each in run.findings if isinstance(each, Measured)}
    guess = did_you_mean(mark.quantity, named)
    return f"the demo never calls measure({mark.quantity!r}, …){guess}"


def _contrary_problems(
    mark: Mark, own: Claim, measured: Measured, names: tuple[str, str]
) -> list[tuple[str, str]]:
    problems = []
    for contrary in contraries(mark, own, measured):
        verdict = judge(mark, contrary, measured)
        if verdict is not Verdict.REFUTED:
            message = (
                f"the contrary {canonical(contrary, *names)!r} is not refuted: {verdict}, "
                f"measured {show(mark, measured)}"
            )
            problems.append(("point-not-refuted", message))
    return problems


def _wording_problems(
    point: RubricPoint, measured: Measured, names: tuple[str, str]
) -> list[tuple[str, str]]:
    """An accepted wording that says something else would be ticked and refuted at once."""
    assert point.mark is not None
    problems = []
    for wording in point.wordings:
        for claim in read_claims((point,), wording)[0]:
            if judge(point.mark, claim, measured) is Verdict.REFUTED:
                message = f"the wording {wording!r}, read as {canonical(claim, *names)!r}, is "
                problems.append(
                    ("point-disagrees", f"{message}refuted: measured {show(point.mark, measured)}")
                )
    return problems
