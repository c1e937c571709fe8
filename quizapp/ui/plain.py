"""Study line by line on stdin and stdout: for screen readers, pipes and scripts.

Plain text only: no cursor movement, no colour, one answer a line. Ends cleanly at end of input.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, TextIO

from quizapp.core.card import (
    ChoiceCard,
    ClozeCard,
    CodeCard,
    FormulaCard,
    NumberCard,
    RecallCard,
)
from quizapp.core.confidence import parse_confidence
from quizapp.core.evidence import Outcome, Run
from quizapp.core.function import inputs_of, syntax_error
from quizapp.core.question import (
    Question,
    Stage,
    answer_code,
    assess,
    can_say_sure,
    hear,
    pick_line,
    reveal,
    suggested_grade,
    suggestion_reason,
    ticked_as,
    type_answer,
)
from quizapp.core.review import Grade, SessionKind
from quizapp.core.session import Session
from quizapp.core.verification import Verification, verify
from quizapp.lab.jobs import answer_job, demo_job
from quizapp.ui.card_text import answer_blocks, evidence_blocks, outcome_blocks, question_blocks
from quizapp.ui.cloze_text import asked_text
from quizapp.ui.code_text import signature_blocks
from quizapp.ui.desk import Desk
from quizapp.ui.line_mode import WIDTH, EndOfInput, LineMode
from quizapp.ui.prose import blocks
from quizapp.ui.prose import plain as plain_prose
from quizapp.ui.request import Request
from quizapp.ui.sitting import Sitting
from quizapp.ui.study_text import summary_blocks, wait_of

if TYPE_CHECKING:
    from quizapp.lab.client import Lab

Running = asyncio.Task[tuple[Run | None, Verification]]
HELP = (
    "h hint, s suspend, u undo the last answer, q quit; before an answer, %80 says how sure you are"
)
NUMBERS = tuple(map(str, range(1, 27)))


def study_plain(desk: Desk, lab: Lab, request: Request, reader: TextIO, writer: TextIO) -> int:
    """Run a whole session; returns the exit status."""
    with asyncio.Runner() as runner:
        try:
            session = runner.run(_Lines(desk, lab, request, reader, writer).run())
        finally:
            runner.run(lab.close())
            desk.close()
    return 0 if session is not None else 1


class _Lines(LineMode):
    def __init__(
        self, desk: Desk, lab: Lab, request: Request, reader: TextIO, writer: TextIO
    ) -> None:
        super().__init__(reader, writer)
        self.desk = desk
        self.lab = lab
        self.request = request
        self.sitting = Sitting(desk, request)

    @property
    def session(self) -> Session:
        """The queue as it stands."""
        return self.sitting.session

    async def line(self, prompt: str) -> str:
        """One line of input; q stops the session."""
        text = await self.ask(prompt)
        if text == "q":
            raise EndOfInput
        return text

    async def run(self) -> Session | None:
        self.say(f"quizapp, line by line. At any prompt: {HELP}.")
        try:
            while self.session.current is not None:
                await self._card()
        except EndOfInput:
            self.say("Stopped. Every graded answer is saved.")
        except self.desk.errors as error:
            self.say(f"Not saved: {error}. Every answer graded before is.")
            return None
        self.show(summary_blocks(self.session, self.desk.moment().ms, ()))
        return self.session

    async def _card(self) -> None:
        asked = self.sitting.question()
        if not isinstance(asked, Question):
            for problem in asked or ():
                self.say(f"This card cannot be read: {problem}")
            if self.session.current is not None:
                self.sitting.leave_out(self.session.current)
            return
        running = asyncio.create_task(self._measure(asked))
        try:
            self.say()
            self.say(f"[{len(self.session.done) + 1}] {asked.card.deck}, level {asked.card.level}")
            self.show(question_blocks(asked, None, None))
            if isinstance(asked.card, CodeCard):
                self.show(signature_blocks(asked.card))
            question = await self._answer(asked, running)
            if question is None:
                return
            run, verification = await running
            await self._grade(question, run, verification)
        finally:
            running.cancel()

    async def _measure(self, question: Question) -> tuple[Run | None, Verification]:
        card = question.card
        if card.demo is None:
            return None, verify(card, None)
        run = await self.lab.result(demo_job(card))
        verification = verify(card, run)
        self.desk.record(card, run, verification)
        return run, verification

    async def _write(self, question: Question, first: str, running: Running) -> Question | None:
        """The function, to a line with a single full stop, and its run; None if it is no Python."""
        assert isinstance(question.card, CodeCard)
        lines = [first]
        while (line := await self.raw()) != ".":
            lines.append(line)
        now_ms, code = self.desk.moment().ms, "\n".join(lines) + "\n"
        if wrong := syntax_error(code):
            self.say(f"Line {wrong[0]}: {wrong[2]}. Nothing was counted: write it again.")
            return None
        demo, _ = await running
        if demo is None or not inputs_of(demo):
            tried = Run(Outcome.DENIED, message=demo.message if demo else "the card has no demo")
        else:
            tried = await self.lab.result(answer_job(question.card, code, demo))
        return answer_code(question, code, tried, now_ms)

    async def _answer(self, question: Question, running: Running) -> Question | None:
        """Ask until there is an answer; None where the card was left."""
        prompt = _prompt(question)
        while True:
            text = await self.line(prompt)
            match text:
                case "u":
                    self.say(self.sitting.undo())
                    return None
                case "s":
                    self.sitting.suspend(question.card.id)
                    self.say("Suspended; u brings it back.")
                    return None
                case "h" if "h" not in question.letters:
                    hint = question.card.hint or "This card has no hint."
                    self.say(plain_prose(hint, WIDTH))
                    continue
            if isinstance(question.card, CodeCard) and text:
                written = await self._write(question, text, running)
                if written is None:
                    continue
                return written
            if text.startswith("%") and can_say_sure(question):
                sure = parse_confidence(text)
                if isinstance(sure, int):
                    question = replace(question, confidence=sure)
                self.say(f"{sure} % sure." if isinstance(sure, int) else f"{sure}.")
                continue
            answered = self._read(question, text)
            if isinstance(answered, str):
                self.say(answered)
            elif answered.stage is Stage.ANSWERED:
                return answered

    def _read(self, question: Question, text: str) -> Question | str:
        now_ms = self.desk.moment().ms
        if not text:
            return reveal(question, now_ms)
        if not isinstance(question.card, ChoiceCard):
            return type_answer(question, text, now_ms)
        picked = pick_line(question, text, now_ms)
        return f"{picked.capitalize()}." if isinstance(picked, str) else picked

    async def _grade(self, question: Question, run: Run | None, verification: Verification) -> None:
        question = hear(question, run)
        assessment = assess(question, run)
        self.say()
        if isinstance(question.card, ClozeCard):
            self.show(blocks(asked_text(question)))
            self.say()
        self.show(outcome_blocks(question, assessment, verification, run=run, points=NUMBERS))
        self.say()
        known = self.desk.known(question.card)
        self.show(evidence_blocks(question.card, run, verification, known, drawn=False))
        self.say()
        self.show(answer_blocks(question.card))
        if question.points:
            ticked = await self._ticks(question)
            if ticked is None:
                return
            question = ticked_as(question, ticked)
        outcomes = self.desk.outcomes(question)
        suggested = suggested_grade(question, assessment)
        at = self.desk.moment()
        cram = self.request.kind is SessionKind.CRAM
        self.say()
        self.say(
            "  ".join(
                f"{grade.value} {grade.name.capitalize()}"
                + ("" if cram else f" {wait_of(outcomes[grade], at)}")
                for grade in Grade
            )
        )
        if why := suggestion_reason(question, assessment):
            self.say(why)
        while True:
            text = await self.line(f"grade [{suggested.value}]: ")
            if text == "u":
                self.say(self.sitting.undo())
                return
            if text in ("", "1", "2", "3", "4"):
                break
            self.say("A grade from 1 to 4; Enter takes the suggested one.")
        grade = Grade(int(text)) if text else suggested
        self.sitting.grade(question, grade, assessment)

    async def _ticks(self, question: Question) -> frozenset[int] | None:
        """The points that were named; None where the last answer was taken back instead."""
        now = " ".join(NUMBERS[place] for place in sorted(question.ticked))
        while True:
            text = await self.line(f"points named (numbers, 0 for none) [{now or 0}]: ")
            if text == "u":
                self.say(self.sitting.undo())
                return None
            given = text.replace(",", " ").split()
            if not given:
                return question.ticked
            if given == ["0"]:
                return frozenset()
            known = NUMBERS[: len(question.points)]
            if all(number in known for number in given):
                return frozenset(known.index(number) for number in given)
            self.say(f"Numbers from 1 to {len(known)}; Enter takes {now or 'none'}.")


def _prompt(question: Question) -> str:
    match question.card:
        case ChoiceCard(multiple=True):
            return "letters, all that are right (Enter reveals): "
        case ChoiceCard():
            return "letter (Enter reveals): "
        case NumberCard():
            return "number (Enter reveals): "
        case FormulaCard():
            return "formula (Enter reveals): "
        case CodeCard():
            return "your function, then a line with a single '.' (Enter reveals): "
        case ClozeCard(gaps=gaps) if len(gaps) > 1:
            return f"the {len(gaps)} gaps, with ; between (Enter reveals): "
        case ClozeCard():
            return "the gap (Enter reveals): "
        case RecallCard():
            return "your answer, or Enter to reveal: "
