"""What is on the table of an interview, kept in the log; `Interviewing` says what happens to it."""

from __future__ import annotations

from dataclasses import replace

from quizapp.core.card import Card, CardId
from quizapp.core.evidence import Run
from quizapp.core.interview import Assessed, Event, Skipped, step
from quizapp.core.interview_state import Interview
from quizapp.core.parameters import as_json
from quizapp.core.question import Question, ask, reveal
from quizapp.core.verdict import Verdict
from quizapp.ui.desk import Desk
from quizapp.ui.interview_log import Entry, InterviewLog
from quizapp.ui.interview_record import of_prompt, record
from quizapp.ui.interview_words import ENDINGS, lead_in

SAVE_MS = 1000
"""What was typed is kept so often."""


class Table:
    """The interview as it stands, its question asked, its answers kept."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.interview: Interview | None = None
        self.question: Question | None = None
        """The card on the table; None for an opening or a closing question."""
        self.draft = ""
        """What stands in the field, as of the last tick; after a crash, what stood there."""
        self.trouble = ""
        """Why the last save failed; it is tried again with each tick."""
        self._log = InterviewLog(desk)
        self._entries: list[Entry] = []
        self._questions: dict[int, Question] = {}
        """Answered in this run of the program, or rebuilt, by their places."""
        self._runs: dict[str, Run] = {}
        self._notices: list[str] = []
        self._saved_ms = 0
        self._began = desk.moment()

    @property
    def _held(self) -> Interview:
        assert self.interview is not None
        return self.interview

    @property
    def prompt(self) -> str:
        """The words of an opening or a closing question; else empty."""
        current = self.interview.current if self.interview else None
        return current.prompt if current else ""

    @property
    def lead_in(self) -> str:
        """What the interviewer says before the question; it gives no verdict away."""
        current = self.interview.current if self.interview else None
        return lead_in(current) if current else ""

    @property
    def over(self) -> bool:
        """Whether nothing more is asked."""
        return self.interview is not None and self.interview.ended is not None

    @property
    def ending(self) -> str:
        """Why it is over, as a sentence."""
        ended = self.interview.ended if self.interview else None
        return ENDINGS[ended] if ended else ""

    def take_notices(self) -> tuple[str, ...]:
        """Sentences to be shown once."""
        notices, self._notices = tuple(self._notices), []
        return notices

    def _now(self) -> int:
        return self.desk.moment().ms

    def _drawn(self, card: CardId) -> Card | str:
        """The card as this interview asks it, whenever; or what became of it."""
        library = self.desk.library
        if card not in library.cards:
            return f"{card} is no longer in the library"
        drawn = library.drawn(card, self._held.setup.seed)
        return f"{card} cannot be read any more ({drawn[0]})" if isinstance(drawn, tuple) else drawn

    def _draw(self) -> None:
        """Ask what is on the table now. A card that is gone is passed over."""
        self.question = None
        while (current := self._held.current) is not None and current.card is not None:
            self.desk.library.reload()
            card = self._drawn(current.card)
            if not isinstance(card, str):
                memory = self.desk.store.memory(card.id)
                asked = ask(card, memory, self._now())
                self.question = replace(asked, hinted=current.hints > 0)
                return
            self._notices.append(f"{card}: passed over.")
            self._skip()
            self._save()

    def _skip(self) -> None:
        """Pass over the card on the table; a clock that stands still goes on standing."""
        interview, clock = self._held, self._held.clock
        if clock.paused is None:
            self.interview = step(interview, Skipped(self._now()))
            return
        going = replace(interview, clock=replace(clock, paused=None))
        skipped = step(going, Skipped(clock.at_ms))
        if skipped.ended is None:
            skipped = replace(skipped, clock=replace(skipped.clock, paused=clock.paused))
        self.interview = skipped

    def _run_of(self, question: Question | None) -> Run | None:
        return self._runs.get(key(question.card)) if question else None

    def _go(self, event: Event, question: Question | None = None) -> None:
        """Step, keep what was answered, and ask the next question."""
        if self.interview is None:
            return
        before = self.interview
        self.interview = step(before, event)
        place = len(before.answers)
        if len(self.interview.answers) > place:
            asked = before.current
            assert asked is not None
            self.draft = ""
            self._entries.append(Entry(self.desk.moment(), of_prompt(asked.prompt)))
            if question is not None:
                self._keep(place, question)
            self._draw()
        self._save()

    def _keep(self, place: int, question: Question) -> None:
        """Keep a question as it was left: answered, or shown with what stood in the field."""
        said = self._held.answers[place].said
        if not question.duration_ms and not question.typed and not question.picked:
            question = reveal(replace(question, typed=said), self._now())
        self._questions[place] = question
        self._record(place, question)

    def _record(self, place: int, question: Question) -> None:
        run = self._run_of(question)
        self._entries[place] = replace(self._entries[place], record=record(question, run))

    def _assess(self, place: int, verdict: Verdict | None, share: float | None) -> None:
        self.interview = step(self._held, Assessed(place, verdict, share))

    def _save(self) -> None:
        self._saved_ms = self._now()
        try:
            self._log.keep(self._held, self._entries)
            self.trouble = ""
        except self.desk.errors as error:
            self.trouble = f"Not saved yet: {error}"

    def _rebuild(self, place: int) -> None:
        """An answer that waits, asked again as it was; one whose card changed waits no longer."""
        answer = self._held.answers[place]
        assert answer.asked.card is not None
        card = self._drawn(answer.asked.card)
        record_ = self._entries[place].record
        if isinstance(card, str) or card.hash != record_.get("card_hash"):
            say = card if isinstance(card, str) else f"{card.id} was changed"
            self._notices.append(f"{say}: its answer keeps the points that were found in it.")
            found = None if answer.share is not None else Verdict.NOT_RUN
            self._assess(place, found, None)
            return
        question = ask(card, self.desk.store.memory(card.id), self._now())
        typed = replace(question, typed=answer.said, hinted=answer.asked.hints > 0)
        self._questions[place] = reveal(typed, self._now())


def key(card: Card) -> str:
    """Names the text of a card with its parameters."""
    return card.hash + as_json(card.values)
