"""Gaps in a question, and several of them graded together."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from quizapp.core.card import CardId, ClozeCard, Demo, Mistake, Tolerance
from quizapp.core.cloze import fill, grade_cloze, split_answer
from quizapp.core.evidence import Answered, Claimed, Finding, Outcome, Run
from quizapp.core.gaps import filled, masked, spans, unclosed
from quizapp.core.question import Stage, ask, assess, type_answer
from quizapp.core.review import CardMemory
from quizapp.core.verdict import Verdict
from quizapp.core.verification import Status, Verification, verify
from tests.core.test_wording import TEXTS, cloze

DEMO = Demo("answer(torch.ones(1).sum())\nclaim('c', torch.ones(1).sum() > 0, 'e')\n", 3)


def finished(*findings: Finding) -> Run:
    """A run that reported this."""
    return Run(Outcome.FINISHED, findings)


@pytest.mark.parametrize(
    ("question", "wordings", "shown"),
    [
        ("a ==b== c", [("b",)], "a ____¹ c"),
        ("==a|b== and ==c==", [("a", "b"), ("c",)], "____¹ and ____²"),
        ("==$|x|$|norm==", [("$|x|$", "norm")], "____¹"),
        ("==`a|b`==", [("`a|b`",)], "____¹"),
        ("==`a == b`==", [("`a == b`",)], "____¹"),
        ("==$a==b$==", [("$a==b$",)], "____¹"),
        ("== no == and a == b", [], "== no == and a == b"),
        ("`==a==` and $==b==$", [], "`==a==` and $==b==$"),
        ("```\n==a==\n```\n==b==", [("b",)], "```\n==a==\n```\n____¹"),
        ("x===y===z", [], "x===y===z"),
        ("==a=b==", [("a=b",)], "____¹"),
        ("f(==2x==)", [("2x",)], "f(____¹)"),
        ("==[x]==", [("[x]",)], "____¹"),
        ("==a\nb==", [], "==a\nb=="),
    ],
)
def test_spans(question: str, wordings: list[tuple[str, ...]], shown: str) -> None:
    assert [span.wordings for span in spans(question)] == wordings
    assert masked(question) == shown


def test_more_than_nine_gaps_are_numbered() -> None:
    assert masked(" ".join(["==a=="] * 12)).endswith("____⁹ ____¹⁰ ____¹¹ ____¹²")


def test_the_whole_question_marks_the_first_wording() -> None:
    assert filled("a ==b|c== d") == "a ==b== d"


@pytest.mark.parametrize(
    ("question", "at"),
    [("a ==b", 2), ("==a== (==b", 7), ("a == b", None), ("`==a`", None), ("a==b", None)],
)
def test_unclosed(question: str, at: int | None) -> None:
    assert unclosed(question) == at


@given(TEXTS)
def test_any_question_is_masked_and_filled(question: str) -> None:
    hidden = spans(question)
    assert all(question[span.begin : span.end].startswith("==") for span in hidden)
    assert masked(question).count("____") >= len(hidden)
    if not hidden:
        assert masked(question) == filled(question) == question
    unclosed(question)


@pytest.mark.parametrize(
    ("gaps", "typed", "parts"),
    [
        (("a", "b"), "a; b", ("a", "b")),
        (("a", "b"), "a;", ("a", "")),
        (("a", "b"), ";b", ("", "b")),
        (("a",), "a", ("a",)),
        (("a", "b"), "a", "2 gaps, 1 answer: put ; between"),
        (("a", "b"), "a;b;c", "2 gaps, 3 answers: put ; between"),
        (("a",), "a;b", "One gap, one answer"),
        (("a", "b"), ";", "Nothing is typed"),
        (("a",), "x" * 201, "An answer has at most 200 characters, this one has 201"),
    ],
)
def test_split(gaps: tuple[str, ...], typed: str, parts: tuple[str, ...] | str) -> None:
    assert split_answer(cloze(*gaps), typed) == parts


@pytest.mark.parametrize(
    ("typed", "verdict", "message"),
    [
        ("constant; maximum; overflow", Verdict.CONFIRMED, "Right."),
        ("Constant;max;over-flow", Verdict.CONFIRMED, "Right."),
        ("constnat; maximum; overflow", Verdict.CLOSE, "Close: constant."),
        ("constnat; maxmum; overflow", Verdict.CLOSE, "Close: constant, maximum."),
        ("constant; mean; overflow", Verdict.REFUTED, "Not quite: 2 of 3 gaps right."),
        ("constnat; mean; overflow", Verdict.REFUTED, "Not quite: 1 of 3 gaps right, 1 close."),
        ("constant;;", Verdict.REFUTED, "Not quite: 1 of 3 gaps right."),
        ("maximum; constant; overflow", Verdict.REFUTED, "Not quite: 1 of 3 gaps right."),
    ],
)
def test_several_gaps(typed: str, verdict: Verdict, message: str) -> None:
    card = cloze("constant", "maximum|max", "overflow")
    assessment = grade_cloze(card, typed, None)
    assert assessment is not None
    assert (assessment.verdict, assessment.message) == (verdict, message)
    assert assessment.truth == "constant; maximum; overflow"


def test_credit_names_the_wording_that_was_met() -> None:
    card = cloze("constant", "maximum|max", "overflow")
    gaps = fill(card, "const; maxx; over flow", None)
    assert [gap.verdict for gap in gaps] == [Verdict.REFUTED, Verdict.REFUTED, Verdict.CONFIRMED]
    assert [gap.wording for gap in gaps] == ["constant", "maximum", "overflow"]


def test_a_named_mistake_gets_its_sentence() -> None:
    card = replace(cloze("maximum"), mistakes=(Mistake("mean", "it can still overflow.", 9),))
    assessment = grade_cloze(card, "the Mean", None)
    assert assessment is not None
    assert assessment.message == "Not quite: it can still overflow."
    assert fill(card, "the Mean", None)[0].sentence == "it can still overflow."


def test_a_number_is_held_against_the_measurement() -> None:
    card = cloze("9.5e-7", tolerance=Tolerance(rtol=0.02))
    run = finished(Answered(9.536743e-07, "", 1))
    for typed, verdict in [("9.6e-7", Verdict.CONFIRMED), ("9.35e-7", Verdict.CONFIRMED)]:
        assert fill(card, typed, run)[0].verdict is verdict
    assert fill(card, "9.33e-7", run)[0].verdict is Verdict.CLOSE
    assert fill(card, "9.33e-7", None)[0].verdict is Verdict.CONFIRMED
    # Of several gaps only the one that was measured is held against the measurement.
    both = cloze("2", "1")
    assert [gap.verdict for gap in fill(both, "2;1", finished(Answered(2.0, "", 1)))] == [
        Verdict.CONFIRMED
    ] * 2


def test_too_few_answers_cost_no_attempt() -> None:
    question = ask(cloze("a", "b"), CardMemory(CardId("c")), 0)
    assert type_answer(question, "a", 5) == "2 gaps, 1 answer: put ; between"
    answered = type_answer(question, "a;b", 5)
    assert not isinstance(answered, str)
    assert (answered.stage, answered.answer) == (Stage.ANSWERED, "a;b")
    assessment = assess(answered, None)
    assert assessment is not None
    assert assessment.verdict is Verdict.CONFIRMED


def checked(card: ClozeCard, *findings: Finding) -> Verification:
    """The card judged by a run that reported this."""
    return verify(replace(card, demo=DEMO), finished(*findings))


CLAIM = Claimed("it shrinks", True, "measured 0.1", 2)


@pytest.mark.parametrize(
    ("gap", "findings", "codes"),
    [
        ("vanishing", (CLAIM,), []),
        ("vanishing", (replace(CLAIM, holds=False),), ["claim-fails"]),
        ("vanishing", (), ["demo-no-check", "claim-missing"]),
        ("vanishing", (Answered(1.0, "", 1), CLAIM), ["answer-unwanted"]),
        ("1/4", (Answered(0.25, "", 1),), []),
        ("1/4", (Answered(0.3, "", 1),), ["answer-disagrees"]),
        ("2", (Answered(2.01, "", 1),), ["answer-disagrees"]),
        ("98 MiB", (Answered(98, "MB", 1),), ["answer-disagrees"]),
        ("1/4|0.25", (Answered(0.25, "", 1),), []),
        ("1/4|0.35", (Answered(0.25, "", 1),), ["answer-disagrees"]),
        ("2x", (Answered(2.0, "", 1),), ["answer-unwanted"]),
    ],
)
def test_a_cloze_is_verified_by_claims_or_by_its_number(
    gap: str, findings: tuple[Finding, ...], codes: list[str]
) -> None:
    verification = checked(cloze(gap), *findings)
    assert [problem.code for problem in verification.problems] == codes
    assert (verification.status is Status.VERIFIED) == (not codes)


def test_one_of_several_numbers_is_what_was_measured() -> None:
    assert checked(cloze("2", "1/4"), Answered(0.25, "", 1)).status is Status.VERIFIED
    assert checked(cloze("2", "1/4"), Answered(3.0, "", 1)).status is Status.FAILED


def test_twice_x_is_not_the_number_two() -> None:
    wrong = checked(cloze("1.8", "2x|2·x"), Answered(2.0, "", 1))
    (problem,) = wrong.problems
    assert "the gap's 1.8 is not confirmed: measured 2.00000" in problem.message


def test_a_mistake_that_a_gap_accepts_is_a_problem() -> None:
    card = replace(cloze("maximum|max"), mistakes=(Mistake("Max.", "no", 9),))
    (problem,) = checked(card, CLAIM).problems
    assert (problem.code, problem.line) == ("mistake-not-refuted", 9)


@pytest.mark.parametrize("piece", ["`", "$", "==a", "== a", "```\n", "``` ", "~~~\n", "=", "|"])
def test_a_long_question_is_read_in_no_time(piece: str) -> None:
    """Patterns that try again from every place would take minutes, not milliseconds."""
    question = piece * 20_000
    assert len(masked(question)) <= 20 * len(question)
    unclosed(question)
