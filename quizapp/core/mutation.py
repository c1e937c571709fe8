"""Wrong versions of a card, each of which the recorded run of its demo must refuse.

A check that accepts one cannot tell right from wrong there. Nothing is run here: the card is
changed, or what the demo claimed, and judged again by what was measured.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import isfinite

from quizapp.core.agreement import bound_of, expecting
from quizapp.core.card import (
    Card,
    ChoiceCard,
    ClozeCard,
    CodeCard,
    FormulaCard,
    NumberCard,
    Option,
)
from quizapp.core.evidence import Answered, Called, Claimed, Decided, Finding, Run, Traced, Turned
from quizapp.core.mutation_cloze import wrong_clozes
from quizapp.core.mutation_formula import wrong_formulas
from quizapp.core.mutation_number import TOLERANCES, either_way, shifted
from quizapp.core.quantity import format_quantity
from quizapp.core.verification import Status, judge

_POINTS = 32
"""Measured points at which a formula is looked at before all the others."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change that makes a card wrong."""

    name: str
    """Says which change it is, the same for every combination of parameters."""
    what: str
    """In words, with the values."""
    line: int
    """Of the file."""
    card: Card
    run: Run
    column: int = 1
    whole: Run | None = None
    """The run with all its points, where `run` holds a few that show most wrong formulas."""
    same: bool = False
    """No value tells it from the card: it is right too, and cannot be refused."""
    hint: str = ""
    """What to do where the check lets it pass."""


def survives(mutant: Mutant) -> bool:
    """Whether the check takes it for right."""
    runs = [mutant.run] if mutant.whole is None else [mutant.run, mutant.whole]
    return all(judge(mutant.card, run).status is Status.VERIFIED for run in runs)


def mutants(card: Card, run: Run) -> Iterator[Mutant]:
    """Wrong versions of a card whose check passed in this run."""
    measured = next((each for each in run.findings if isinstance(each, Answered)), None)
    match card:
        case ChoiceCard():
            yield from _of_choice(card, run, measured)
        case NumberCard() if measured is not None:
            yield from _of_number(card, run, measured)
        case FormulaCard():
            few = _few_points(run)
            yield from _of_formula(card, few, run)
            run = few
        case ClozeCard():
            for name, what, line, wrong in wrong_clozes(card, measured):
                yield Mutant(name, what, line, wrong, run)
        case CodeCard():
            yield from _of_code(card, run)
    yield from _of_claims(_alone(card), run)


def _alone(card: Card) -> Card:
    """The card without its listed mistakes: what refuses a change then is nothing but the rest."""
    return replace(card, variants=()) if isinstance(card, CodeCard) else replace(card, mistakes=())


def _of_choice(card: ChoiceCard, run: Run, measured: Answered | None) -> Iterator[Mutant]:
    def put(option: Option, changed: Option, name: str, what: str) -> Mutant:
        options = tuple(changed if each is option else each for each in card.options)
        wrong = replace(card, options=options)
        what = f"option {option.key} {what}"
        hint = "" if name == "mark" else "let answer(measured) decide the number"
        return Mutant(f"{option.key} {name}", what, option.line, wrong, run, hint=hint)

    right = [each.value for each in card.options if each.correct and each.value is not None]
    for option in card.options:
        mark = "marked false" if option.correct else "marked true"
        yield put(option, replace(option, correct=not option.correct), "mark", mark)
        if option.value is None:
            continue
        others = shifted(option.value, measured, card.tolerance) if option.correct else right[:1]
        for number, value in enumerate(others):
            what = f"({option.text}) as {format_quantity(value)}"
            yield put(option, replace(option, value=value), f"value {number}", what)


def _of_number(card: NumberCard, run: Run, measured: Answered) -> Iterator[Mutant]:
    for number, value in enumerate(shifted(card.answer, measured, card.tolerance)):
        what = f"the answer {card.answer_text} as {format_quantity(value)}"
        wrong = replace(card, answer=value)
        yield Mutant(f"answer {number}", what, card.answer_line, wrong, run)
    yield from _listed(card, run, card.answer_text)


