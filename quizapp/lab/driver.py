"""Which driver a device runs with; read from the system, so that nothing touches the device."""

from pathlib import Path

_NVIDIA = Path("/sys/module/nvidia/version")
_WITHOUT = ("", "CPU", "Apple GPU (MPS)")


def driver_of(device: str, source: Path = _NVIDIA) -> str:
    """Version of the driver of a device, by the name that a run gives it; empty where none is."""
    if device in _WITHOUT:
        return ""
    try:
        return source.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""
