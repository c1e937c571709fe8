"""A mock interview line by line: for screen readers, pipes and scripts.

An answer is a line, a function lines up to a full stop. A line that comes after its time is taken,
as one that the interviewer had to wait for. At the end of input the interview waits to be resumed.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TextIO

from quizapp.core.card import Card, ChoiceCard, ClozeCard, CodeCard, FormulaCard, NumberCard
from quizapp.core.evidence import Outcome, Run
from quizapp.core.function import inputs_of, syntax_error
from quizapp.core.interview import must_move_on
from quizapp.core.interview_items import Asked
from quizapp.core.question import Question
from quizapp.core.verification import verify
from quizapp.lab.jobs import answer_job, demo_job
from quizapp.ui import interview_report
from quizapp.ui.card_text import outcome_blocks, question_blocks
from quizapp.ui.code_text import signature_blocks
from quizapp.ui.desk import Desk
from quizapp.ui.interview_words import MOVE_ON, clock, scale
from quizapp.ui.interviewing import Interviewing, ReviewItem
from quizapp.ui.line_mode import WIDTH, EndOfInput, LineMode
from quizapp.ui.prose import plain as plain_prose
from quizapp.ui.request import InterviewRequest

if TYPE_CHECKING:
    from quizapp.lab.client import Lab

HELP = "? I don't know, :h hint, :p pause, :e end the interview, :q leave it, to be resumed"
NUMBERS = tuple(map(str, range(1, 27)))
BEAT_S = 1.0
"""How often the clock is kept."""


def interview_plain(
    desk: Desk, lab: Lab, request: InterviewRequest, reader: TextIO, writer: TextIO
) -> str | int:
    """Hold an interview; returns the exit status, or why there is none, in a line."""
    with asyncio.Runner() as runner:
        try:
            return runner.run(_Held(desk, lab, reader, writer).run(request))
        except desk.errors as error:
            return str(error)
        finally:
            runner.run(lab.close())
            desk.close()


class _Held(LineMode):
    def __init__(self, desk: Desk, lab: Lab, reader: TextIO, writer: TextIO) -> None:
        super().__init__(reader, writer)
        self.lab = lab
        self.held = Interviewing(desk)
        self._demos: dict[str, asyncio.Task[Run]] = {}
        self._told = False
        """That this question's time is over."""

    async def run(self, request: InterviewRequest) -> str | int:
        beat = asyncio.create_task(self._beat())
        try:
            said = await self._start(request)
            if said is not None:
                return said
            while not self.held.over:
                await self._question()
            await self._look_through()
        except EndOfInput:
            if self.held.interview is not None:
                self.held.pause()
            self.say("Stopped. The interview waits: quizapp interview resumes it.")
            return 1 if self._told_trouble() else 0
        finally:
            for task in (beat, *self._demos.values()):
                task.cancel()
            await asyncio.gather(beat, *self._demos.values(), return_exceptions=True)
        return 1 if self._told_trouble() else 0

    def _told_trouble(self) -> bool:
        if self.held.trouble:
            self.say(self.held.trouble)
        return bool(self.held.trouble)

    async def _start(self, request: InterviewRequest) -> str | None:
        waiting = self.held.waiting()
        if waiting is None:
            if said := self.held.begin(request):
                return said
            self.say(f"An interview, line by line. At any prompt: {HELP}.")
            return None
        where = "answers to look through" if waiting.over else f"{clock(waiting.left_ms)} left"
        self.say(
            f"The interview of {waiting.began}, {waiting.title}, was interrupted after "
            f"{waiting.answered} answers: {where}."
        )
        text = await self.ask("Enter resumes it, e ends it and shows the report: ")
        if said := self.held.take_up():
            return said
        if text == "e":
            self.held.end()
        else:
            self.held.resume()
        return None

    async def _beat(self) -> None:
        """Keep the clock each second. Over time nothing is taken away from under her hands."""
        while True:
            await asyncio.sleep(BEAT_S)
            interview = self.held.interview
            if interview is None or interview.ended is not None:
                continue
            if not must_move_on(interview, self.held.desk.moment().ms):
                self.held.tick()
            elif not self._told:
                self._told = True
                self.say(f"\n{MOVE_ON} Finish your line.")

    async def _question(self) -> None:
        interview, question = self.held.interview, self.held.question
        assert interview is not None
        assert interview.current is not None
        self._told = False
        for notice in self.held.take_notices():
            self.say(notice)
        self.say()
        number = len(interview.answers) + 1
        self.say(f"[{number}] {_where(interview.current)}, {clock(interview.left_ms)} left in all")
        if self.held.lead_in:
            self.say(self.held.lead_in)
        if question is None:
            self.say(plain_prose(self.held.prompt, WIDTH))
        else:
            self._measure(question.card)
            self.show(question_blocks(question, None, None))
            if isinstance(question.card, CodeCard):
                self.show(signature_blocks(question.card))
        while not self.held.over and len(self.held.interview.answers) < number:  # type: ignore[union-attr]
            await self._line(question)

    async def _line(self, question: Question | None) -> None:
        text = await self.ask(_prompt(question))
        match text:
            case "":
                self.say(f"Nothing was typed. {HELP}.")
            case "?":
                self.held.dont_know()
            case ":h":
                self.say(plain_prose(self.held.hint() or "There is no hint.", WIDTH))
            case ":p":
                self.held.pause()
                await self.ask("The clock stands still. Enter goes on: ")
                self.held.resume()
            case ":e":
                self.held.end()
            case ":q":
                raise EndOfInput
            case _ if question is not None and isinstance(question.card, CodeCard):
                await self._code(question.card, text)
            case _:
                if said := self.held.answer(text):
                    self.say(said)

    async def _code(self, card: CodeCard, first: str) -> None:
        lines = [first]
        while (line := await self.raw()) != ".":
            lines.append(line)
        code = "\n".join(lines) + "\n"
        if wrong := syntax_error(code):
            self.say(f"Line {wrong[0]}: {wrong[2]}. Nothing was counted: write it again.")
            return
        began = self.held.desk.moment().ms
        tried = await self._try(card, code)
        took = self.held.desk.moment().ms - began
        if said := self.held.answer(code, tried=tried, measured_ms=took):
            self.say(said)

    async def _try(self, card: CodeCard, code: str) -> Run:
        """Her function on the cases of the card's demo."""
        self._measure(card)
        if card.id not in self._demos:
            return Run(Outcome.DENIED, message="the card has no demo to give inputs")
        demo = await asyncio.shield(self._demos[card.id])
        if not inputs_of(demo):
            return Run(Outcome.DENIED, message=demo.message or "the demo gave no cases")
        return await self.lab.result(answer_job(card, code, demo))

    def _measure(self, card: Card) -> None:
        """Run the card's demo while she thinks."""
        if card.demo is not None and card.id not in self._demos:
            self._demos[card.id] = asyncio.create_task(self._demo(card))

    async def _demo(self, card: Card) -> Run:
        run = await self.lab.result(demo_job(card))
        self.held.measured(card, run)
        self.held.desk.record(card, run, verify(card, run))
        return run

    async def _look_through(self) -> None:
        """Ticks, what goes into the schedule, and the report."""
        held = self.held
        self.say()
        self.say(held.ending)
        for item in held.reviews:
            self._measure(item.question.card)
        await asyncio.gather(*self._demos.values(), return_exceptions=True)
        for place, card, code in held.unmeasured:
            held.late(place, await self._try(card, code))
        for place in [item.place for item in held.reviews]:
            item = next(each for each in held.reviews if each.place == place)
            await self._judge(item)
        for notice in held.take_notices():
            self.say(notice)
        leave_out = False
        if held.missed:
            what = f"{held.missed} missed " + ("card goes" if held.missed == 1 else "cards go")
            text = await self.ask(f"{what} into the schedule; Enter agrees, n leaves them out: ")
            leave_out = text.casefold() in ("n", "no")
        if said := held.finish(leave_out=leave_out):
            held.trouble = f"Not saved: {said}. The interview waits to be ended again."
        sheet = held.sheet()
        self.say()
        self.say(plain_prose(interview_report.markdown(sheet, links=False), WIDTH))
        self.say()
        folder = interview_report.folder_of(held.desk.store.path)
        saved = interview_report.save(sheet, folder)
        self.say(saved if isinstance(saved, str) else f"Written to {saved[0]} and {saved[1]}")

    async def _judge(self, item: ReviewItem) -> None:
        """Her ticks of one answer in words; without a rubric, her score."""
        self.say()
        heading = item.question.card.question.partition("\n")[0]
        self.say(f"[{item.place + 1}] {plain_prose(heading, WIDTH)}")
        self.show(outcome_blocks(item.question, None, None, run=item.run, points=NUMBERS))
        points = len(item.question.points)
        now = " ".join(NUMBERS[place] for place in sorted(item.question.ticked)) or "0"
        while True:
            if not points:
                text = await self.ask(f"score ({scale()}): ")
                if text in tuple("01234"):
                    self.held.judge(item.place, int(text))
                    return
                self.say("A score from 0 to 4.")
                continue
            text = await self.ask(f"points named (numbers, 0 for none) [{now}]: ")
            given = text.replace(",", " ").split()
            known = NUMBERS[:points]
            if not given or given == ["0"] or all(each in known for each in given):
                ticked = frozenset(known.index(each) for each in given if each in known)
                self.held.assess(item.place, ticked if given else item.question.ticked)
                return
            self.say(f"Numbers from 1 to {points}; Enter takes {now}.")


def _where(asked: Asked) -> str:
    about = [asked.stage.value]
    if asked.card is not None:
        about.append(f"{asked.topic}, level {asked.level}")
    return f"{', '.join(about)}; {clock(asked.budget_ms)} for this"


def _prompt(question: Question | None) -> str:
    match question.card if question else None:
        case ChoiceCard(multiple=True):
            return "letters, all that are right: "
        case ChoiceCard():
            return "letter: "
        case NumberCard():
            return "number: "
        case FormulaCard():
            return "formula: "
        case CodeCard():
            return "your function, then a line with a single '.': "
        case ClozeCard(gaps=gaps) if len(gaps) > 1:
            return f"the {len(gaps)} gaps, with ; between: "
        case ClozeCard():
            return "the gap: "
        case _:
            return "your answer: "
