"""Scores of answers, and what a report makes of them."""

from dataclasses import replace

import pytest

from quizapp.core.card import CardId, Kind
from quizapp.core.interview_answer import ANCHORS, grade, missed, of_share, score
from quizapp.core.interview_items import Answer, Asked, Lead, Pool, Stage, Timing
from quizapp.core.interview_report import (
    Readiness,
    Report,
    Score,
    Study,
    Trend,
    readiness,
    report,
    trends,
    weak_topics,
)
from quizapp.core.interview_role import Role
from quizapp.core.interview_state import Clock, Ending, Interview, Pause, Setup
from quizapp.core.review import CardMemory, Grade, Phase
from quizapp.core.schedule import DEFAULT_WEIGHTS
from quizapp.core.verdict import Verdict
from tests.core.interviews import card


def asked(name: str, level: int = 1, kind: Kind = Kind.NUMBER, *, root: int = 0) -> Asked:
    """A core question; its topic is the first letter of its name."""
    return Asked(Stage.CORE, 90_000, 18_000, 0, CardId(name), "", name[0], level, kind, root=root)


def right(name: str, level: int = 1, *, root: int = 0) -> Answer:
    return Answer(asked(name, level, root=root), "x", Verdict.CONFIRMED, spent_ms=30_000)


def wrong(name: str, level: int = 1, *, root: int = 0) -> Answer:
    return Answer(asked(name, level, root=root), "x", Verdict.REFUTED, spent_ms=30_000)


RIGHT = right("a1")
WORDS = Answer(asked("a1", 1, Kind.RECALL), "some words")
OPENING = Answer(Asked(Stage.OPENING, 90_000, 18_000, prompt="Who are you?"), "me")


@pytest.mark.parametrize(
    ("answer", "worth"),
    [
        (RIGHT, 4),
        (Answer(asked("a1", 1, Kind.CHOICE), "b", Verdict.CONFIRMED), 3),
        (replace(RIGHT, verdict=Verdict.CLOSE), 2),
        (replace(RIGHT, verdict=Verdict.REFUTED), 0),
        (replace(RIGHT, verdict=Verdict.REFUTED, share=0.3), 1),
        (replace(RIGHT, verdict=Verdict.REFUTED, share=0.9), 2),
        (replace(RIGHT, verdict=Verdict.NOT_RUN), None),
        (replace(RIGHT, verdict=Verdict.INCONCLUSIVE), None),
        (replace(RIGHT, asked=replace(RIGHT.asked, hints=1)), 3),
        (replace(wrong("a1"), asked=replace(RIGHT.asked, hints=2)), 0),
        (replace(RIGHT, timing=Timing.OVER), 3),
        (replace(RIGHT, timing=Timing.MOVED_ON), 2),
        (replace(RIGHT, timing=Timing.MOVED_ON, asked=replace(RIGHT.asked, hints=1)), 2),
        (replace(RIGHT, timing=Timing.CUT), None),
        (Answer(asked("a1"), unknown=True), 0),
        (Answer(asked("a1"), ""), 0),
        (Answer(asked("a1"), "moved on from, not measured"), None),
        (WORDS, None),
        (replace(WORDS, share=1.0), 4),
        (replace(WORDS, share=0.5), 2),
        (OPENING, None),
    ],
)
def test_what_an_answer_is_worth(answer: Answer, worth: int | None) -> None:
    assert score(answer) == worth


def test_every_score_has_an_anchor() -> None:
    assert list(ANCHORS) == [0, 1, 2, 3, 4]
    parts = [0, 0.2, 0.49, 0.5, 0.74, 0.75, 0.99, 1]
    assert [of_share(part) for part in parts] == [0, 1, 1, 2, 2, 3, 3, 4]


def test_what_was_graded_makes_a_review() -> None:
    assert grade(RIGHT) is Grade.GOOD
    assert grade(replace(RIGHT, verdict=Verdict.CLOSE)) is Grade.HARD
    assert grade(wrong("a1")) is Grade.AGAIN
    assert grade(WORDS) is None
    assert [missed(each) for each in (RIGHT, wrong("a1"), WORDS)] == [False, True, False]


def interview(*answers: Answer, ended: Ending | None = Ending.TIME) -> Interview:
    """An interview about a and b with these answers."""
    pool = Pool(
        (
            card("a1", 1, Kind.NUMBER, "a2"),
            card("a2", 2, Kind.NUMBER, "a3"),
            card("a3", 3, Kind.NUMBER),
            card("b1", 1, Kind.NUMBER),
            card("b2", 2, Kind.NUMBER),
        )
    )
    setup = Setup(Role("r", "R", (("a", 50), ("b", 50))), 30, 0, 1, pool)
    clock = Clock(600_000, pauses=(Pause(1_000, 5_000),))
    return Interview(setup, clock, None, answers, ended=ended)


