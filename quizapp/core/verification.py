"""Whether a card is verified: its marked answer measured true, every wrong one measured false."""

from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import blake2b
from typing import assert_never

from quizapp.core.card import (
    Card,
    ChoiceCard,
    ClozeCard,
    CodeCard,
    FormulaCard,
    NumberCard,
    Option,
    RecallCard,
    Tolerance,
)
from quizapp.core.cloze import accepts, stated, tolerance_of
from quizapp.core.evidence import Answered, Claimed, Decided, Measured, Outcome, Run, Traced
from quizapp.core.grading import REFUTED_AT, Misfit, bound, compare, describe
from quizapp.core.parameters import as_json
from quizapp.core.problem import Problem
from quizapp.core.quantity import Quantity, format_quantity, parse_quantity
from quizapp.core.verdict import Verdict


class Status(StrEnum):
    """The result of checking one card."""

    VERIFIED = "verified"
    FAILED = "failed"
    """It ran, and something that the card says did not hold."""
    ERROR = "error"
    TIMEOUT = "timeout"
    UNVERIFIED = "unverified"
    """It has no demo, or the demo was not run."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One thing that the card says, and what the measurement made of it."""

    subject: str
    """Key of an option; text of a claim; value of a mistake; empty for the card's own answer."""
    verdict: Verdict
    evidence: str
    """In words, with the measured number."""


@dataclass(frozen=True, slots=True)
class Verification:
    """Everything that one run of a demo says about its card."""

    status: Status
    problems: tuple[Problem, ...] = ()
    options: tuple[Judged, ...] = ()
    answer: Judged | None = None
    mistakes: tuple[Judged, ...] = ()
    claims: tuple[Judged, ...] = ()
    points: tuple[Judged, ...] = ()
    """The marked points of a rubric, by the names of their quantities."""
    measured: float | None = None
    """What `answer` was given."""
    unit: str = ""

    def with_problems(self, problems: tuple[Problem, ...]) -> "Verification":
        """The same with what else is wrong; a card with problems is not verified."""
        if not problems:
            return self
        status = Status.FAILED if self.status is Status.VERIFIED else self.status
        return replace(self, status=status, problems=(*self.problems, *problems))


_FEWEST_POINTS = 10
"""Finite values that a formula is compared with, at least."""
MIN_CASES = 3
"""Inputs on which the function of a code card is compared, at least."""

_RUN_FAILURES = {
    Outcome.FAILED: ("demo-failed", Status.ERROR),
    Outcome.CRASHED: ("demo-crashed", Status.ERROR),
    Outcome.TIMED_OUT: ("demo-timeout", Status.TIMEOUT),
    Outcome.DENIED: ("demo-denied", Status.UNVERIFIED),
}


def seed_of(card: Card, extra: int = 0) -> int:
    """The seed of a card's demo: fixed by card and parameters, so that two runs agree."""
    asked = f":{as_json(card.values)}" if card.values else ""
    digest = blake2b(f"{card.id}:{extra}{asked}".encode(), digest_size=4).digest()
    return int.from_bytes(digest)


def verify(card: Card, run: Run | None) -> Verification:
    """Judge a card by a run of its demo; None where there was none.

    A demo whose check cannot fail, which its code shows, verifies nothing.
    """
    if card.demo is None:
        return Verification(Status.UNVERIFIED)
    from quizapp.core.demo_code import problems_of  # no first frame waits for it

    static = problems_of(card.demo.code, card.file, card.demo.line)
    return judge(card, run).with_problems(static)


def judge(card: Card, run: Run | None) -> Verification:
    """As `verify`, but without a look at the code of the demo."""
    if run is None:
        return Verification(Status.UNVERIFIED)
    if run.outcome is not Outcome.FINISHED:
        code, status = _RUN_FAILURES[run.outcome]
        problem = _problem(card, code, f"the demo {_ended(run)}", run.line)
        return Verification(status, (problem,) if status is not Status.UNVERIFIED else ())
    answers = [finding for finding in run.findings if isinstance(finding, Answered)]
    claims = [finding for finding in run.findings if isinstance(finding, Claimed)]
    decided = [finding for finding in run.findings if isinstance(finding, Decided)]
    traced = [finding for finding in run.findings if isinstance(finding, Traced)]
    judge = _Judge(card, answers, decided, claims, traced)
    judge.points(run)
    match card:
        case ChoiceCard():
            judge.choice(card)
        case NumberCard():
            judge.number(card)
        case FormulaCard():
            judge.formula(card)
        case CodeCard():
            judge.code(card, run)
        case RecallCard():
            judge.recall()
        case ClozeCard():
            judge.cloze(card)
        case _:
            assert_never(card)
    return judge.result()


