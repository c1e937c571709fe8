"""Read the function of a code card: the reference under Answer, wrong variants under Mistakes."""

import ast
import re
import warnings
from dataclasses import dataclass

from quizapp.core.card import Variant
from quizapp.decks.outline import Block, Outline, Section
from quizapp.decks.sections import Report, is_python

_COMPLAINTS = (ValueError, MemoryError, RecursionError, OverflowError)


@dataclass(frozen=True, slots=True)
class Function:
    """The reference: its name, and what the learner sees of it."""

    name: str
    signature: str
    code: str
    line: int
    """Line of the file that holds the first line of the code."""


def read_function(fence: Block, card_line: int, report: Report) -> Function | None:
    """The one function of an answer, which must say in a docstring what it returns."""
    found = _parsed(fence, "answer", report)
    if found is None:
        return None
    docstring = found.body[0]
    told = isinstance(docstring, ast.Expr) and ast.get_docstring(found)
    if not told or len(found.body) < 2:
        say = "the function needs a docstring and a body: the learner sees the docstring"
        report(fence.begin + found.lineno, 1, "answer-docstring", say)
        return None
    if docstring.lineno == found.lineno or found.body[1].lineno == docstring.end_lineno:
        say = "write the docstring on lines of its own: the learner begins with all up to it"
        report(fence.begin + found.lineno, 1, "answer-docstring", say)
        return None
    lines = _lines(fence.content)
    signature = "\n".join(lines[: docstring.end_lineno])
    return Function(found.name, signature, fence.content, card_line + fence.begin + 1)


def read_variants(
    section: Section, outline: Outline, name: str, card_line: int, report: Report
) -> tuple[Variant, ...]:
    """Each a sentence, then a fence with the whole function gone wrong in that way."""
    found: list[Variant] = []
    words: list[Block] = []
    for block in section.blocks:
        if block.is_comment:
            continue
        if not is_python(block):
            words.append(block)
            continue
        sentence = " ".join(outline.text(tuple(words)).split())
        function = _parsed(block, "mistake", report)
        if not sentence:
            say = "say above the fence what is wrong with this version, in one sentence"
            report(block.begin, 1, "mistake-form", say)
        elif function is not None and function.name != name:
            say = f"this defines {function.name}; a wrong version of {name} has its name"
            report(block.begin + function.lineno, 1, "mistake-form", say)
        elif function is not None:
            line = card_line + words[0].begin
            found.append(Variant(block.content, sentence, line))
        words = []
    if words:
        say = "below this sentence a ```python fence must show the function with that mistake"
        report(words[0].begin, 1, "mistake-form", say)
    return tuple(found)


def _parsed(fence: Block, what: str, report: Report) -> ast.FunctionDef | None:
    """The function that is all of a fence."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            body = ast.parse(fence.content).body
    except SyntaxError as error:
        row = min(error.lineno or 1, max(fence.end - fence.begin - 1, 1))
        say = f"the {what} is no Python: {error.msg}"
        report(fence.begin + row, max(error.offset or 1, 1), f"{what}-syntax", say)
        return None
    except _COMPLAINTS as error:
        say = f"the {what} is no Python: {error or 'it is nested too deeply'}"
        report(fence.begin + 1, 1, f"{what}-syntax", say)
        return None
    if len(body) == 1 and isinstance(body[0], ast.FunctionDef):
        return body[0]
    say = "the fence holds one function and nothing beside it; torch, np and math are ready"
    report(fence.begin + 1, 1, f"{what}-function", say)
    return None


def _lines(code: str) -> list[str]:
    """As the parser of Python counts them."""
    return re.split(r"\r\n|\r|\n", code)
