"""Roles: whom an interview is for, and which topics it asks about in which shares."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

MIXED = 0
"""The level of an interview that begins with the basics and follows the answers."""
MINUTES = range(1, 1001)
"""Lengths that an interview can have."""


@dataclass(frozen=True, slots=True)
class Role:
    """One file of `content/interviews`, read."""

    name: str
    """The file's name without `.md`."""
    title: str
    shares: tuple[tuple[str, int], ...]
    """Topics (names of decks) and their parts of the questions; in a file they are percent."""
    minutes: int = 30
    level: int = MIXED
    """1, 2 or 3, or MIXED."""
    about: str = ""
    """The prose of the file, as Markdown."""
    opening: tuple[str, ...] = ()
    """Questions to begin with, of which one is asked; they are not graded."""
    closing: tuple[str, ...] = ()
    """Questions to end with, of which one is asked; they are not graded."""

    @property
    def topics(self) -> tuple[str, ...]:
        """Its topics, in the order of the file."""
        return tuple(topic for topic, _ in self.shares)


def general(topics: Sequence[str]) -> Role:
    """The role of an interview without one: all topics in even shares."""
    return Role("general", "All topics", even(topics))


def narrowed(role: Role, topics: Sequence[str]) -> Role:
    """The role with these topics alone: in its own shares where it has them all, else even."""
    own = dict(role.shares)
    known = all(topic in own for topic in topics)
    wanted = {topic: own[topic] if known else 1 for topic in topics}
    return replace(role, shares=of_hundred(tuple(wanted.items())))


def even(topics: Sequence[str]) -> tuple[tuple[str, int], ...]:
    """The same share for each topic."""
    return of_hundred(tuple((topic, 1) for topic in dict.fromkeys(topics)))


def of_hundred(shares: Sequence[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    """Shares in the same proportions that add up to 100, by largest remainders.

    They stay as they are where a topic would be left with nothing, as among more than a hundred.
    Shares must be positive.
    """
    total = sum(share for _, share in shares)
    whole = [100 * share // total for _, share in shares]
    order = sorted(range(len(shares)), key=lambda place: -(100 * shares[place][1] % total))
    for place in order[: 100 - sum(whole)]:
        whole[place] += 1
    if not all(whole):
        return tuple(shares)
    return tuple((topic, part) for (topic, _), part in zip(shares, whole, strict=True))
