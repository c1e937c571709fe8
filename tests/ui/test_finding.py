"""Searches as `study --find` and `list --find` use them."""

from __future__ import annotations

import pytest

from quizapp.core.review import Grade, SessionKind
from quizapp.ui.finding import found
from quizapp.ui.request import Request
from tests.ui.conftest import Bench


@pytest.mark.parametrize(
    ("search", "cards"),
    [
        ("", ["slope", "slope-number", "vanishing"]),
        ("kind:number", ["slope-number"]),
        ("level:1", ["slope"]),
        ("kind:number or kind:recall", ["slope-number", "vanishing"]),
        ("largest", ["slope"]),
        ("is:new -slope", ["vanishing"]),
        ("is:due", []),
        ("deck:deck", ["slope", "slope-number", "vanishing"]),
        ("is:unverified", ["slope", "slope-number", "vanishing"]),
    ],
)
def test_what_a_search_finds(bench: Bench, search: str, cards: list[str]) -> None:
    assert found(bench.desk(), search) == cards


def test_what_was_reviewed_is_no_longer_new(bench: Bench) -> None:
    desk = bench.desk()
    first = desk.session(Request()).current
    assert first is not None
    question = desk.question(first)
    assert not isinstance(question, tuple)
    desk.grade(question, Grade.EASY, None, SessionKind.STUDY)
    assert found(desk, "is:new") == ["slope-number", "vanishing"]
    assert found(desk, "recall:>=99%") == ["slope"]


@pytest.mark.parametrize("search", ["is:nwe", "kind:novel", "colour:red", 'a "b'])
def test_a_search_that_cannot_be_read_is_said(bench: Bench, search: str) -> None:
    said = found(bench.desk(), search)
    assert isinstance(said, str)
    assert "\n" not in said


def test_a_session_over_a_search(bench: Bench) -> None:
    desk = bench.desk()
    session = desk.session(Request(find="kind:number"))
    assert session.current == "slope-number"
    assert session.left == 1
    assert desk.new_cards(Request(find="kind:number"), 9) == ["slope-number"]
    cram = desk.session(Request(kind=SessionKind.CRAM, find="level:1"))
    assert (cram.current, cram.left) == ("slope", 1)
