"""Read the content of one section of a card: a demo, a list of mistakes, a rubric…"""

import re
import warnings
from collections.abc import Callable

from quizapp.core.card import CardId, Demo, Mistake, RubricPoint
from quizapp.decks.marks import mark_apart
from quizapp.decks.outline import Block, Item, Outline, Section
from quizapp.decks.parameters import FORM, read_parameters

Report = Callable[[int, int, str, str], None]
"""Takes line (from 0 in the card), column, code and message of a problem."""

_FOLLOW_UP = re.compile(r"\]\(\s*(?:<([^<>\n]*)>|([^()\s<>]*))[^()]*\)")
_COLON = re.compile(r":\s+")


class SectionReader:
    """Reads sections of one card; `line` is the line of the card's heading in the file."""

    def __init__(self, outline: Outline, line: int, report: Report) -> None:
        self.outline = outline
        self.line = line
        self.report = report

    def demo(self, section: Section) -> Demo | None:
        """The one `python` fence, checked for its syntax."""
        fences = [each for each in section.blocks if is_python(each)]
        if len(fences) != 1:
            at = fences[1].begin if fences else section.line
            say = "the demo needs a ```python fence"
            if fences:
                say = "the demo has a second ```python fence; put both into one"
            self.report(at, 1, "demo-fence", say)
            return None
        fence = fences[0]
        self._check_syntax(fence)
        return Demo(fence.content, self.line + fence.begin + 1)

    def _check_syntax(self, fence: Block) -> None:
        first = self.outline.lines[fence.begin]
        indent = len(first) - len(first.lstrip(" "))
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                compile(fence.content, "demo", "exec", dont_inherit=True)
        except SyntaxError as error:
            lines = fence.end - fence.begin - 1
            row = min(error.lineno or 1, max(lines, 1))
            column = max(error.offset or 1, 1) + indent
            self.report(
                fence.begin + row, column, "demo-syntax", f"the demo is no Python: {error.msg}"
            )
        except (ValueError, MemoryError, RecursionError, OverflowError) as error:
            say = f"the demo is no Python: {error or 'it is nested too deeply'}"
            self.report(fence.begin + 1, 1, "demo-syntax", say)

    def mistakes(self, section: Section) -> tuple[Mistake, ...]:
        """`- value: sentence` lines."""
        found: list[Mistake] = []
        for item in self._items(section, "mistake-form", "mistakes are a list: - value: sentence"):
            value, sentence = split_at_colon(item.text)
            if not value or not sentence:
                say = "a mistake is a value, a colon and a sentence: - 0.5: that is the tanh"
                self.report(item.line, item.column, "mistake-form", say)
                continue
            found.append(Mistake(value, sentence, self.line + item.line))
        return tuple(found)

    def rubric(self, section: Section) -> tuple[RubricPoint, ...]:
        """`- [ ] text: wording; wording` lines, with `{order=name}` where the demo measures it."""
        found: list[RubricPoint] = []
        for item in self._items(
            section, "rubric-form", "the rubric is a task list: - [ ] key point: wording"
        ):
            said, mark = mark_apart(item, self.report)
            text, wordings = split_at_colon(said)
            if not item.mark or not text:
                say = "a point of the rubric is a task: - [ ] key point: wording; wording"
                self.report(item.line, item.column, "rubric-form", say)
                continue
            accepted = tuple(each.strip() for each in wordings.split(";") if each.strip())
            found.append(RubricPoint(text, accepted, self.line + item.line, mark))
        return tuple(found)

    def follow_ups(self, section: Section) -> tuple[CardId, ...]:
        """`- [text](#id)` or `- [text](file.md#id)` lines."""
        found: list[CardId] = []
        for item in self._items(
            section, "follow-up-link", "follow-ups are a list: - [text](#other-id)"
        ):
            links = list(_FOLLOW_UP.finditer(item.text))
            ids = [(link[1] or link[2]).partition("#")[2] for link in links]
            if not ids or not all(ids):
                say = "a follow-up links to a card: - [text](#other-id)"
                self.report(item.line, item.column, "follow-up-link", say)
                continue
            found += [CardId(each) for each in ids]
        return tuple(found)

    def parameters(self, section: Section) -> dict[str, tuple[object, ...]]:
        """One `yaml` fence that gives a list of values for each name."""
        fences = [each for each in section.blocks if each.kind == "fence"]
        if len(fences) != 1 or fences[0].info.split()[:1] not in (["yaml"], ["yml"]):
            at = fences[-1].begin if fences else section.line
            self.report(at, 1, "parameters-form", FORM)
            return {}
        inside = fences[0].begin + 1
        return read_parameters(
            fences[0].content,
            lambda row, column, say: self.report(inside + row, column, "parameters-form", say),
        )

    def _items(self, section: Section, code: str, form: str) -> list[Item]:
        """The items of a section that must be one list; anything beside it is a problem."""
        lists = [each for each in section.blocks if each.is_list]
        for block in section.blocks:
            if block not in lists[:1] and not block.is_comment and block.kind != "heading":
                self.report(block.begin, 1, code, form)
        return self.outline.items(lists[0]) if lists else []


def is_python(block: Block) -> bool:
    """Whether a block is a fence of Python code."""
    return block.kind == "fence" and block.info.split()[:1] in (["python"], ["py"])


def split_at_colon(text: str) -> tuple[str, str]:
    """What stands before and after the first colon that white space follows."""
    found = _COLON.search(text)
    if found is None:
        return text.strip(), ""
    return text[: found.start()].strip(), text[found.end() :].strip()


def has_code(section: Section | None) -> bool:
    """Whether a section holds Python."""
    return section is not None and any(is_python(block) for block in section.blocks)
