"""Words for where a card stands: due, mature, weak, leech."""

from quizapp.core.review import CardMemory, Phase

MATURE_DAYS = 21.0
"""Stability from which a card counts as known for good (Anki's line between young and mature)."""
LEECH_LAPSES = 8
"""Lapses from which a card eats more time than it is worth (Anki's default)."""
WEAK_RECALL = 0.8


def is_mature(memory: CardMemory) -> bool:
    """Whether recall stays above 90 % for three weeks."""
    return memory.phase is Phase.REVIEW and memory.stability >= MATURE_DAYS


def is_leech(memory: CardMemory) -> bool:
    """Whether a card was forgotten again and again."""
    return memory.lapses >= LEECH_LAPSES


def is_weak(memory: CardMemory, recall: float | None) -> bool:
    """Whether a card seen before is relearned, or its predicted recall is below 80 %."""
    if memory.phase is Phase.NEW:
        return False
    return memory.phase is Phase.RELEARNING or (recall is not None and recall < WEAK_RECALL)


def is_due(memory: CardMemory, day: int) -> bool:
    """Whether a card seen before waits on this study day."""
    waits = memory.phase is not Phase.NEW and memory.due_day <= day
    return waits and not memory.suspended and memory.buried_day != day
