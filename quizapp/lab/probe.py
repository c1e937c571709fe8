"""Looks at a running demo's conditions: what they are when turned round, and by how much they hold.

Everything is evaluated where the demo stands, so that a demo need not be run once more for each.
"""

import ast
import sys
from collections import Counter
from collections.abc import Callable
from types import CodeType, FrameType
from typing import Any

import torch

from quizapp.core.condition import reduction, turned, within
from quizapp.core.demo_code import CHECKS, checked
from quizapp.core.evidence import Finding, Turned
from quizapp.lab.generators import Generators
from quizapp.lab.instruments import DEMO, MAX_TEXT, Instruments, truth_of

_MOST = 1_000
"""Conditions of a run that are looked at."""


class Probe:
    """The `claim` and `option` of one demo, with a look at their conditions."""

    def __init__(
        self,
        code: str,
        instruments: Instruments,
        generators: Generators,
        report: Callable[[Finding], None],
    ) -> None:
        self._instruments, self._generators, self._report = instruments, generators, report
        tree = ast.parse(code)
        self._lines = code.encode().split(b"\n")
        self._calls = {
            _place(node): node
            for node in ast.walk(tree)
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in ("claim", "option")
        }
        self._names = _assigned_once(tree)
        self._looked = 0

    def names(self) -> dict[str, Callable[..., None]]:
        """What takes the place of the instruments of these names."""
        return {"claim": self._claim, "option": self._option}

    def _claim(self, text: str, measured: Any, *args: Any, **kwargs: Any) -> None:
        self._instruments.claim(text, measured, *args, **kwargs)
        self._look("claim", text, truth_of(measured), sys._getframe(1))

    def _option(self, key: str, holds: Any, *args: Any, **kwargs: Any) -> None:
        self._instruments.option(key, holds, *args, **kwargs)
        self._look("option", key, truth_of(holds), sys._getframe(1))

    def _look(self, check: str, subject: str, holds: bool | None, frame: FrameType) -> None:
        if holds is None:  # two numbers
            return
        call = self._calls.get(_position(frame)) if frame.f_code.co_filename == DEMO else None
        if call is None or not isinstance(call.func, ast.Name) or self._looked >= _MOST:
            return
        self._looked += 1
        condition = checked(call, *CHECKS[call.func.id])
        if condition is None:
            return
        states = self._generators.states()
        try:
            found = self._turned(check, subject[:MAX_TEXT], condition, holds, frame)
        except Exception:  # noqa: BLE001  a condition that cannot be asked twice is left alone
            found = None
        self._generators.restore(states)
        if found is not None:
            self._report(found)

    def _turned(
        self, check: str, subject: str, condition: ast.expr, holds: bool, frame: FrameType
    ) -> Turned | None:
        look = _Look({**frame.f_globals, **frame.f_locals})
        column = len(self._lines[condition.lineno - 1][: condition.col_offset].decode()) + 1
        if isinstance(condition, ast.Name):
            condition = self._names.get(condition.id, condition)
        if truth_of(look.value(condition)) is not holds:  # what it was made of has changed since
            return None
        other = turned(condition, holds)
        then = None if other is None else truth_of(look.value(other))
        shown = "" if other is None or then is None else ast.unparse(other)[:MAX_TEXT]
        slack = look.slack(condition)
        if slack is not None and (slack > 0) is not holds:  # what decides it has no numbers
            slack = None
        if not shown and slack is None:
            return None
        return Turned(check, subject, frame.f_lineno, column, shown, bool(then), slack)


class _Look:
    """Evaluates parts of a condition among the names of its demo."""

    def __init__(self, names: dict[str, Any]) -> None:
        self._names = names

    def value(self, node: ast.expr) -> Any:
        """The value of an expression."""
        whole = ast.fix_missing_locations(ast.Expression(node))
        code: CodeType = compile(whole, DEMO, "eval", dont_inherit=True)
        return eval(code, self._names)

    def slack(self, node: ast.expr, over: str = "all") -> float | None:
        """How far numbers are from turning a condition: the least of `and`, the most of `or`."""
        match node:
            case ast.Compare(left=left, ops=ops, comparators=others):
                links = zip([left, *others], ops, others, strict=False)
                return _joined(min, [self._link(*link, over) for link in links])
            case ast.BoolOp(op=op, values=values):
                each = [self.slack(value) for value in values]
                return _joined(min if isinstance(op, ast.And) else max, each)
            case ast.UnaryOp(op=ast.Not(), operand=inner):
                found = self.slack(inner)
                return None if found is None else -found
            case ast.Call() if inner_ := within(node):
                return self.slack(inner_, over)
            case ast.Call() if found_ := reduction(node):
                return self._reduced(*found_)
            case _:
                return None

    def _reduced(self, over: str, inner: ast.expr) -> float | None:
        if isinstance(inner, ast.GeneratorExp | ast.ListComp):
            each = inner.elt
            if not isinstance(each, ast.Compare) or len(each.ops) != 1:
                return None
            sides = ast.Tuple([each.left, each.comparators[0]], ast.Load())
            pairs = self.value(ast.ListComp(sides, inner.generators))
            slacks = [_slack(left, each.ops[0], right, "all") for left, right in pairs]
            return _joined(min if over == "all" else max, slacks)
        return self.slack(inner, over)

    def _link(self, left: ast.expr, op: ast.cmpop, right: ast.expr, over: str) -> float | None:
        if not isinstance(op, ast.Lt | ast.LtE | ast.Gt | ast.GtE):
            return None
        return _slack(self.value(left), op, self.value(right), over)


def _slack(left: Any, op: ast.cmpop, right: Any, over: str) -> float | None:
    if not isinstance(op, ast.Lt | ast.LtE | ast.Gt | ast.GtE):
        return None
    low, high = (right, left) if isinstance(op, ast.Gt | ast.GtE) else (left, right)
    try:
        a, b = (torch.as_tensor(side).detach().to("cpu", torch.float64) for side in (low, high))
    except (TypeError, ValueError, RuntimeError):  # no numbers
        return None
    relative = (b - a) / torch.maximum(a.abs(), b.abs())
    relative = relative[a != b]  # what is met exactly is near nothing
    if not relative.numel() or not bool(relative.isfinite().all()):
        return None
    return float(relative.min() if over == "all" else relative.max())


def _joined(join: Callable[[list[float]], float], slacks: list[float | None]) -> float | None:
    known = [slack for slack in slacks if slack is not None]
    return join(known) if known else None


def _place(call: ast.Call) -> tuple[int, int | None, int, int | None]:
    return call.lineno, call.end_lineno, call.col_offset, call.end_col_offset


def _position(frame: FrameType) -> tuple[int, int | None, int, int | None]:
    """Where the call stands that a frame is in the midst of."""
    positions = [*frame.f_code.co_positions()][frame.f_lasti // 2]
    line, end_line, column, end_column = positions
    return line or 0, end_line, column or 0, end_column


def _assigned_once(tree: ast.Module) -> dict[str, ast.expr]:
    """The names that one plain assignment of the demo binds, with what it binds them to."""
    bound = Counter(
        node.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    )
    return {
        node.targets[0].id: node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and bound[node.targets[0].id] == 1
    }
