"""What proves a card, in the words that a learner reads."""

import math
from dataclasses import replace
from datetime import date

import pytest

from quizapp.core.card import EXACT, Card, Tolerance
from quizapp.core.demo_device import depends_on_device
from quizapp.core.evidence import Answered, Claimed, Decided, Plotted, Shown
from quizapp.core.proof import (
    Proof,
    Reading,
    ReadingKind,
    badge,
    number,
    number_text,
    numbers_of,
    origin,
    proof_of,
    proofs_of,
    readings_of,
    when,
)
from quizapp.core.verification import Status, verify
from tests.core.formula_cards import formula_card, traced_run
from tests.core.test_grading import number_card, run

TODAY = date(2026, 11, 21)
CARD: Card = number_card("0.25", Tolerance(rtol=0.01))
HERE = Proof(CARD.id, CARD.hash, Status.VERIFIED, "CPU", "2.13.0", "", 0.01, "2026-11-21")
GPU = replace(
    HERE,
    device="NVIDIA H200",
    torch="2.13.0+cu130",
    driver="580.95.05",
    date="2026-11-18",
    recorded=True,
)


def test_readings_are_what_was_measured_decided_claimed_and_shown() -> None:
    done = run(
        Answered(0.25, "MiB", 1),
        Decided("b", True, "0.25 against 1", 2),
        Claimed("it shrinks", True, "measured 0.1, expected 0", 3, 0.1, 0.0, atol=0.2),
        Claimed("it is even", True, "both", 4),
        Shown("points", "41"),
        Plotted("σ", (0.0, 1.0), (0.0, 1.0)),
    )
    readings = readings_of(CARD, done, verify(CARD, done))
    assert readings == (
        Reading(ReadingKind.ANSWER, "", 0.25, None, "MiB"),
        Reading(ReadingKind.OPTION, "b", None, True, "0.25 against 1"),
        Reading(ReadingKind.CLAIM, "it shrinks", 0.1, True, "measured 0.1, expected 0"),
        Reading(ReadingKind.CLAIM, "it is even", None, True, "both"),
        Reading(ReadingKind.SHOWN, "points", None, None, "41"),
    )
    assert numbers_of(readings) == (("answer", 0.25), ("it shrinks", 0.1))


def test_a_formula_is_proved_in_one_sentence() -> None:
    card = formula_card("x^2")
    done = traced_run(lambda x: x * x)
    (reading,) = readings_of(card, done, verify(card, done))
    assert (reading.kind, reading.holds) == (ReadingKind.CLAIM, True)
    assert reading.text.startswith("it agrees")


def test_a_proof_names_card_text_versions_and_day() -> None:
    done = replace(run(Answered(0.25, "", 1)), seconds=0.0123456, torch="2.13.0")
    proof = proof_of(CARD, done, verify(CARD, done), TODAY, "580.95.05")
    assert (proof.card, proof.card_hash, proof.parameters) == (CARD.id, CARD.hash, "{}")
    assert (proof.status, proof.seconds, proof.date) == (Status.VERIFIED, 0.0123, "2026-11-21")
    assert origin(replace(proof, device="NVIDIA H200")) == (
        "Recorded on NVIDIA H200, 2026-11-21 (torch 2.13.0, driver 580.95.05)"
    )
    assert origin(replace(proof, driver="")).endswith("(torch 2.13.0)")


@pytest.mark.parametrize("value", [0.25, -0.0, 3, 2**80, 5e-324])
def test_a_number_is_written_as_it_is(value: float) -> None:
    assert number(number_text(value)) == value
    assert type(number_text(value)) is type(value)


def test_what_is_not_finite_is_written_as_text() -> None:
    assert [number_text(each) for each in (math.inf, -math.inf)] == ["inf", "-inf"]
    assert number("-inf") == -math.inf
    back = number(number_text(math.nan))
    assert back is not None
    assert math.isnan(back)
    assert [number(each) for each in ("Infinity", True, None, [1])] == [None] * 4


@pytest.mark.parametrize(
    ("iso", "words"),
    [("2026-11-21", "today"), ("2026-11-20", "yesterday"), ("2026-11-19", "2026-11-19")]
    + [("2026-11-22", "2026-11-22"), ("soon", "soon")],
)
def test_days_in_words(iso: str, words: str) -> None:
    assert when(iso, TODAY) == words


def test_the_badge_says_where_and_when() -> None:
    assert badge(CARD, [HERE, GPU], TODAY) == "✓ verified on CPU today · on NVIDIA H200 2026-11-18"
    beside = badge(CARD, [HERE, GPU], TODAY, device="CPU", verified=True)
    assert beside == "on NVIDIA H200 2026-11-18"
    assert badge(CARD, [HERE], TODAY, device="CPU", verified=True) == ""
    assert badge(CARD, [], TODAY) == ""


def test_the_badge_never_calls_a_failure_verified() -> None:
    failed = replace(HERE, device="NVIDIA A100", status=Status.FAILED, date="2026-11-20")
    said = badge(CARD, [HERE, failed, GPU], TODAY, device="CPU", verified=True)
    assert said == (
        "✗ not verified on NVIDIA A100 yesterday · ✓ verified on NVIDIA H200 2026-11-18"
    )
    assert badge(CARD, [GPU], TODAY, device="CPU") == "✓ verified on NVIDIA H200 2026-11-18"
    assert badge(CARD, [replace(failed, status=Status.UNVERIFIED)], TODAY) == ""


def test_another_text_is_outdated_and_gives_no_values() -> None:
    old = replace(GPU, card_hash="other", readings=(Reading(ReadingKind.ANSWER, value=1.0),))
    (kept,) = proofs_of(CARD, (), [old])
    assert kept.is_outdated(CARD)
    assert kept.readings == ()
    assert badge(CARD, [kept], TODAY).endswith("on NVIDIA H200 2026-11-18 (outdated)")


def test_each_device_speaks_once_this_machine_first() -> None:
    own = replace(GPU, recorded=False, date="2026-11-21")
    assert proofs_of(CARD, [own], [GPU]) == (own,)
    assert proofs_of(CARD, [], [GPU, replace(GPU, card_hash="other")]) == (GPU,)


def test_a_recorded_combination_counts_for_itself_alone() -> None:
    card = replace(number_card("8", EXACT), values={"batch": 8})
    eight = replace(GPU, card_hash=card.hash, parameters='{"batch": 8}')
    nine = replace(eight, parameters='{"batch": 9}')
    assert proofs_of(card, (), [nine, eight]) == (eight,)
    old = replace(eight, card_hash="other")
    assert proofs_of(card, (), [nine, old]) == ()


@pytest.mark.parametrize(
    ("code", "depends"),
    [
        ("answer(time_ms(lambda: x @ x))", True),
        ("if device.type == 'cuda':\n    x = 1", True),
        ("torch.cuda.memory_allocated()", True),
        ("claim('there', x.is_cuda)", True),
        ("x = torch.zeros(3, device=device)", False),
        ("answer(peak_memory(f))  # time_ms, torch.cuda", False),
        ("answer(", False),
    ],
)
def test_demos_that_ask_what_they_run_on(code: str, depends: bool) -> None:
    assert depends_on_device(code) is depends
