"""Interviews in the log, as values: begun, kept each second, taken up after a crash, ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

from quizapp.core.interview_answer import grade, missed
from quizapp.core.interview_json import answer_data, progress_data, restored, setup_data
from quizapp.core.interview_report import Readiness, readiness, report
from quizapp.core.interview_state import Interview
from quizapp.core.review import Moment, Review, SessionKind
from quizapp.store import interviews as store

if TYPE_CHECKING:
    from quizapp.ui.desk import Desk
    from quizapp.ui.interview_record import Record


@dataclass(frozen=True, slots=True)
class Entry:
    """What is kept of one answer beside the answer itself."""

    at: Moment
    record: Record


@dataclass(slots=True)
class Past:
    """An interview as the log has it."""

    id: str
    began: Moment
    interview: Interview
    entries: list[Entry]
    over: bool = False
    """It was ended and looked through."""
    left_out: bool = False
    readiness: tuple[Readiness, ...] = ()
    """As of its end."""
    ended_day: int = 0
    """Study day of its end."""


@dataclass(slots=True)
class InterviewLog:
    """Keeps one interview in the log. Every method raises the desk's `errors`."""

    desk: Desk
    id: str = ""
    _kept: list[tuple[object, object]] = field(default_factory=list)
    """By place: answer and record, as last written."""

    def begin(self, interview: Interview) -> None:
        """Keep that an interview was begun."""
        self.id, self._kept = self.desk.new_id(), []
        at = self.desk.moment()
        begun = store.Begun(self.id, at, interview.setup.role.name, setup_data(interview))
        store.add_interview(self.desk.store, begun, _progress(interview))

    def keep(self, interview: Interview, entries: Sequence[Entry]) -> None:
        """Keep how it stands, with the answers that are new or were corrected."""
        ms = self.desk.moment().ms
        given, kept = self._changed(interview, entries)
        store.keep_progress(self.desk.store, self.id, ms, _progress(interview), given)
        self._kept = kept

    def end(self, interview: Interview, entries: Sequence[Entry], *, leave_out: bool) -> None:
        """Keep that it is over; what was missed and graded becomes reviews."""
        lines = outlook(self.desk, interview)
        over = store.Over(
            *(self.desk.new_id(), self.id, self.desk.moment(), _progress(interview)),
            [_line(each) for each in lines],
            leave_out,
        )
        given, kept = self._changed(interview, entries)
        reviews = [] if leave_out else self._reviews(interview, entries)
        store.end_interview(self.desk.store, over, given, reviews)
        self.desk.seen_anew()
        self._kept = kept

    def load(self, id_: str) -> Past | None:
        """An interview of the log; None where it cannot be read."""
        kept = store.read_interview(self.desk.store, id_)
        if kept is None:
            return None
        answers = [each.answer for each in kept.answers]
        try:
            interview = restored(kept.begun.setup, {**kept.progress, "answers": answers})
        except ValueError:
            return None
        over = kept.over
        return Past(
            *(id_, kept.begun.at, interview),
            [Entry(each.at, each.shown) for each in kept.answers],
            over is not None,
            over.left_out if over else False,
            tuple(Readiness(**line) for line in over.readiness) if over else (),
            over.at.day if over else 0,
        )

    def take_up(self, past: Past) -> None:
        """Go on keeping an interview that was loaded."""
        self.id = past.id
        pairs = zip(past.interview.answers, past.entries, strict=True)
        self._kept = [(answer, entry.record) for answer, entry in pairs]

    def _changed(
        self, interview: Interview, entries: Sequence[Entry]
    ) -> tuple[list[store.Given], list[tuple[object, object]]]:
        kept: list[tuple[object, object]] = []
        given = []
        for place, (answer, entry) in enumerate(zip(interview.answers, entries, strict=True)):
            kept.append((answer, entry.record))
            if place >= len(self._kept) or self._kept[place] != kept[-1]:
                card, data = answer.asked.card, answer_data(answer)
                id_ = self.desk.new_id()
                row = store.Given(id_, self.id, place, entry.at, card, data, entry.record)
                given.append(row)
        return given, kept

    def _reviews(self, interview: Interview, entries: Sequence[Entry]) -> list[Review]:
        scheduler = self.desk.scheduler
        reviews = []
        for answer, entry in zip(interview.answers, entries, strict=True):
            worth, card = grade(answer), answer.asked.card
            if worth is None or card is None or not (missed(answer) and answer.settled):
                continue
            reviews.append(
                Review(
                    *(self.desk.new_id(), card, entry.at, worth, SessionKind.INTERVIEW),
                    str(entry.record.get("kept") or answer.said),
                    answer.verdict,
                    answer.spent_ms,
                    str(entry.record.get("card_hash", "")),
                    str(entry.record.get("parameters", "{}")),
                    scheduler=scheduler.name,
                    weights=scheduler.weights_id,
                )
            )
        return reviews


def to_schedule(interview: Interview) -> int:
    """How many answers the end of an interview makes reviews of."""
    return sum(missed(each) and each.settled for each in interview.answers)


def outlook(desk: Desk, interview: Interview) -> tuple[Readiness, ...]:
    """What memory and interview say of each topic today, apart."""
    cards = {deck.name: deck.card_ids for deck in desk.library.decks}
    memories = desk.store.memories()
    weights = desk.scheduler.weights
    return readiness(report(interview), cards, memories, desk.moment().day, weights)


def local_time(at: Moment) -> str:
    """An instant as the clock on the wall showed it: "2026-11-21 10:05"."""
    zone = timezone(timedelta(minutes=at.offset))
    return f"{datetime.fromtimestamp(at.ms / 1000, UTC).astimezone(zone):%Y-%m-%d %H:%M}"


def _progress(interview: Interview) -> dict[str, object]:
    data = progress_data(interview)
    del data["answers"]  # they are in rows of their own
    return data


def _line(each: Readiness) -> Mapping[str, Any]:
    names = ("topic", "recall", "seen", "cards", "score", "graded")
    return {name: getattr(each, name) for name in names}
