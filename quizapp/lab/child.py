"""One process for one demo: prepare, say so, wait for the job, run it, report, end.

PyTorch is imported inside functions: a forked process has it already, a fresh one must be able to
say that it is missing.
"""

import os
import platform
import sys
import tempfile
from typing import NoReturn

from quizapp.lab.protocol import Denied, Job, Malformed, Message, Ready, decode, encode


def import_torch() -> str:
    """Import what demos need; one line that says what to install where that fails, else empty."""
    try:
        import quizapp.lab.demo  # noqa: F401
    except ModuleNotFoundError as error:
        name = (error.name or "").partition(".")[0]
        if name in _PACKAGES:
            return f"{_PACKAGES[name]} is not installed in this environment: pip install {name}"
        return _broken(error)
    except Exception as error:  # noqa: BLE001  a broken binary package raises anything
        return _broken(error)
    return ""


_PACKAGES = {"torch": "PyTorch", "numpy": "NumPy"}


def _broken(error: Exception) -> str:
    lines = str(error).strip().splitlines() or [""]
    said = f"{type(error).__name__}: {lines[0]}"[:300]
    return f"PyTorch does not start here ({said}): pip install --force-reinstall torch numpy"


def serve(orders: int, messages: int, device: str, scratch: str) -> None:
    """Run one job. Reads it from `orders`, reports on `messages` (file descriptors)."""
    os.chdir(scratch)
    os.environ["TMPDIR"] = scratch
    tempfile.tempdir = None  # a forked process remembers its parent's

    def report(message: Message) -> None:
        line = encode(message)
        while line:
            line = line[os.write(messages, line) :]

    denied = import_torch()
    if denied:
        report(Denied(denied))
        if _job(orders) is not None:
            report(Denied(denied))
        return

    import numpy
    import torch

    from quizapp.lab import demo
    from quizapp.lab.devices import gpus

    chosen = demo.prepare(device)
    if isinstance(chosen, Denied):
        report(chosen)
    else:
        listed = gpus() if chosen.device.type == "cuda" else ()
        versions = platform.python_version(), torch.__version__, numpy.__version__
        report(Ready(*versions, chosen.name, chosen.note, listed))
    job = _job(orders)
    if job is not None:
        demo.run(job, chosen, report)


def _job(orders: int) -> Job | None:
    """The one job of this process; None when the supervisor has gone."""
    line = bytearray()
    while not line.endswith(b"\n"):
        chunk = os.read(orders, 65_536)
        if not chunk:
            return None
        line += chunk
    os.close(orders)
    message = decode(bytes(line))
    assert not isinstance(message, Malformed), message
    assert isinstance(message[1], Job)
    return message[1]


def main() -> NoReturn:
    """A fresh interpreter: `python -m quizapp.lab.child PARENT ORDERS MESSAGES DEVICE SCRATCH`."""
    from quizapp.lab.processes import die_with_parent

    parent, orders, messages = (int(argument) for argument in sys.argv[1:4])
    for fd in (orders, messages):
        os.set_inheritable(fd, False)
    die_with_parent(parent)
    status = 1
    try:
        serve(orders, messages, sys.argv[4], sys.argv[5])
        status = 0
    finally:
        os._exit(status)


if __name__ == "__main__":
    main()