def test_a_report() -> None:
    found = report(
        interview(
            OPENING,
            right("a2", 2, root=1),
            wrong("b2", 2, root=2),
            replace(wrong("b1", root=2), unknown=True, verdict=None),
            replace(right("a3", 3, root=4), timing=Timing.OVER),
            replace(WORDS, asked=asked("a1", 1, Kind.RECALL, root=5), settled=False),
        )
    )
    assert found == Report(
        overall=1.75,
        topics={"a": Score(3.5, 2, 3, (7 + 1.75) / 3), "b": Score(0, 2, 2, 1.75 / 3)},
        levels={
            1: Score(0, 1, 2, 1.75 / 2),
            2: Score(2, 2, 2, (4 + 1.75) / 3),
            3: Score(3, 1, 1, (3 + 1.75) / 2),
        },
        weak=("b",),
        study=(Study(CardId("b1"), "b", 0, (3, 2)),),
        waiting=(5,),
        hints=0,
        unknown=1,
        over=1,
        moved_on=0,
        used_ms=600_000,
        pauses=(Pause(1_000, 5_000),),
        ended=Ending.TIME,
    )


def test_a_report_of_nothing() -> None:
    found = report(interview(ended=None))
    assert (found.overall, found.weak, found.study) == (None, (), ())
    assert found.topics == {"a": Score(None, 0, 0), "b": Score(None, 0, 0)}


@pytest.mark.parametrize(
    ("answers", "weak"),
    [
        # One miss does not make a topic weak where the rest is strong.
        ([right("a1"), right("a2"), right("a3"), wrong("b1")], ()),
        ([right("a1"), right("a2"), right("a3"), wrong("b1"), wrong("b2")], ("b",)),
        # All else being weak too, one is enough.
        ([wrong("a1"), wrong("a2"), right("a3"), wrong("b1")], ("b", "a")),
        ([right("a1"), wrong("a2"), right("b1"), wrong("b2")], ()),
    ],
)
def test_weak_topics(answers: list[Answer], weak: tuple[str, ...]) -> None:
    assert report(interview(*answers)).weak == weak


def test_a_topic_that_was_not_graded_is_not_weak() -> None:
    assert weak_topics({"a": Score(None, 0, 2)}, 1.0) == ()


def test_what_to_study_first() -> None:
    deeper = Asked(
        Stage.DIG, 1, 1, 0, CardId("a3"), "", "a", 3, Kind.NUMBER, Lead.DEEPER, 1, root=2
    )
    found = report(
        interview(
            wrong("b2", 2, root=0),
            wrong("b1", 1, root=0),  # the simpler question on the same idea, missed too
            right("a2", 2, root=2),
            Answer(deeper, "x", Verdict.CLOSE),
        )
    )
    assert found.weak == ("b",)
    assert found.study == (
        Study(CardId("b1"), "b", 0, (1, 0)),
        Study(CardId("a3"), "a", 2, (3,), before=(CardId("a2"),)),
    )


def test_at_most_three_things_to_study() -> None:
    names = ["a1", "a2", "a3", "b1", "b2"]
    answers = [wrong(name, int(name[1]), root=i) for i, name in enumerate(names)]
    study = report(interview(*answers)).study
    assert [each.card for each in study] == ["a1", "b1", "a2"]
    assert study[2].before == ("a1",)


def test_trends_against_earlier_interviews() -> None:
    def of(a: float | None, b: float | None) -> Report:
        topics = {"a": Score(a, 2, 2), "b": Score(b, 2, 2)}
        return replace(report(interview()), topics=topics)

    earlier = [of(0, None), of(1, None), of(2, None), of(3, None)]
    assert trends(of(3, 2), earlier) == (
        Trend("a", 3, (0, 1, 2, 3), 1),
        Trend("b", 2, (), None),
    )
    assert trends(of(None, 2), earlier)[0].change is None


def test_readiness_keeps_memory_and_interview_apart() -> None:
    now = report(interview(right("a1"), wrong("a2")))
    memories = {
        CardId("a1"): CardMemory(CardId("a1"), Phase.REVIEW, stability=10, last_day=90),
        CardId("a2"): CardMemory(CardId("a2"), Phase.NEW),
    }
    cards = {"a": [CardId("a1"), CardId("a2"), CardId("a3")]}
    first, second = readiness(now, cards, memories, 100, DEFAULT_WEIGHTS)
    assert first.recall == pytest.approx(0.9)
    assert replace(first, recall=0.9) == Readiness("a", 0.9, 1, 3, 2.0, 2)
    assert second == Readiness("b", None, 0, 0, None, 0)
