"""What she wants of an interview, as the set-up screen changes it: a value and its rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from textual.content import Content

from quizapp.core.interview_role import MINUTES, MIXED, Role, general, narrowed
from quizapp.ui.study_text import LEVELS

STEPS = (1, 5, 10, 15, 20, 30, 45, 60, 90, 120)
"""Lengths that the arrows go through; any other can be typed."""
_NAMES = 9
"""Cells for the name of a row."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """The set-up screen's state."""

    roles: tuple[Role, ...]
    """At least one."""
    titles: tuple[tuple[str, str], ...]
    """Every topic that there is, with its title."""
    place: int = 0
    """Of the role."""
    minutes: int = 30
    level: int = MIXED
    allow_due: bool = False
    topics: frozenset[str] = frozenset()
    typed: str = ""
    """Digits of the minutes, as typed so far."""

    @property
    def role(self) -> Role:
        """The role chosen."""
        return self.roles[self.place]

    @property
    def chosen(self) -> tuple[str, ...]:
        """The topics ticked, those of the role first and in its order."""
        own = [topic for topic in self.role.topics if topic in self.topics]
        rest = [topic for topic, _ in self.titles if topic in self.topics and topic not in own]
        return (*own, *rest)

    @property
    def narrowing(self) -> tuple[str, ...]:
        """The topics ticked where they are other than the role's; else nothing."""
        return () if set(self.chosen) == set(self.role.topics) else self.chosen

    @property
    def trouble(self) -> str:
        """Why it cannot begin so, in a line; or nothing."""
        if not self.chosen:
            return "Tick a topic: an interview needs one at least."
        if self.minutes not in MINUTES:
            return f"An interview takes {MINUTES[0]} to {MINUTES[-1]} minutes."
        return ""


def of_role(wishes: Wishes, place: int) -> Wishes:
    """With another role, and its own length, level and topics."""
    role = wishes.roles[place % len(wishes.roles)]
    return replace(
        wishes,
        place=place % len(wishes.roles),
        minutes=role.minutes,
        level=role.level,
        topics=frozenset(role.topics),
        typed="",
    )


def changed(wishes: Wishes, row: str, by: int) -> Wishes:
    """The row's next value (1) or the one before (-1); a topic is ticked or unticked."""
    wishes = replace(wishes, typed="")
    match row:
        case "role":
            return of_role(wishes, wishes.place + by)
        case "minutes":
            return replace(wishes, minutes=_stepped(wishes.minutes, by))
        case "level":
            return replace(wishes, level=(wishes.level + by) % 4)
        case "due":
            return replace(wishes, allow_due=not wishes.allow_due)
        case _:
            return replace(wishes, topics=wishes.topics ^ {row.removeprefix("topic:")})


def _stepped(minutes: int, by: int) -> int:
    longer = [step for step in STEPS if step > minutes]
    shorter = [step for step in STEPS if step < minutes]
    return (longer or [minutes])[0] if by > 0 else (shorter or [minutes])[-1]


def digit(wishes: Wishes, character: str) -> Wishes:
    """A digit of the minutes; a fourth that leads out of the range begins anew."""
    typed = wishes.typed + character
    if int(typed) not in MINUTES:
        typed = character
    if int(typed) not in MINUTES:
        return replace(wishes, typed="")
    return replace(wishes, typed=typed, minutes=int(typed))


def rows(wishes: Wishes, width: int) -> list[tuple[str, Content]]:
    """Every row's name, and how it is drawn."""
    level = "mixed: follows your answers"
    if wishes.level != MIXED:
        level = f"{wishes.level}: {LEVELS[wishes.level]}"
    due = "may be asked" if wishes.allow_due else "left out, so that nothing is spoiled"
    drawn = [
        ("role", _row("Role", wishes.role.title, width)),
        ("minutes", _row("Minutes", str(wishes.minutes), width)),
        ("level", _row("Level", level, width)),
        ("due", _row("Due today", due, width)),
    ]
    shares = dict(narrowed(wishes.role, wishes.chosen).shares) if wishes.chosen else {}
    for number, (topic, title) in enumerate(wishes.titles):
        head = "Topics" if number == 0 else ""
        share = f"{shares[topic]} %" if topic in shares else ""
        drawn.append((f"topic:{topic}", _topic(head, title, share, width)))
    return drawn


def _row(name: str, value: str, width: int) -> Content:
    room = width - _NAMES - 7
    text = Content(value).truncate(max(room, 4), ellipsis=True)
    return Content(f"{name:<{_NAMES + 2}}◂ ") + text + Content(" ▸")


def _topic(name: str, title: str, share: str, width: int) -> Content:
    box = "☑" if share else "☐"
    room = max(width - _NAMES - 13, 4)
    text = Content(title).truncate(room, ellipsis=True)
    gap = " " * max(min(room, 40) - text.cell_length, 0)
    return Content(f"{name:<{_NAMES + 2}}{box} ") + text + Content(f"{gap} {share:>6}")


def roles_of(roles: Sequence[Role], topics: Sequence[str]) -> tuple[Role, ...]:
    """The roles to choose from: those of the library, then all topics alike; () without cards."""
    return (*roles, general(topics)) if topics else ()
