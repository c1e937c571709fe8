"""Read the hidden spans of a question, and everything that is wrong with them."""

from quizapp.core.card import Gap
from quizapp.decks.outline import Outline
from quizapp.decks.sections import Report


def read_gaps(question: str, outline: Outline, card_line: int, report: Report) -> tuple[Gap, ...]:
    """The gaps in the order of the question; what is wrong is reported."""
    if "==" not in question:
        return ()
    # 2 ms of patterns, which a start without a cloze need not pay.
    from quizapp.core.gaps import spans, unclosed

    gaps: list[Gap] = []
    for span in spans(question):
        line, column = _place(question, span.begin, outline)
        if not any(span.wordings):
            say = "the gap hides nothing; write the hidden words: ==words=="
            report(line, column, "gap-empty", say)
        elif not all(span.wordings):
            say = "an alternative of the gap is empty; remove its '|', or write it: ==one|other=="
            report(line, column, "gap-empty", say)
        gaps.append(Gap(span.wordings, card_line + line))
    opened = unclosed(question)
    if opened is not None:
        say = "'==' opens a gap that is not closed on its line; close it, or write `==` as code"
        report(*_place(question, opened, outline), "gap-unclosed", say)
    return tuple(gaps)


def _place(question: str, at: int, outline: Outline) -> tuple[int, int]:
    """Line in the card and column of a place in its question, whose lines are lines of the card."""
    begin = question.rfind("\n", 0, at) + 1
    end = question.find("\n", at)
    text = question[begin : end if end >= 0 else len(question)]
    for number, line in enumerate(outline.lines):
        # The question begins with the heading without its marks, so it never stands at the start.
        if (column := line.find(text)) >= 0 and (number > 0) == (begin > 0):
            return number, column + at - begin + 1
    return 0, 1
