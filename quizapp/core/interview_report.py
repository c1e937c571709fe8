"""How an interview went: scores per topic and level, weak topics, and what to study first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from quizapp.core.card import CardId
from quizapp.core.interview_answer import missed, score
from quizapp.core.interview_items import Answer, Timing
from quizapp.core.interview_state import Ending, Interview, Pause
from quizapp.core.review import CardMemory, Phase
from quizapp.core.schedule import retrievability

PRIOR_QUESTIONS = 1.0
"""A topic's score counts as if so many more of its questions had scored as the whole did."""
WEAK_BELOW = 2.0
"""A topic with less than "partly" is weak."""
FIRST = 3
"""Things to study first."""
COMPARED = 3
"""Earlier interviews that a trend is taken against."""


@dataclass(frozen=True, slots=True)
class Score:
    """The score of one topic or level."""

    mean: float | None
    """0 to 4; None where nothing was graded."""
    graded: int
    asked: int
    steadied: float | None = None
    """The mean, drawn to the whole's by PRIOR_QUESTIONS; what weak topics are named by."""


@dataclass(frozen=True, slots=True)
class Study:
    """One thing to study first."""

    card: CardId
    """What was missed."""
    topic: str
    score: int
    places: tuple[int, ...]
    """Of the answers that missed it, in this line of questions."""
    before: tuple[CardId, ...] = ()
    """Simpler cards that lead to it, at most two; those she missed too come first."""


@dataclass(frozen=True, slots=True)
class Report:
    """What an interview says of her."""

    overall: float | None
    """Mean score of all graded answers, 0 to 4."""
    topics: Mapping[str, Score]
    """In the order of the role."""
    levels: Mapping[int, Score]
    weak: tuple[str, ...]
    """Topics, the weakest first."""
    study: tuple[Study, ...]
    waiting: tuple[int, ...]
    """Places of answers that wait for her ticks, or were not measured yet."""
    hints: int
    unknown: int
    """Questions answered with "I don't know"."""
    over: int
    """Answers beyond their budget, those that were moved on from included."""
    moved_on: int
    used_ms: int
    """On the interview's clock."""
    pauses: tuple[Pause, ...]
    ended: Ending | None


def report(interview: Interview) -> Report:
    """The report of an interview, over or not, as its answers stand."""
    answers = tuple(each for each in interview.answers if each.asked.card is not None)
    scores = [worth for each in answers if (worth := score(each)) is not None]
    overall = sum(scores) / len(scores) if scores else None
    topics = {
        topic: _score((each for each in answers if each.asked.topic == topic), overall)
        for topic in interview.setup.topics
    }
    levels = {
        level: _score((each for each in answers if each.asked.level == level), overall)
        for level in sorted({each.asked.level for each in answers})
    }
    weak = weak_topics(topics, overall)
    return Report(
        overall=overall,
        topics=topics,
        levels=levels,
        weak=weak,
        study=study_first(interview, weak),
        waiting=tuple(i for i, each in enumerate(interview.answers) if not each.settled),
        hints=sum(each.asked.hints for each in answers),
        unknown=sum(each.unknown for each in answers),
        over=sum(each.timing in (Timing.OVER, Timing.MOVED_ON) for each in answers),
        moved_on=sum(each.timing is Timing.MOVED_ON for each in answers),
        used_ms=interview.clock.used_ms,
        pauses=interview.clock.pauses,
        ended=interview.ended,
    )


def _score(answers: Iterable[Answer], overall: float | None) -> Score:
    asked = tuple(answers)
    scores = [worth for each in asked if (worth := score(each)) is not None]
    if not scores or overall is None:
        return Score(None, 0, len(asked))
    steadied = (sum(scores) + PRIOR_QUESTIONS * overall) / (len(scores) + PRIOR_QUESTIONS)
    return Score(sum(scores) / len(scores), len(scores), len(asked), steadied)


