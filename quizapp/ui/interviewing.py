"""A mock interview being held: its state and the desk joined, for the screen and line mode alike.

Knows no Textual. A caller shows `question` or `prompt`, starts the demo of the question's card,
hands its result to `measured`, and calls `tick` each second with what stands in the field. What
could not be saved stands in `trouble` and is tried again; nothing is lost by it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from quizapp.core.card import Card, CodeCard, RecallCard
from quizapp.core.evidence import Run
from quizapp.core.interview import (
    Answered,
    DontKnow,
    Ended,
    Event,
    Hinted,
    Paused,
    Resumed,
    Tick,
    must_move_on,
    step,
)
from quizapp.core.interview_role import Role
from quizapp.core.question import Question, hear, ticked_as
from quizapp.core.verdict import Verdict
from quizapp.ui.interview_beginning import begun, role_of, topics
from quizapp.ui.interview_log import Past, local_time, to_schedule
from quizapp.ui.interview_reading import clean, left_standing, read, read_late
from quizapp.ui.interview_record import weigh
from quizapp.ui.interview_sheet import Sheet, sheet_of
from quizapp.ui.interview_table import SAVE_MS, Table, key
from quizapp.ui.interview_words import MOVE_ON
from quizapp.ui.request import InterviewRequest

__all__ = ["InterviewRequest", "Interviewing", "ReviewItem", "Waiting"]


@dataclass(frozen=True, slots=True)
class Waiting:
    """An interview that was interrupted."""

    id: str
    began: str
    """Local time: "2026-11-21 10:05"."""
    title: str
    answered: int
    left_ms: int
    over: bool
    """Only the review of ticks and the report are left."""


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """An answer in words, to be judged after the interview."""

    place: int
    """Among the interview's answers."""
    question: Question
    """Answered; without `points` where the card has no rubric."""
    run: Run | None


