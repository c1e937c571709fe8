"""Wrong versions of a code card's function: one operator, constant or name of it changed.

Each is run twice over by the demo, as the reference that the claims are to prove and on the cases
that a learner's answer is judged by. Both must refuse it.
"""

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from quizapp.core.card import CodeCard
from quizapp.core.comparison import difference
from quizapp.core.evidence import Called, Outcome, Run
from quizapp.core.function import cases_of
from quizapp.core.verification import Status, judge

MOST = 12
"""Changed functions of one card; of more, a choice that depends on the card alone."""

_OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.Pow: ast.Mult,
}
_COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.GtE,
    ast.LtE: ast.Gt,
    ast.Gt: ast.LtE,
    ast.GtE: ast.Lt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
}
_NAMES = dict(
    pair
    for one, other in (
        *(("max", "min"), ("amax", "amin"), ("argmax", "argmin"), ("sum", "mean")),
        *(("zeros", "ones"), ("zeros_like", "ones_like"), ("triu", "tril"), ("sin", "cos")),
        *(("maximum", "minimum"), ("floor", "ceil"), ("any", "all")),
    )
    for pair in ((one, other), (other, one))
)


@dataclass(frozen=True, slots=True)
class WrongFunction:
    """A version of the reference with one change."""

    what: str
    """What was changed, in words."""
    line: int
    """Of the file."""
    column: int
    code: str
    listed: bool = False
    """It is one of the card's mistakes, not made by machine."""

    def __str__(self) -> str:
        """What it is, to begin a sentence with."""
        return self.what if self.listed else f"the function with {self.what}"


def wrong_functions(card: CodeCard) -> tuple[WrongFunction, ...]:
    """The listed mistakes, then functions with one change below the docstring."""
    listed = tuple(
        WrongFunction("this mistake in place of the reference", variant.line, 1, variant.code, True)
        for variant in card.variants
    )
    made = list(_changed(card))
    if len(made) > MOST:
        places = sorted(Random(card.id).sample(range(len(made)), MOST))
        made = [made[place] for place in places]
    return (*listed, *made)


def with_reference(card: CodeCard, wrong: WrongFunction) -> CodeCard:
    """The card with a wrong function for its own, to run its demo with."""
    return replace(card, reference=wrong.code, variants=())


@dataclass(frozen=True, slots=True)
class Fate:
    """What the demo makes of a wrong function."""

    refused: bool
    """By the claims, or because it raised."""
    told: bool
    """In some case its result is not that of the reference."""

    @property
    def same(self) -> bool:
        """Whether nothing tells it from the reference: as far as the demo goes, it is right too."""
        return not self.refused and not self.told

    @property
    def killed(self) -> bool:
        """Whether it can stand neither as the reference nor as an answer."""
        return self.refused and self.told


def fate(card: CodeCard, run: Run, wrong: WrongFunction, wrong_run: Run) -> Fate:
    """By the run of the card's demo, and its run with the wrong function for the reference."""
    judged = judge(with_reference(card, wrong), wrong_run)
    return Fate(judged.status is not Status.VERIFIED, _told(card, run, wrong_run))


def survivor(wrong: WrongFunction, fate: Fate) -> str:
    """What is wrong with a check that a wrong function passes, in words."""
    if not fate.refused:
        return f"{wrong}: every claim holds with it; claim() something that it breaks"
    return f"{wrong}: a claim refuses it, but no case(…) shows it: give one that does"


def _told(card: CodeCard, run: Run, wrong_run: Run) -> bool:
    right, wrong = _first_calls(run), _first_calls(wrong_run)
    if wrong_run.outcome is not Outcome.FINISHED and len(wrong) < len(right):
        return True
    if [call.inputs for call in right] != [call.inputs for call in wrong]:
        return True  # the inputs depend on the function, so a learner's meet other ones
    pairs = zip(cases_of(run), cases_of(wrong_run), strict=True)
    return any(difference(one.expected, other.expected, card.tolerance) for one, other in pairs)


def _first_calls(run: Run) -> list[Called]:
    return [call for call in run.findings if isinstance(call, Called) and call.by == 0]


def _changed(card: CodeCard) -> Iterator[WrongFunction]:
    tree = ast.parse(card.reference)
    function = tree.body[0]
    assert isinstance(function, ast.FunctionDef)
    lines = card.reference.encode().split(b"\n")
    for node, changed in _changes(function):
        before = lines[node.lineno - 1][: node.col_offset].decode()
        code = ast.unparse(_Put(node, changed).visit(copy.deepcopy(tree)))
        what = f"{_short(ast.unparse(node))} as {_short(ast.unparse(changed))}"
        line = card.reference_line + node.lineno - 1
        yield WrongFunction(what, line, len(before) + 1, code)


def _changes(function: ast.FunctionDef) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Each expression of the body that can be changed, with the changed one."""
    for statement in function.body[1:]:
        for node in ast.walk(statement):
            if isinstance(node, ast.expr) and (changed := _change(node)) is not None:
                yield node, changed


def _change(node: ast.expr) -> ast.expr | None:
    match node:
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
            return ast.BinOp(left, _OPERATORS[type(op)](), right)
        case ast.UnaryOp(op=ast.USub() | ast.Not(), operand=operand):
            return operand
        case ast.Compare(left=left, ops=[op], comparators=others) if type(op) in _COMPARISONS:
            return ast.Compare(left, [_COMPARISONS[type(op)]()], others)
        case ast.Constant(value=bool() as truth):
            return ast.Constant(not truth)
        case ast.Constant(value=int() as number):
            return ast.Constant(number + 1)
        case ast.Constant(value=float() as number):
            return ast.Constant(2 * number if number else 1.0)
        case ast.Attribute(value=value, attr=name, ctx=ctx) if name in _NAMES:
            return ast.Attribute(value, _NAMES[name], ctx)
        case ast.Name(id=name, ctx=ast.Load() as ctx) if name in ("max", "min", "any", "all"):
            return ast.Name(_NAMES[name], ctx)
        case _:
            return None


class _Put(ast.NodeTransformer):
    """Puts an expression in the place of another of the same kind and position."""

    def __init__(self, node: ast.expr, changed: ast.expr) -> None:
        self._node, self._changed = ast.dump(node, include_attributes=True), changed

    def generic_visit(self, node: ast.AST) -> ast.AST:
        if isinstance(node, ast.expr) and self._node == ast.dump(node, include_attributes=True):
            return self._changed
        return super().generic_visit(node)


def _short(text: str) -> str:
    return text if len(text) <= 48 else f"{text[:47]}…"
