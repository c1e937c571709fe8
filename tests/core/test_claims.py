"""What is read out of typed sentences, and what a measurement makes of it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.core.card import Mark, RubricPoint, Sort
from quizapp.core.claim import canonical
from quizapp.core.claim_checks import check_point
from quizapp.core.claim_grading import hear, line_of
from quizapp.core.claim_reading import own_claim, read_claims, subject_of
from quizapp.core.claim_text import LONGEST
from quizapp.core.evidence import Measured, Outcome, Run
from quizapp.core.verdict import Verdict
from tests.core.claim_sentences import MEASURED, POINTS, ROWS

ALL = tuple(POINTS.values())


def run_of(*topics: str, **values: float | bool) -> Run:
    """A run that measured some topics, or other values for them."""
    measured = {name: MEASURED[name] for name in topics} | {
        name: (value, MEASURED[name][1]) for name, value in values.items()
    }
    return Run(
        Outcome.FINISHED,
        tuple(Measured(name_of(topic), v, u, 1) for topic, (v, u) in measured.items()),
    )


def name_of(topic: str) -> str:
    mark = POINTS[topic].mark
    assert mark is not None
    return mark.quantity


@pytest.mark.parametrize(("topic", "said", "reading", "verdict"), ROWS)
def test_sentences(topic: str, said: str, reading: str, verdict: str) -> None:
    heard = hear((POINTS[topic],), said, run_of(topic))
    found = [(" and ".join(each.understood), each.verdict.value) for each in heard]
    stripped = [
        (" and ".join(part.partition(": ")[2] for part in said.split(" and ")), verdict)
        for said, verdict in found
    ]
    assert stripped == ([(reading, verdict)] if reading else [])


def test_the_table_is_large_and_of_all_kinds() -> None:
    assert len(ROWS) >= 200
    assert len({row[1] + row[0] for row in ROWS}) == len(ROWS)
    verdicts = [row[3] for row in ROWS]
    assert {"", "confirmed", "refuted", "close", "inconclusive"} == set(verdicts)
    assert min(verdicts.count(each) for each in ("", "refuted")) >= 40


@pytest.mark.parametrize("topic", POINTS)
def test_every_point_confirms_itself_and_excludes_its_contrary(topic: str) -> None:
    checked = check_point((POINTS[topic],), 0, run_of(topic))
    assert (checked.verdict, checked.problems) == (Verdict.CONFIRMED, ())


@pytest.mark.parametrize(
    ("topic", "value"),
    [
        ("memory", 1.0),
        ("memory", 3.0),
        ("noise", 0.5),
        ("params", 1.0),
        ("entropy", -0.31),
        ("entropy", 0.0),
        ("loss", 0.05),
        ("ranking", 0.2),
        ("slope", 0.5),
        ("peak", 1e9),
        ("rest", 1e-3),
        ("state", 1.0),
        ("speed", 2.0),
        ("dead", True),
        ("same", False),
    ],
)
def test_a_point_that_is_wrong_is_not_verified(topic: str, value: float | bool) -> None:
    checked = check_point((POINTS[topic],), 0, run_of(**{topic: value}))
    assert checked.verdict is not Verdict.CONFIRMED
    assert [code for code, _ in checked.problems] == ["point-disagrees"]


def test_what_else_makes_a_marked_point_fail() -> None:
    def codes(point: RubricPoint, value: float | bool) -> list[str]:
        run = Run(Outcome.FINISHED, (Measured("q", value, "", 1),))
        return [code for code, _ in check_point((point,), 0, run).problems]

    order, number = Mark(Sort.ORDER, "q", ("cost",)), Mark(Sort.NUMBER, "q", ("mean",))
    assert codes(RubricPoint("It is costly", (), 1, order), 2.0) == ["point-unread"]
    assert codes(RubricPoint("Cost is high", ("quadratic",), 1, order), 2.0) == []
    wordings = ("quadratic", "linear in n")
    assert codes(RubricPoint("Cost", wordings, 1, order), 2.0) == ["point-disagrees"]
    others = ("quadratic", "the depth enters linearly")  # another subject: says nothing of the cost
    assert codes(RubricPoint("Cost", others, 1, order), 2.0) == []
    assert codes(RubricPoint("Cost is quadratic", (), 1, order), True) == ["measure-kind"]
    other = Mark(Sort.ORDER, "r", ("cost",))
    assert codes(RubricPoint("Cost is quadratic", (), 1, other), 2.0) == ["measure-missing"]
    # Near zero five per cent are nothing, and so nothing is excluded.
    assert "point-not-refuted" in codes(RubricPoint("The mean is 0", (), 1, number), 0.0)


CARD = (
    POINTS["memory"],
    RubricPoint("Compute is quadratic", (), 1, Mark(Sort.ORDER, "compute", ("compute", "FLOPs"))),
    POINTS["slope"],
    RubricPoint("It is seldom asked", (), 1),
)


@pytest.mark.parametrize(
    ("said", "read"),
    [
        (
            "compute grows quadratically but memory only linearly",
            {0: ["order 1 (×2 when doubled)"], 1: ["order 2 (×4 when doubled)"]},
        ),
        (
            "memory and compute grow quadratically",
            {0: ["order 2 (×4 when doubled)"], 1: ["order 2 (×4 when doubled)"]},
        ),
        (
            "compute grows quadratically and memory linearly",
            {0: ["order 1 (×2 when doubled)"], 1: ["order 2 (×4 when doubled)"]},
        ),
        ("Compute is a problem. It grows quadratically.", {1: ["order 2 (×4 when doubled)"]}),
        ("It grows quadratically.", {}),  # which of the two?
        ("The memory is quadratic, the slope 1/4", {0: ["order 2 (×4 when doubled)"], 2: ["0.25"]}),
        ("It is seldom asked, 1 in 10", {}),
    ],
)
def test_phrases_go_to_the_points_that_they_name(said: str, read: dict[int, list[str]]) -> None:
    claims = read_claims(CARD, said)
    assert {n: [canonical(each) for each in found] for n, found in enumerate(claims) if found} == (
        read
    )


def test_a_claim_knows_where_it_stands() -> None:
    said = "Well, the MEMORY grows quadratically – I guess"
    ((claim,),) = read_claims((POINTS["memory"],), said)
    assert said[claim.start : claim.end] == "quadratically"


@pytest.mark.parametrize(
    ("run", "verdict", "line"),
    [
        (None, Verdict.NOT_RUN, "not run"),
        (Run(Outcome.DENIED), Verdict.NOT_RUN, "not run"),
        (Run(Outcome.FAILED), Verdict.ERROR, "error"),
        (Run(Outcome.CRASHED), Verdict.ERROR, "error"),
        (Run(Outcome.TIMED_OUT), Verdict.TIMED_OUT, "timed out"),
        (Run(Outcome.FINISHED), Verdict.NOT_RUN, "not run"),
        (run_of("memory"), Verdict.CONFIRMED, "measured 2.00 · confirmed"),
        (run_of(memory=float("nan")), Verdict.INCONCLUSIVE, "measured nan · inconclusive"),
    ],
)
def test_a_run_that_measured_nothing_decides_nothing(
    run: Run | None, verdict: Verdict, line: str
) -> None:
    (heard,) = hear((POINTS["memory"],), "quadratic", run)
    assert heard.verdict is verdict
    assert line_of(heard) == f"memory: order 2 (×4 when doubled) · {line}"
    assert heard.ticks is (True if verdict is Verdict.CONFIRMED else None)


def test_contradiction_is_shown_whole_and_ticks_nothing() -> None:
    (heard,) = hear((POINTS["memory"],), "memory is linear. memory is quadratic", None)
    assert heard.contradictory
    assert heard.ticks is False
    assert "order 1 (×2 when doubled) and memory: order 2" in line_of(heard)


WORDS = sorted({word for _, said, _, _ in ROWS for word in said.split()})


@given(st.text(max_size=300) | st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join))
@settings(max_examples=300, deadline=None)
def test_reading_never_fails_and_what_is_shown_reads_the_same(said: str) -> None:
    for place, claims in enumerate(read_claims(ALL, said)):
        for claim in claims:
            assert 0 <= claim.start < claim.end <= min(len(said), LONGEST)
            shown = canonical(claim, *subject_of(ALL[place]))
            assert read_claims((ALL[place],), shown) == ((claim,),), shown


@given(st.text(max_size=60))
@settings(deadline=None)
def test_any_text_of_an_author_is_checked_without_failing(text: str) -> None:
    for sort in Sort:
        point = RubricPoint(text, (text,), 1, Mark(sort, sort.value))
        own_claim(point)
        check_point((point,), 0, run_of("memory"))


@pytest.mark.parametrize(
    "text", ["quadratic and ", "a" * 9, "1,000,", "when it doubles ", "not ", "as ", "(", "1/"]
)
def test_a_pasted_megabyte_costs_what_its_beginning_costs(text: str) -> None:
    paste = text * (1_000_000 // len(text))
    started = time.process_time()
    read_claims(ALL, paste[:LONGEST])
    beginning = time.process_time() - started
    started = time.process_time()
    read_claims(ALL, paste)
    # A tenth of a second is far above one clock tick, and far below a second pass over the rest.
    assert time.process_time() - started < 3 * beginning + 0.1