def _ended(run: Run) -> str:
    match run.outcome:
        case Outcome.FAILED:
            return f"raised {run.message}"
        case Outcome.CRASHED:
            return f"crashed: {run.message}"
        case Outcome.TIMED_OUT:
            return f"timed out: {run.message}"
        case Outcome.DENIED:
            return f"was not run: {run.message}"
        case Outcome.FINISHED:
            return "finished"


def _problem(card: Card, code: str, message: str, demo_line: int = 0, line: int = 0) -> Problem:
    if demo_line and card.demo is not None:
        line = card.demo.line + demo_line - 1
    return Problem(card.file, line or card.line, 1, code, f"{card.id}: {message}")


class _Judge:
    """Collects verdicts and problems of one card."""

    def __init__(
        self,
        card: Card,
        answers: list[Answered],
        decided: list[Decided],
        claims: list[Claimed],
        traced: list[Traced],
    ) -> None:
        self.card = card
        self.problems: list[Problem] = []
        self.options: list[Judged] = []
        self.answer: Judged | None = None
        self.mistakes: list[Judged] = []
        self.judged_points: list[Judged] = []
        self.measured = answers[0] if answers else None
        self.traced = traced[0] if traced else None
        self.decided = {decision.key: decision for decision in decided}
        calls = sorted([*(each.line for each in answers), *(each.line for each in traced)])
        if len(calls) > 1:
            self._fail("answer-twice", "the demo calls answer() more than once", calls[1])
        if traced and not isinstance(card, FormulaCard):
            message = "answer(values, at=…) is for a card whose answer is one $formula$"
            self._fail("answer-at", message, traced[0].line)
        self.claims = [self._claim(claim) for claim in claims]
        self.marked = any(point.mark is not None for point in card.rubric)
        if not (answers or decided or claims or traced or self.marked):
            self._fail("demo-no-check", "the demo ended without answer(), option() or claim()")

    def result(self) -> Verification:
        return Verification(
            Status.FAILED if self.problems else Status.VERIFIED,
            tuple(self.problems),
            tuple(self.options),
            self.answer,
            tuple(self.mistakes),
            tuple(self.claims),
            tuple(self.judged_points),
            self.measured.measured if self.measured else None,
            self.measured.unit if self.measured else "",
        )

    def _fail(self, code: str, message: str, demo_line: int = 0, line: int = 0) -> None:
        self.problems.append(_problem(self.card, code, message, demo_line, line))

    def _claim(self, claim: Claimed) -> Judged:
        if not claim.holds:
            self._fail(
                "claim-fails", f"claim does not hold: {claim.text}: {claim.evidence}", claim.line
            )
        verdict = Verdict.CONFIRMED if claim.holds else Verdict.REFUTED
        return Judged(claim.text, verdict, claim.evidence)

    def points(self, run: Run) -> None:
        """Every marked point must be measured, say what was measured, and exclude its contrary."""
        measured = [finding for finding in run.findings if isinstance(finding, Measured)]
        seen: set[str] = set()
        for finding in measured:
            if finding.name in seen:
                message = f"measure({finding.name!r}, …) is called twice"
                self._fail("measure-twice", message, finding.line)
            seen.add(finding.name)
        if not self.marked:
            return
        from quizapp.core.claim_checks import check_point  # only cards with such points wait for it

        for place, point in enumerate(self.card.rubric):
            if point.mark is not None:
                checked = check_point(self.card.rubric, place, run)
                verdict, evidence = checked.verdict, checked.evidence
                self.judged_points.append(Judged(point.mark.quantity, verdict, evidence))
                for code, message in checked.problems:
                    self._fail(code, message, line=point.line)

    def choice(self, card: ChoiceCard) -> None:
        keys = {option.key for option in card.options}
        for decision in self.decided.values():
            if decision.key not in keys:
                known = ", ".join(sorted(keys))
                message = f"option({decision.key!r}, …): the card has only {known}"
                self._fail("option-unknown", message, decision.line)
        for option in card.options:
            judged = self._option(option, card.tolerance)
            self.options.append(judged)
            expected = Verdict.CONFIRMED if option.correct else Verdict.REFUTED
            if judged.verdict is not expected:
                self._fail(*_option_problem(option, judged, card.tolerance), line=option.line)

    def _option(self, option: Option, tolerance: Tolerance) -> Judged:
        if decision := self.decided.get(option.key):
            verdict = Verdict.CONFIRMED if decision.holds else Verdict.REFUTED
            return Judged(option.key, verdict, decision.evidence)
        if self.measured is None or option.value is None:
            return Judged(option.key, Verdict.NOT_RUN, "nothing measured")
        verdict, evidence = _against(self.measured, option.value, tolerance)
        return Judged(option.key, verdict, evidence)

    def number(self, card: NumberCard) -> None:
        if self.measured is None:
            self._fail("answer-missing", "the demo never calls answer(measured)")
            return
        verdict, evidence = _against(self.measured, card.answer, card.tolerance)
        self.answer = Judged("", verdict, evidence)
        if verdict is not Verdict.CONFIRMED:
            message = f"the answer {card.answer_text} is not confirmed: {evidence}"
            message += f" ({describe(card.tolerance)}){_zero_hint(self.measured, card.tolerance)}"
            self._fail("answer-disagrees", message, line=card.answer_line)
        for mistake in card.mistakes:
            value = parse_quantity(mistake.value)
            if isinstance(value, str):
                message = f"mistake {mistake.value!r} is no number: {value}"
                self._fail("mistake-value", message, line=mistake.line)
                continue
            verdict, evidence = _against(self.measured, value, card.tolerance)
            self.mistakes.append(Judged(mistake.value, verdict, evidence))
            if verdict is not Verdict.REFUTED:
                message = f"mistake {mistake.value} is not refuted by 3 tolerances: {evidence}"
                self._fail("mistake-not-refuted", message, line=mistake.line)

    def formula(self, card: FormulaCard) -> None:
        from quizapp.core.formula_parse import Misread
        from quizapp.core.formula_points import points, traced_points
        from quizapp.core.grading_formula import compare_formula, read_mistake

        if self.traced is None:
            message = "the demo never calls answer(values, at=points) with measured values"
            self._fail("answer-missing", message, self.measured.line if self.measured else 0)
            return
        at = traced_points(card, self.traced)
        where = () if isinstance(at, str) else points(at, self.traced.values, card.tolerance)
        if len(where) < _FEWEST_POINTS:
            message = (
                f"{len(where)} points have a finite value; measure at {_FEWEST_POINTS} or more"
            )
            self._fail("answer-at", at if isinstance(at, str) else message, self.traced.line)
            return
        compared = compare_formula(card.answer, where)
        self.answer = Judged("", compared.verdict, compared.evidence)
        if compared.verdict is not Verdict.CONFIRMED:
            message = f"the answer {card.answer_text} is not confirmed: it {compared.evidence}; "
            message += compared.worst
            self._fail("answer-disagrees", message, line=card.answer_line)
        for mistake in card.mistakes:
            read = read_mistake(card, mistake)
            if isinstance(read, Misread):
                message = f"mistake {mistake.value!r} is no formula: {read.message}"
                self._fail("mistake-value", message, line=mistake.line)
                continue
            compared = compare_formula(read, where)
            self.mistakes.append(Judged(mistake.value, compared.verdict, compared.evidence))
            if compared.verdict is not Verdict.REFUTED:
                message = f"mistake {mistake.value} is not refuted by 3 tolerances: it "
                message += f"{compared.evidence}; {compared.worst}" if compared.worst else "agrees"
                self._fail("mistake-not-refuted", message, line=mistake.line)

    def code(self, card: CodeCard, run: Run) -> None:
        from quizapp.core.function import cases_of, evidence, refutation  # for no other card

        cases = cases_of(run)
        if len(cases) < MIN_CASES:
            message = f"the demo gives {len(cases)} cases: call case(…) on {MIN_CASES} or more, "
            self._fail("case-missing", message + "of several shapes and dtypes")
        if not self.claims:
            message = (
                "nothing proves the reference: claim() that it agrees with another computation"
            )
            self._fail("claim-missing", message)
        for place, variant in enumerate(card.variants):
            found = refutation(card, cases, place)
            if found is not None and found[1].tolerances >= REFUTED_AT:
                self.mistakes.append(Judged(variant.sentence, Verdict.REFUTED, evidence(found)))
                continue
            said = f"in no case differs by 3 tolerances{f': {evidence(found)}' if found else ''}"
            self.mistakes.append(Judged(variant.sentence, Verdict.INCONCLUSIVE, said))
            message = f"this mistake {said}; give a case that shows it"
            self._fail("mistake-not-refuted", message, line=variant.line)

    def recall(self) -> None:
        if not (self.claims or self.marked) and self.measured is None:
            message = "the demo makes no claim(): one for each thing that the answer says"
            self._fail("claim-missing", message)

    def cloze(self, card: ClozeCard) -> None:
        self.recall()
        for mistake in card.mistakes:
            if any(accepts(card, gap, mistake.value) for gap in card.gaps):
                message = f"mistake {mistake.value!r} is taken as right by a gap"
                self._fail("mistake-not-refuted", message, line=mistake.line)
        if self.measured is None:
            return
        gaps = [numbers for gap in card.gaps if (numbers := stated(gap))]
        if not gaps:
            message = "answer() measures a number, but no gap hides one: write claim() instead"
            self._fail("answer-unwanted", message, self.measured.line)
            return
        # The gap that hides the measured number must state it in all its wordings.
        fitting = [gap for gap in gaps if any(self._fits(card, number) for number in gap)]
        judged = [number for gap in fitting or gaps for number in gap]
        wrong = [number for number in judged if not self._fits(card, number)]
        shown = next((number for number in judged if number not in wrong), judged[0])
        self.answer = Judged("", *_against(self.measured, shown, tolerance_of(card, shown)))
        if wrong:
            hidden = " or ".join(format_quantity(number) for number in wrong)
            tolerance = describe(tolerance_of(card, wrong[0]))
            message = f"the gap's {hidden} is not confirmed: {self.answer.evidence} ({tolerance})"
            self._fail("answer-disagrees", message)

    def _fits(self, card: ClozeCard, number: Quantity) -> bool:
        assert self.measured is not None
        return compare(self.measured, number, tolerance_of(card, number)) is Verdict.CONFIRMED


