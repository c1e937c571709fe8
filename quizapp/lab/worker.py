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
    parser.add_argument("--scratch", default=tempfile.gettempdir())
    parser.add_argument(
        "--spawn", choices=("fork", "fresh"), default="fork" if can_fork else "fresh"
    )
    arguments = parser.parse_args()
    # What is printed while PyTorch is imported must not get between the replies.
    replies = os.dup(1)
    os.dup2(2, 1)
    denied = import_torch() if arguments.spawn == "fork" else ""
    if denied:
        _deny(0, replies, denied)
        os._exit(0)
    gc.freeze()  # a collection in a child would copy every page it looks at
    processes.adopt_orphans()
    scratch = tempfile.mkdtemp(prefix="quizapp-lab-", dir=arguments.scratch)
    spawn = processes.fork if arguments.spawn == "fork" else processes.launch
    try:
        Supervisor(0, replies, spawn, arguments.device, scratch).run()
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
        os._exit(0)


if __name__ == "__main__":
    main()
