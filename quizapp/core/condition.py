"""The condition of a claim or an option with every comparison in it turned round.

A check that can fail comes out otherwise then. One that does not holds by its form: `all(…)` over
nothing, or a comparison with NaN.
"""

import ast

_REVERSED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.GtE,
    ast.LtE: ast.Gt,
    ast.Gt: ast.LtE,
    ast.GtE: ast.Lt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
SAME_TRUTH = frozenset("item bool cpu detach squeeze".split())  # noqa: SIM905
"""Methods that hand a truth value on."""
MODULES = frozenset(["torch", "np", "numpy"])


def turned(condition: ast.expr, holds: bool) -> ast.expr | None:
    """The condition turned round; `holds` is its own value. None where it neither compares nor
    goes over many truths.

    It is the negation, except that `all` stays `all` where it holds and `any` stays `any` where it
    does not, so that one over nothing shows.
    """
    turn = _Turn()
    node = turn.node(condition, holds)
    return ast.fix_missing_locations(node) if turn.comparisons else None


def reduction(call: ast.Call) -> tuple[str, ast.expr] | None:
    """`all` or `any` and what it goes over, of `all(x)`, `x.all()` or `torch.all(x)`."""
    match call.func:
        case ast.Name(id="all" | "any" as name) if len(call.args) == 1:
            return name, call.args[0]
        case ast.Attribute(value=ast.Name(id=module), attr="all" | "any" as name) if (
            module in MODULES and call.args
        ):
            return name, call.args[0]
        case ast.Attribute(value=value, attr="all" | "any" as name):
            return name, value
        case _:
            return None


def within(call: ast.Call) -> ast.expr | None:
    """What has the same truth as a call: x of `bool(x)` and `x.item()`."""
    match call.func:
        case ast.Name(id="bool") if len(call.args) == 1:
            return call.args[0]
        case ast.Attribute(value=value, attr=attr) if attr in SAME_TRUTH and not call.args:
            return value
        case _:
            return None


class _Turn:
    """Rewrites the parts of a condition that are truth values."""

    def __init__(self) -> None:
        self.comparisons = 0

    def node(self, node: ast.expr, holds: bool, *, many: bool = False) -> ast.expr:
        """`many`: the node is a tensor of truth values, which `not` does not take."""
        match node:
            case ast.Compare():
                return self._comparison(node, holds)
            case ast.BoolOp(values=values):
                joined: ast.boolop = ast.And() if holds else ast.Or()
                return ast.BoolOp(joined, [self.node(value, holds) for value in values])
            case ast.BinOp(left=left, op=ast.BitAnd() | ast.BitOr(), right=right):
                sides = [self.node(side, holds, many=True) for side in (left, right)]
                return ast.BinOp(sides[0], ast.BitAnd() if holds else ast.BitOr(), sides[1])
            case ast.UnaryOp(op=ast.Not() | ast.Invert() as sign, operand=inner):
                inverted = many or isinstance(sign, ast.Invert)
                return ast.UnaryOp(sign, self.node(inner, not holds, many=inverted))
            case ast.Call():
                return self._call(node, holds, many)
            case _:
                return _negated(node, many)

    def _comparison(self, node: ast.Compare, holds: bool) -> ast.expr:
        self.comparisons += len(node.ops)
        ops = [_REVERSED[type(op)]() for op in node.ops]
        if holds or len(ops) == 1:
            return ast.Compare(node.left, ops, node.comparators)
        links = zip([node.left, *node.comparators], ops, node.comparators, strict=False)
        return ast.BoolOp(ast.Or(), [ast.Compare(left, [op], [right]) for left, op, right in links])

    def _call(self, call: ast.Call, holds: bool, many: bool) -> ast.expr:
        name = "all" if holds else "any"
        rest = call.args[1:], call.keywords
        if inner := within(call):
            turned = self.node(inner, holds, many=many or not isinstance(call.func, ast.Name))
            if isinstance(call.func, ast.Attribute):
                return ast.Call(ast.Attribute(turned, call.func.attr, ast.Load()), [], [])
            return ast.Call(call.func, [turned], [])
        found = reduction(call)
        self.comparisons += found is not None
        match call.func, found:
            case ast.Name(), (_, inner):
                return ast.Call(ast.Name(name, ast.Load()), [self._each(inner, holds)], [])
            case ast.Attribute(value=ast.Name(id=module)), (_, inner) if module in MODULES:
                reduced = self.node(inner, holds, many=True)
                function = ast.Attribute(ast.Name(module, ast.Load()), name, ast.Load())
                return ast.Call(function, [reduced, *rest[0]], rest[1])
            case ast.Attribute(), (_, inner):
                reduced = self.node(inner, holds, many=True)
                return ast.Call(ast.Attribute(reduced, name, ast.Load()), call.args, rest[1])
            case _:
                return _negated(call, many)

    def _each(self, iterable: ast.expr, holds: bool) -> ast.expr:
        match iterable:
            case ast.GeneratorExp(elt=each, generators=loops):
                return ast.GeneratorExp(self.node(each, holds), loops)
            case ast.ListComp(elt=each, generators=loops):
                return ast.ListComp(self.node(each, holds), loops)
            case ast.List(elts=items) | ast.Tuple(elts=items):
                return ast.List([self.node(item, holds) for item in items], ast.Load())
            case _:
                truth = ast.Name("each", ast.Load())
                loop = ast.comprehension(ast.Name("each", ast.Store()), iterable, [], 0)
                return ast.GeneratorExp(_negated(truth, False), [loop])


def _negated(node: ast.expr, many: bool) -> ast.expr:
    return ast.UnaryOp(ast.Invert() if many else ast.Not(), node)
