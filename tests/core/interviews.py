"""A small library for interviews, and candidates who sit them."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

from quizapp.core.card import CardId, Kind
from quizapp.core.interview import Answered, begin, step
from quizapp.core.interview_items import Candidate
from quizapp.core.interview_role import Role
from quizapp.core.interview_state import Interview
from quizapp.core.verdict import Verdict

ROLE = Role(
    "tester",
    "Tester",
    (("a", 50), ("b", 50)),
    opening=("Who are you?",),
    closing=("What do you ask us?",),
)
QUIET = replace(ROLE, opening=(), closing=())
"""Without an opening and a closing question."""


def card(name: str, level: int = 1, kind: Kind = Kind.RECALL, *follow_ups: str) -> Candidate:
    """A candidate whose topic is the first letter of its name."""
    return Candidate(CardId(name), name[0], level, kind, tuple(CardId(each) for each in follow_ups))


def library(count: int = 12, topics: str = "ab") -> list[Candidate]:
    """Of each topic so many cards, of all levels and kinds; each but the last has a follow-up."""
    kinds = (Kind.RECALL, Kind.NUMBER, Kind.CHOICE, Kind.FORMULA, Kind.CODE)
    return [
        card(f"{topic}{i}", 1 + 3 * i // count, kinds[i % 5], *[f"{topic}{i + 1}"][: count - 1 - i])
        for topic in topics
        for i in range(count)
    ]


def begun(
    role: Role, candidates: list[Candidate], *, seed: int = 1, minutes: int = 30
) -> Interview:
    """An interview that begins at instant 0."""
    interview = begin(role, candidates, 0, seed=seed, minutes=minutes)
    assert isinstance(interview, Interview)
    return interview


def answered(interview: Interview, *, right: bool, after_ms: int = 30_000) -> Interview:
    """The interview after an answer to what is on the table, right or wrong."""
    asked = interview.current
    assert asked is not None
    now = interview.clock.at_ms + after_ms
    if asked.card is None:
        return step(interview, Answered(now, "hello"))
    if asked.kind is Kind.RECALL:
        return step(interview, Answered(now, "words", share=float(right)))
    verdict = Verdict.CONFIRMED if right else Verdict.REFUTED
    return step(interview, Answered(now, "x", verdict))


def sat(
    interview: Interview,
    knows: Callable[[str], float],
    pace: Callable[[Random], float],
    seed: int,
) -> Interview:
    """The interview to its end, for a candidate.

    `knows` is the probability of a right answer on a topic, `pace` the part of a question's budget
    that an answer takes.
    """
    random = Random(f"candidate {seed}")
    while interview.current is not None:
        right = random.random() < knows(interview.current.topic)
        takes = round(interview.current.budget_ms * pace(random))
        interview = answered(interview, right=right, after_ms=takes)
    return interview
