"""Learners' functions in a real lab: what each is told, and that nothing it does harms the next."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
import pytest_asyncio

from quizapp.core.card import CardId, CodeCard
from quizapp.core.evidence import Outcome, Run
from quizapp.core.function import cases_of, grade_code, inputs_of, printed
from quizapp.core.grading import Assessment
from quizapp.core.verdict import Verdict
from quizapp.decks.library import Library
from quizapp.lab.client import Lab
from quizapp.lab.jobs import answer_job, demo_job
from quizapp.settings import own_folder

pytestmark = pytest.mark.asyncio(loop_scope="module")

ADAM, MOMENTUM, CLIP = "adam-step", "sgd-momentum-step", "clip-global-norm"
ADAM_HEAD = "def adam_step(p, g, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):\n"
MOMENTUM_HEAD = "def momentum_step(p, g, b, lr=0.1, mu=0.9):\n"
CLIP_HEAD = "def clip_gradients(grads, max_norm):\n"
ADAM_BODY = """\
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g * g
    mhat, vhat = m / (1 - beta1**t), v / (1 - beta2**t)
    return p - lr * mhat / (vhat.sqrt() + eps), m, v
"""
MOMENTUM_BODY = "    b = mu * b + g\n    return p - lr * b, b\n"
CLIP_BODY = """\
    total = torch.cat([g.flatten() for g in grads]).norm()
    return [g if total <= max_norm else g * (max_norm / total) for g in grads]
"""


class Bench:
    """A lab, the deck of optimizers, and each card's demo run once."""

    def __init__(self) -> None:
        self.lab = Lab(device="cpu")
        self.library = Library([own_folder("content")])
        self.library.load()
        self.demos: dict[str, Run] = {}

    def card(self, name: str) -> CodeCard:
        card = self.library.card(CardId(name))
        assert isinstance(card, CodeCard)
        return card

    async def demo(self, name: str) -> Run:
        if name not in self.demos:
            self.demos[name] = await self.lab.result(demo_job(self.card(name)))
            assert self.demos[name].outcome is Outcome.FINISHED, self.demos[name]
        return self.demos[name]

    async def answer(self, name: str, code: str, seconds: float = 5.0) -> tuple[Run, Assessment]:
        card, demo = self.card(name), await self.demo(name)
        run = await self.lab.result(answer_job(card, code, demo, seconds=seconds))
        return run, grade_code(card, demo, run)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def bench() -> AsyncIterator[Bench]:
    bench = Bench()
    yield bench
    await bench.lab.close()


RIGHT = [
    (ADAM, ADAM_HEAD + ADAM_BODY),
    (ADAM, "import torch as t_\nfrom math import sqrt\n\n" + ADAM_HEAD + ADAM_BODY),
    (
        ADAM,
        ADAM_HEAD
        + """\
    m = torch.lerp(g, m, beta1)
    v = v * beta2 + g.pow(2) * (1 - beta2)
    step = lr * math.sqrt(1 - beta2**t) / (1 - beta1**t)
    return p - step * m / (v.sqrt() + eps * math.sqrt(1 - beta2**t)), m, v
""",
    ),
    (ADAM, ADAM_HEAD.replace("lr=1e-3", "lr=0.001") + "    p = p.clone()\n" + ADAM_BODY),
    (MOMENTUM, MOMENTUM_HEAD + MOMENTUM_BODY),
    (MOMENTUM, MOMENTUM_HEAD + "    b = b.mul(mu).add(g)\n    return p.sub(b, alpha=lr), b\n"),
    (MOMENTUM, "momentum_step = lambda p, g, b, lr=.1, mu=.9: (p - lr*(mu*b + g), mu*b + g)\n"),
    (CLIP, CLIP_HEAD + CLIP_BODY),
    (
        CLIP,
        CLIP_HEAD
        + """\
    norm = torch.linalg.vector_norm(torch.stack([torch.linalg.vector_norm(g) for g in grads]))
    return [g * min(1.0, max_norm / (norm.item() + 1e-6)) for g in grads]
""",
    ),
]


@pytest.mark.parametrize(("name", "code"), RIGHT)
async def test_a_right_function(bench: Bench, name: str, code: str) -> None:
    run, assessment = await bench.answer(name, code)
    assert assessment.verdict is Verdict.CONFIRMED, (assessment, run.trace)
    count = len(cases_of(await bench.demo(name)))
    assert assessment.message == f"Right: equal to the reference in all {count} cases."
    assert assessment.measured