def _against(measured: Answered, claimed: Quantity, tolerance: Tolerance) -> tuple[Verdict, str]:
    verdict = compare(measured, claimed, tolerance)
    if isinstance(verdict, Misfit):
        return Verdict.ERROR, verdict.reason
    return verdict, f"measured {show_measured(measured, tolerance)}"


def show_measured(measured: Answered, tolerance: Tolerance) -> str:
    """A measured value with the digits that its tolerance makes worth reading."""
    value = measured.measured
    whole = float(value).is_integer() and abs(value) < 1e15 and bound(measured, tolerance) >= 0.5
    if isinstance(value, int) or whole:
        return format_quantity(Quantity(value, measured.unit))
    unit = f" {measured.unit}" if measured.unit else ""
    return f"{value:#.6g}{unit}"


def _option_problem(option: Option, judged: Judged, tolerance: Tolerance) -> tuple[str, str]:
    name = f"option {option.key} ({option.text})"
    match judged.verdict:
        case Verdict.NOT_RUN:
            say = "is not decided: " + (
                "call answer(measured)"
                if option.value is not None
                else f"call option({option.key!r}, holds, evidence)"
            )
            return "option-undecided", f"{name} {say}"
        case Verdict.ERROR:
            return "option-unit", f"{name} cannot be compared: {judged.evidence}"
        case Verdict.CONFIRMED:
            return "option-not-refuted", f"{name} is not marked, but holds: {judged.evidence}"
        case Verdict.INCONCLUSIVE if not option.correct:
            say = f"is within 3 tolerances of the truth: {judged.evidence}"
            return "option-not-refuted", f"{name} {say} ({describe(tolerance)})"
        case _:
            return "option-refuted", f"{name} is marked, but does not hold: {judged.evidence}"


def _zero_hint(measured: Answered, tolerance: Tolerance) -> str:
    near_zero = tolerance.rtol and not tolerance.atol and abs(measured.measured) < 1e-9
    return "; near zero a relative tolerance is nothing: give {atol=…}" if near_zero else ""
