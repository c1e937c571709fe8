"""The expressions between `{{` and `}}`: Jinja2's language, cut down to arithmetic on parameters.

A text becomes Jinja2 nodes first, and only nodes that are listed here are evaluated, in its
sandbox. Nothing in them can loop or reach Python, and no number outgrows a float64, so that time
and memory are bounded by the length of the text.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from jinja2 import StrictUndefined, TemplateError, nodes
from jinja2.parser import Parser
from jinja2.sandbox import ImmutableSandboxedEnvironment

from quizapp.core.nearest import did_you_mean
from quizapp.decks.figures import FILTERS, as_text, rounded

MAX_LENGTH = 200
"""Longest expression, in characters."""
MAX_BITS = 1024
"""Longest whole number, as long as a float64 reaches."""

FUNCTIONS: dict[str, Callable[..., Any]] = {
    "abs": abs, "ceil": math.ceil, "exp": math.exp, "floor": math.floor, "int": int,
    "log": math.log, "log2": math.log2, "log10": math.log10, "max": max, "min": min,
    "round": rounded, "sqrt": math.sqrt, "tanh": math.tanh,
}  # fmt: skip
CONSTANTS = {"pi": math.pi}

_NODES = (
    nodes.Const, nodes.Name, nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod,
    nodes.Pow, nodes.Neg, nodes.Pos, nodes.Not, nodes.And, nodes.Or, nodes.Compare, nodes.Operand,
    nodes.CondExpr, nodes.Concat, nodes.Filter, nodes.Call, nodes.List, nodes.Tuple,
)  # fmt: skip
_ALLOWED = "allowed are parameters, numbers, + - * / // % **, comparisons, 'a if b else c', "
_ALLOWED += f"the functions {', '.join(FUNCTIONS)} and the filters {', '.join(FILTERS)}"


class _Sandbox(ImmutableSandboxedEnvironment):
    """Arithmetic goes through `call_binop`, and so is never done while Jinja2 compiles."""

    intercepted_binops = frozenset(["+", "-", "*", "/", "//", "%", "**"])

    def call_binop(self, context: object, operator: str, left: Any, right: Any) -> Any:
        """One operation, on numbers only, whose result is checked."""
        for side in (left, right):
            if not isinstance(side, int | float):
                say = f"{operator} takes numbers, not {side!r}; '~' joins texts, and brackets go "
                raise TypeError(say + "before a filter: (a * b) | commas")
        whole = isinstance(left, int) and isinstance(right, int)
        if operator == "**" and whole and left.bit_length() * right > 2 * MAX_BITS:
            raise OverflowError  # known before it is computed, which would take for ever
        result = self.binop_table[operator](left, right)
        if isinstance(result, complex):
            raise ValueError("it is no real number")
        if isinstance(result, int) and result.bit_length() > MAX_BITS:
            raise OverflowError
        return result


@dataclass(frozen=True, slots=True)
class Wrong:
    """Why an expression gives no text."""

    code: str
    """Stable name of this sort of problem."""
    message: str


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression that may be evaluated."""

    names: frozenset[str]
    """Names that it takes from the parameters."""
    evaluate: Callable[..., Any]


@lru_cache(maxsize=1)
def _sandbox() -> _Sandbox:
    sandbox = _Sandbox(autoescape=False, undefined=StrictUndefined)
    sandbox.filters = dict(FILTERS)
    sandbox.globals = {**FUNCTIONS, **CONSTANTS}
    return sandbox