@pytest.mark.parametrize("name", [ADAM, MOMENTUM, "adamw-step", CLIP])
async def test_each_listed_mistake_gets_its_own_sentence(bench: Bench, name: str) -> None:
    card = bench.card(name)
    assert card.variants
    for variant in card.variants:
        _, assessment = await bench.answer(name, variant.code)
        assert assessment.verdict is Verdict.REFUTED
        assert assessment.message.startswith(f"Not quite: {variant.sentence} (")
        assert " expected" in assessment.message


WRONG = [
    # type, shape, dtype, inputs, finite, value, in this order
    (ADAM, ADAM_HEAD + "    return p\n", "a tuple of 3 expected, a tensor returned in case 1"),
    (ADAM, ADAM_HEAD + "    pass\n", "a tuple of 3 expected, None returned in case 1"),
    (ADAM, ADAM_HEAD + "    return p, m\n", "a tuple of 3 expected, a tuple of 2 returned"),
    (ADAM, ADAM_HEAD + "    return [p, m, v]\n", "a tuple of 3 expected, a list of 3 returned"),
    (
        ADAM,
        ADAM_HEAD + "    return p, m, v.numpy()\n",
        "result[2]: a tensor expected, a value of type ndarray returned",
    ),
    (
        ADAM,
        ADAM_HEAD + "    return p.sum().item(), m, v\n",
        "result[0]: a tensor expected, a float returned in case 1 (4 × float64 [3], 1)",
    ),
    (
        ADAM,
        ADAM_HEAD + "    return p.reshape(-1, 1), m, v\n",
        "result[0]: shape [3] expected, [3, 1] returned",
    ),
    (
        ADAM,
        ADAM_HEAD + "    p, g, m, v = p.float(), g.float(), m.float(), v.float()\n" + ADAM_BODY,
        "result[0]: dtype float64 expected, float32 returned in case 1",
    ),
    (
        MOMENTUM,
        MOMENTUM_HEAD + "    b = mu * b + g\n    return (p - lr * b).double(), b.double()\n",
        "result[0]: dtype float32 expected, float64 returned in case 3 (3 × float32 [2, 3])",
    ),
    (
        MOMENTUM,
        MOMENTUM_HEAD + "    b.mul_(mu).add_(g)\n    return p - lr * b, b\n",
        "it changes its inputs in place in case 1 (3 × float64 [3])",
    ),
    (
        MOMENTUM,
        MOMENTUM_HEAD + "    b = mu * b + g\n    p -= lr * b\n    return p, b\n",
        "it changes its inputs in place",
    ),
    (CLIP, CLIP_HEAD + "    grads.append(0)\n    return grads\n", "a list of 3 expected"),
    (
        CLIP,
        CLIP_HEAD + CLIP_BODY.replace("return", "grads[:] =") + "    return list(grads)\n",
        "it changes its inputs in place",
    ),
    (
        ADAM,
        ADAM_HEAD + "    return p * math.nan, m, v\n",
        "nan returned in case 1",
    ),
    (
        CLIP,
        CLIP_HEAD + "    n = sum((g*g).sum() for g in grads).sqrt()\n"
        "    return [g / n * min(n, torch.tensor(max_norm)) for g in grads]\n",
        "result[0]: 0 expected at [0], nan returned in case 5 ([float64 [2]], 1)",
    ),
    (
        MOMENTUM,
        MOMENTUM_HEAD + "    b = mu * b + g\n    return p + lr * b, b\n",
        "off by",
    ),
    (MOMENTUM, MOMENTUM_HEAD + "    b = mu * b + g\n    return p - 0.1 * b, b\n", "in case 2"),
    # exceptions, in her own lines
    (
        ADAM,
        ADAM_HEAD + "    q = p\n    return q.reshape(7), m, v\n",
        "RuntimeError: shape '[7]' is invalid for input of size 3 at line 3 in case 1",
    ),
    (ADAM, ADAM_HEAD + "    return undefined\n", "NameError: name 'undefined' is not defined"),
    (MOMENTUM, MOMENTUM_HEAD + "    return p - lr *\n", "SyntaxError: invalid syntax at line 2."),
    (MOMENTUM, "def momentum_step(p, g):\nreturn p\n", "IndentationError: expected an indented"),
    (MOMENTUM, "def step(p, g, b): return p, b\n", "your code defines no function momentum_step"),
    (MOMENTUM, "", "your code defines no function momentum_step"),
    (MOMENTUM, "momentum_step = 3\n", "your code defines no function momentum_step"),
    (MOMENTUM, "def momentum_step(p):\n    return p\n", "TypeError: momentum_step() takes 1"),
    (
        CLIP,
        CLIP_HEAD + "    return clip_gradients(grads, max_norm)\n",
        "RecursionError: maximum recursion depth exceeded",
    ),
    (CLIP, CLIP_HEAD + "    raise SystemExit(0)\n", "SystemExit: your code called sys.exit(0)"),
    (CLIP, CLIP_HEAD + "    raise KeyboardInterrupt\n", "KeyboardInterrupt at line 2 in case 1"),
    # its process
    (CLIP, CLIP_HEAD + "    import os\n    os._exit(0)\n", "its process ended with exit status 0"),
    ("clip-global-norm", "import os\nos.abort()\n", "its process was killed by SIGABRT"),
    (
        CLIP,
        "import ctypes\n" + CLIP_HEAD + "    ctypes.string_at(0)\n",
        "its process was killed by SIGSEGV",
    ),
    (
        CLIP,
        "import os\n" + CLIP_HEAD + "    while True: os.fork()\n",
        "your code started over 64 processes",
    ),
    (
        CLIP,
        CLIP_HEAD + "    return [torch.zeros(12_500_000_000)]\n",
        "asked for 46.6 GiB; your code may use 2 GiB at line 2",
    ),
    (
        CLIP,
        CLIP_HEAD + "    return bytearray(100 * 2**30)\n",
        "ran out of memory; your code may use 2 GiB",
    ),
    (
        CLIP,
        CLIP_HEAD + "    return [torch.zeros(100_000)]\n",
        "a list of 3 expected, a list of 1 returned",
    ),
    (
        CLIP,
        CLIP_HEAD + "    return [torch.zeros(100_000)] * 3\n",
        "float32 tensor of shape [100000], too large to compare returned",
    ),
    (
        CLIP,
        "import os\nfor fd in range(3, 99):\n    try: os.write(fd, b'hi\\n')\n"
        "    except OSError: pass\n",
        "your code wrote into the lab's own pipe",
    ),
    # what would make a comparison inside its process pass
    (
        CLIP,
        "torch.equal = torch.allclose = lambda *a, **k: True\n"
        "torch.Tensor.__eq__ = lambda *a: True\n" + CLIP_HEAD + "    return grads\n",
        "off by",
    ),
    (
        CLIP,
        "torch.Tensor.tolist = lambda self: [0.0] * self.numel()\n" + CLIP_HEAD + CLIP_BODY,
        "it changes its inputs in place",
    ),
    (
        CLIP,
        "def broken(*a): raise ValueError('mine')\ntorch.Tensor.detach = broken\n"
        + CLIP_HEAD
        + CLIP_BODY,
        "ValueError: mine",
    ),
]


