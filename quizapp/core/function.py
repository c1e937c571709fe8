"""A learner's function against the reference: what their runs say of it. Nothing is run here."""

import ast
from dataclasses import dataclass
from functools import lru_cache

from quizapp.core.card import CodeCard, Tolerance, Variant
from quizapp.core.comparison import Aspect, Difference, difference
from quizapp.core.evidence import Called, Outcome, Printed, Run
from quizapp.core.grading import Assessment, describe
from quizapp.core.value import Group, Unreadable, Value, describe_value, read_value
from quizapp.core.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Case:
    """One input, and what the reference and each wrong variant return for it."""

    number: int
    inputs: Value
    expected: Value
    variants: tuple[Value, ...]
    line: int
    """Line of the demo."""


@lru_cache(maxsize=8)
def cases_of(run: Run) -> tuple[Case, ...]:
    """The cases that a demo's run gave, in order."""
    calls = [finding for finding in run.findings if isinstance(finding, Called)]
    results = {(call.case, call.by): _value(call.result) for call in calls}
    found = []
    for call in calls:
        if call.by == 0:
            variants = sorted(by for case, by in results if case == call.case and by > 0)
            values = tuple(results[call.case, by] for by in variants)
            expected = results[call.case, 0]
            found.append(Case(call.case, _value(call.inputs), expected, values, call.line))
    return tuple(found)


def inputs_of(run: Run) -> tuple[str, ...]:
    """The inputs of all cases as JSON texts, for a run of the learner's function."""
    return tuple(call.inputs for call in run.findings if isinstance(call, Called) and call.by == 0)


def _value(text: str) -> Value:
    value = read_value(text)
    assert not isinstance(value, Unreadable), value.reason  # the demo's own process wrote it
    return value


def printed(run: Run) -> str:
    """What the function wrote to its standard output and error."""
    return "".join(item.text for item in run.findings if isinstance(item, Printed))


def refutation(
    card: CodeCard, cases: tuple[Case, ...], place: int
) -> tuple[int, Difference] | None:
    """The case in which a wrong variant misses the reference by most, and how; None in no case."""
    found = [
        (case.number, missed)
        for case in cases
        if place < len(case.variants)
        and (missed := difference(case.expected, case.variants[place], card.tolerance))
    ]
    return max(found, key=lambda each: each[1].tolerances, default=None)


def grade_code(card: CodeCard, demo: Run | None, answer: Run) -> Assessment:
    """A learner's function, by its own run and that of the card's demo."""
    if demo is None or demo.outcome is not Outcome.FINISHED:
        why = demo.message if demo else "it was not run"
        return Assessment(Verdict.NOT_RUN, f"Not judged: the card's demo gave no cases: {why}")
    if answer.outcome is Outcome.DENIED:
        return Assessment(Verdict.NOT_RUN, f"Not judged: {answer.message}")
    cases = cases_of(demo)
    returned = _returned(answer)
    if isinstance(returned, Unreadable) or len(returned) > len(cases):
        return _wrong("Not right: your code wrote into the lab's own pipe.")
    if answer.outcome is not Outcome.FINISHED:
        return _wrong(f"Not right: {_failure(answer, cases, len(returned))}")
    if len(returned) < len(cases):
        return _wrong("Not right: your code ended before it was called on every case.")
    for case, (inputs, result) in zip(cases, returned, strict=True):
        found = difference(case.expected, result, card.tolerance)
        changed = difference(case.inputs, inputs, Tolerance())
        structural = found and found.aspect in (Aspect.TYPE, Aspect.SHAPE, Aspect.DTYPE)
        if changed and not structural:
            return _changed(case, changed)
        if found:
            results = tuple(result for _, result in returned)
            if named := _named(card, cases, results):
                found_in = _phrase(found)
                return _differs(case, found, f"Not quite: {named.sentence} ({found_in})", card)
            return _differs(case, found, f"Not right: {_phrase(found)}", card)
    return Assessment(
        Verdict.CONFIRMED,
        f"Right: equal to the reference in all {len(cases)} cases.",
        tolerance=_tolerance(card),
        measured=True,
    )


