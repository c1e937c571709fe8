"""Mock interviews in the log, and how the one that goes on stood a second ago.

An interview is begun, answered and ended in rows that are only added; `interview_progress` is a
cache of the rest (its clock, what is on the table), replaced each second, gone with the end.
Contents are JSON, whose form is that of `quizapp.core.interview_json`.
"""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from quizapp.core.card import CardId
from quizapp.core.review import Moment, Review
from quizapp.store.log import Store
from quizapp.store.rows import Row
from quizapp.store.statements import (
    INSERT_INTERVIEW,
    INSERT_INTERVIEW_ANSWER,
    INSERT_INTERVIEW_END,
    UPSERT_PROGRESS,
)

Data = Mapping[str, Any]

_BEGUN: Final = "id, ms, interview.offset, day, role, setup"
_ENDED: Final = "EXISTS (SELECT 1 FROM interview_end WHERE interview_end.interview = interview.id)"
# Of two rows for one place the later corrects the earlier.
_ANSWERS: Final = """
SELECT id, interview, place, ms, "offset", day, card, answer, shown FROM interview_answer
WHERE interview = ? ORDER BY place, ms, id"""
# Two machines may end one interview before their logs are merged: the first end counts.
_END: Final = """
SELECT id, interview, ms, "offset", day, progress, readiness, left_out FROM interview_end
WHERE interview = ? ORDER BY ms, id LIMIT 1"""
_RECENT: Final = """
SELECT DISTINCT card FROM interview_answer WHERE card IS NOT NULL AND interview IN (
    SELECT id FROM interview ORDER BY ms DESC, id DESC LIMIT ?)"""


@dataclass(frozen=True, slots=True)
class Begun:
    """An interview was begun."""

    id: str
    at: Moment
    role: str
    """Name of the role."""
    setup: Data


@dataclass(frozen=True, slots=True)
class Given:
    """An answer, or what became of it when it was looked through."""

    id: str
    interview: str
    place: int
    """Among the interview's answers, from 0."""
    at: Moment
    """When the question was over."""
    card: CardId | None
    """None for an opening or a closing question."""
    answer: Data
    shown: Data
    """What a report shows of it that the library may lose: the question, the model answer…"""


@dataclass(frozen=True, slots=True)
class Over:
    """An interview was ended and looked through."""

    id: str
    interview: str
    at: Moment
    progress: Data
    """Its last state, without the answers."""
    readiness: Sequence[Data]
    """What memory said of each topic then, before the interview's own reviews."""
    left_out: bool
    """She kept what she missed out of the schedule."""


@dataclass(frozen=True, slots=True)
class Kept:
    """All that is known of one interview."""

    begun: Begun
    answers: tuple[Given, ...]
    """In order, the latest of each place."""
    progress: Data
    """Its last state, without the answers."""
    over: Over | None


def add_interview(store: Store, begun: Begun, progress: Data) -> None:
    """Keep that an interview was begun."""
    at = begun.at
    row = (begun.id, at.ms, at.offset, at.day, begun.role, _text(begun.setup))
    with store.writing() as connection:
        connection.execute(INSERT_INTERVIEW, row)
        connection.execute(UPSERT_PROGRESS, (begun.id, at.ms, _text(progress)))


def keep_progress(
    store: Store, interview: str, ms: int, progress: Data, answers: Sequence[Given] = ()
) -> None:
    """Keep how an interview stands, and the answers since the last time, all or nothing."""
    with store.writing() as connection:
        _add_answers(connection, answers)
        connection.execute(UPSERT_PROGRESS, (interview, ms, _text(progress)))


def end_interview(
    store: Store, over: Over, answers: Sequence[Given], reviews: Sequence[Review]
) -> None:
    """Keep that an interview is over, with the reviews that it makes, all or nothing.

    Where it was ended before, by another program, nothing is written.
    """
    at = over.at
    row = (over.id, over.interview, at.ms, at.offset, at.day)
    with store.writing() as connection:
        if connection.execute(_END, (over.interview,)).fetchone() is None:
            _add_answers(connection, answers)
            texts = (_text(over.progress), _text(over.readiness), int(over.left_out))
            connection.execute(INSERT_INTERVIEW_END, (*row, *texts))
            for review in reviews:
                store.add(connection, review)
        delete = "DELETE FROM interview_progress WHERE interview = ?"
        connection.execute(delete, (over.interview,))


def _add_answers(connection: sqlite3.Connection, answers: Sequence[Given]) -> None:
    rows = (
        (
            *(each.id, each.interview, each.place, each.at.ms, each.at.offset, each.at.day),
            *(each.card, _text(each.answer), _text(each.shown)),
        )
        for each in answers
    )
    connection.executemany(INSERT_INTERVIEW_ANSWER, rows)


def unfinished(store: Store) -> str | None:
    """Id of the latest interview that was begun here and not ended."""
    query = f"""SELECT interview.id FROM interview JOIN interview_progress
    ON interview_progress.interview = interview.id WHERE NOT {_ENDED}
    ORDER BY interview.ms DESC, interview.id DESC LIMIT 1"""
    rows = store.rows(query)
    return str(rows[0][0]) if rows else None


def finished(store: Store) -> list[str]:
    """Ids of the interviews that were ended, oldest first."""
    query = f"SELECT id FROM interview WHERE {_ENDED} ORDER BY ms, id"
    return [str(id_) for (id_,) in store.rows(query)]


def read_interview(store: Store, id_: str) -> Kept | None:
    """One interview; None where the file holds none of that id, or not how it stood."""
    begun = store.rows(f"SELECT {_BEGUN} FROM interview WHERE id = ?", (id_,))
    ended = store.rows(_END, (id_,))
    over = _over(ended[0]) if ended else None
    query = "SELECT progress FROM interview_progress WHERE interview = ?"
    stood = [] if over else store.rows(query, (id_,))
    if not begun or not (over or stood):
        return None
    answers = {row[2]: _given(row) for row in store.rows(_ANSWERS, (id_,))}
    name, *at, role, setup = begun[0]
    return Kept(
        Begun(name, Moment(*at), role, json.loads(setup)),
        tuple(answers.values()),
        over.progress if over else json.loads(stood[0][0]),
        over,
    )


def recent_cards(store: Store, interviews: int) -> set[CardId]:
    """The cards that the latest interviews asked, so many of them."""
    return {card for (card,) in store.rows(_RECENT, (interviews,))}


def _given(row: Row) -> Given:
    id_, interview, place, ms, offset, day, card, answer, shown = row
    at = Moment(ms, offset, day)
    return Given(id_, interview, place, at, card, json.loads(answer), json.loads(shown))


def _over(row: Row) -> Over:
    id_, interview, ms, offset, day, progress, readiness, left_out = row
    at = Moment(ms, offset, day)
    return Over(id_, interview, at, json.loads(progress), json.loads(readiness), left_out != 0)


def _text(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
