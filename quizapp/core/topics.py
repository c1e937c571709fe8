"""Each topic at a glance: what was seen of it, what is known, what is weak."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from quizapp.core.card import CardId
from quizapp.core.review import CardMemory, Phase
from quizapp.core.schedule import retrievability
from quizapp.core.strength import is_leech, is_mature, is_weak
from quizapp.core.tally import Sum, Tally
from quizapp.core.trends import Rate, wilson


@dataclass(frozen=True, slots=True)
class Topic:
    """One deck in numbers."""

    name: str
    title: str
    cards: int
    seen: int
    mature: int
    """Stable for three weeks or more."""
    recall: float | None
    """Mean of the predicted recall of the cards seen, today; None where none was."""
    weak: int
    leeches: int
    retention: Rate
    """Share of tests passed."""


def topic(
    name: str,
    title: str,
    cards: Collection[CardId],
    memories: Mapping[CardId, CardMemory],
    sums: Tally,
    day: int,
    weights: Sequence[float],
) -> Topic:
    """Count one deck on a study day; cards taken out of study count as they stand."""
    known = [memories[card] for card in cards if card in memories]
    seen = [memory for memory in known if memory.phase is not Phase.NEW]
    recalls = [retrievability(memory, day, weights) for memory in seen]
    tests = [sums.tests.get(card, Sum()) for card in cards]
    return Topic(
        name,
        title,
        len(cards),
        len(seen),
        sum(map(is_mature, seen)),
        sum(recalls) / len(seen) if seen else None,
        sum(map(is_weak, seen, recalls)),
        sum(map(is_leech, seen)),
        wilson(sum(test.total for test in tests), sum(test.count for test in tests)),
    )
