"""Whether a demo shows something else on another device; its code is read, nothing is run."""

import ast
from functools import lru_cache

MEASURES_DEVICE = frozenset({"time_ms", "roofline"})
"""Instruments that measure the device itself."""


@lru_cache(maxsize=64)
def depends_on_device(code: str) -> bool:
    """Whether a demo asks what it runs on, or takes a time."""
    try:
        tree = ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return any(_asks(node) for node in ast.walk(tree))


def _asks(node: ast.AST) -> bool:
    match node:
        case ast.Call(func=ast.Name(id=name)):
            return name in MEASURES_DEVICE
        case ast.Attribute(value=ast.Name(id="device"), attr="type"):
            return True
        case ast.Attribute(value=ast.Name(id="torch"), attr="cuda"):
            return True
        case ast.Attribute(attr="is_cuda"):
            return True
    return False
