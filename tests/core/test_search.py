"""The search language, by a table of cards and queries; and that nothing typed breaks it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.card import CardId, Kind
from quizapp.core.review import CardMemory, Phase
from quizapp.core.search import FIELDS, STATES, Entry, Known, Query, read_query

DAY = 1_000
KNOWN = Known(DAY, ("activations", "gpu-memory"), ("gpu", "deep-learning"))


def entry(
    name: str, kind: Kind = Kind.CHOICE, level: int = 1, text: str = "", **memory: object
) -> Entry:
    known = CardMemory(CardId(name), **memory)  # type: ignore[arg-type]
    recall = None if known.phase is Phase.NEW else 0.75
    return Entry(known.card, "activations", ("gpu",), kind, level, text, known, recall, True)


SEEN = {"phase": Phase.REVIEW, "stability": 30.0, "difficulty": 5.5, "reps": 6}
CARDS = {
    "n": entry("new", Kind.NUMBER, 3, "what is the slope of σ at 0?"),
    "d": entry("due", Kind.CHOICE, 2, "layer norm or batch norm", due_day=DAY - 2, **SEEN),
    "l": entry("later", Kind.CODE, 1, "write layer-norm", due_day=DAY + 5, lapses=9, **SEEN),
    "s": entry("susp", Kind.RECALL, 2, "12:30", due_day=DAY, suspended=True, **SEEN),
    "r": replace(
        entry("re", Kind.CLOZE, 1, "the norm layer", **(SEEN | {"phase": Phase.RELEARNING})),
        deck="gpu-memory",
        tags=("deep-learning", "gpu"),
        recall=0.95,
        verified=False,
    ),
}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", "ndlsr"),
        ("layer norm", "dlr"),
        ('"layer norm"', "d"),
        ("LAYER", "dlr"),
        ("Σ", "n"),
        ("layer -batch", "lr"),
        ("slope or batch", "nd"),
        ("norm kind:code or is:new", "nl"),
        ('batch "or"', "d"),
        ("12:30", "s"),
        ("susp", "s"),
        ("deck:gpu-memory", "r"),
        ("deck:GPU-memory", "r"),
        ("deck:gpu*", "r"),
        ("-deck:gpu*", "ndls"),
        ("tag:gpu", "ndlsr"),
        ("tag:deep-learning", "r"),
        ('tag:"deep-learning"', "r"),
        ("kind:number", "n"),
        ("id:re", "r"),
        ("level:2", "ds"),
        ("level:2..3", "nds"),
        ("level:2..", "nds"),
        ("level:..1", "lr"),
        ("-level:1", "nds"),
        ("is:new", "n"),
        ("is:seen", "dlsr"),
        ("is:due", "dr"),
        ("is:suspended", "s"),
        ("is:leech", "l"),
        ("is:unverified", "r"),
        ("is:verified -is:new", "dls"),
        ("is:learning", "r"),
        ("is:weak", "dlsr"),
        ("due:<3", "dsr"),
        ("due:0", "s"),
        ("due:-5..0", "ds"),
        ("due:>=5", "l"),
        ("recall:<0.8", "dls"),
        ("recall:<80%", "dls"),
        ("recall:>.9", "r"),
        ("recall:0.75", "dls"),
        ("lapses:>=8", "l"),
        ("reps:0", "n"),
        ("stability:<30", ""),
        ("stability:<=30", "dlsr"),
        ("difficulty:5..6", "dlsr"),
        ("-", "ndlsr"),
        ("deck:", "ndlsr"),
        ("(layer)", ""),
    ],
)
def test_finds(text: str, found: str) -> None:
    query = read_query(text, KNOWN)
    assert isinstance(query, Query), query
    assert "".join(key for key, card in CARDS.items() if query.finds(card)) == found


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("dek:gpu", 'no field dek:; did you mean deck:? (quote "dek:gpu" to search for the text)'),
        ("colour:red", "there are deck, difficulty, due, id, is, kind"),
        ("is:leach", "no is:leach; did you mean is:leech?"),
        ("is:xyz", "no is:xyz; there are buried, due, flagged"),
        ("kind:nummber", "did you mean kind:number?"),
        ("deck:gpu-memry", "no deck:gpu-memry; did you mean deck:gpu-memory?"),
        ("tag:gpus", "did you mean tag:gpu?"),
        ("level:4", "no level:4; level goes from 1 to 3"),
        ("level:high", "level:high is no number or range; write level:2..3"),
        ("due:..", "due:.. is no number or range; write due:<3"),
        ("recall:80", "recall goes from 0 to 1"),
        ('"open', "a quotation mark is not closed"),
        ("or x", 'nothing stands before "or"'),
        ("x or", 'nothing stands behind "or"'),
        ("x or or y", 'nothing stands before "or"'),
    ],
)
def test_says_what_is_not_understood(text: str, said: str) -> None:
    answer = read_query(text, KNOWN)
    assert isinstance(answer, str)
    assert said in answer
    assert "\n" not in answer


def test_any_deck_is_taken_where_none_are_known() -> None:
    assert isinstance(read_query("deck:anything", Known(DAY)), Query)


PIECES = st.one_of(
    st.text(max_size=12),
    st.sampled_from([*(f"{field}:" for field in FIELDS), *(f"is:{state}" for state in STATES)]),
    st.sampled_from(["or", "-", '"', "..", "<", ">=", "*", "[", "%", "1e9", "-.5", "99999999999"]),
)


@given(st.lists(st.tuples(PIECES, st.sampled_from(["", " "])), max_size=8))
def test_never_raises(pieces: list[tuple[str, str]]) -> None:
    query = read_query("".join(piece + gap for piece, gap in pieces), KNOWN)
    if isinstance(query, Query):
        assert all(query.finds(card) in (True, False) for card in CARDS.values())
    else:
        assert query
        assert "\n" not in query


@given(st.sampled_from(["is:new", "level:2..3", "norm", "deck:gpu*", "recall:<0.8"]))
def test_a_denial_finds_the_rest(text: str) -> None:
    query, denied = read_query(text, KNOWN), read_query(f"-{text}", KNOWN)
    assert isinstance(query, Query)
    assert isinstance(denied, Query)
    assert all(query.finds(card) != denied.finds(card) for card in CARDS.values())
