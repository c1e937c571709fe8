"""Wrong versions of cards: which there are, that they are refused, and what lets one pass."""

from dataclasses import replace

import pytest

from quizapp.core.card import (
    EXACT,
    Card,
    CardId,
    ClozeCard,
    Demo,
    Gap,
    Mistake,
    RecallCard,
    Tolerance,
)
from quizapp.core.evidence import (
    Answered,
    Claimed,
    Decided,
    Finding,
    Outcome,
    Run,
    Shown,
    Turned,
)
from quizapp.core.mutation import mutants, survives
from quizapp.core.verification import Status, verify
from tests.core.formula_cards import formula_card, traced_run
from tests.core.test_function import code_card, demo_run, tensor
from tests.core.test_grading import choice_card, number_card, run

HALF = Tolerance(atol=0.5)
CLAIM = Claimed("it holds", True, "0.5 < 2", 2)


def said(card: Card, measured: Run) -> dict[str, bool]:
    """Every change by its words, and whether the check lets it pass."""
    assert verify(card, measured).status is Status.VERIFIED
    return {mutant.what: survives(mutant) for mutant in mutants(card, measured)}


def passing(card: Card, measured: Run) -> list[str]:
    return [what for what, survived in said(card, measured).items() if survived]


def cloze(*gaps: str, mistakes: tuple[Mistake, ...] = ()) -> ClozeCard:
    hidden = tuple(Gap(tuple(gap.split("|")), 1 + place) for place, gap in enumerate(gaps))
    return ClozeCard(
        id=CardId("z"),
        deck="d",
        file="d.md",
        line=1,
        hash="h",
        question=" ".join(f"=={gap}==" for gap in gaps),
        gaps=hidden,
        mistakes=mistakes,
        demo=Demo("x = torch.rand(3)\nanswer(x.max())\n", 10),
    )


def recall() -> RecallCard:
    return RecallCard(
        id=CardId("r"),
        deck="d",
        file="d.md",
        line=1,
        hash="h",
        question="Why?",
        answer="So.",
        demo=Demo("x = torch.rand(3)\nclaim('it holds', x.max() < 2, '')\n", 10),
    )


def test_a_choice_of_numbers() -> None:
    card = choice_card(("1", False), ("1/4", True))
    assert said(card, run(Answered(0.25, "", 2))) == {
        "option a marked true": False,
        "option a (1) as 0.25": False,
        "option b marked false": False,
        "option b (1/4) as 0.225": False,
        "option b (1/4) as 0.275": False,
    }


def test_a_choice_of_sentences() -> None:
    code = "x = torch.rand(3)\noption('a', x.max() < 2, '')\noption('b', x.min() > 2, '')\n"
    card = choice_card(("it falls", True), ("it rises", False), code=code)
    both = run(Decided("a", True, "0.5 < 2", 2), Decided("b", False, "0.5 < 2", 3))
    assert said(card, both) == {"option a marked false": False, "option b marked true": False}


def test_a_number_that_no_measurement_meets_survives() -> None:
    """An option states a number, but the demo decides it as a sentence."""
    code = "x = torch.rand(3)\noption('a', x.max() < 2, '')\noption('b', x.min() > 2, '')\n"
    card = choice_card(("1/4", True), ("it rises", False), code=code)
    both = run(Decided("a", True, "0.5 < 2", 2), Decided("b", False, "0.5 < 2", 3))
    found = [mutant for mutant in mutants(card, both) if survives(mutant)]
    assert [(mutant.line, mutant.what) for mutant in found] == [
        (3, "option a (1/4) as 0.225"),
        (3, "option a (1/4) as 0.275"),
    ]


