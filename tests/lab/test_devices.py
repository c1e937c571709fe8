"""Which device is chosen, and what is said of one that does not start or is full.

`torch.cuda` is replaced here where no GPU could show these failures at will.
"""

import warnings
from types import SimpleNamespace

import pytest
import torch

from quizapp.lab import devices
from quizapp.lab.devices import Chosen, choose, find_device, full_message
from quizapp.lab.protocol import Denied

CUDA = torch.device("cuda", 0)
OLD = "CUDA initialization: The NVIDIA driver on your system is too old (found version 11040)."


def cuda(
    patch: pytest.MonkeyPatch, count: int, start: Exception | None = None, said: str = ""
) -> None:
    """A machine with as many CUDA devices; an error when one starts, a warning when asked."""

    def available() -> bool:
        if said:
            warnings.warn(said, stacklevel=1)
        return count > 0

    def zeros(*size: int, device: torch.device) -> None:
        if start is not None:
            raise start

    patch.setattr(torch.cuda, "is_available", available)
    patch.setattr(torch.cuda, "device_count", lambda: count)
    patch.setattr(torch.cuda, "get_device_name", lambda device: f"GPU {device.index}")
    patch.setattr(torch, "zeros", zeros)


@pytest.mark.parametrize(
    ("name", "device"),
    [("auto", "cuda:0"), ("cuda", "cuda:0"), ("cuda:1", "cuda:1"), ("cpu", "cpu")],
)
def test_a_device_of_two(monkeypatch: pytest.MonkeyPatch, name: str, device: str) -> None:
    cuda(monkeypatch, 2)
    assert choose(name) == Chosen(torch.device(device))


@pytest.mark.parametrize("name", ["tpu", "cuda:", "cuda:x", "cpu:0", "auto:1", "", "cuda:-1"])
def test_no_such_name(name: str) -> None:
    assert find_device(name) == f"there is no device {name!r}; write auto, cpu, cuda, cuda:1 or mps"


def test_a_device_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    cuda(monkeypatch, 2)
    assert choose("cuda:2") == Denied("there is no cuda:2 here: the last CUDA device is cuda:1")
    cuda(monkeypatch, 0)
    assert choose("cuda") == Denied("there is no cuda device here: choose cpu or auto")


def test_an_old_driver_means_the_cpu_and_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    cuda(monkeypatch, 0, said=OLD)
    assert choose("auto") == Chosen(
        torch.device("cpu"), f"CUDA does not start ({OLD}): demos run on the CPU"
    )
    denied = choose("cuda")
    assert isinstance(denied, Denied)
    assert denied.message == f"there is no cuda device here: choose cpu or auto ({OLD})"


def test_a_lost_device_means_the_cpu(monkeypatch: pytest.MonkeyPatch) -> None:
    cuda(monkeypatch, 1, RuntimeError("CUDA error: unspecified launch failure\nCompile with"))
    reason = "CUDA does not start (CUDA error: unspecified launch failure)"
    assert choose("auto") == Chosen(torch.device("cpu"), f"{reason}: demos run on the CPU")
    assert choose("cuda:0") == Denied(
        "cuda:0 does not start (CUDA error: unspecified launch failure): choose cpu or auto"
    )


def test_a_full_device_is_kept_for_when_it_has_room(monkeypatch: pytest.MonkeyPatch) -> None:
    cuda(monkeypatch, 1, RuntimeError("CUDA error: out of memory\nCUDA kernel errors might be"))
    assert choose("auto") == Chosen(CUDA)


FULL = (
    "CUDA out of memory. Tried to allocate 20.00 GiB. GPU 0 has a total capacity of 139.80 GiB of "
    "which 3.19 MiB is free. Process 4711 has 120.00 GiB memory in use. Including non-PyTorch "
    "memory, this process has 19.80 GiB memory in use. Of the allocated memory 19.00 GiB is"
)


def test_full(monkeypatch: pytest.MonkeyPatch) -> None:
    said = full_message(torch.OutOfMemoryError(FULL), CUDA)
    assert said == (
        "asked for 20.00 GiB; 3.19 MiB of 139.80 GiB is free on cuda:0; "
        "other processes hold 120.00 GiB"
    )
    error = RuntimeError("CUDA error: out of memory\nCUDA kernel errors might be")
    monkeypatch.setattr(torch.cuda, "mem_get_info", lambda device: (2**20, 2**37))
    said = full_message(error, CUDA)
    assert said == "cuda:0 has no room to start a demo; 1 MiB of 128 GiB is free on cuda:0"

    def unknown(device: torch.device) -> None:
        raise RuntimeError("CUDA error: out of memory")

    monkeypatch.setattr(torch.cuda, "mem_get_info", unknown)
    assert (
        full_message(error, CUDA) == "cuda:0 has no room to start a demo; another process fills it"
    )
    assert full_message(RuntimeError("shape '[7]' is invalid"), CUDA) == ""
    assert full_message(MemoryError(), CUDA) == ""


def test_every_gpu_is_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    cuda(monkeypatch, 2)
    known = SimpleNamespace(name="NVIDIA H200", total_memory=150_000_000_000)
    monkeypatch.setattr(torch.cuda, "get_device_properties", lambda index: known)
    assert devices.gpus() == ("cuda:0 NVIDIA H200, 140 GiB", "cuda:1 NVIDIA H200, 140 GiB")


@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA device")
def test_a_real_one_that_is_full() -> None:
    with pytest.raises(torch.OutOfMemoryError) as caught:
        torch.empty(2**50, device=CUDA)
    assert full_message(caught.value, CUDA).startswith("asked for")
