"""Clocks and wishes of an interview, as values: no screen is needed to say what they show."""

from __future__ import annotations

from dataclasses import replace

import pytest

from quizapp.core.interview_role import Role
from quizapp.ui.interview_clock import Clocks, Urgency, question_line, span, whole_text
from quizapp.ui.interview_wishes import Wishes, changed, digit, of_role, roles_of, rows

CLOCKS = Clocks(60_000, 100_000, 20_000, 1_200_000, 1_800_000)
ML = Role("ml", "ML engineer", (("leakage", 60), ("optimizers", 40)), 30)
SYSTEMS = Role("systems", "Systems engineer", (("memory", 100),), 45, 2)
TITLES = (("leakage", "Leakage"), ("memory", "Memory"), ("optimizers", "Optimizers"))
WISHES = of_role(Wishes(roles_of((ML, SYSTEMS), [name for name, _ in TITLES]), TITLES), 0)


@pytest.mark.parametrize(
    ("ms", "said"),
    [(0, "0:00"), (1, "0:01"), (6_999, "0:07"), (750_000, "12:30"), (3_750_000, "1:02:30")],
)
def test_a_begun_second_counts(ms: int, said: str) -> None:
    assert span(ms) == said
    assert span(-5_000) == "0:00"


@pytest.mark.parametrize(
    ("left", "urgency", "words"),
    [
        (60_000, Urgency.CALM, "1:00 for this question"),
        (20_001, Urgency.CALM, "0:21 for this question"),
        (20_000, Urgency.LITTLE, "! little time: 0:20 for this question"),
        (0, Urgency.OVER, "!! time is over: please come to an end, 0:20"),
        (-15_000, Urgency.OVER, "!! time is over: please come to an end, 0:05"),
    ],
)
def test_the_question_s_clock_says_in_words_how_it_stands(
    left: int, urgency: Urgency, words: str
) -> None:
    clock = replace(CLOCKS, question_ms=left)
    assert clock.question is urgency
    assert question_line(clock, 78).plain.endswith(words)


@pytest.mark.parametrize("width", [20, 38, 78, 138])
def test_the_bar_runs_out_and_never_takes_the_words_place(width: int) -> None:
    lengths = []
    for left in range(100_000, -20_000, -500):
        line = question_line(replace(CLOCKS, question_ms=left), width)
        assert "question" in line.plain or "over" in line.plain
        lengths.append(line.plain.count("━"))
        if width >= 50:
            assert line.cell_length <= width
    assert lengths == sorted(lengths, reverse=True)
    assert lengths[-1] == 0


@pytest.mark.parametrize(
    ("left", "said"),
    [
        (1_200_000, "20:00 of 30:00 left"),
        (180_000, "! little left: 3:00 of 30:00"),
        (0, "!! the time is over"),
    ],
)
def test_the_whole_clock(left: int, said: str) -> None:
    assert whole_text(replace(CLOCKS, whole_ms=left)).plain == said


def test_a_role_brings_its_length_level_and_topics() -> None:
    other = changed(WISHES, "role", 1)
    assert (other.role, other.minutes, other.level) == (SYSTEMS, 45, 2)
    assert other.chosen == ("memory",)
    assert changed(other, "role", -1) == WISHES
    everything = changed(WISHES, "role", -1)
    assert everything.role.title == "All topics"
    assert set(everything.chosen) == {"leakage", "memory", "optimizers"}


def test_a_topic_unticked_leaves_its_share_to_the_others() -> None:
    narrowed = changed(WISHES, "topic:optimizers", 1)
    assert narrowed.chosen == narrowed.narrowing == ("leakage",)
    drawn = {name: text.plain for name, text in rows(narrowed, 74)}
    assert "☑ Leakage" in drawn["topic:leakage"]
    assert "100 %" in drawn["topic:leakage"]
    assert "☐ Optimizers" in drawn["topic:optimizers"]
    assert changed(narrowed, "topic:optimizers", 1).narrowing == ()


def test_nothing_ticked_cannot_begin() -> None:
    empty = changed(changed(WISHES, "topic:optimizers", 1), "topic:leakage", 1)
    assert "Tick a topic" in empty.trouble
    assert not WISHES.trouble


def test_digits_type_minutes_within_the_range() -> None:
    wishes = WISHES
    for character, minutes in zip("012007", (30, 1, 12, 120, 120, 7), strict=True):
        wishes = digit(wishes, character)
        assert wishes.minutes == minutes
    typed = digit(digit(WISHES, "4"), "5")
    assert typed.minutes == 45
    assert changed(typed, "minutes", 1).minutes == 60
    assert changed(typed, "minutes", -1).minutes == 30


@pytest.mark.parametrize(("minutes", "by"), [(1, -1), (1000, 1)])
def test_the_arrows_stop_at_the_ends(minutes: int, by: int) -> None:
    assert changed(replace(WISHES, minutes=minutes), "minutes", by).minutes == minutes


@pytest.mark.parametrize("width", [34, 74, 134])
def test_rows_keep_to_their_width(width: int) -> None:
    long = tuple((name, f"{title} 그리고 아주 긴 제목 " * 4) for name, title in TITLES)
    for _, text in rows(replace(WISHES, titles=long), width):
        assert text.cell_length <= width