@pytest.mark.parametrize(
    ("answer", "tolerance", "measured", "shifted"),
    [
        ("0.25", Tolerance(rtol=0.01), Answered(0.25, "", 2), ["0.225", "0.275"]),
        ("4", EXACT, Answered(4, "", 2), ["3", "5"]),
        ("0.5", EXACT, Answered(0.5, "", 2), ["0.499995", "0.500005"]),
        ("10", HALF, Answered(10.2, "", 2), ["5", "15"]),
        ("4 MB", Tolerance(rtol=0.01), Answered(4e6, "B", 2), ["3.6e6 B", "4.4e6 B"]),
        ("1", Tolerance(se=4), Answered(1.0, "", 2, 0.01), ["0.6", "1.4"]),
        ("inf", EXACT, Answered(float("inf"), "", 2), ["0"]),
    ],
)
def test_a_number(
    answer: str, tolerance: Tolerance, measured: Answered, shifted: list[str]
) -> None:
    card = number_card(answer, tolerance, (Mistake("100", "no.", 7),))
    changes = said(card, run(measured))
    assert [*changes][:-1] == [f"the answer {answer} as {value}" for value in shifted]
    assert [*changes][-1] == f"the mistake 100 as {answer}, the answer"
    assert not any(changes.values())


def test_claims_of_numbers() -> None:
    claims = (
        Claimed("near", True, "", 2, 0.51, 0.5, atol=0.02),
        Claimed("none", True, "", 3, 0.0, 0, atol=1e-9),
        Claimed("count", True, "", 4, 7, 7),
        Claimed("endless", True, "", 5, float("inf"), float("inf"), rtol=0.1),
    )
    assert said(recall(), run(*claims)) == {
        'claim "near" expecting 0.3, not 0.5': False,
        'claim "near" expecting 0.7, not 0.5': False,
        'claim "near" expecting 0, not 0.5': False,
        'claim "none" expecting -1e-08, not 0': False,
        'claim "none" expecting 1e-08, not 0': False,
        'claim "count" expecting 6, not 7': False,
        'claim "count" expecting 8, not 7': False,
        'claim "count" expecting 0, not 7': False,
        'claim "endless" expecting 0, not inf': False,
    }


@pytest.mark.parametrize(
    ("claim", "passes"),
    [
        # Within 100 % of a larger number lies anything below it.
        (Claimed("lax", True, "", 2, 1.0, 1.0, rtol=1.0), 'claim "lax" expecting 11, not 1'),
        (Claimed("wide", True, "", 2, 0.46, 0.5, atol=1.0), 'claim "wide" expecting 0, not 0.5'),
    ],
)
def test_a_claim_so_wide_that_anything_meets_it(claim: Claimed, passes: str) -> None:
    assert passing(recall(), run(claim)) == [passes]


def test_conditions_turned_round() -> None:
    code = "x = torch.rand(3)\noption('a', x.max() < 2, '')\noption('b', x.min() > 2, '')\n"
    card = choice_card(("it falls", True), ("it rises", False), code=code)
    findings: list[Finding] = [
        Decided("a", True, "", 2),
        Turned("option", "a", 2, 13, "x.max() >= 2", False),
        Decided("b", False, "", 3),
        Shown("between", "them"),
        Turned("option", "b", 3, 13, "x.min() <= 2", True),
        Claimed("count", True, "", 4),
        Turned("claim", "count", 4, 16, "", False, 0.5),
    ]
    turned = [each for each in mutants(card, run(*findings)) if "turned" in each.what]
    assert [(each.line, each.column, each.what, survives(each)) for each in turned] == [
        (11, 13, 'option "a" turned round to x.max() >= 2', False),
        (12, 13, 'option "b" turned round to x.min() <= 2', False),
    ]


def test_a_condition_that_holds_either_way_survives() -> None:
    either = Turned("claim", "it holds", 2, 19, "all((p >= 2 for p in few))", True)
    (mutant,) = mutants(recall(), run(CLAIM, either))
    assert survives(mutant)
    assert (mutant.line, mutant.column) == (11, 19)
    assert mutant.what == 'claim "it holds" turned round to all((p >= 2 for p in few))'


