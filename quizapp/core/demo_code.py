"""The static reading of a demo: a check that cannot fail is a defect; nothing is run to find it."""

import ast
import re

from quizapp.core.demo_constants import Names
from quizapp.core.problem import Problem

CHECKS = {
    "answer": (0, "measured"),
    "option": (1, "holds"),
    "claim": (1, "measured"),
    "measure": (1, "value"),
}
"""Place and name of the argument that must have been measured."""
_ADVICE = {
    "answer": "measure it, for example answer(slope.max())",
    "option": 'measure it, for example option("a", slope.max() < 0.5, f"{slope.max()}")',
    "claim": 'measure it, for example claim("…", slope.max(), 0.25)',
    "measure": 'measure it, for example measure("slope", slope.max())',
}


def problems_of(code: str, file: str, line: int) -> tuple[Problem, ...]:
    """What is wrong with a demo whose first line is the given line of the file."""
    names = Names()
    try:
        tree = ast.parse(code)
        names.visit(tree)
        return _problems(code, tree, names, file, line)
    except SyntaxError as error:
        at = line + (error.lineno or 1) - 1
        message = f"the demo is not Python: {error.msg}"
        return (Problem(file, at, max(error.offset or 1, 1), "demo-syntax", message),)
    except (ValueError, RecursionError, MemoryError) as error:
        return (Problem(file, line, 1, "demo-syntax", f"the demo cannot be read: {error}"),)


def _problems(
    code: str, tree: ast.Module, names: Names, file: str, line: int
) -> tuple[Problem, ...]:
    checks = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CHECKS
    ]
    if not checks:
        message = (
            "the demo checks nothing: end it with answer(measured), option(key, holds, evidence) "
            "or claim(text, measured, expected)"
        )
        return (Problem(file, line, 1, "demo-no-check", message),)
    lines = re.split(r"\r\n|\r|\n", code)  # as the parser counts; splitlines() splits at more
    problems = []
    for call in checks:
        assert isinstance(call.func, ast.Name)
        argument = checked(call, *CHECKS[call.func.id])
        if argument is None:
            continue
        constant, itself = names.constant(argument), _is_itself(names, call, argument)
        if constant or itself:
            text = lines[argument.lineno - 1].encode()[: argument.col_offset].decode()
            at = line + argument.lineno - 1
            message = _itself(argument) if not constant else _message(call, call.func.id, argument)
            problems.append(Problem(file, at, len(text) + 1, "demo-constant", message))
    return tuple(sorted(problems))


def _is_itself(names: Names, call: ast.Call, measured: ast.expr) -> bool:
    """Whether a claim compares a value with itself."""
    is_claim = isinstance(call.func, ast.Name) and call.func.id == "claim"
    expected = checked(call, 2, "expected") if is_claim else None
    if expected is None:
        return False
    return names.constant(ast.Compare(measured, [ast.Eq()], [expected]))


def checked(call: ast.Call, position: int, keyword: str) -> ast.expr | None:
    """The argument that must have been measured; None where it cannot be told."""
    before = call.args[: position + 1]
    if any(isinstance(argument, ast.Starred) for argument in before):
        return None
    if len(before) > position:
        return before[position]
    return next((item.value for item in call.keywords if item.arg == keyword), None)


def _message(call: ast.Call, name: str, argument: ast.expr) -> str:
    shown = _short(ast.unparse(argument))
    inside = shown if name == "answer" else f"…, {shown}"
    if name == "option" and call.args and isinstance(call.args[0], ast.Constant):
        inside = f"{_short(ast.unparse(call.args[0]))}, {shown}".replace("'", '"')
    return f"{name}({inside}) states a constant: {_ADVICE[name]}"


def _itself(measured: ast.expr) -> str:
    shown = _short(ast.unparse(measured))
    return f"claim(…, {shown}, {shown}) compares a value with itself: compute it in another way"


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
