"""Which expressions of a program depend on a computation, read from its text alone.

A constant is what no real call computed: literals, arithmetic on them, names assigned only such,
and wrappers such as `torch.tensor(0.25)`. Order of statements and scopes are ignored. A conversion
to a dtype that rounds is a computation, and so is what a loop accumulates.
"""

import ast
from collections import defaultdict
from dataclasses import dataclass, field

_MODULES = {"torch", "np", "numpy", "math"}
# ruff: noqa: SIM905  lists with a name a line would fill a page
_BUILTINS = frozenset(
    "abs bool complex dict divmod enumerate float frozenset int len list max min pow range "
    "reversed round set sorted str sum tuple zip".split()
)
_CONSTRUCTORS = frozenset(
    "tensor as_tensor scalar_tensor array asarray full ones zeros eye float64 int64 bool_".split()
)
_SAME_VALUE = frozenset(
    "item tolist clone detach cpu cuda contiguous numpy copy squeeze unsqueeze flatten view "
    "reshape requires_grad_ double expand t".split()
)
_SAME_EVERY_TIME = _SAME_VALUE | frozenset(
    "abs max min sum mean std var norm numel size dim all any argmax argmin".split()
)
_EXACT_DTYPES = frozenset("float64 double int64 long bool complex128 float int".split())
_NO_EFFECT = _BUILTINS | frozenset("answer option claim measure show plot print".split())
_NOT_A_VALUE = frozenset(["device", "requires_grad", "copy", "key", "reverse"])


@dataclass
class _Bound:
    """Everything that is ever put into one name."""

    values: list[ast.expr] = field(default_factory=list)
    computed: bool = False
    """Also bound by something that no expression shows: a parameter, an import, `with … as`."""
    in_loop: bool = False
    escapes: bool = False
    """Handed to a call that may change it in place."""