def _returned(run: Run) -> tuple[tuple[Value, Value], ...] | Unreadable:
    """What each case's inputs became, and what was returned; the learner's process wrote both."""
    found: list[tuple[Value, Value]] = []
    for call in run.findings:
        if not isinstance(call, Called):
            continue
        inputs, result = read_value(call.inputs), read_value(call.result)
        if isinstance(inputs, Unreadable) or isinstance(result, Unreadable):
            return Unreadable("not a value")
        if call.case != len(found) + 1:
            return Unreadable("cases out of order")
        found.append((inputs, result))
    return tuple(found)


def _failure(run: Run, cases: tuple[Case, ...], done: int) -> str:
    """Why the function did not return, with the case and the learner's own line."""
    message = run.message.replace("the demo", "your code").replace("a demo", "your code")
    timed_out = run.outcome is Outcome.TIMED_OUT
    called = done or timed_out or (run.line and not _static(message))
    where = f" at line {run.line}" if run.line else ""
    if called and done < len(cases):
        where += f" in {_in(cases[done])}"
    if timed_out:
        return f"{message}{where}: does it end?"
    return f"{message}{where}."


def _static(message: str) -> bool:
    """Whether it never came to a call."""
    return message.startswith(("SyntaxError", "IndentationError", "TabError", "LookupError"))


def _in(case: Case) -> str:
    return f"case {case.number} {arguments(case.inputs)}"


def arguments(inputs: Value) -> str:
    """The inputs of a case as a call shows them: "(4 × float32 [3], t=1)"."""
    if not isinstance(inputs, Group) or len(inputs.items) != 2:
        return describe_value(inputs)
    positional, named = (describe_value(item)[1:-1] for item in inputs.items)
    return f"({', '.join(part for part in (positional, named) if part)})"


def _changed(case: Case, changed: Difference) -> Assessment:
    got = f"{changed.got} where {changed.expected} was given"
    message = f"Not right: it changes its inputs in place in {_in(case)}: {got}."
    return Assessment(Verdict.REFUTED, message, changed.got, changed.expected, measured=True)


def _differs(case: Case, found: Difference, message: str, card: CodeCard) -> Assessment:
    message = f"{message.rstrip('.')} in {_in(case)}."
    return Assessment(
        Verdict.REFUTED, message, found.got, found.expected, _tolerance(card), measured=True
    )


def _phrase(found: Difference) -> str:
    """What differs, expected first: "dtype float32 expected, float64 returned"."""
    part = f"result{found.where}: " if found.where else ""
    match found.aspect:
        case Aspect.TYPE:
            return f"{part}{found.expected} expected, {found.got} returned"
        case Aspect.SHAPE | Aspect.DTYPE:
            return f"{part}{found.aspect} {found.expected} expected, {found.got} returned"
        case Aspect.FINITE:
            at = f" at {found.index}" if found.index else ""
            return f"{part}{found.expected} expected{at}, {found.got} returned"
        case Aspect.VALUE:
            at = f" at {found.index}" if found.index else ""
            size = f", off by {found.size:.3g}" if found.size else ""
            return f"{part}{found.expected} expected{at}, {found.got} returned{size}"


def _wrong(message: str) -> Assessment:
    return Assessment(Verdict.REFUTED, message, measured=True)


def _named(card: CodeCard, cases: tuple[Case, ...], results: tuple[Value, ...]) -> Variant | None:
    """The listed mistake that gives the same results in every case."""
    for place, variant in enumerate(card.variants):
        if all(
            place < len(case.variants)
            and difference(case.variants[place], result, card.tolerance) is None
            for case, result in zip(cases, results, strict=True)
        ):
            return variant
    return None


def _tolerance(card: CodeCard) -> str:
    return describe(card.tolerance) if card.tolerance else "of the dtype"


def evidence(place: tuple[int, Difference]) -> str:
    """How a wrong variant was refuted, in words."""
    number, found = place
    return f"case {number}: {_phrase(found)}"


def syntax_error(code: str) -> tuple[int, int, str] | None:
    """Line, column (both from 1) and reason where a learner's text is no Python; it is not run."""
    try:
        ast.parse(code)
    except SyntaxError as error:
        return max(error.lineno or 1, 1), max(error.offset or 1, 1), error.msg
    except (ValueError, RecursionError, MemoryError) as error:
        return 1, 1, str(error) or "too deeply nested"
    return None
