"""What she answers with in an interview: prose, one line, code or letters; one at a time."""

from __future__ import annotations

from typing import Literal

from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Input

from quizapp.core.card import Card, ChoiceCard, CodeCard, RecallCard
from quizapp.core.question import SEPARATORS, Question
from quizapp.ui.interview_lines import how_to_answer
from quizapp.ui.widgets.code_editor import CodeEditor
from quizapp.ui.widgets.words_editor import WordsEditor

Way = Literal["words", "line", "code", "letters"]


def way_of(card: Card | None) -> Way:
    """How a card is answered; None stands for a question in the interviewer's own words."""
    match card:
        case None | RecallCard():
            return "words"
        case CodeCard():
            return "code"
        case ChoiceCard():
            return "letters"
        case _:
            return "line"


class Entry:
    """The fields of one question screen, of which one is shown."""

    def __init__(self, screen: Screen[None]) -> None:
        self._screen = screen
        self.way: Way = "words"
        self.picked = ""
        """Shown letters of the options picked, in the order of the alphabet."""
        self._multiple = False
        self._start = ""

    def compose(self) -> ComposeResult:
        """All three fields; making one costs less than making it while the clock runs."""
        yield WordsEditor(id="words")
        yield Input(select_on_focus=False, id="line")
        yield CodeEditor("", id="code")

    @property
    def words(self) -> WordsEditor:
        """The field for prose."""
        return self._screen.query_one(WordsEditor)

    @property
    def line(self) -> Input:
        """The field of one line."""
        return self._screen.query_one("#line", Input)

    @property
    def code(self) -> CodeEditor:
        """The field for code."""
        return self._screen.query_one(CodeEditor)

    def open(self, card: Card | None, draft: str) -> None:
        """Show the field that a question needs, with what stood in it."""
        self.way = way_of(card)
        self.words.display = self.way == "words"
        self.line.display = self.way == "line"
        self.code.display = self.way == "code"
        self.picked = ""
        self._multiple = isinstance(card, ChoiceCard) and card.multiple
        if self.way == "words":
            self.words.placeholder = how_to_answer(card)
            self.words.load_text(draft)
            self.words.move_cursor(self.words.document.end)
            self._screen.set_focus(self.words)
        elif self.way == "line":
            self.line.placeholder = how_to_answer(card)
            self.line.value = draft
            self.line.cursor_position = len(draft)
            self._screen.set_focus(self.line)
        elif isinstance(card, CodeCard):
            self._start = f"{card.signature}\n    "
            self.code.load_text(draft or self._start)
            self.code.move_cursor(self.code.document.end)
            self.measuring(False)
            self._screen.set_focus(self.code)
        else:
            self.picked = "".join(each for each in draft if each not in f" {SEPARATORS}")
            self._screen.set_focus(None)

    def close(self) -> None:
        """Nothing is asked any more."""
        self._screen.set_focus(None)
        for field in (self.words, self.line, self.code):
            field.display = False

    def measuring(self, on: bool) -> None:
        """While a function runs on the cases, it is not changed."""
        self.code.read_only = on
        self.code.border_title = "running on the cases; the clock stands" if on else "your function"

    @property
    def text(self) -> str:
        """What stands there: her words, or the letters picked. A bare signature is nothing."""
        match self.way:
            case "words":
                return self.words.text
            case "line":
                return self.line.value
            case "code":
                untouched = self.code.text.strip() == self._start.strip()
                return "" if untouched else self.code.text
            case "letters":
                return " ".join(self.picked)

    def pick(self, letter: str) -> None:
        """Pick an option by its letter, or take the pick back; one at most of a single choice."""
        if letter in self.picked:
            self.picked = self.picked.replace(letter, "")
        elif self._multiple:
            self.picked = "".join(sorted(self.picked + letter))
        else:
            self.picked = letter

    def keys_of(self, question: Question) -> frozenset[str]:
        """The options picked, by their keys in the card."""
        options = dict(question.options)
        return frozenset(options[letter].key for letter in self.picked if letter in options)
