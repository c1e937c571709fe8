"""`quizapp list` and `quizapp stats`: the library and the learner in numbers."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from textual.content import Content

from quizapp.core.card import kind_of
from quizapp.core.gaps import masked
from quizapp.core.stats import Summary
from quizapp.ui.document import print_json
from quizapp.ui.prose import inline
from quizapp.ui.study_text import counted

if TYPE_CHECKING:
    from quizapp.decks.library import Library
    from quizapp.ui.desk import Desk, Today


def print_list(library: Library, decks: Sequence[str], *, json: bool) -> int:
    """Print the cards of some decks; returns 1 where some cannot be read."""
    cards, problems = [], list(library.problems)
    for deck in library.decks:
        if decks and deck.name not in decks:
            continue
        for name in deck.card_ids:
            card = library.card(name)
            if isinstance(card, tuple):
                problems.extend(card)
            else:
                cards.append(card)
    if json:
        rows = [
            {
                "id": card.id,
                "deck": card.deck,
                "kind": kind_of(card),
                "level": card.level,
                "tags": card.tags,
                "file": card.file,
                "line": card.line,
                "question": masked(card.question).partition("\n")[0],
            }
            for card in cards
        ]
        print_json({"cards": rows, "problems": [str(problem) for problem in sorted(problems)]})
        return 1 if problems else 0
    width = max([Content(card.id).cell_length for card in cards] + [2]) + 2
    deck_name = ""
    for card in cards:
        if card.deck != deck_name:
            deck_name = card.deck
            sys.stdout.write(f"{deck_name}\n")
        question = inline(masked(card.question).partition("\n")[0])
        text = question.truncate(max(96 - width, 30), ellipsis=True).plain
        gap = " " * (width - Content(card.id).cell_length)
        sys.stdout.write(f"  {card.id}{gap}{kind_of(card):<7} {card.level}  {text}\n")
    sys.stdout.write(f"{counted(len(cards), 'card')}\n")
    for problem in sorted(problems):
        sys.stderr.write(f"{problem}\n")
    return 1 if problems else 0


def print_stats(desk: Desk, *, json: bool) -> int:
    """Print how the study goes."""
    try:
        today, summary = desk.today(), desk.summary()
    finally:
        desk.close()
    if json:
        decks = [asdict(deck) for deck in today.decks]
        print_json({"date": today.iso, "decks": decks, **asdict(summary)})
    else:
        _print(today, summary)
    return 0


def _print(today: Today, summary: Summary) -> None:
    write = sys.stdout.write
    write(f"{today.date}\n\n")
    width = max([Content(deck.title).cell_length for deck in today.decks] + [4]) + 2
    write(f"{'deck':<{width}}{'due':>6}{'new':>6}{'cards':>7}{'verified':>10}\n")
    for deck in today.decks:
        gap = " " * (width - Content(deck.title).cell_length)
        write(f"{deck.title}{gap}{deck.due:>6}{deck.new:>6}{deck.cards:>7}{deck.verified:>10}\n")
    write(f"\nReviews      {summary.reviews} on {counted(summary.days_studied, 'day')}")
    write(f", {summary.reviews_today} today in {summary.minutes_today:.1f} min\n")
    write(f"In a row     {counted(summary.streak, 'day')}\n")
    grades = ", ".join(f"{name} {count}" for name, count in summary.grades.items())
    write(f"Grades       {grades}\n")
    if summary.retention is None:
        write(
            "Retention    not known yet: no card was reviewed a day or more after its first time\n"
        )
    else:
        write(f"Retention    {summary.retention:.1%} remembered")
        write(f" of {summary.retention_reviews} reviews\n")
    days = " · ".join(str(count) for count in summary.forecast)
    write(f"Coming due   {days}  (today, then the next six days)\n")
