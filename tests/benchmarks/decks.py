"""Decks of any size: choice, number and recall cards in turn, about 700 characters a card."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from quizapp.core.card import CardId

CARDS_PER_FILE = 500

_WHY = """\
### Why
Pair the first term with the last, the second with the last but one, and so on: each of the $n/2$
pairs adds up to $n+1$, so the whole is $n(n+1)/2$. The same trick counts the connections of a dense
graph, and the entries of a causal mask: $n$ tokens fill {total} entries of their score matrix.

### Demo
```python
terms = torch.arange(1, {n} + 1, device=device, dtype=torch.float64)
{check}
```

### Source
Graham, Knuth and Patashnik, *Concrete Mathematics* (1994), §1.2.
"""
_CHOICE = """\
## q{index:06d}: What is the sum of the whole numbers from 1 to {n}? {{#q{index:06d} level=1}}

- [ ] {square}
- [x] {total}
- [ ] {less}
- [ ] {double}

"""
_NUMBER = """\
## q{index:06d}: How many scores does a causal mask of {n} tokens leave? {{#q{index:06d} level=2}}

### Answer {{exact}}
{total}

### Mistakes
- {square}: that is the whole square; half of it is masked.

"""
_RECALL = """\
## q{index:06d}: Why do {n} tokens with a causal mask have {total} scores? {{#q{index:06d} level=3}}

### Answer
Token $i$ sees itself and the $i-1$ before it, so the counts are 1, 2, …, {n}: {total} in all.

"""
_CHECKS = (
    (_CHOICE, "answer(terms.sum())"),
    (_NUMBER, "answer(terms.sum())"),
    (_RECALL, 'claim("the counts add up", terms.sum(), {total}, atol=0.5)'),
)


def card_id(index: int) -> CardId:
    """The id of a card; its question begins with the same word."""
    return CardId(f"q{index:06d}")


def card_text(index: int) -> str:
    """One card's Markdown."""
    n = 20 + index % 400
    total = n * (n + 1) // 2
    head, check = _CHECKS[index % 3]
    values = {"index": index, "n": n, "total": total}
    values |= {"square": n * n, "less": n * (n - 1) // 2, "double": n * (n + 1)}
    return head.format(**values) + _WHY.format(check=check.format(**values), **values)


def write_decks(folder: Path, size: int) -> None:
    """Write that many cards, 500 a file."""
    folder.mkdir(parents=True)
    texts: Iterator[str] = map(card_text, range(size))
    number = 0
    while batch := list(islice(texts, CARDS_PER_FILE)):
        front = f"---\ntitle: Sums {number}\ntags: [sums]\n---\n\n"
        path = folder / f"deck-{number:04d}.md"
        path.write_text(front + "\n".join(batch), encoding="utf-8")
        number += 1
