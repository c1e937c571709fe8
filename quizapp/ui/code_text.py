"""A code card as blocks of text: the signature, the learner's function, what its run said."""

from collections.abc import Iterator, Sequence

from textual.content import Content

from quizapp.core.card import CodeCard
from quizapp.core.evidence import Run
from quizapp.core.question import Question, Stage
from quizapp.ui.prose import QUIET, Block, blocks, wrapped

PRINTED_LINES = 12
TRACE_LINES = 14


def signature_blocks(card: CodeCard) -> list[Block]:
    """What to write; on the screen it stands in the editor."""
    return fence(card.signature)


def answer_blocks(question: Question) -> Iterator[Block]:
    """The function that was written."""
    if isinstance(question.card, CodeCard) and question.stage is Stage.ANSWERED and question.typed:
        yield label("Your function")
        yield from fence(question.typed)


def run_blocks(question: Question) -> Iterator[Block]:
    """The traceback in the learner's own lines, and what her function printed."""
    if question.tried is not None:
        yield from _trace(question.tried)
        yield from _output(question.tried)
    card = question.card
    if isinstance(card, CodeCard):
        yield label("Reference")
        yield from fence(card.reference)


def _trace(run: Run) -> Iterator[Block]:
    rows = run.trace.rstrip().split("\n")
    if len(rows) > 1:
        kept = rows if len(rows) <= TRACE_LINES else [rows[0], "  …", *rows[2 - TRACE_LINES :]]
        yield _rows([Content.styled(row, QUIET) for row in kept])


def _output(run: Run) -> Iterator[Block]:
    from quizapp.core.function import printed  # not needed before a function has run

    text = printed(run).rstrip("\n")
    if not text:
        return
    rows = text.split("\n")
    yield label("Printed")
    kept = rows[:PRINTED_LINES]
    if len(rows) > PRINTED_LINES:
        kept.append(f"… {len(rows) - PRINTED_LINES:,} more lines")
    yield _rows([Content.styled(f"│ {row[:500]}", QUIET) for row in kept])


def label(text: str) -> Block:
    """A line above a part."""
    return lambda width: [Content.styled(text, "bold $text-primary")]


def fence(code: str) -> list[Block]:
    """Code, whatever stands in it."""
    marks = "`" * max(3, longest_run(code) + 1)
    return blocks(f"{marks}python\n{code.rstrip()}\n{marks}")


def longest_run(text: str) -> int:
    """Length of the longest run of backticks."""
    longest = run = 0
    for character in text:
        run = run + 1 if character == "`" else 0
        longest = max(longest, run)
    return longest


def _rows(contents: Sequence[Content]) -> Block:
    return lambda width: [line for content in contents for line in wrapped(content, width)]