class Names(ast.NodeVisitor):
    """Collects what each name is bound to, then judges expressions."""

    def __init__(self) -> None:
        self._bound: defaultdict[str, _Bound] = defaultdict(_Bound)
        self._loops = 0
        self._judging: set[str] = set()

    # Collecting

    def _bind(self, target: ast.expr, value: ast.expr | None) -> None:
        match target:
            case ast.Name(id=name):
                bound = self._bound[name]
                bound.in_loop |= self._loops > 0
                if value is None:
                    bound.computed = True
                else:
                    bound.values.append(value)
            case ast.Tuple(elts=targets) | ast.List(elts=targets):
                one_each = isinstance(value, ast.Tuple | ast.List) and (
                    len(value.elts) == len(targets)
                    and not any(isinstance(item, ast.Starred) for item in (*targets, *value.elts))
                )
                values = (
                    value.elts if one_each and isinstance(value, ast.Tuple | ast.List) else None
                )
                for index, item in enumerate(targets):
                    self._bind(item, values[index] if values else value)
            case ast.Starred(value=inner) | ast.Subscript(value=inner) | ast.Attribute(value=inner):
                self._bind(inner, value)

    def visit_Assign(self, node: ast.Assign) -> None:
        for target in node.targets:
            self._bind(target, node.value)
        self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self._bind(node.target, node.value)
        self.generic_visit(node)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        before: ast.expr = node.target
        if isinstance(before, ast.Name):
            before = ast.Name(before.id, ast.Load())
        self._bind(node.target, ast.BinOp(before, node.op, node.value))
        self.generic_visit(node)

    def visit_NamedExpr(self, node: ast.NamedExpr) -> None:
        self._bind(node.target, node.value)
        self.generic_visit(node)

    def visit_For(self, node: ast.For) -> None:
        self._bind(node.target, node.iter)
        self._loop(node)

    def visit_While(self, node: ast.While) -> None:
        self._loop(node)

    def _loop(self, node: ast.For | ast.While) -> None:
        self._loops += 1
        self.generic_visit(node)
        self._loops -= 1

    def visit_comprehension(self, node: ast.comprehension) -> None:
        self._bind(node.target, node.iter)
        self.generic_visit(node)

    def visit_withitem(self, node: ast.withitem) -> None:
        if node.optional_vars is not None:
            self._bind(node.optional_vars, None)
        self.generic_visit(node)

    def visit_arg(self, node: ast.arg) -> None:
        self._bound[node.arg].computed = True

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self._bound[node.name].computed = True
        self.generic_visit(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._bound[node.name].computed = True
        self.generic_visit(node)

    def visit_alias(self, node: ast.alias) -> None:
        name = (node.asname or node.name).partition(".")[0]
        if node.name not in _MODULES:
            self._bound[name].computed = True

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> None:
        if node.name:
            self._bound[node.name].computed = True
        self.generic_visit(node)

    def visit_MatchAs(self, node: ast.MatchAs) -> None:
        if node.name:
            self._bound[node.name].computed = True
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        if not _has_no_effect(node.func):
            for argument in (*node.args, *(item.value for item in node.keywords)):
                self._let_escape(argument)
            if isinstance(node.func, ast.Attribute):
                self._let_escape(node.func.value)
        for item in node.keywords:
            if item.arg == "out":
                self._let_escape(item.value)
        self.generic_visit(node)

    def _let_escape(self, node: ast.expr) -> None:
        for part in ast.walk(node):
            if isinstance(part, ast.Name):
                self._bound[part.id].escapes = True

    # Judging

    def constant(self, node: ast.expr) -> bool:
        """Whether an expression does not depend on a computation."""
        match node:
            case ast.Constant():
                return True
            case ast.Name(id=name):
                return self._constant_name(name)
            case ast.Attribute(value=value, attr=attr):
                return attr != "grad" and self.constant(value)
            case ast.Call():
                return self._constant_call(node)
            case ast.Compare(left=left, ops=ops, comparators=others):
                return _same_on_both_sides(node) or (
                    bool(ops) and self.constant(left) and all(map(self.constant, others))
                )
            case ast.BoolOp(op=op, values=values):
                decides = isinstance(op, ast.Or)
                return any(_literal(value) is decides for value in values) or all(
                    map(self.constant, values)
                )
            case ast.Lambda() | ast.Await() | ast.Yield() | ast.YieldFrom():
                return False
            case _:
                parts = _expressions(node)
                return all(map(self.constant, parts))

    def _constant_name(self, name: str) -> bool:
        if name not in self._bound or not (self._bound[name].values or self._bound[name].computed):
            return name in _MODULES
        bound = self._bound[name]
        if bound.computed:
            return False
        if name in self._judging:  # it depends on itself: accumulated by a loop, or not
            return not bound.in_loop
        self._judging.add(name)
        try:
            if bound.escapes and not all(self._immutable(value) for value in bound.values):
                return False
            return all(map(self.constant, bound.values))
        finally:
            self._judging.discard(name)

    def _immutable(self, node: ast.expr) -> bool:
        """Whether a value cannot be changed in place: a number, a string; not a tensor, a list."""
        changeable = ast.List | ast.Dict | ast.Set | ast.ListComp | ast.DictComp | ast.SetComp
        for part in ast.walk(node):
            if isinstance(part, changeable):
                return False
            if isinstance(part, ast.Call):
                name = part.func.id if isinstance(part.func, ast.Name) else ""
                if name not in _BUILTINS - {"list", "dict", "set", "sorted"}:
                    return False
            if isinstance(part, ast.Name) and part.id not in self._judging:
                self._judging.add(part.id)
                try:
                    if not all(self._immutable(value) for value in self._bound[part.id].values):
                        return False
                finally:
                    self._judging.discard(part.id)
        return True

    def _constant_call(self, call: ast.Call) -> bool:
        match call.func:
            case ast.Name(id=name) if name in _BUILTINS and not self._bound[name].computed:
                pass
            case ast.Attribute(value=ast.Name(id=module), attr=attr) if module in _MODULES:
                if attr not in _CONSTRUCTORS and module != "math":
                    return False
            case ast.Attribute(value=value, attr=attr) if attr in _SAME_VALUE:
                if not self.constant(value):
                    return False
            case _:
                return False
        for item in call.keywords:
            if item.arg == "dtype" and not _is_exact(item.value):
                return False  # it rounds: that is what the demo measures
        keywords = [item.value for item in call.keywords if item.arg not in _NOT_A_VALUE]
        return all(map(self.constant, (*call.args, *keywords)))


def _expressions(node: ast.AST) -> list[ast.expr]:
    """The expressions directly within a node, through comprehensions and slices."""
    found: list[ast.expr] = []
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.comprehension):
            found += [child.iter, *child.ifs]
        elif isinstance(child, ast.expr):
            found.append(child)
    return found


def _has_no_effect(function: ast.expr) -> bool:
    """Whether a call of this leaves its arguments and its own object as they were."""
    match function:
        case ast.Name(id=name):
            return name in _NO_EFFECT
        case ast.Attribute(value=ast.Name(id=module), attr=attr) if module in _MODULES:
            return not attr.endswith("_")
        case ast.Attribute(attr=attr):
            return attr in _SAME_EVERY_TIME
        case _:
            return False


def _is_exact(dtype: ast.expr) -> bool:
    name = dtype.attr if isinstance(dtype, ast.Attribute) else getattr(dtype, "id", "")
    return name in _EXACT_DTYPES


def _literal(node: ast.expr) -> bool | None:
    """The truth value of a literal; None for anything else."""
    return bool(node.value) if isinstance(node, ast.Constant) else None


def _same_on_both_sides(node: ast.Compare) -> bool:
    """`x == x`. Not `x != x`, which finds NaN, and not what may differ from call to call."""
    if len(node.ops) != 1 or not isinstance(node.ops[0], ast.Eq | ast.LtE | ast.GtE | ast.Is):
        return False
    calls = [part for part in ast.walk(node.left) if isinstance(part, ast.Call)]
    for call in calls:
        if not isinstance(call.func, ast.Attribute) or call.func.attr not in _SAME_EVERY_TIME:
            return False
    return ast.dump(node.left) == ast.dump(node.comparators[0])
