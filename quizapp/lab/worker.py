"""The worker: imports PyTorch and nothing more, then supervises one process for each demo.

One operation on several threads, or one touch of CUDA here, would break every forked child, so it
computes nothing and asks even for the device in a child.
"""

import argparse
import gc
import os
import shutil
import sys
import tempfile
import traceback
from typing import NoReturn

from quizapp.lab import processes
from quizapp.lab.child import import_torch
from quizapp.lab.protocol import Denied, Job, Malformed, decode, encode
from quizapp.lab.supervisor import Supervisor


def _deny(jobs: int, replies: int, why: str) -> None:
    """Answer every job with the reason why none can run."""
    os.write(replies, encode(Denied(why)))
    with open(jobs, "rb", closefd=False) as lines:
        for line in lines:
            decoded = decode(line)
            if not isinstance(decoded, Malformed) and isinstance(decoded[1], Job):
                os.write(replies, encode(Denied(why), decoded[0]))


def main() -> NoReturn:
    """`python -m quizapp.lab.worker [--device D] [--scratch DIR] [--spawn fork|fresh]`."""
    can_fork = hasattr(os, "fork") and sys.platform != "darwin"
    parser = argparse.ArgumentParser(prog="quizapp.lab.worker")
    parser.add_argument("--device", default="auto")
    parser.add_argument("--scratch", help="a folder for this worker alone, removed at its end")
    parser.add_argument(
        "--spawn", choices=("fork", "fresh"), default="fork" if can_fork else "fresh"
    )
    arguments = parser.parse_args()
    # What is printed while PyTorch is imported must not get between the replies.
    replies = os.dup(1)
    os.dup2(2, 1)
    scratch = arguments.scratch or tempfile.mkdtemp(prefix="quizapp-lab-")
    status = 1
    try:
        _work(replies, arguments.spawn, arguments.device, scratch)
        status = 0
    except Exception:  # noqa: BLE001  the app shows the last line of a worker that failed
        traceback.print_exc()
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
        os._exit(status)  # PyTorch's own end takes long, and nothing here needs it


def _work(replies: int, spawn: str, device: str, scratch: str) -> None:
    if spawn == "fresh":
        Supervisor(0, replies, processes.launch, device, scratch).run()
    elif denied := import_torch():
        _deny(0, replies, denied)
    else:
        gc.freeze()  # a collection in a child would copy every page it looks at
        Supervisor(0, replies, processes.fork, device, scratch).run()


if __name__ == "__main__":
    main()
