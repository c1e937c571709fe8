"""Which device demos run on, whether it starts, and what to say when it is full."""

import re
import warnings
from dataclasses import dataclass

import torch

from quizapp.lab.protocol import Denied


@dataclass(frozen=True, slots=True)
class Chosen:
    """A device that demos can run on."""

    device: torch.device
    note: str = ""
    """Why it is not the GPU that this machine seems to have; empty where there is none."""

    @property
    def name(self) -> str:
        """What a person would call it: "CPU", "NVIDIA H200"."""
        return name_of(self.device)


def find_device(name: str) -> torch.device | str:
    """The device of this name (`auto`, `cpu`, `cuda`, `cuda:1`, `mps`), or why there is none."""
    kind, colon, index = name.partition(":")
    known = kind in ("auto", "cpu", "cuda", "mps") and bool(colon) == index.isdecimal()
    if not known or (colon and kind != "cuda"):
        return f"there is no device {name!r}; write auto, cpu, cuda, cuda:1 or mps"
    if kind in ("auto", "cuda") and torch.cuda.is_available():
        number, count = int(index or 0), torch.cuda.device_count()
        if number < count:
            return torch.device("cuda", number)
        return f"there is no {name} here: the last CUDA device is cuda:{count - 1}"
    if kind in ("auto", "mps") and torch.backends.mps.is_available():
        return torch.device("mps")
    if kind in ("auto", "cpu"):
        return torch.device("cpu")
    return f"there is no {kind} device here: choose cpu or auto"


def choose(name: str) -> Chosen | Denied:
    """The device of this name, started. `auto` is the CPU where CUDA does not start."""
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        device = find_device(name)
    # So PyTorch tells of a driver that is too old; of no driver at all it says nothing.
    reason = next((_first_line(each.message) for each in said if "CUDA" in str(each.message)), "")
    if isinstance(device, str):
        return Denied(f"{device} ({reason})" if reason else device)
    if device.type == "cuda":
        try:
            torch.zeros(1, device=device)  # its context
        except RuntimeError as error:
            # A card that is full may have room when the job comes; if not, the job says so.
            if not _is_full(error):
                reason = _first_line(error)
                if name != "auto":
                    return Denied(f"{name} does not start ({reason}): choose cpu or auto")
                device = torch.device("cpu")
    return Chosen(device, f"CUDA does not start ({reason}): demos run on the CPU" if reason else "")


def name_of(device: torch.device) -> str:
    """What a person would call a device: "CPU", "NVIDIA H200"."""
    if device.type == "cuda":
        return torch.cuda.get_device_name(device)
    return "Apple GPU (MPS)" if device.type == "mps" else "CPU"


def gpus() -> tuple[str, ...]:
    """Every CUDA device: "cuda:0 NVIDIA H200, 139.8 GiB"."""
    found = []
    for index in range(torch.cuda.device_count()):
        known = torch.cuda.get_device_properties(index)
        found.append(f"cuda:{index} {known.name}, {size(known.total_memory)}")
    return tuple(found)


def full_message(error: BaseException, device: torch.device) -> str:
    """What to say when a CUDA device has no room left; empty for any other error."""
    if not _is_full(error):
        return ""
    text = text_of(error)
    asked = re.search(r"[Tt]ried to allocate ([\d.]+ \w+)", text)
    room = re.search(r"total capacity of ([\d.]+ \w+) of which ([\d.]+ \w+) is free", text)
    others = re.findall(r"Process \d+ has ([\d.]+ \w+) memory in use", text)
    said = f"asked for {asked[1]}" if asked else f"{device} has no room to start a demo"
    said += f"; {room[2]} of {room[1]} is free on {device}" if room else _free(device)
    return said + (f"; other processes hold {' and '.join(others)}" if others else "")


def _free(device: torch.device) -> str:
    """What the driver says is free: without a context it says nothing."""
    try:
        free, total = torch.cuda.mem_get_info(device)
    except RuntimeError:
        return "; another process fills it"
    return f"; {size(free)} of {size(total)} is free on {device}"


def _is_full(error: BaseException) -> bool:
    if isinstance(error, torch.OutOfMemoryError):
        return True
    return isinstance(error, RuntimeError) and "CUDA error: out of memory" in text_of(error)


def text_of(error: BaseException) -> str:
    """What an exception says; a demo's own class may have no text."""
    try:
        return str(error)
    except Exception:  # noqa: BLE001  it may raise anything
        return ""


def _first_line(said: object) -> str:
    lines = str(said).strip().splitlines() or [type(said).__name__]
    return lines[0][:300]


def size(count: float) -> str:
    """Bytes with a binary prefix: "93.1 GiB"."""
    units = ["B", "KiB", "MiB", "GiB", "TiB"]
    while count >= 1024 and len(units) > 1:
        count /= 1024
        units.pop(0)
    return f"{count:.3g} {units[0]}"
