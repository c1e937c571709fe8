"""One card among its combinations of parameters: the one asked for, and those that fail."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from quizapp.core.card import Card, CardId
from quizapp.core.nearest import did_you_mean
from quizapp.core.parameters import choose, label
from quizapp.core.problem import Problem

if TYPE_CHECKING:
    from quizapp.decks.library import Library


@dataclass
class FailingVariants:
    """Problems of a card with parameters, and the combinations in which each came up."""

    _found: dict[tuple[int, int, str, str], tuple[Problem, list[str]]] = field(default_factory=dict)

    def add(self, problem: Problem, card: Card, name: str = "") -> None:
        """A problem of one variant; the name tells it from others of its sort on the line."""
        place = (problem.line, problem.column, problem.code, name)
        _, labels = self._found.setdefault(place, (problem, []))
        if (said := label(card.values)) not in labels:
            labels.append(said)

    def named(self, variants: int) -> list[Problem]:
        """Each problem once, with the combination it was first seen in, and how many more."""
        return [
            replace(problem, message=f"{problem.message} (with {_among(labels, variants)})")
            for problem, labels in self._found.values()
        ]


def _among(labels: Sequence[str], variants: int) -> str:
    if len(labels) == 1:
        return labels[0]
    return f"{labels[0]}; in {len(labels)} of {variants} combinations"


def asked_card(library: Library, name: str, sets: Sequence[str]) -> Card | int:
    """A card by its id, for `name=value` settings; or, once said why not, the exit status."""
    if name not in library.cards:
        hint = did_you_mean(name, library.cards) or "; quizapp list names them all"
        sys.stderr.write(f"quizapp: no card {name!r}{hint}\n")
        return 2
    card = library.card(CardId(name))
    if not isinstance(card, tuple):
        values = choose(card.parameters, sets)
        if isinstance(values, str):
            sys.stderr.write(f"quizapp: {card.file}:{card.line}: --set: {values}\n")
            return 2
        card = library.card(CardId(name), values)
    if isinstance(card, tuple):
        for problem in card:
            sys.stderr.write(f"{problem}\n")
        return 1
    return card
