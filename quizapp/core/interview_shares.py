"""Whether the questions asked so far keep to a role's shares, and how to come back to them.

Shares are kept where each topic has its part of the questions, less or more than one question.
"""

from collections.abc import Sequence
from functools import lru_cache


def within_one(counts: Sequence[int], shares: Sequence[int]) -> bool:
    """Whether no topic is more than one question off its share; both in the order of topics."""
    whole, asked = sum(shares), sum(counts)
    return all(
        abs(whole * count - share * asked) <= whole
        for count, share in zip(counts, shares, strict=True)
    )


@lru_cache(maxsize=65_536)
def debt(counts: tuple[int, ...], shares: tuple[int, ...]) -> int:
    """Fewest further questions after which the shares can be kept again; 0 where they are now.

    After m more questions, n in all, a topic must have at least share·n − 1 and at most
    share·n + 1. That can be reached if no topic has too many by then, and if what the others still
    lack is m at most; who takes the rest never matters, for the upper bounds leave room for n.
    """
    whole, asked = sum(shares), sum(counts)
    pairs = tuple(zip(counts, shares, strict=True))
    more = 0
    while True:
        part = [share * (asked + more) for _, share in pairs]
        few = all(whole * count <= due + whole for (count, _), due in zip(pairs, part, strict=True))
        lacking = sum(
            max(0, -((whole - due) // whole) - count)
            for (count, _), due in zip(pairs, part, strict=True)
        )
        if few and lacking <= more:
            return more
        more += 1


def behind(counts: Sequence[int], shares: Sequence[int], place: int) -> float:
    """By how many questions a topic falls short of its share of the questions and one more."""
    return shares[place] * (sum(counts) + 1) / sum(shares) - counts[place]