@pytest.mark.parametrize(("name", "code", "message"), WRONG)
async def test_a_wrong_function(bench: Bench, name: str, code: str, message: str) -> None:
    run, assessment = await bench.answer(name, code)
    assert assessment.verdict is Verdict.REFUTED, (assessment, run)
    assert assessment.message.startswith("Not ")
    assert message in assessment.message
    assert "\n" not in assessment.message
    assert "demo" not in assessment.message
    _, after = await bench.answer(MOMENTUM, MOMENTUM_HEAD + MOMENTUM_BODY)
    assert after.verdict is Verdict.CONFIRMED


@pytest.mark.parametrize(
    "code",
    [
        CLIP_HEAD + "    while True: pass\n",
        "while True: pass\n",
        CLIP_HEAD + "    while True: print('again', 'and again')\n",
        "import signal, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        + CLIP_HEAD
        + "    time.sleep(60)\n",
    ],
)
async def test_an_endless_function_is_stopped(bench: Bench, code: str) -> None:
    await bench.demo(CLIP)
    start = time.monotonic()
    run, assessment = await bench.answer(CLIP, code, seconds=0.5)
    assert assessment.verdict is Verdict.REFUTED
    assert "stopped after 0.5 s in case 1 ([float64 [3, 2]" in assessment.message
    assert assessment.message.endswith("does it end?")
    assert time.monotonic() - start < 5
    assert len(printed(run)) < 70_000


SPY = """\
import gc, sys

def texts():
    seen, todo = set(), [sys._getframe(), *gc.get_objects()]
    frame = sys._getframe()
    while frame is not None:
        todo += [frame.f_locals, frame.f_globals, frame.f_code.co_consts]
        frame = frame.f_back
    for _ in range(3):
        inner = []
        for item in todo:
            if id(item) in seen:
                continue
            seen.add(id(item))
            if isinstance(item, (str, bytes, bytearray)):
                yield item if isinstance(item, str) else bytes(item).decode("latin-1")
            else:
                inner += gc.get_referents(item)
        todo = inner

calls = 0

def momentum_step(p, g, b, lr=0.1, mu=0.9):
    global calls
    calls += 1
    if calls > 1:
        return p, b
    mark = " ".join(["Returns", "the", "new", "p", "and", "b."])
    found = [text for text in texts() if mark in text and text != mark]
    if found:
        raise ValueError("found it")
    return p, b
"""


