"""The worst margins of cards whose values differ from seed to seed, as text and for documents."""

from collections.abc import Sequence

from quizapp.core.card import Card
from quizapp.core.margin import Spread, Worst

_SHOWN = 5
"""Cards in a report that is not verbose."""


def row(spread: Spread) -> dict[str, object]:
    """The figures of a card for a document; no margin where its values do not vary."""
    if not spread.stochastic or spread.worst is None:
        return {"runs": spread.runs, "margin": None}
    worst = spread.worst
    margin = {"value": worst.margin.value, "of": worst.margin.of, "seed": worst.seed}
    return {"runs": spread.runs, "margin": margin | {"parameters": worst.parameters}}


def report(cards: Sequence[tuple[Card, Spread]], seeds: int, *, verbose: bool) -> str:
    """The cards whose values vary, worst margin first; five of them, or all."""
    found = sorted(
        (
            (spread.worst.margin.value, card.id, spread.worst)
            for card, spread in cards
            if spread.stochastic and spread.worst is not None
        ),
        key=lambda each: each[:2],
    )
    if not found:
        return f"No card's values differ between {seeds} seeds.\n"
    several = "card whose values differ" if len(found) == 1 else "cards whose values differ"
    lines = [
        f"{len(found)} {several} between {seeds} seeds, with the worst margin"
        " (1: on the value, 0: at the bound)"
    ]
    shown = found if verbose else found[:_SHOWN]
    width = max(len(name) for _, name, _ in shown)
    lines += [f"{value:8.4f}  {name:<{width}}  {_what(worst)}" for value, name, worst in shown]
    if len(shown) < len(found):
        lines.append(f"          and {len(found) - len(shown)} more: -v shows all")
    return "\n".join(lines) + "\n"


def _what(worst: Worst) -> str:
    where = ", ".join(part for part in (worst.parameters, f"seed {worst.seed}") if part)
    return f"{worst.margin.of} ({where})"
