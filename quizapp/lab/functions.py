"""A code card's function in the lab: the cases of its demo, and a learner's version on the same.

The two never share a process: a learner's has the inputs only, and what it returns is compared
outside, so that nothing it changes or reads there can make a wrong function right.
"""

import json
import math
import os
from collections.abc import Callable
from typing import Any

import numpy as np
import torch

from quizapp.core.evidence import Called, Finding
from quizapp.lab.generators import Generators
from quizapp.lab.protocol import Job

ANSWER = "<your code>"
"""File name under which a learner's code is compiled."""
REFERENCE = "<reference>"
MAX_NUMBERS = 4_096
"""Numbers in the inputs of a case, and in a result."""

Function = Callable[..., Any]


class Cases:
    """What the demo of a code card finds ready beside the instruments."""

    def __init__(self, job: Job, device: torch.device, report: Callable[[Finding], None]) -> None:
        self._job, self._device, self._report = job, device, report
        self._generators = Generators(device)
        self._count = 0
        self._functions = [
            _defined(code, job.function, REFERENCE) for code in (job.reference, *job.variants)
        ]

    def names(self) -> dict[str, Function]:
        """The reference under its own name, and `case`."""
        return {self._job.function: self._functions[0], "case": self._case}

    def _case(self, *args: object, **kwargs: object) -> object:
        """Register one input; returns what the reference returns for it."""
        from quizapp.lab.instruments import demo_line

        inputs = json.dumps(encoded((args, kwargs)))
        if _numbers(json.loads(inputs)) > MAX_NUMBERS:
            raise TypeError(
                f"case() takes tensors of up to {MAX_NUMBERS:,} numbers in all, plain numbers, "
                "strings, and lists or dicts of these"
            )
        self._count += 1
        line = demo_line()
        # The demo's own random numbers go on after a case as if it had drawn none.
        states = self._generators.states()
        result, after = _call(self._functions[0], inputs, self._seed, self._device)
        if json.dumps(encoded(after)) != inputs:
            raise TypeError("case(): the reference changes its inputs in place")
        self._report(Called(self._count, 0, inputs, json.dumps(encoded(result)), line))
        for by, variant in enumerate(self._functions[1:], 1):
            try:
                wrong = encoded(_call(variant, inputs, self._seed, self._device)[0])
            except Exception as error:  # noqa: BLE001  a wrong version may fail in its own way
                wrong = {"raised": type(error).__name__}
            self._report(Called(self._count, by, "", json.dumps(wrong), line))
        self._generators.restore(states)
        return result

    @property
    def _seed(self) -> int:
        return self._job.seed + self._count


def answer(job: Job, device: torch.device, report: Callable[[Finding], None]) -> None:
    """Define a learner's function and call it on every case."""
    function = _defined(job.code, job.function, ANSWER)
    process = os.getpid()
    for number, inputs in enumerate(job.cases, 1):
        result, after = _call(function, inputs, job.seed + number, device)
        if os.getpid() != process:  # a fork made by the function: it has no say
            os._exit(0)
        report(Called(number, 0, json.dumps(encoded(after)), json.dumps(encoded(result))))


def _defined(code: str, name: str, file: str) -> Function:
    namespace: dict[str, Any] = {"__name__": "__main__", "torch": torch, "np": np, "math": math}
    exec(compile(code, file, "exec", dont_inherit=True), namespace)
    function = namespace.get(name)
    if not callable(function):
        raise LookupError(f"your code defines no function {name}")
    called: Function = function
    return called


def _call(
    function: Function, inputs: str, seed: int, device: torch.device
) -> tuple[object, tuple[object, object]]:
    """The result on fresh inputs, and what became of these."""
    args, kwargs = decoded(json.loads(inputs), device)
    torch.default_generator.manual_seed(seed)
    if device.type == "cuda":
        torch.cuda.manual_seed_all(seed)
    return function(*args, **kwargs), (args, kwargs)


def encoded(value: object) -> object:
    """A value in a form that JSON carries whole."""
    match value:
        case torch.Tensor():
            return _tensor(value)
        case None | bool() | str():
            return value
        case int():
            return int(value)
        case float():
            return float(value)
        case tuple() | list():
            kind = "tuple" if isinstance(value, tuple) else "list"
            return {kind: [encoded(item) for item in value]}
        case dict():
            return {
                "dict": [encoded(item) for item in value.values()],
                "keys": [str(key) for key in value],
            }
        case _:
            return {"other": type(value).__name__}


def _tensor(value: torch.Tensor) -> object:
    dtype = str(value.dtype).removeprefix("torch.")
    shape = list(value.shape)
    if value.layout is not torch.strided or value.is_complex() or value.is_quantized:
        return {"other": f"{dtype} tensor, which cannot be compared"}
    if value.numel() > MAX_NUMBERS:
        return {"other": f"{dtype} tensor of shape {shape}, too large to compare"}
    numbers = value.detach().to("cpu").reshape(-1).tolist()
    return {"tensor": numbers, "dtype": dtype, "shape": shape}


def decoded(body: Any, device: torch.device) -> Any:
    """The value that `encoded` described, with its tensors on the device."""
    match body:
        case {"tensor": values, "dtype": dtype, "shape": shape}:
            flat = torch.tensor(values, dtype=getattr(torch, dtype), device=device)
            return flat.reshape(shape)
        case {"tuple": items}:
            return tuple(decoded(item, device) for item in items)
        case {"list": items}:
            return [decoded(item, device) for item in items]
        case {"dict": items, "keys": keys}:
            return {key: decoded(item, device) for key, item in zip(keys, items, strict=True)}
        case _:
            return body


def _numbers(body: Any) -> float:
    """How many numbers the tensors of an encoded value hold; infinity where it has no such form."""
    match body:
        case {"tensor": values}:
            return len(values)
        case {"other": _}:
            return math.inf
        case {"tuple": items} | {"list": items} | {"dict": items}:
            return sum(_numbers(item) for item in items)
        case _:
            return 0