async def test_the_reference_is_not_to_be_found_in_a_learners_process(bench: Bench) -> None:
    card = bench.card(MOMENTUM)
    for _ in range(3):
        demo = await bench.lab.result(demo_job(card))
        slow = replace(demo_job(card), code="import time\ntime.sleep(0.3)\n" + "answer(1)\n" * 2)
        at_once = asyncio.gather(bench.lab.result(slow), bench.lab.result(demo_job(card)))
        await asyncio.sleep(0.05)
        run = await bench.lab.result(answer_job(card, SPY, demo))
        await at_once
        assessment = grade_code(card, demo, run)
        assert assessment.verdict is Verdict.REFUTED, assessment
        assert "off by" in assessment.message


async def test_what_a_function_prints_is_kept(bench: Bench) -> None:
    code = MOMENTUM_HEAD + "    print('shape', tuple(p.shape))\n" + MOMENTUM_BODY
    run, assessment = await bench.answer(MOMENTUM, code)
    assert assessment.verdict is Verdict.CONFIRMED
    assert printed(run).startswith("shape (3,)\nshape (3,)\nshape (2, 3)\n")


async def test_a_trace_shows_her_own_lines(bench: Bench) -> None:
    code = MOMENTUM_HEAD + "    return inner(p), b\n\ndef inner(p):\n    return p.nothing\n"
    run, assessment = await bench.answer(MOMENTUM, code)
    assert "at line 5 in case 1" in assessment.message
    assert 'File "<your code>", line 5, in inner' in run.trace
    assert "return p.nothing" in run.trace
    assert "quizapp" not in run.trace


async def test_a_fork_that_goes_on_has_no_say(bench: Bench) -> None:
    code = "import os\n" + MOMENTUM_HEAD + "    os.fork()\n" + MOMENTUM_BODY
    _, assessment = await bench.answer(MOMENTUM, code)
    assert assessment.verdict is Verdict.CONFIRMED


async def test_every_case_gets_the_same_random_numbers(bench: Bench) -> None:
    reference = 'def f(x):\n    """Noise."""\n    return x + torch.randn(x.shape)\n'
    demo_code = "a = case(torch.zeros(2))\nshow('next', torch.rand(1))\nb = case(torch.zeros(2))\n"
    card = replace(bench.card(MOMENTUM), name="f", reference=reference, variants=())
    job = replace(demo_job(card), code=demo_code)
    demo = await bench.lab.result(job)
    assert demo.outcome is Outcome.FINISHED, demo
    run = await bench.lab.result(answer_job(card, reference, demo))
    assert grade_code(card, demo, run).verdict is Verdict.CONFIRMED
    one, two = cases_of(demo)
    assert one.expected != two.expected


@pytest.mark.parametrize(
    ("code", "message"),
    [
        (
            "case(torch.zeros(5000))",
            "TypeError: case() takes tensors of up to 4,096 numbers in all",
        ),
        ("case(*[torch.zeros(3000)] * 2)", "TypeError: case() takes tensors of up to 4,096"),
        ("case(object())", "TypeError: case() takes tensors of up to 4,096 numbers in all, "),
        ("case(lambda x: x)", "TypeError: case() takes tensors of up to 4,096 numbers in all, "),
    ],
)
async def test_case_says_what_it_takes(bench: Bench, code: str, message: str) -> None:
    job = replace(demo_job(bench.card(MOMENTUM)), code=code)
    run = await bench.lab.result(job)
    assert run.outcome is Outcome.FAILED
    assert run.message.startswith(message)
    assert run.line == 1


async def test_a_reference_must_leave_its_inputs_alone(bench: Bench) -> None:
    card = bench.card(MOMENTUM)
    job = demo_job(replace(card, reference=MOMENTUM_HEAD + "    return p.add_(g), b\n"))
    run = await bench.lab.result(job)
    assert run.message == "TypeError: case(): the reference changes its inputs in place"


async def test_inputs_come_as_they_were_given(bench: Bench) -> None:
    demo = await bench.demo(CLIP)
    assert '"kwargs"' not in "".join(inputs_of(demo))
    numbers = [len(case.variants) for case in cases_of(demo)]
    assert numbers == [len(bench.card(CLIP).variants)] * len(numbers)