def test_each_of_equal_claims_is_turned_by_itself() -> None:
    """A loop claims the same sentence again and again; only the second holds either way."""
    fails = Turned("claim", "it holds", 2, 19, "a >= b", False)
    holds = Turned("claim", "it holds", 2, 19, "a >= b", True)
    found = [*mutants(recall(), run(CLAIM, fails, CLAIM, holds))]
    assert [survives(each) for each in found] == [False, True]


@pytest.mark.parametrize(
    ("gaps", "changes"),
    [
        (("1/4",), ["the gap 1/4 as 0.2475", "the gap 1/4 as 0.2525"]),
        (("1/4|a quarter",), ["the gap 1/4 as 0.2475", "the gap 1/4 as 0.2525"]),
        (("shrinks", "1/4", "3"), ["the gap 1/4 as 0.2475", "the gap 1/4 as 0.2525"]),
        (("1/4", "1/4"), ["the gap 1/4 as 0.2475", "the gap 1/4 as 0.2525"]),
    ],
)
def test_the_number_of_a_cloze(gaps: tuple[str, ...], changes: list[str]) -> None:
    card = replace(cloze(*gaps), tolerance=Tolerance(rtol=0.001))
    assert said(card, run(Answered(0.25, "", 2))) == dict.fromkeys(changes, False)


def test_every_wording_of_a_measured_number_is_judged() -> None:
    card = cloze("1/4|0.25", "2x")
    changes = said(card, run(Answered(0.25, "", 2)))
    assert [what for what in changes if "0.25 as" in what]
    assert not any(changes.values())


def test_a_mistake_of_a_cloze_that_is_right() -> None:
    card = cloze("vanishing|shrinking", mistakes=(Mistake("exploding", "no.", 7),))
    changes = said(card, run(CLAIM))
    assert changes == {"the mistake exploding as vanishing, which a gap hides": False}


def test_a_formula_is_changed_in_each_part() -> None:
    card = formula_card("2x^2 + 1", "x=-5..5", "x^2")
    changes = said(card, traced_run(lambda x: 2 * x * x + 1))
    assert len(changes) > 10
    assert "the answer $2x^2 + 1$ with 2 as 2.02" in changes
    assert "the answer $2x^2 + 1$ with 2·x² with a minus" in changes
    assert "the mistake x^2 as $2x^2 + 1$, the answer" in changes
    assert not any(changes.values())


def test_points_that_miss_a_part_of_the_domain_let_a_formula_pass() -> None:
    card = formula_card("relu(x)")
    (passed,) = passing(card, traced_run(lambda x: x, low=40, high=80))
    assert passed == "the answer $relu(x)$ with relu as softplus"


def test_the_same_formula_in_other_words_is_told_from_a_wrong_one() -> None:
    card = formula_card("(-x)^2")
    found = [*mutants(card, traced_run(lambda x: x * x))]
    assert [each.what for each in found if each.same] == [
        "the answer $(-x)^2$ with −x without its minus"
    ]


def test_a_listed_mistake_of_a_function_with_the_right_results() -> None:
    card = code_card("That is x itself.")
    wrong = demo_run(tensor(1, 2))
    assert verify(card, wrong).status is Status.VERIFIED
    assert said(card, wrong)["this mistake with the results of the reference"] is False


def test_names_are_the_same_for_every_combination() -> None:
    one = [each.name for each in mutants(number_card("0.25"), run(Answered(0.25, "", 2)))]
    other = [each.name for each in mutants(number_card("0.5"), run(Answered(0.5, "", 2)))]
    assert one == other
    assert len(set(one)) == len(one)


def test_a_failed_run_has_no_mutants_that_pass() -> None:
    failed = Run(Outcome.FAILED, message="ValueError: no")
    assert not any(survives(mutant) for mutant in mutants(number_card(), failed))
