import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.parameters import (
    LIMIT,
    as_json,
    choose,
    combinations,
    draw,
    fits,
    kept,
    label,
)

LISTS: dict[str, tuple[object, ...]] = {"batch": (1, 8, 32), "kind": ("relu", "tanh")}


def test_all_combinations_up_to_the_limit() -> None:
    assert combinations(LISTS) == (
        {"batch": 1, "kind": "relu"},
        {"batch": 1, "kind": "tanh"},
        {"batch": 8, "kind": "relu"},
        {"batch": 8, "kind": "tanh"},
        {"batch": 32, "kind": "relu"},
        {"batch": 32, "kind": "tanh"},
    )
    assert combinations({}) == ({},)


def test_a_seeded_sample_of_more() -> None:
    many = {name: tuple(range(10)) for name in "abcdefghijklmnopqrstuvwxyzäöü"}
    sample = combinations(many)
    assert len({as_json(values) for values in sample}) == LIMIT
    assert sample == combinations(many)
    assert sample != combinations(many, seed=1)
    just_over = {"a": tuple(range(65))}
    assert len(combinations(just_over)) == LIMIT


@given(
    st.dictionaries(
        st.sampled_from("abc"), st.integers(1, 4).map(lambda size: tuple(range(size))), min_size=1
    ),
    st.text(max_size=5),
    st.integers(0, 1000),
)
def test_a_round_of_draws_asks_each_combination_once(
    lists: dict[str, tuple[int, ...]], seed: str, start: int
) -> None:
    everything = combinations(lists)
    drawn = [draw(lists, seed, start + place) for place in range(len(everything))]
    assert sorted(map(as_json, drawn)) == sorted(map(as_json, everything))
    assert all(fits(lists, values) for values in drawn)
    assert draw(lists, seed, start) == drawn[0]


def test_cards_draw_in_different_orders() -> None:
    assert (
        len(
            {
                tuple(map(as_json, (draw(LISTS, f"{card}", n) for n in range(6))))
                for card in range(20)
            }
        )
        > 3
    )


def test_an_edit_keeps_what_is_still_listed() -> None:
    asked: dict[str, object] = {"batch": 8, "kind": "tanh"}
    longer = LISTS | {"batch": (8, 64)}
    assert kept(longer, asked, "card", 3) == asked
    other = LISTS | {"batch": (64, 128)}
    assert kept(other, asked, "card", 3) == draw(other, "card", 3)
    renamed = {"rows": (8,), "kind": ("tanh",)}
    assert kept(renamed, asked, "card", 3) == {"rows": 8, "kind": "tanh"}


def test_equal_numbers_of_different_type_are_different_values() -> None:
    assert not fits({"a": (1, True)}, {"a": 1.0})
    assert as_json({"a": 1}) != as_json({"a": True})


def test_settings_choose_a_combination() -> None:
    assert choose(LISTS, []) == {"batch": 1, "kind": "relu"}
    assert choose(LISTS, ["batch=32", "kind = tanh"]) == {"batch": 32, "kind": "tanh"}
    assert choose({"lr": (1e-3, 0.1)}, ["lr=0.001"]) == {"lr": 0.001}
    assert choose({"on": (True, False)}, ["on=false"]) == {"on": False}


@pytest.mark.parametrize(
    ("setting", "why"),
    [
        ("batch", "'batch' sets nothing; write name=value"),
        ("bath=8", "no parameter 'bath'; did you mean 'batch'?"),
        ("zzz=8", "no parameter 'zzz'; there are batch, kind"),
        ("batch=9", "batch is never '9'; its values are 1, 8, 32"),
        ("batch=", "batch is never ''; its values are 1, 8, 32"),
    ],
)
def test_settings_that_fit_no_list(setting: str, why: str) -> None:
    assert choose(LISTS, [setting]) == why


def test_settings_of_a_card_without_parameters() -> None:
    assert choose({}, ["a=1"]) == "no parameter 'a'; the card has none"


def test_a_combination_in_words() -> None:
    assert label({"batch": 8, "kind": "tanh", "bias": True}) == "batch=8, kind=tanh, bias=true"
    assert label({}) == ""
