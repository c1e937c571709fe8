"""Line mode: a session on stdin and stdout."""

from __future__ import annotations

import io
from typing import NoReturn

from quizapp.core.card import CardId, ChoiceCard
from quizapp.core.question import ask
from quizapp.core.review import Grade, SessionKind
from quizapp.core.verification import verify
from quizapp.store.problem import StoreError
from quizapp.ui.desk import Desk
from quizapp.ui.plain import study_plain
from quizapp.ui.request import Request
from tests.fakes import measured
from tests.ui.conftest import Bench


def study(bench: Bench, text: str, request: Request = Request()) -> str:  # noqa: B008 - frozen
    """What a session prints for the lines typed."""
    writer = io.StringIO()
    code = study_plain(bench.desk(), bench.lab, request, io.StringIO(text), writer)  # type: ignore[arg-type]
    assert code == 0
    return writer.getvalue()


def right_letter(bench: Bench) -> str:
    desk = bench.desk()
    card = desk.library.card(CardId("slope"))
    assert isinstance(card, ChoiceCard)
    question = ask(card, desk.store.memory(card.id), 0)
    desk.close()
    return next(letter for letter, option in question.options if option.correct)


def test_a_whole_session(bench: Bench) -> None:
    printed = study(bench, f"{right_letter(bench)}\n4\n0.25\n4\n\n\n4\n")
    assert "✓ Right." in printed
    assert "✓ confirmed: measured 0.250000" in printed
    assert "1 Again 1 min  2 Hard 6 min  3 Good 10 min" in printed
    assert "Done: 3 answers on 3 cards" in printed
    assert "\x1b" not in printed
    assert len(list(bench.store().reviews())) == 3


def test_end_of_input_ends_cleanly_and_keeps_what_was_graded(bench: Bench) -> None:
    printed = study(bench, f"{right_letter(bench)}\n3\n")
    assert "Every graded answer is saved" in printed
    (review,) = bench.store().reviews()
    assert review.grade is Grade.GOOD


def test_empty_input_is_a_session_too(bench: Bench) -> None:
    assert "Stopped" in study(bench, "")
    assert list(bench.store().reviews()) == []


def test_undo_and_suspend_and_hint(bench: Bench) -> None:
    letter = right_letter(bench)
    printed = study(bench, f"h\n{letter}\n4\nu\ns\nq\n")
    assert "1 / (1 + e[-x])" in printed
    assert "Undone: the grade of slope is taken back." in printed
    assert "Suspended; u brings it back." in printed
    assert list(bench.store().reviews()) == []
    assert bench.store().memory(CardId("slope")).suspended


def test_undo_brings_a_suspended_card_back(bench: Bench) -> None:
    printed = study(bench, "s\nu\nq\n")
    assert "Undone: slope is back in study." in printed
    assert not bench.store().memory(CardId("slope")).suspended


def test_wrong_input_is_asked_again(bench: Bench) -> None:
    printed = study(bench, f"z\nab\n{right_letter(bench)}\n9\n3\nlots\nq\n")
    assert "The options are a b c." in printed
    assert "One option is right, so give one letter." in printed
    assert "A grade from 1 to 4" in printed
    assert len(list(bench.store().reviews())) == 1


def test_cram(bench: Bench) -> None:
    study(bench, f"{right_letter(bench)}\n3\n", Request(kind=SessionKind.CRAM))
    (review,) = bench.store().reviews()
    assert review.kind is SessionKind.CRAM


def test_a_log_that_cannot_be_written_ends_with_one_line(bench: Bench) -> None:
    class Full(Desk):
        def grade(self, *_: object) -> NoReturn:
            raise StoreError("progress.db: was not written, the disk is full")

    desk = bench.desk()
    desk.__class__ = Full
    writer = io.StringIO()
    code = study_plain(desk, bench.lab, Request(), io.StringIO("\n3\n"), writer)  # type: ignore[arg-type]
    assert code == 1
    assert "Not saved: progress.db: was not written, the disk is full." in writer.getvalue()


def test_evidence_that_cannot_be_kept_does_not_stop_study(bench: Bench) -> None:
    desk = bench.desk()
    card = desk.library.card(CardId("slope"))
    assert isinstance(card, ChoiceCard)
    desk.store.close()
    run = measured(0.25)
    desk.record(card, run, verify(card, run))
