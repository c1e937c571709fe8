"""How a card and what was measured are put into words."""

from pathlib import Path

from quizapp.core.card import NumberCard
from quizapp.core.question import ask, reveal
from quizapp.core.review import CardMemory
from quizapp.core.verification import verify
from quizapp.decks.library import Library
from quizapp.ui.card_text import outcome_blocks
from quizapp.ui.prose import lay_out
from tests.fakes import measured

CARD = """## How large is it? {#large}

### Answer
8

### Mistakes
- 4: the first reason.
- lots: no number at all.
- 4: the second reason.

### Why
So.

### Demo
```python
answer(torch.ones(8).sum())
```
"""


def a_card(folder: Path) -> NumberCard:
    """The card above."""
    (folder / "a.md").write_text(CARD)
    library = Library([folder])
    library.load()
    (card_id,) = library.cards
    card = library.card(card_id)
    assert isinstance(card, NumberCard)
    return card


def test_mistakes_of_one_value_keep_their_own_sentences(tmp_path: Path) -> None:
    card = a_card(tmp_path)
    run = measured(8)
    question = reveal(ask(card, CardMemory(card.id), 0), 1)
    shown = outcome_blocks(question, None, verify(card, run), run=run)
    text = [line.plain.strip() for line in lay_out(shown, 100)]
    assert [line.rpartition(": ")[2] for line in text if line.startswith("4")] == [
        "the first reason.",
        "the second reason.",
    ]
