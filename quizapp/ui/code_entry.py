"""Writing a function on the study screen: the editor, made when a first code card comes, and runs.

Textual's TextArea is imported here on first use: no other card needs it, and it costs start-up.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from textual.message import Message

from quizapp.core.card import CardId, CodeCard
from quizapp.core.evidence import Run
from quizapp.core.question import Question, Stage

if TYPE_CHECKING:
    from quizapp.ui.screens.study import StudyScreen
    from quizapp.ui.widgets.code_editor import CodeEditor


class Tried(Message):
    """A learner's function ran on the cases of its card."""

    def __init__(self, question: Question, code: str, run: Run, at_ms: int) -> None:
        super().__init__()
        self.question = question
        """As it was when the function was submitted."""
        self.code = code
        self.run = run
        self.at_ms = at_ms


class CodeEntry:
    """The editor of one study screen and what stands in it."""

    def __init__(self, screen: StudyScreen) -> None:
        self._screen = screen
        self._editor: CodeEditor | None = None
        self._card: CodeCard | None = None
        self._start: str = ""
        self._asked: tuple[CardId, int] | None = None
        self._running = False

    @property
    def has_focus(self) -> bool:
        """Whether keys go into the editor."""
        return self._editor is not None and self._editor.has_focus

    @property
    def usable(self) -> bool:
        """Whether a function can be written and run now."""
        return self._card is not None and not self._running

    def show(self, question: Question | None) -> None:
        """Follow the question: the editor is there while a function is asked for."""
        asked = question is not None and question.stage is Stage.ASKED
        if question is None or not asked or not isinstance(question.card, CodeCard):
            self._card = None
            if self._editor is not None:
                self._editor.display = False
            return
        self._fill(question.card, (question.card.id, question.asked_ms))
        assert self._editor is not None
        self._editor.display = True
        self._editor.read_only = self._running
        self._editor.border_title = "running…" if self._running else "your function"

    def _fill(self, card: CodeCard, asked: tuple[CardId, int]) -> None:
        """A new question begins with its signature; an edit of the card keeps what was typed."""
        start = f"{card.signature}\n    "
        untouched = self._editor is None or self._editor.text == self._start
        if self._asked != asked:
            self._running = False
        if self._asked != asked or (untouched and start != self._start):
            self._put(start)
            self._start = start
        self._card, self._asked = card, asked

    def _put(self, text: str) -> None:
        from quizapp.ui.widgets.code_editor import CodeEditor

        if self._editor is None:
            self._editor = CodeEditor(text, id="code")
            self._screen.mount(self._editor, after="#body")
        else:
            self._editor.load_text(text)
        self._editor.move_cursor(self._editor.document.end)

    def focus(self) -> None:
        """Enter the editor."""
        if self._editor is not None and self._card is not None:
            self._screen.set_focus(self._editor)  # at once: the next key is the first letter

    def run(self, question: Question | None, now_ms: int) -> None:
        """Run what stands in the editor; `Tried` tells the screen."""
        editor, card = self._editor, self._card
        if question is None or editor is None or card is None or self._running:
            return
        from quizapp.core.function import syntax_error

        code = editor.text
        if code.strip() == self._start.strip():
            self._screen.notify("Write the body of the function first: i enters it.", timeout=4)
            return
        if wrong := syntax_error(code):
            line, column, message = wrong
            self._screen.notify(
                f"Line {line}: {message}. Nothing was counted: mend it and run again.",
                severity="warning",
                markup=False,
            )
            editor.move_cursor((line - 1, column - 1))
            self.focus()
            return
        self._running = True
        self._screen.run_worker(
            self._try(card, question, code, now_ms), group="code", exclusive=True
        )

    async def _try(self, card: CodeCard, question: Question, code: str, now_ms: int) -> None:
        try:
            run = await self._screen.quizapp.demos.answer(card, code)
        finally:
            self._running = False
        self._screen.post_message(Tried(question, code, run, now_ms))

    def open_editor(self) -> None:
        """Hand the function to the learner's own editor, and take back what was saved."""
        if self._editor is None or self._card is None:
            return
        with tempfile.TemporaryDirectory(prefix="quizapp-") as folder:
            path = Path(folder) / f"{self._card.name}.py"
            path.write_text(self._editor.text, encoding="utf-8")
            line = self._editor.cursor_location[0] + 1
            trouble = self._screen.quizapp.parts.edit(self._screen.quizapp, str(path), line)
            text = path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""
        self._screen.app.refresh(layout=True)
        if trouble:
            self._screen.notify(trouble, severity="error", markup=False)
        elif text:
            self._editor.load_text(text)
            self._editor.move_cursor(self._editor.document.end)