def weak_topics(topics: Mapping[str, Score], overall: float | None) -> tuple[str, ...]:
    """Topics whose steadied score is below "partly", the weakest first.

    Drawing each mean to the whole's keeps one bad answer from deciding; a topic with a single
    question is named only where the whole interview is weak too.
    """
    if overall is None:
        return ()
    weak = {
        topic: found.steadied
        for topic, found in topics.items()
        if found.steadied is not None
        and found.steadied < WEAK_BELOW
        and (found.graded > 1 or overall < WEAK_BELOW)
    }
    return tuple(sorted(weak, key=lambda topic: weak[topic]))


def study_first(interview: Interview, weak: Sequence[str]) -> tuple[Study, ...]:
    """The three ideas to study first: of each missed line of questions its simplest missed card.

    Weak topics take turns, the weakest first, then the others; within a topic the lowest scores
    come first, then the basics.
    """
    lines: dict[int, list[int]] = {}
    for place, answer in enumerate(interview.answers):
        if missed(answer):
            lines.setdefault(answer.asked.root, []).append(place)
    cards = frozenset(
        interview.answers[place].asked.card for each in lines.values() for place in each
    )
    found = [_study(interview, places, cards) for places in lines.values()]
    found.sort(key=lambda each: (each.score, interview.answers[each.places[0]].asked.level))
    turns: dict[str, list[Study]] = {}
    for each in found:
        turns.setdefault(each.topic, []).append(each)
    rank = {topic: place for place, topic in enumerate(weak)}

    def order(study: Study) -> tuple[bool, int, int]:
        turn = turns[study.topic].index(study)
        return study.topic not in rank, turn, rank.get(study.topic, len(rank))

    return tuple(sorted(found, key=order)[:FIRST])


def _study(interview: Interview, line: Sequence[int], every: frozenset[CardId | None]) -> Study:
    """What to study of one line of missed questions; `every` are all cards that were missed."""
    answers = interview.answers
    places = tuple(sorted(line, key=lambda place: answers[place].asked.level))
    simplest = answers[places[0]]
    card = simplest.asked.card
    assert card is not None
    leading = [
        each
        for each in interview.setup.pool.before.get(card, ())
        if each.level <= simplest.asked.level and each.card != card
    ]
    leading.sort(key=lambda each: (each.card not in every, each.level))
    before = tuple(each.card for each in leading[:2])
    return Study(card, simplest.asked.topic, score(simplest) or 0, places, before)


@dataclass(frozen=True, slots=True)
class Trend:
    """A topic's score beside those of earlier interviews."""

    topic: str
    now: float | None
    earlier: tuple[float, ...]
    """Oldest first; interviews that did not grade the topic are left out."""
    change: float | None
    """Now less the mean of the last three; None where there is nothing to compare."""


def trends(now: Report, earlier: Sequence[Report]) -> tuple[Trend, ...]:
    """The trend of each topic of a report; earlier reports come oldest first."""
    found = []
    for topic, own in now.topics.items():
        past = [each.topics[topic].mean for each in earlier if topic in each.topics]
        means = tuple(mean for mean in past if mean is not None)
        last = means[-COMPARED:]
        change = own.mean - sum(last) / len(last) if own.mean is not None and last else None
        found.append(Trend(topic, own.mean, means, change))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Readiness:
    """What memory says of a topic, and what the interview says; two things, kept apart."""

    topic: str
    recall: float | None
    """Mean predicted recall today of the cards seen, 0 to 1; None where none was."""
    seen: int
    cards: int
    score: float | None
    """In the interview, 0 to 4."""
    graded: int


def readiness(
    now: Report,
    cards: Mapping[str, Sequence[CardId]],
    memories: Mapping[CardId, CardMemory],
    day: int,
    weights: Sequence[float],
) -> tuple[Readiness, ...]:
    """A line for each topic of a report; `cards` are all cards of each topic."""
    lines = []
    for topic, own in now.topics.items():
        every = cards.get(topic, ())
        known = [memories[card] for card in every if card in memories]
        recalls = [
            retrievability(memory, day, weights)
            for memory in known
            if memory.phase is not Phase.NEW
        ]
        recall = sum(recalls) / len(recalls) if recalls else None
        lines.append(Readiness(topic, recall, len(recalls), len(every), own.mean, own.graded))
    return tuple(lines)
