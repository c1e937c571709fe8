"""A real worker and real children: what a demo reports, and that nothing it does harms the next."""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from quizapp.core.evidence import (
    Answered,
    Claimed,
    Decided,
    Outcome,
    Plotted,
    Printed,
    Recorded,
    Run,
    Shown,
)
from quizapp.core.roofline import Placed
from quizapp.lab.client import Lab
from quizapp.lab.protocol import Denied, Finished, Job, Ready

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def lab() -> AsyncIterator[Lab]:
    lab = Lab(device="cpu")
    yield lab
    await lab.close()


def printed(run: Run) -> str:
    return "".join(item.text for item in run.findings if isinstance(item, Printed))


WRITE_EVERYWHERE = """
import contextlib, os
for fd in range(3, 999):
    with contextlib.suppress(OSError):
        os.write(fd, b"hi\\n")
"""


async def assert_next_runs(lab: Lab) -> None:
    run = await lab.result(Job("print('next'); answer(len(str(params.n)))", parameters={"n": 10}))
    assert run.outcome is Outcome.FINISHED, run.message
    assert printed(run) == "next\n"
    assert Answered(2, "", 1) in run.findings


async def test_start_says_what_it_runs_on(lab: Lab) -> None:
    ready = await lab.start()
    assert isinstance(ready, Ready)
    assert ready.device == "CPU"
    assert ready.torch.startswith("2.")


async def test_everything_that_a_demo_reports(lab: Lab) -> None:
    code = """
x = torch.linspace(-10, 10, 1001, device=device, dtype=torch.float64, requires_grad=True)
(slope,) = torch.autograd.grad(torch.sigmoid(x).sum(), x)
answer(slope.max(), "1", se=0.5)
option("b", slope.max() < params.bound, "text")
claim("a quarter", slope.max(), 0.25)
show("at", slope.max())
plot(x[:3], slope[:3], label="slope")
print("σ")
"""
    run = await lab.result(Job(code, parameters={"bound": 0.5}))
    assert (run.outcome, run.message, run.device) == (Outcome.FINISHED, "", "CPU")
    assert run.torch.startswith("2.")
    assert 0 < run.seconds < 5
    assert Answered(0.25, "1", 4, 0.5) in run.findings
    assert Decided("b", True, "text", 5) in run.findings
    evidence = "measured 0.25, expected 0.25 (± 2.5e-07)"
    assert Claimed("a quarter", True, evidence, 6, 0.25, 0.25) in run.findings
    assert Shown("at", "0.25") in run.findings
    (plot,) = (item for item in run.findings if isinstance(item, Plotted))
    assert plot.x == pytest.approx((-10, -9.98, -9.96))
    assert printed(run) == "σ\n"


async def test_equal_seeds_give_equal_numbers(lab: Lab) -> None:
    code = (
        "import random\nshow('r', f'{torch.rand(1).item()} {np.random.rand()} {random.random()}')"
    )
    one, same, other = [await lab.result(Job(code, seed=seed)) for seed in (1, 1, 2)]
    assert one.findings == same.findings != other.findings


async def test_findings_come_as_they_are_made(lab: Lab) -> None:
    code = "print('first')\nshow('second', 2)\nimport time\ntime.sleep(60)"
    async with contextlib.aclosing(lab.run(Job(code, seconds=60))) as replies:
        early = [await anext(replies), await anext(replies)]
    assert sorted(type(reply).__name__ for reply in early) == ["Printed", "Shown"]
    await assert_next_runs(lab)


