"""A thousand interviews of each sort of candidate, over the decks and roles that ship."""

from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from random import Random
from statistics import fmean

import pytest

from quizapp.core.interview_items import Candidate, Stage, candidate
from quizapp.core.interview_report import report
from quizapp.core.interview_role import Role
from quizapp.core.interview_shares import within_one
from quizapp.decks.library import Library
from quizapp.settings import own_folder
from tests.core.interviews import begun, sat

INTERVIEWS = 1_000
MINUTES = 30


@dataclass(frozen=True)
class Sitter:
    """A sort of candidate, known by what she knows and how fast she is."""

    right: float
    """Probability of a right answer."""
    planted: float | None = None
    """The same on all topics but one, where it is another."""
    slow: bool = False

    def knows(self, topic: str, strong: str) -> float:
        return self.right if self.planted is None or topic == strong else self.planted

    def pace(self, random: Random) -> float:
        """Part of a question's budget that an answer takes."""
        return random.uniform(1.02, 1.18) if self.slow else random.uniform(0.3, 0.9)

    def weak(self, topics: tuple[str, ...], strong: str) -> set[str] | None:
        """The topics that a report should name; None where chance decides."""
        chances = {topic: self.knows(topic, strong) for topic in topics}
        if 0.5 in chances.values():
            return None
        return {topic for topic, chance in chances.items() if chance < 0.5}


SITTERS = {
    "right": Sitter(1.0),
    "slow": Sitter(1.0, slow=True),
    "random": Sitter(0.5),
    "strong in one topic": Sitter(0.95, planted=0.05),
    "wrong": Sitter(0.0),
}


@dataclass
class Tally:
    """What came of all interviews of one sort of candidate."""

    overall: list[float] = field(default_factory=list)
    named: int = 0
    """Reports whose weak topics were exactly the planted ones."""
    dug: Counter[int] = field(default_factory=Counter)
    """Interviews by the depth of their deepest question."""
    stages: Counter[Stage] = field(default_factory=Counter)
    """Interviews that had such a part."""


@pytest.fixture(scope="module")
def library() -> Library:
    library = Library([own_folder("content")])
    library.load()
    return library


@pytest.fixture(scope="module")
def tallies(library: Library) -> dict[str, Tally]:
    read = [library.card(name) for name in library.cards]
    candidates = [candidate(card) for card in read if not isinstance(card, tuple)]
    roles = library.roles().roles
    return {name: tally(sitter, roles, candidates) for name, sitter in SITTERS.items()}


def tally(sitter: Sitter, roles: tuple[Role, ...], candidates: list[Candidate]) -> Tally:
    found = Tally()
    for seed in range(INTERVIEWS):
        role = roles[seed % len(roles)]
        strong = Random(seed).choice(role.topics)
        interview = sat(
            begun(role, candidates, seed=seed, minutes=MINUTES),
            partial(sitter.knows, strong=strong),
            sitter.pace,
            seed,
        )
        said = report(interview)
        assert said.overall is not None
        found.overall.append(said.overall)
        found.named += set(said.weak) == sitter.weak(role.topics, strong)
        found.dug[max(answer.asked.depth for answer in interview.answers)] += 1
        found.stages.update({answer.asked.stage for answer in interview.answers})
        asked = [answer for answer in interview.answers if answer.asked.card]
        assert len({answer.asked.card for answer in asked}) == len(asked)
        counts = Counter(answer.asked.topic for answer in asked)
        shares = [share for _, share in role.shares]
        assert within_one([counts[topic] for topic in role.topics], shares)
        grace = interview.answers[-1].asked.grace_ms
        assert interview.clock.used_ms <= interview.setup.plan.total_ms + grace
    return found


def test_scores_are_ordered_as_the_candidates_are(tallies: dict[str, Tally]) -> None:
    means = {name: fmean(found.overall) for name, found in tallies.items()}
    order = ["right", "slow", "random", "strong in one topic", "wrong"]
    assert sorted(means, key=lambda name: -means[name]) == order
    assert min(tallies["right"].overall) > max(tallies["slow"].overall)
    assert min(tallies["slow"].overall) > max(tallies["wrong"].overall)


@pytest.mark.parametrize("name", [name for name in SITTERS if name != "random"])
def test_the_weak_topics_are_the_planted_ones(tallies: dict[str, Tally], name: str) -> None:
    assert tallies[name].named >= 0.95 * INTERVIEWS


def test_good_candidates_are_dug_into_and_see_the_whole_arc(tallies: dict[str, Tally]) -> None:
    dug, stages = tallies["right"].dug, tallies["right"].stages
    assert dug[2] + dug[3] >= 0.95 * INTERVIEWS
    for stage in Stage:
        assert stages[stage] >= 0.95 * INTERVIEWS, stage