class Interviewing(Table):
    """One interview, from its set-up to its report."""

    @property
    def roles(self) -> tuple[Role, ...]:
        """The roles of the library."""
        return self.desk.library.roles().roles

    @property
    def topics(self) -> tuple[str, ...]:
        """The decks that have cards."""
        return topics(self.desk.library)

    def role_of(self, request: InterviewRequest) -> Role | str:
        """The role that is asked for, with the topics that are; or why there is none."""
        return role_of(self.desk.library, request)

    def waiting(self) -> Waiting | None:
        """The interview that was interrupted, which is to be resumed or ended first."""
        past = self._unfinished()
        if past is None:
            return None
        interview = past.interview
        return Waiting(
            past.id,
            local_time(past.began),
            interview.setup.role.title,
            len(interview.answers),
            interview.left_ms,
            interview.ended is not None,
        )

    def _unfinished(self) -> Past | None:
        from quizapp.store.interviews import unfinished

        found = unfinished(self.desk.store)
        return None if found is None else self._log.load(found)

    def begin(self, request: InterviewRequest) -> str | None:
        """Put the first question on the table; or say why that cannot be, in a line."""
        if (waiting := self.waiting()) is not None:
            return f"the interview of {waiting.began} is not over: resume it or end it first"
        found = begun(self.desk, request)
        if isinstance(found, str):
            return found
        try:
            self._log.begin(found)
        except self.desk.errors as error:
            return str(error)
        self.interview, self._began = found, self.desk.moment()
        self._draw()
        return None

    def take_up(self) -> str | None:
        """Load the interview that waits; its clock stands still. Or say why that cannot be."""
        past = self._unfinished()
        if past is None:
            return "no interview waits to be resumed"
        self._log.take_up(past)
        self.interview, self._entries, self._began = past.interview, past.entries, past.began
        self._questions = {}
        for place, answer in enumerate(self._held.answers):
            if not answer.settled:
                self._rebuild(place)
        self.draft = self._held.current.draft if self._held.current else ""
        self._draw()
        return None

    def measured(self, card: Card, run: Run) -> None:
        """Take the result of a demo: answers are graded by it, those given before it too."""
        self._runs[key(card)] = run
        for place, question in [*self._questions.items()]:
            if key(question.card) == key(card):
                self._regrade(place, question, run)
        if self.over:
            self._save()

    def _regrade(self, place: int, question: Question, run: Run) -> None:
        if not isinstance(question.card, RecallCard):
            weighed = weigh(question, run)
            if weighed.verdict is not None:
                self._assess(place, weighed.verdict, weighed.share)
        elif not self._held.answers[place].settled:  # what she has confirmed stays
            question = self._questions[place] = hear(question, run)
        self._record(place, question)

    def answer(self, text: str, *, tried: Run | None = None, measured_ms: int = 0) -> str | None:
        """Take an answer and go on; or say why it cannot be read, which costs nothing.

        `tried` is the run of a typed function, `measured_ms` what that took: it is not counted.
        """
        text = clean(text)
        if self.interview is None or self.over:
            return "the interview is over"
        if self.interview.clock.paused:
            return "The clock stands still: resume first."
        if not text.strip():
            return "Nothing is written; say that you do not know, if so."
        now = self._now()
        if self.question is None:
            self._go(Answered(now, text.strip()))
            return None
        found = read(self.question, text, tried, self._run_of(self.question), now)
        if isinstance(found, str):
            return found
        event, question = found
        self._go(replace(event, measured_ms=measured_ms), question)
        return None

    def dont_know(self) -> None:
        """She does not know."""
        self._go(DontKnow(self._now()), self.question)

    def hint(self) -> str:
        """The hint as Markdown, which costs a point; empty where the card has none."""
        if self.question is None or not self.question.card.hint:
            return ""
        if not self.question.hinted and not self._held.clock.paused:
            self.question = replace(self.question, hinted=True)
            self._go(Hinted(self._now()))
        return self.question.card.hint

    def tick(self, draft: str = "") -> bool:
        """Each second. Whether the interviewer moved on, with what stood in the field."""
        if self.interview is None or self.over or self.interview.clock.paused:
            return False
        now, self.draft = self._now(), clean(draft)
        if not must_move_on(self.interview, now):
            self.interview = step(self.interview, Tick(now, self.draft))
            if now - self._saved_ms >= SAVE_MS or self.trouble:
                self._save()
            return False
        self._notices.append(MOVE_ON)
        event: Event = Tick(now, left_standing(self.question, self.draft))
        question = self.question
        late = read_late(question, self.draft, self._run_of(question), now) if question else None
        if late is not None:
            event, question = late
        self._go(event, question)
        return True

    def pause(self, draft: str = "") -> None:
        """Let the clock stand still."""
        self.tick(draft)
        self._go(Paused(self._now()))

    def resume(self) -> None:
        """Let the clock go on."""
        self._go(Resumed(self._now()))

    def end(self, draft: str = "") -> None:
        """She ends the interview here."""
        if not self.over:
            self._go(Ended(self._now(), left_standing(self.question, clean(draft))), self.question)

    @property
    def unmeasured(self) -> tuple[tuple[int, CodeCard, str], ...]:
        """Functions that the interviewer took as they stood, not run yet: place, card, code."""
        found = []
        for place, answer in enumerate(self._held.answers):
            card = self._questions[place].card if place in self._questions else None
            if not answer.settled and isinstance(card, CodeCard):
                found.append((place, card, answer.said))
        return tuple(found)

    def late(self, place: int, tried: Run) -> None:
        """Grade such a function by its run."""
        question = replace(self._questions[place], tried=tried)
        weighed = weigh(question, self._run_of(question))
        self._questions[place] = question
        self._assess(place, weighed.verdict or Verdict.NOT_RUN, weighed.share)
        self._record(place, question)
        self._save()

    @property
    def reviews(self) -> tuple[ReviewItem, ...]:
        """The answers in words that she has not judged yet, in their order."""
        if not self.over:
            return ()
        return tuple(
            ReviewItem(place, question, self._run_of(question))
            for place, question in sorted(self._questions.items())
            if isinstance(question.card, RecallCard) and not self._held.answers[place].settled
        )

    def assess(self, place: int, ticked: frozenset[int]) -> None:
        """She confirms which points of the rubric an answer named."""
        question = ticked_as(self._questions[place], ticked)
        self._questions[place] = question
        self._assess(place, None, weigh(question, None).share)
        self._record(place, question)
        self._save()

    def judge(self, place: int, score: int) -> None:
        """She gives an answer without a rubric a score, 0 to 4."""
        self._assess(place, None, min(max(score, 0), 4) / 4)
        self._save()

    @property
    def missed(self) -> int:
        """How many answers would go into the schedule."""
        return to_schedule(self._held)

    def finish(self, *, leave_out: bool = False) -> str | None:
        """Close the interview in the log, with the reviews that it makes; or say why not."""
        self.end()
        try:
            self._log.end(self._held, self._entries, leave_out=leave_out)
        except self.desk.errors as error:
            return str(error)
        self.trouble = ""
        return None

    def sheet(self) -> Sheet:
        """The report, as the answers stand. Raises the desk's `errors`."""
        return sheet_of(self._log, self._past())

    def _past(self) -> Past:
        kept = self._log.load(self._log.id)
        if kept is not None and kept.over:
            return kept
        return Past(self._log.id, self._began, self._held, [*self._entries])