def _of_formula(card: FormulaCard, few: Run, run: Run) -> Iterator[Mutant]:
    alone = _alone(card)
    for number, (what, wrong, told) in enumerate(wrong_formulas(card)):
        what = f"the answer {card.answer_text} with {what}"
        changed = replace(alone, answer=wrong)  # type: ignore[arg-type]
        hint = "measure at points that tell the two apart"
        name, line = f"tree {number}", card.answer_line
        yield Mutant(name, what, line, changed, few, whole=run, same=not told, hint=hint)
    yield from _listed(card, few, card.answer_text)


def _few_points(run: Run) -> Run:
    """The same run with every n-th of the measured points that have a value."""

    def thinned(traced: Traced) -> Traced:
        found = [place for place, value in enumerate(traced.values) if isfinite(value)]
        kept = found[:: max(len(found) // _POINTS, 1)]
        at = tuple(tuple(each[place] for place in kept) for each in traced.at)
        return replace(traced, values=tuple(traced.values[place] for place in kept), at=at)

    findings = (thinned(each) if isinstance(each, Traced) else each for each in run.findings)
    return replace(run, findings=tuple(findings))


def _listed(card: NumberCard | FormulaCard, run: Run, truth: str) -> Iterator[Mutant]:
    """Each listed mistake with the right answer in its place."""
    for place, mistake in enumerate(card.mistakes):
        wrong = replace(card, mistakes=(replace(mistake, value=truth),))
        what = f"the mistake {mistake.value} as {truth}, the answer"
        yield Mutant(f"mistake {place}", what, mistake.line, wrong, run)


def _of_code(card: CodeCard, run: Run) -> Iterator[Mutant]:
    """Each listed mistake with results of the reference."""
    right = {each.case: each.result for each in _calls(run) if each.by == 0}
    for place, variant in enumerate(card.variants, 1):
        findings = tuple(
            replace(each, result=right[each.case])
            if isinstance(each, Called) and each.by == place
            else each
            for each in run.findings
        )
        what = "this mistake with the results of the reference"
        yield Mutant(f"variant {place}", what, variant.line, card, replace(run, findings=findings))


def _calls(run: Run) -> Iterator[Called]:
    return (each for each in run.findings if isinstance(each, Called))


def _of_claims(card: Card, run: Run) -> Iterator[Mutant]:
    """What the demo claims, with other expected values, and its conditions turned round."""
    assert card.demo is not None
    first = card.demo.line - 1
    for place, finding in enumerate(run.findings):
        if isinstance(finding, Claimed):
            for number, expected in enumerate(_unexpected(finding)):
                wrong = _put(run, place, expecting(finding, expected))
                name = f"claim {place} {number}"
                said = f'claim "{_short(finding.text)}"'
                what = f"{said} expecting {expected:.7g}, not {finding.expected:.7g}"
                hint = "its tolerance is too wide"
                yield Mutant(name, what, first + finding.line, card, wrong, hint=hint)
        elif isinstance(finding, Turned) and finding.condition:
            if (about := _about(run.findings, place)) is None:
                continue
            check = run.findings[about]
            assert isinstance(check, Claimed | Decided)
            said = f'{finding.check} "{_short(finding.subject)}"'
            what = f"{said} turned round to {_short(finding.condition)}"
            hint = "it holds over nothing, or because of NaN"
            wrong = _put(run, about, replace(check, holds=finding.holds))
            line = first + finding.line
            yield Mutant(f"turned {place}", what, line, card, wrong, finding.column, hint=hint)


def _unexpected(claim: Claimed) -> list[float]:
    """Expected values that the claim must not accept: ten tolerances off, and nothing at all."""
    limit, expected = bound_of(claim), claim.expected
    if limit is None or expected is None:
        return []
    if not isfinite(expected):
        return [0.0]
    return either_way(expected, TOLERANCES * limit) + ([0] if expected else [])


def _put(run: Run, place: int, finding: Finding) -> Run:
    return replace(run, findings=(*run.findings[:place], finding, *run.findings[place + 1 :]))


def _about(findings: tuple[Finding, ...], place: int) -> int | None:
    """Which claim or option a report of a turned condition is about: the last one like it."""
    turned = findings[place]
    assert isinstance(turned, Turned)
    for index in range(place - 1, -1, -1):
        match findings[index]:
            case Claimed(text=subject, line=line) | Decided(key=subject, line=line) if (
                subject,
                line,
            ) == (turned.subject, turned.line):
                return index
    return None


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 60 else f"{text[:59]}…"
