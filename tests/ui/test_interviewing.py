"""The controller of mock interviews: one flow, with a real log, a fixed clock and no lab."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import NoReturn

import pytest

from quizapp.core.card import Card, CardId, ChoiceCard, ClozeCard, CodeCard, NumberCard, RecallCard
from quizapp.core.evidence import Outcome, Run
from quizapp.core.interview_answer import score
from quizapp.core.interview_items import Stage, Timing
from quizapp.core.interview_state import Ending
from quizapp.core.review import Grade, SessionKind
from quizapp.store.log import Store
from quizapp.store.problem import StoreError
from quizapp.ui.interviewing import Interviewing
from quizapp.ui.request import InterviewRequest, Request
from tests.fakes import measured
from tests.ui.conftest import Bench
from tests.ui.test_code import DECK as CODE

CONTENT = Path(__file__).parent / "interviews"
TESTER = InterviewRequest("tester", seed=3)


@pytest.fixture
def held(bench: Bench) -> Bench:
    """A bench whose library holds two topics and a role."""
    bench.deck.unlink()
    shutil.copytree(CONTENT, bench.content, dirs_exist_ok=True)
    return bench


def begun(bench: Bench, request: InterviewRequest = TESTER) -> Interviewing:
    """An interview with its first question on the table."""
    interviewing = Interviewing(bench.desk())
    assert interviewing.begin(request) is None
    return interviewing


def right(card: Card, interviewing: Interviewing) -> str:
    """An answer that is right, as it would be typed."""
    match card:
        case ChoiceCard():
            assert interviewing.question is not None
            return next(x for x, each in interviewing.question.options if each.correct)
        case NumberCard():
            return card.answer_text
        case ClozeCard():
            return card.gaps[0].wordings[0]
        case RecallCard():
            return " and ".join(point.text for point in card.rubric)
        case _:
            raise AssertionError(card)


def answer(bench: Bench, interviewing: Interviewing, text: str | None = None) -> None:
    """Answer what is on the table, right where nothing is said, after half a minute."""
    bench.clock.advance(seconds=30)
    if text is None:
        question = interviewing.question
        text = right(question.card, interviewing) if question else "Curiosity."
    assert interviewing.answer(text) is None


def through(bench: Bench, interviewing: Interviewing) -> None:
    """Answer all that is asked."""
    while not interviewing.over:
        answer(bench, interviewing)


def until(bench: Bench, interviewing: Interviewing, kind: type) -> None:
    """Answer right until a card of a kind is on the table."""
    while not (interviewing.question and isinstance(interviewing.question.card, kind)):
        answer(bench, interviewing)


def test_an_interview_from_the_opening_to_the_report(held: Bench) -> None:
    interviewing = begun(held)
    assert interviewing.prompt == "What brings you here?"
    assert interviewing.question is None
    assert "not graded" in interviewing.lead_in
    through(held, interviewing)
    assert interviewing.interview is not None
    answers = interviewing.interview.answers
    assert len(answers) == 10  # eight cards, the opening and the closing
    assert answers[-1].asked.stage is Stage.CLOSING
    assert len({each.asked.card for each in answers if each.asked.card}) == 8
    items = interviewing.reviews
    assert len(items) == 4
    for item in items:
        assert len(item.question.ticked) == len(item.question.points) == 2
        interviewing.assess(item.place, item.question.ticked)
    assert interviewing.reviews == ()
    assert [score(each) for each in answers if each.asked.card and each.settled].count(4) >= 3
    assert interviewing.finish() is None
    sheet = interviewing.sheet()
    assert sheet.over
    assert sheet.number == 1
    assert sheet.report.overall == 31 / 8  # a choice shows that it is recognised: 3
    assert interviewing.waiting() is None
    assert list(held.store().reviews()) == []  # nothing was missed


def test_her_ticks_decide_and_what_she_missed_becomes_reviews(held: Bench) -> None:
    interviewing = begun(held)
    until(held, interviewing, RecallCard)
    assert interviewing.question is not None
    card = interviewing.question.card
    answer(held, interviewing)
    interviewing.dont_know()
    interviewing.end("half a sen")
    (item,) = interviewing.reviews
    interviewing.assess(item.place, frozenset())
    assert interviewing.missed == 2
    assert card.id in interviewing.desk.new_cards(Request(), 99)
    assert interviewing.finish() is None
    assert card.id not in interviewing.desk.new_cards(Request(), 99)
    first, second = held.store().reviews()
    assert first.card == card.id
    assert first.kind is second.kind is SessionKind.INTERVIEW
    assert first.grade is second.grade is Grade.AGAIN
    assert first.answer.count("- [ ]") == 2
    assert first.duration_ms == 30_000
    assert held.store().memory(card.id).reps == 1
    store = held.store()
    assert store.prove() == []
    sheet = interviewing.sheet()
    assert sheet.ending == "You ended the interview."
    assert sheet.lines[-1].said == "half a sen"
    assert sheet.lines[-1].score is None
    assert {each.card for each in sheet.study} >= {card.id}


def test_she_may_leave_it_out_of_the_schedule(held: Bench) -> None:
    interviewing = begun(held)
    until(held, interviewing, NumberCard)
    interviewing.dont_know()
    interviewing.end()
    assert interviewing.missed == 1
    assert interviewing.finish(leave_out=True) is None
    assert list(held.store().reviews()) == []
    assert interviewing.sheet().left_out


def test_answers_that_she_has_not_confirmed_make_no_reviews(held: Bench) -> None:
    interviewing = begun(held)
    until(held, interviewing, RecallCard)
    answer(held, interviewing, "something else")
    interviewing.end()
    assert len(interviewing.reviews) == 1
    assert interviewing.finish() is None
    assert list(held.store().reviews()) == []
    assert any(line.waiting for line in interviewing.sheet().lines)


def test_the_interviewer_moves_on_and_takes_what_stands_there(held: Bench) -> None:
    interviewing = begun(held)
    until(held, interviewing, NumberCard)
    assert interviewing.question is not None
    assert interviewing.interview is not None
    text = right(interviewing.question.card, interviewing)
    place = len(interviewing.interview.answers)
    assert not interviewing.tick(text)
    held.clock.advance(minutes=4)
    assert interviewing.tick(text)
    assert interviewing.take_notices() == ("Let us move on.",)
    assert interviewing.take_notices() == ()
    given = interviewing.interview.answers[place]
    assert (given.said, given.timing) == (text, Timing.MOVED_ON)
    assert score(given) == 2


def test_a_draft_that_cannot_be_read_is_wrong_once_time_is_up(held: Bench) -> None:
    interviewing = begun(held)
    until(held, interviewing, NumberCard)
    assert interviewing.interview is not None
    said = interviewing.answer("lots")
    assert said
    assert interviewing.question is not None
    place = len(interviewing.interview.answers)
    held.clock.advance(minutes=4)
    interviewing.tick("lots")
    assert score(interviewing.interview.answers[place]) == 0
    interviewing.end()
    assert interviewing.sheet().lines[place].said == "lots"


def test_a_late_demo_grades_what_was_answered_before(held: Bench) -> None:
    interviewing = begun(held)
    while not (interviewing.question and interviewing.question.card.id == "alpha-number"):
        answer(held, interviewing)
    assert interviewing.interview is not None
    card, place = interviewing.question.card, len(interviewing.interview.answers)
    answer(held, interviewing, "0.25")
    assert score(interviewing.interview.answers[place]) == 4
    interviewing.measured(card, measured(0.5))
    assert score(interviewing.interview.answers[place]) == 0
    interviewing.end()
    line = interviewing.sheet().lines[place]
    assert line.measured
    assert line.truth.startswith("0.5")
    assert line.evidence == ("refuted: measured 0.500000",)


def test_a_hint_costs_a_point_once(held: Bench) -> None:
    interviewing = begun(held)
    assert interviewing.hint() == ""
    while not (interviewing.question and interviewing.question.card.hint):
        answer(held, interviewing)
    assert interviewing.interview is not None
    place = len(interviewing.interview.answers)
    assert interviewing.hint() == interviewing.hint() == "Think of the chain rule."
    answer(held, interviewing)
    given = interviewing.interview.answers[place]
    assert (given.asked.hints, score(given)) == (1, 3)


def test_a_pause_stops_the_clock_and_is_recorded(held: Bench) -> None:
    interviewing = begun(held)
    assert interviewing.interview is not None
    held.clock.advance(seconds=10)
    interviewing.pause("I was")
    left = interviewing.interview.left_ms
    held.clock.advance(minutes=50)
    assert not interviewing.tick("I was")
    assert interviewing.answer("now") == "The clock stands still: resume first."
    interviewing.resume()
    assert interviewing.interview.left_ms == left
    interviewing.end()
    assert "Paused at 0:10, for 50:00." in interviewing.sheet().notes


def test_after_a_crash_it_goes_on_where_it_stood(held: Bench) -> None:
    interviewing = begun(held)
    until(held, interviewing, RecallCard)
    answer(held, interviewing)
    held.clock.advance(seconds=5)
    interviewing.tick("what I was about to s")
    before = interviewing.interview
    assert before is not None
    interviewing.desk.close()  # kill -9: no farewell

    held.clock.advance(hours=3)
    again = Interviewing(held.desk())
    waiting = again.waiting()
    assert waiting is not None
    assert (waiting.title, waiting.answered) == ("Tester", len(before.answers))
    assert waiting.left_ms == before.left_ms
    assert again.begin(TESTER) == (
        "the interview of 2026-11-21 09:00 is not over: resume it or end it first"
    )
    assert again.take_up() is None
    assert again.draft == "what I was about to s"
    assert again.interview is not None
    assert again.interview.answers == before.answers
    assert again.interview.clock.paused is not None
    again.resume()
    assert again.interview.left_ms == before.left_ms
    through(held, again)
    assert len(again.reviews) == 4  # the one from before the crash too
    assert again.finish() is None
    assert "the program had been interrupted" in again.sheet().notes[0]
    assert Interviewing(held.desk()).waiting() is None


def test_a_crash_after_the_end_leaves_the_ticks_to_be_confirmed(held: Bench) -> None:
    interviewing = begun(held)
    through(held, interviewing)
    (first, *_) = interviewing.reviews
    interviewing.assess(first.place, frozenset({0}))
    interviewing.desk.close()
    again = Interviewing(held.desk())
    waiting = again.waiting()
    assert waiting is not None
    assert waiting.over
    assert again.take_up() is None
    assert first.place not in [item.place for item in again.reviews]
    assert len(again.reviews) == 3


def test_a_card_that_is_gone_is_passed_over_with_a_line(held: Bench) -> None:
    interviewing = begun(held)
    answer(held, interviewing)
    assert interviewing.question is not None
    gone = "beta" if interviewing.question.card.deck == "alpha" else "alpha"
    held.content.joinpath(f"{gone}.md").unlink()
    through(held, interviewing)
    notices = interviewing.take_notices()
    assert any("is no longer in the library: passed over." in each for each in notices)
    assert interviewing.interview is not None
    assert interviewing.interview.skipped
    assert interviewing.ending


def test_a_card_that_is_gone_after_a_crash_leaves_the_clock_standing(held: Bench) -> None:
    interviewing = begun(held)
    answer(held, interviewing)
    assert interviewing.question is not None
    interviewing.desk.close()
    held.content.joinpath(f"{interviewing.question.card.deck}.md").unlink()
    again = Interviewing(held.desk())
    assert again.take_up() is None
    assert again.interview is not None
    assert again.interview.clock.paused is not None
    assert again.question is not None
    assert again.question.card.deck != interviewing.question.card.deck


def test_an_answer_whose_card_changed_keeps_its_points(held: Bench) -> None:
    interviewing = begun(held)
    until(held, interviewing, RecallCard)
    assert interviewing.question is not None
    deck = held.content / f"{interviewing.question.card.deck}.md"
    answer(held, interviewing)
    interviewing.end()
    interviewing.desk.close()
    deck.write_text(deck.read_text().replace("### Rubric\n\n- [ ] ", "### Rubric\n\n- [ ] not "))
    again = Interviewing(held.desk())
    assert again.take_up() is None
    assert "keeps the points that were found in it" in again.take_notices()[0]
    assert again.reviews == ()


@pytest.mark.parametrize(
    ("request_", "line"),
    [
        (InterviewRequest("tester", minutes=0), "an interview takes 1 to 1000 minutes, not 0"),
        (InterviewRequest("tester", minutes=1001), "an interview takes 1 to 1000 minutes"),
        (InterviewRequest("testr"), "no role 'testr'; did you mean 'tester'?"),
        (InterviewRequest("zzz"), "no role 'zzz'; there are tester"),
        (InterviewRequest(topics=("alfa",)), "no deck 'alfa'"),
        (InterviewRequest("tester", level=4), "the level is 1, 2, 3 or mixed, not 4"),
        (InterviewRequest(topics=("empty",)), "there are no cards on empty"),
        (InterviewRequest("bad"), "the role 'bad' cannot be used: interviews/bad.md:6:3"),
    ],
)
def test_what_cannot_be_held_is_one_line(
    held: Bench, request_: InterviewRequest, line: str
) -> None:
    (held.content / "empty.md").write_text("---\ntitle: Empty\n---\n")
    tester = (held.content / "interviews" / "tester.md").read_text()
    bad = tester.replace("  alpha: 50", "  gamma: 50")
    (held.content / "interviews" / "bad.md").write_text(bad)
    said = Interviewing(held.desk()).begin(request_)
    assert said is not None
    assert said.startswith(line)
    assert "\n" not in said


@pytest.mark.parametrize("minutes", [1, 1000])
def test_the_shortest_and_the_longest(held: Bench, minutes: int) -> None:
    interviewing = begun(held, InterviewRequest("tester", minutes=minutes, seed=1))
    through(held, interviewing)
    assert interviewing.interview is not None
    reason = {1: Ending.TIME, 1000: Ending.QUESTIONS}[minutes]
    assert interviewing.interview.ended is reason
    assert interviewing.finish() is None
    assert interviewing.sheet().report.overall is not None


def test_without_a_role_all_topics_are_asked(held: Bench) -> None:
    interviewing = begun(held, InterviewRequest(seed=1))
    assert interviewing.interview is not None
    assert interviewing.interview.setup.role.shares == (("alpha", 50), ("beta", 50))
    assert interviewing.topics == ("alpha", "beta")
    assert [role.name for role in interviewing.roles] == ["tester"]


def test_questions_of_the_last_interviews_come_last(held: Bench) -> None:
    first = begun(held, InterviewRequest("tester", minutes=5, seed=1))
    while not first.over:
        answer(held, first)
    assert first.interview is not None
    asked = set(first.interview.asked)
    assert 0 < len(asked) < 8
    first.finish()
    second = begun(held, InterviewRequest("tester", minutes=5, seed=1))
    assert second.interview is not None
    assert second.interview.setup.recent == asked
    answer(held, second)
    assert second.interview.current is not None
    assert second.interview.current.card not in asked


def test_what_is_due_today_and_what_is_suspended_is_not_asked(held: Bench) -> None:
    desk = held.desk()
    asked = desk.question(CardId("alpha-number"))
    assert not isinstance(asked, tuple)
    desk.grade(asked, Grade.AGAIN, None, SessionKind.STUDY)
    desk.suspend(CardId("beta-number"))
    desk.close()
    interviewing = begun(held)
    assert interviewing.interview is not None
    pool = interviewing.interview.setup.pool.by_id
    assert "alpha-number" not in pool
    assert "beta-number" not in pool
    assert interviewing.interview.setup.withheld == 1
    interviewing.end()
    interviewing.finish()
    allowed = begun(held, InterviewRequest("tester", allow_due=True))
    assert allowed.interview is not None
    assert "alpha-number" in allowed.interview.setup.pool.by_id


def test_a_full_disk_loses_nothing(held: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    interviewing = begun(held)
    writing = Store.writing

    def full(self: Store) -> NoReturn:
        raise StoreError("progress.db: was not written, the disk is full")

    monkeypatch.setattr(Store, "writing", full)
    answer(held, interviewing)
    answer(held, interviewing)
    assert interviewing.trouble == "Not saved yet: progress.db: was not written, the disk is full"
    assert "full" in (interviewing.finish() or "")
    monkeypatch.setattr(Store, "writing", writing)
    assert interviewing.finish() is None
    assert interviewing.trouble == ""
    kept = Interviewing(held.desk())._log.load(interviewing._log.id)
    assert kept is not None
    assert interviewing.interview is not None
    assert kept.interview.answers == interviewing.interview.answers


def test_half_a_surrogate_pair_is_no_crash(held: Bench) -> None:
    interviewing = begun(held)
    answer(held, interviewing, "half \ud83d a pair")
    assert interviewing.trouble == ""
    assert interviewing.interview is not None
    assert interviewing.interview.answers[0].said == "half ? a pair"


def test_the_trend_and_readiness_of_a_second_interview(held: Bench) -> None:
    first = begun(held)
    while not first.over:
        held.clock.advance(seconds=20)
        first.dont_know()
    first.finish()
    held.clock.advance(days=30)
    second = begun(held, InterviewRequest("tester", seed=4, allow_due=True))
    through(held, second)
    for item in second.reviews:
        second.assess(item.place, item.question.ticked)
    sheet = second.sheet()
    assert sheet.number == 2
    changes = {each.topic: each.change for each in sheet.trends}
    assert changes["alpha"] is not None
    assert changes["alpha"] > 3
    assert sheet.earlier == ("2026-11-21 09:00",)
    (alpha, _) = sheet.readiness
    assert alpha.seen == alpha.cards == 4
    assert alpha.recall is not None
    assert 0 < alpha.recall < 0.95
    assert second.finish() is None
    held.clock.advance(days=300)
    assert second.sheet().readiness == sheet.readiness  # as of its day
    assert second.sheet().readiness_day == "2026-12-21"


def test_a_function_that_was_moved_on_from_is_graded_once_it_ran(bench: Bench) -> None:
    bench.deck.write_text(CODE, encoding="utf-8")
    interviewing = begun(bench, InterviewRequest(seed=1))
    assert interviewing.question is not None
    bench.clock.advance(minutes=20)
    assert interviewing.tick("def rms(x):\n    return 1\n")
    assert interviewing.over
    ((place, card, code),) = interviewing.unmeasured
    assert (place, card.name, code) == (0, "rms", "def rms(x):\n    return 1\n")
    interviewing.desk.close()

    again = Interviewing(bench.desk())
    assert again.take_up() is None
    assert again.unmeasured == interviewing.unmeasured
    again.late(place, Run(Outcome.FAILED, message="NameError"))
    assert again.unmeasured == ()
    assert again.finish() is None
    assert again.sheet().lines[0].score is None  # the demo gave no cases to judge it by


def test_a_signature_that_was_left_as_it_was_is_no_answer(bench: Bench) -> None:
    bench.deck.write_text(CODE, encoding="utf-8")
    interviewing = begun(bench, InterviewRequest(seed=1))
    assert interviewing.question is not None
    card = interviewing.question.card
    assert isinstance(card, CodeCard)
    bench.clock.advance(minutes=20)
    interviewing.tick(f"{card.signature}\n    ")
    assert interviewing.unmeasured == ()
    assert interviewing.interview is not None
    assert score(interviewing.interview.answers[0]) == 0
