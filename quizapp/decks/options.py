"""Read the options of a choice from its task list."""

from string import ascii_lowercase

from quizapp.core.card import Option
from quizapp.core.quantity import Quantity, parse_quantity
from quizapp.decks.outline import Block, Item, Outline
from quizapp.decks.sections import Report


def read_options(
    outline: Outline, tasks: Block, card_line: int, report: Report
) -> tuple[Option, ...]:
    """The options in the order of the file, keyed a, b, c…; what is wrong is reported."""
    items = outline.items(tasks)
    if len(items) < 2:
        say = "a choice needs two options or more"
        report(tasks.begin, 1, "choice-options", say)
    if len(items) > len(ascii_lowercase):
        most = len(ascii_lowercase)
        say = f"a choice has at most {most} options, one a letter; this has {len(items)}"
        report(tasks.begin, 1, "choice-options", say)
    if not any(item.mark == "x" for item in items):
        say = "no option is marked as right: write its box as [x]"
        report(tasks.begin, 1, "choice-unmarked", say)
    first_lines: dict[str, int] = {}
    for item in items:
        _check(item, first_lines, card_line, report)
    return tuple(
        _option(key, item, card_line) for key, item in zip(ascii_lowercase, items, strict=False)
    )


def _option(key: str, item: Item, card_line: int) -> Option:
    value = parse_quantity(item.text)
    stated = value if isinstance(value, Quantity) else None
    return Option(key, item.text, item.mark == "x", card_line + item.line, stated)


def _check(item: Item, first_lines: dict[str, int], card_line: int, report: Report) -> None:
    if not item.mark:
        say = "an option needs a box: '- [ ] wrong' or '- [x] right'"
        report(item.line, item.column, "option-form", say)
    if not item.text:
        report(item.line, item.column, "option-empty", "the option has no text")
        return
    words = " ".join(item.text.split())
    if words in first_lines:
        say = f"the option is the same as the one on line {card_line + first_lines[words]}"
        report(item.line, item.column, "option-equal", say)
    first_lines.setdefault(words, item.line)