async def test_many_jobs_at_once(lab: Lab) -> None:
    jobs = [Job(f"answer(np.arange({n}).sum() + 0)", seed=n) for n in range(2, 22)]
    runs = await asyncio.gather(*(lab.result(job) for job in jobs))
    assert [run.findings for run in runs] == [
        (Answered(n * (n - 1) // 2, "", 1),) for n in range(2, 22)
    ]


async def test_an_exception_names_the_line_and_shows_only_the_demo(lab: Lab) -> None:
    run = await lab.result(Job("def f(x):\n    return x.reshape(7)\n\nf(torch.ones(3))"))
    assert (run.outcome, run.line) == (Outcome.FAILED, 2)
    assert run.message == "RuntimeError: shape '[7]' is invalid for input of size 3"
    assert 'File "<demo>", line 4' in run.trace
    assert "return x.reshape(7)" in run.trace
    assert "quizapp" not in run.trace


@pytest.mark.parametrize(
    ("code", "outcome", "message", "line"),
    [
        ("x = (", Outcome.FAILED, "SyntaxError: '(' was never closed", 1),
        ("\nimport sys\nsys.exit(0)", Outcome.FAILED, "SystemExit: the demo called sys.exit(0)", 3),
        ("raise KeyboardInterrupt", Outcome.FAILED, "KeyboardInterrupt", 1),
        ("raise BaseException('a\\nb')", Outcome.FAILED, "BaseException: a", 1),
        (
            "class E(Exception):\n    def __str__(self): raise E\nraise E",
            Outcome.FAILED,
            "E: (its message cannot be shown)",
            3,
        ),
        ("params.n\nparams.m", Outcome.FAILED, "AttributeError: params has no 'm'", 2),
        ("def f(): f()\nf()", Outcome.FAILED, "RecursionError: maximum recursion depth", 1),
        (
            "torch.zeros(25_000_000_000)",
            Outcome.FAILED,
            "asked for 93.1 GiB; a demo may use 2 GiB",
            1,
        ),
        ("np.ones(12_500_000_000)", Outcome.FAILED, "asked for 93.1 GiB; a demo may use", 1),
        ("x = bytearray(2**33)", Outcome.FAILED, "ran out of memory; a", 1),
        ("import os\nos._exit(0)", Outcome.CRASHED, "its process ended with exit status 0", 0),
        ("import os\nos.abort()", Outcome.CRASHED, "its process was killed by SIGABRT", 0),
        (
            "import ctypes\nctypes.string_at(0)",
            Outcome.CRASHED,
            "its process was killed by SIGSEGV",
            0,
        ),
        (
            "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)",
            Outcome.CRASHED,
            "its process was killed by SIGKILL (Killed); the system may be out of memory",
            0,
        ),
        (
            "import os\nos.closerange(0, 1000)",
            Outcome.CRASHED,
            "its process ended with exit status",
            0,
        ),
        (
            WRITE_EVERYWHERE,
            Outcome.CRASHED,
            "the demo wrote into the lab's own pipe: not JSON",
            0,
        ),
        ("for n in range(20_000): show('n', n)", Outcome.FAILED, "the demo reports over 10,000", 0),
    ],
)
async def test_a_bad_end_is_an_ordinary_reply(
    lab: Lab, code: str, outcome: Outcome, message: str, line: int
) -> None:
    run = await lab.result(Job(code, parameters={"n": 1}))
    assert (run.outcome, run.line) == (outcome, line), run
    assert run.message.startswith(message)
    assert "\n" not in run.message
    await assert_next_runs(lab)


async def test_memory_that_runs_out_by_and_by(lab: Lab) -> None:
    code = "kept = []\nwhile True:\n    kept.append(torch.ones(2**22))"
    run = await lab.result(Job(code, memory=2**27))
    assert (run.outcome, run.line) == (Outcome.FAILED, 3), run
    assert run.message == "asked for 16 MiB more; a demo may use 128 MiB"
    await assert_next_runs(lab)


@pytest.mark.parametrize(
    "code",
    [
        "import sys\nsys.stdout.close()\nsys.stderr.close()",
        "import os\nos.close(1)\nos.close(2)",
        "import sys\nassert sys.stdin.read() == ''",
        "import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)",
        "import os\nif os.fork() == 0:\n    answer(int('666'))",
        "import threading, time\nthreading.Thread(target=time.sleep, args=(60,)).start()",
    ],
)
async def test_odd_but_harmless(lab: Lab, code: str) -> None:
    run = await lab.result(Job(code))
    assert run.outcome is Outcome.FINISHED, run
    await assert_next_runs(lab)


@pytest.mark.parametrize(
    "code",
    [
        "while True: pass",
        "import os\nos.setpgid(0, os.getpgid(os.getppid()))\nwhile True: pass",
        "import signal, time\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\ntime.sleep(60)",
        "x = torch.ones(10**9 // 100)\nwhile True: x = x.sort().values",
    ],
)
async def test_an_endless_demo_is_stopped(lab: Lab, code: str) -> None:
    start = time.monotonic()
    run = await lab.result(Job("print('before', flush=True)\n" + code, seconds=0.5))
    assert (run.outcome, run.message) == (Outcome.TIMED_OUT, "stopped after 0.5 s")
    assert printed(run) == "before\n"
    assert time.monotonic() - start < 5
    await assert_next_runs(lab)


async def test_a_flood_is_cut(lab: Lab) -> None:
    code = "import os\nfor _ in range(1000): os.write(1, b'x' * 100_000)"
    run = await lab.result(Job(code, output=1000))
    assert run.outcome is Outcome.FINISHED
    assert printed(run) == "x" * 1000 + "\n… 99,999,000 more bytes not shown\n"
    await assert_next_runs(lab)


async def test_a_character_split_between_reads_stays_whole(lab: Lab) -> None:
    code = "import os, time\nos.write(1, b'\\xcf')\ntime.sleep(0.05)\nos.write(1, b'\\x83')"
    assert printed(await lab.result(Job(code))) == "σ"


def marked(marker: str) -> list[str]:
    """Command lines of processes that carry a marker."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            if marker in command:
                found.append(command)
    return found


async def gone(marker: str) -> bool:
    """Whether no process with the marker is left, given a moment."""
    for _ in range(100):
        if not marked(marker):
            return True
        await asyncio.sleep(0.05)
    return False


@pytest.mark.parametrize("detached", [False, True])
@pytest.mark.parametrize("end", ["", "while True: pass", "os._exit(3)"])
async def test_no_descendant_outlives_its_demo(lab: Lab, detached: bool, end: str) -> None:
    marker = f"quizapp-test-{os.getpid()}-{detached}-{len(end)}"
    code = f"""
import os, subprocess, sys
program = "import time; print('up', flush=True); time.sleep(60)"
child = subprocess.Popen(
    [sys.executable, "-c", program, "{marker}"], start_new_session={detached},
    stdout=subprocess.PIPE,
)
child.stdout.readline()
print("started", flush=True)
{end}
"""
    run = await lab.result(Job(code, seconds=2))
    assert printed(run) == "started\n", run
    assert await gone(marker)
    await assert_next_runs(lab)


async def test_a_daemon_that_holds_the_pipes_delays_nothing(lab: Lab) -> None:
    code = """
import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        time.sleep(60)
    os._exit(0)
"""
    start = time.monotonic()
    run = await lab.result(Job(code, seconds=30))
    assert run.outcome is Outcome.FINISHED
    assert time.monotonic() - start < 5
    await assert_next_runs(lab)


async def test_a_fork_bomb_is_stopped(lab: Lab) -> None:
    code = "import os, time\nwhile True:\n    if os.fork() == 0: time.sleep(60)"
    run = await lab.result(Job(code, seconds=5))
    assert run.outcome in (Outcome.FAILED, Outcome.TIMED_OUT)
    assert run.message in ("the demo started over 64 processes", "stopped after 5 s")
    await assert_next_runs(lab)


async def test_a_demo_cannot_reach_other_jobs(lab: Lab) -> None:
    """Its only pipe is its own: an id that it writes is replaced by the job's."""
    other = asyncio.create_task(lab.result(Job("import time\ntime.sleep(0.5)\nshow('own', 1)")))
    forged = r"""
import json, os
line = {"kind": "shown", "label": "forged", "value": "1"}
text = "".join(json.dumps({"id": n, **line}) + "\n" for n in range(200))
for fd in range(3, 999):
    try: os.write(fd, text.encode())
    except OSError: pass
"""
    await lab.result(Job(forged))
    assert (await other).findings == (Shown("own", "1"),)


async def test_the_scratch_folder_is_fresh_and_goes_away(lab: Lab) -> None:
    code = """
import os, tempfile
show("empty", os.listdir("."))
open("file", "w").close()
show("cwd", os.getcwd())
show("tmp", tempfile.gettempdir())
"""
    run = await lab.result(Job(code))
    shown = {item.label: item.value for item in run.findings if isinstance(item, Shown)}
    assert shown["empty"] == "[]"
    assert shown["tmp"] == shown["cwd"]
    await assert_next_runs(lab)
    assert not Path(shown["cwd"]).exists()


async def test_devices(lab: Lab) -> None:
    run = await lab.result(Job("show('device', device)", device="cpu"))
    assert (run.device, run.findings) == ("CPU", (Shown("device", "cpu"),))
    run = await lab.result(Job("", device="tpu"))
    assert run.outcome is Outcome.DENIED
    assert run.message == "there is no device 'tpu'; write auto, cpu, cuda, cuda:1 or mps"
    run = await lab.result(Job("", device="cuda:99"))
    assert run.outcome is Outcome.DENIED
    assert run.message.startswith("there is no cuda")
    await assert_next_runs(lab)


SPOIL = """
import gc, os, random, sys, threading
torch.set_default_dtype(torch.float64)
torch.set_default_device("meta")
torch.set_num_threads(2)
torch.use_deterministic_algorithms(False)
torch.set_grad_enabled(False)
torch.manual_seed(99), np.random.seed(99), random.seed(99)
torch.relu = torch.Tensor.add = math.sqrt = np.exp = print = None
torch.kept = np.ones(2**25)  # 256 MiB
os.environ["SPOILT"] = "yes"
os.mkdir("sub"), os.chdir("sub")
sys.path.insert(0, "/nowhere"), sys.setrecursionlimit(100), gc.disable()
sys.modules["torch.spoilt"] = sys
threading.Thread(target=threading.Event().wait, daemon=True).start()
"""
STATE = """
import gc, os, random, resource, sys, threading
show("default dtype", torch.get_default_dtype())
show("default device", torch.ones(1).device)
show("threads", torch.get_num_threads())
show("deterministic", torch.are_deterministic_algorithms_enabled())
show("gradients", torch.is_grad_enabled())
show("numbers", [torch.rand(1, device="cpu").item(), np.random.rand(), random.random()])
show("functions", [torch.relu, torch.Tensor.add, math.sqrt, np.exp, print])
show("allocation", [hasattr(torch, "kept"), int(open("/proc/self/statm").read().split()[0]) >> 14])
show("environment", os.environ.get("SPOILT"))
show("folder", [os.listdir("."), os.path.basename(os.getcwd()) == "sub"])
show("Python", [sys.path[0], sys.getrecursionlimit(), gc.isenabled()])
show("modules", "torch.spoilt" in sys.modules)
show("running", [threading.active_count(), len(os.listdir("/proc/self/task"))])
"""


async def test_nothing_of_an_earlier_demo_survives(lab: Lab) -> None:
    before = await lab.result(Job(STATE, seed=7))
    assert before.outcome is Outcome.FINISHED, before
    for end, outcome in [("", Outcome.FINISHED), ("os.abort()", Outcome.CRASHED)]:
        spoilt = await lab.result(Job(SPOIL + end))
        assert spoilt.outcome is outcome, spoilt
        after = await lab.result(Job(STATE, seed=7))
        assert after.findings == before.findings
    shown = {item.label: item.value for item in before.findings if isinstance(item, Shown)}
    assert shown["default dtype"] == "torch.float32"
    assert (shown["threads"], shown["deterministic"]) == ("1", "True")


async def test_a_training_run_gives_the_same_bits_twice(lab: Lab) -> None:
    code = """
net = torch.nn.Sequential(
    torch.nn.Conv2d(3, 8, 3), torch.nn.ReLU(), torch.nn.Dropout(), torch.nn.Flatten(),
    torch.nn.Linear(288, 4),
).to(device)
x = torch.randn(16, 3, 8, 8, device=device)
for _ in range(3):
    loss = net(x).square().mean()
    for p, g in zip(net.parameters(), torch.autograd.grad(loss, list(net.parameters()))):
        p.data -= 0.1 * g
show("bits", b"".join(p.detach().cpu().numpy().tobytes() for p in net.parameters()).hex()[:4000])
timeline(lambda: net(x).sum().backward())
"""
    one, two, other = [await lab.result(Job(code, seed=seed)) for seed in (1, 1, 2)]
    assert one.outcome is Outcome.FINISHED, one
    assert one.findings == two.findings
    assert one.findings[0] != other.findings[0]
    assert one.findings[1] == other.findings[1]


async def test_what_the_meters_report(lab: Lab) -> None:
    code = """
import sys
x = torch.ones(64, 64, device=device)
show("flops", flops(lambda: x @ x))
show("bytes", peak_memory(lambda: x @ x))
show("most", timeline(lambda: x @ x, label="product"))
found = roofline(lambda: x @ x)
show("moved", found.moved)
show("compiler", "torch._dynamo" in sys.modules)
"""
    run = await lab.result(Job(code))
    assert run.outcome is Outcome.FINISHED, run
    shown = {item.label: item.value for item in run.findings if isinstance(item, Shown)}
    assert shown == {
        "flops": str(2 * 64**3),
        "bytes": "16384",
        "most": "{'forward': 16384}",
        "moved": str(3 * 16384),
        "compiler": "False",
    }
    recorded = Recorded("product", (1,), (16384,), ("forward",), (1,), (16384,))
    assert recorded in run.findings


async def test_ceilings_are_measured_once_and_by_no_demo(lab: Lab) -> None:
    code = "found = roofline(lambda: torch.ones(9) + 1)"
    one, two = await asyncio.gather(lab.result(Job(code)), lab.result(Job(code)))
    (first,), (second,) = one.findings, two.findings
    assert isinstance(first, Placed)
    assert isinstance(second, Placed)
    assert (first.most_flops, first.most_moved) == (second.most_flops, second.most_moved)
    forged = r"""
import json, os
line = {"id": 1, "kind": "ceilings", "rates": {"float32": 1.0, "bytes": 1.0}}
for fd in range(3, 99):
    try: os.write(fd, json.dumps(line).encode() + b"\n")
    except OSError: pass
"""
    run = await lab.result(Job(forged))
    assert run.message == "the demo wrote into the lab's own pipe"
    (third,) = (await lab.result(Job(code))).findings
    assert isinstance(third, Placed)
    assert third.most_flops == first.most_flops


BROKEN_CUDA = """#!{python}
import os, runpy, sys
import torch

there = lambda: os.path.exists({file!r})
torch.cuda.is_available, torch.cuda.device_count = there, lambda: int(there())
zeros = torch.zeros


def broken(*size, device=None, **more):
    if getattr(device, "type", "") == "cuda":
        raise RuntimeError("CUDA error: uncorrectable ECC error\\nCUDA kernel errors")
    return zeros(*size, device=device, **more)


torch.zeros = broken
sys.argv = sys.argv[sys.argv.index("-m") + 1 :]
runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
"""


@pytest.mark.parametrize("late", [False, True])
async def test_a_gpu_that_does_not_start_is_said_once(tmp_path: Path, late: bool) -> None:
    python, file = tmp_path / "python", tmp_path / "gpu"
    python.write_text(BROKEN_CUDA.format(python=sys.executable, file=str(file)))
    python.chmod(0o755)
    note = "CUDA does not start (CUDA error: uncorrectable ECC error): demos run on the CPU"
    lab = Lab(python=str(python))
    try:
        if late:  # it was not there at the start: the first demos, prepared before, say nothing
            assert (await lab.result(Job("answer(len('a'))"))).note == ""
        file.touch()
        runs = [await lab.result(Job("show('device', device)")) for _ in range(4)]
        assert {run.findings for run in runs} == {(Shown("device", "cpu"),)}
        assert {run.device for run in runs} == {"CPU"}
        assert sorted(run.note for run in runs) == ["", "", "", note]
        run = await lab.result(Job("", device="cuda:0"))
        assert run.outcome is Outcome.DENIED
        assert run.message.startswith("cuda:0 does not start (CUDA error: uncorrectable ECC")
    finally:
        await lab.close()


async def test_a_parameter_that_cannot_be_sent(lab: Lab) -> None:
    run = await lab.result(Job("", parameters={"n": {1}}))
    assert run.outcome is Outcome.FAILED
    assert run.message.startswith("parameter n holds a set")
    await assert_next_runs(lab)


async def test_cancelling_stops_the_demo(lab: Lab) -> None:
    marker = f"quizapp-test-{os.getpid()}-cancel"
    code = f"import os\nprint('up', flush=True)\nos.execlp('sleep', '{marker}', '60')"
    task = asyncio.create_task(lab.result(Job(code, seconds=60)))
    while not marked(marker):
        await asyncio.sleep(0.02)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await gone(marker)
    await assert_next_runs(lab)


async def test_a_dead_worker_ends_its_jobs_and_is_replaced(lab: Lab) -> None:
    task = asyncio.create_task(
        lab.result(Job("import time\nprint('up')\ntime.sleep(60)", seconds=60))
    )
    await assert_next_runs(lab)
    pid = lab.pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    run = await task
    assert run.outcome is Outcome.CRASHED
    assert run.message == "the lab's worker died (SIGKILL); the next run starts it again"
    await assert_next_runs(lab)
    assert lab.pid != pid


async def test_a_fresh_interpreter_for_each_job() -> None:
    """The way for systems where forking is unsafe."""
    lab = Lab(device="cpu", spawn="fresh")
    try:
        assert isinstance(await lab.start(), Ready)
        run = await lab.result(
            Job("import os\nshow('group', os.getpgid(0) == os.getpid())\nos._exit(4)")
        )
        assert run.findings == (Shown("group", "True"),)
        assert run.message == "its process ended with exit status 4 before the demo did"
        await assert_next_runs(lab)
        assert (await lab.result(Job("while True: pass", seconds=0.2))).outcome is Outcome.TIMED_OUT
    finally:
        await lab.close()


async def test_closing_leaves_nothing() -> None:
    marker = f"quizapp-test-{os.getpid()}-close"
    lab = Lab(device="cpu")
    job = Job(f"import os\nos.execlp('sleep', '{marker}', '60')", seconds=60)
    task = asyncio.create_task(lab.result(job))
    while not marked(marker):
        await asyncio.sleep(0.02)
    pid = lab.pid
    await lab.close()
    assert (await task).outcome is Outcome.CRASHED
    assert await gone(marker)
    assert pid is not None
    assert not Path(f"/proc/{pid}").exists()
    assert lab.pid is None


async def test_the_worker_ends_with_the_app(tmp_path: Path) -> None:
    """It ends when its input does, and takes its folder along."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    command = [sys.executable, "-m", "quizapp.lab.worker", "--scratch", str(scratch)]
    done = subprocess.run(command, input=b"", capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert not scratch.exists()


@pytest.mark.parametrize("spawn", ["fork", "fresh"])
@pytest.mark.parametrize(
    ("source", "message"),
    [
        (
            "raise ModuleNotFoundError(\"No module named 'torch'\", name='torch')",
            "PyTorch is not installed in this environment: pip install torch",
        ),
        (
            "raise OSError('libtorch.so: cannot open\\nmore')",
            "PyTorch does not start here (OSError: libtorch.so: cannot open): "
            "pip install --force-reinstall torch numpy",
        ),
    ],
)
async def test_without_pytorch(tmp_path: Path, source: str, message: str, spawn: str) -> None:
    (tmp_path / "torch.py").write_text(source)
    lab = Lab(environment={"PYTHONPATH": str(tmp_path)}, spawn=spawn)
    try:
        assert await lab.start() == Denied(message)
        for _ in range(2):
            run = await lab.result(Job("answer(1)"))
            assert (run.outcome, run.message) == (Outcome.DENIED, message)
    finally:
        await lab.close()


async def test_a_worker_that_dies_while_it_starts(tmp_path: Path) -> None:
    (tmp_path / "torch.py").write_text("import os, sys\nprint('bad', file=sys.stderr)\nos.abort()")
    lab = Lab(environment={"PYTHONPATH": str(tmp_path)}, spawn="fork")
    try:
        denied = await lab.start()
        assert isinstance(denied, Denied)
        assert denied.message == "the lab's worker ended while it imported PyTorch (SIGABRT): bad"
    finally:
        await lab.close()


async def test_no_such_python() -> None:
    lab = Lab(python="/nowhere/python")
    assert await lab.start() == Denied(
        "the lab cannot start /nowhere/python: No such file or directory"
    )
    assert (await lab.result(Job(""))).outcome is Outcome.DENIED
    await lab.close()


async def test_an_absent_device_denies_but_the_cpu_still_runs() -> None:
    lab = Lab(device="cuda:99")
    try:
        assert isinstance(await lab.start(), Denied)
        assert (await lab.result(Job(""))).outcome is Outcome.DENIED
        replies = [reply async for reply in lab.run(Job("", device="cpu"))]
        assert isinstance(replies[-1], Finished)
    finally:
        await lab.close()


async def test_the_app_never_imports_torch() -> None:
    check = "import quizapp.lab.client, sys; sys.exit('torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", check], check=False)
    assert done.returncode == 0