@lru_cache(maxsize=1024)
def read_expression(source: str) -> Expression | Wrong:
    """Read the text between the braces."""
    if not source.strip():
        return Wrong("expression-syntax", "nothing stands between '{{' and '}}'")
    if len(source) > MAX_LENGTH:
        say = f"an expression has at most {MAX_LENGTH} characters, this has {len(source)}"
        return Wrong("expression-syntax", say)
    sandbox = _sandbox()
    try:
        parser = Parser(sandbox, source, state="variable")
        tree = parser.parse_expression()
        if not parser.stream.eos:
            return _not_read(source, f"what does {str(parser.stream.current.value)!r} belong to?")
        names: set[str] = set()
        if wrong := _forbidden(tree, names):
            return wrong
        return Expression(
            frozenset(names), sandbox.compile_expression(source, undefined_to_none=False)
        )
    except TemplateError as error:
        return _not_read(source, (error.message or "").replace("'end of template'", "end"))
    except (RecursionError, MemoryError, SyntaxError):
        return _not_read(source, "it is nested too deeply")
    except (ValueError, TypeError, ArithmeticError) as error:  # an odd literal
        return _not_read(source, str(error))


def _not_read(source: str, why: str) -> Wrong:
    return Wrong("expression-syntax", f"cannot read {source.strip()!r}: {_one_line(why)}")


def _forbidden(tree: nodes.Node, names: set[str]) -> Wrong | None:
    """What must not stand in an expression; collects the names that are no functions."""
    if not isinstance(tree, _NODES):
        return _refused(_said(tree))
    match tree:
        case nodes.Call():
            name = tree.node.name if isinstance(tree.node, nodes.Name) else ""
            if name not in FUNCTIONS or tree.kwargs or tree.dyn_args or tree.dyn_kwargs:
                guess = did_you_mean(name, FUNCTIONS) if name else ""
                return _refused(f"this call of {name!r}{guess}" if name else "this call")
            return _first_of(tree.args, names)
        case nodes.Filter():
            if tree.name not in FILTERS or tree.kwargs or tree.dyn_args or tree.dyn_kwargs:
                return _refused(f"the filter {tree.name!r}{did_you_mean(tree.name, FILTERS)}")
        case nodes.Pow(left=nodes.Pow()):
            # Jinja2 reads it from the left, mathematics from the right.
            say = "a ** b ** c can be read in two ways; write a ** (b ** c) or a ** (b * c)"
            return Wrong("expression-syntax", say)
        case nodes.Name():
            names.add(tree.name)
    return _first_of(tree.iter_child_nodes(), names)


def _first_of(trees: Any, names: set[str]) -> Wrong | None:
    return next((wrong for tree in trees if (wrong := _forbidden(tree, names))), None)


def _said(tree: nodes.Node) -> str:
    match tree:
        case nodes.Getattr():
            return f"the attribute '.{tree.attr}'"
        case nodes.Getitem():
            return "'[…]' behind a value"
        case _:
            return f"{type(tree).__name__.lower()}"


def _refused(what: str) -> Wrong:
    return Wrong("expression-forbidden", f"{what} is not allowed in a card; {_ALLOWED}")


def evaluate(expression: Expression, values: Mapping[str, object]) -> str | Wrong:
    """The text that an expression gives for these values of the parameters."""
    for name in sorted(expression.names - values.keys() - CONSTANTS.keys()):
        guess = did_you_mean(name, values) or f"; the parameters are {', '.join(values)}"
        return Wrong("expression-unknown", f"no parameter {name!r}{guess}")
    try:
        text = as_text(expression.evaluate(dict(values)))
        text.encode()  # half a character, as '\\ud800' is, could be neither shown nor kept
    except OverflowError:
        return Wrong("expression-value", "its value is too large")
    except ZeroDivisionError:
        return Wrong("expression-value", "it divides by zero")
    except (TemplateError, TypeError, ValueError, ArithmeticError, AttributeError) as error:
        return Wrong("expression-value", f"it has no value: {_one_line(str(error))}")
    if len(text) > MAX_LENGTH or len(text.splitlines()) > 1:
        return Wrong("expression-value", f"its value must be one line of {MAX_LENGTH} characters")
    return text


def _one_line(text: str) -> str:
    return " ".join(text.split())[:160]
