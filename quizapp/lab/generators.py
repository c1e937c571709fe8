"""The generators of random numbers that a demo may draw from, all of them at once."""

import random
from typing import Any

import numpy as np
import torch

States = tuple[Any, ...]


class Generators:
    """The states of all generators on the CPU and on one device."""

    def __init__(self, device: torch.device) -> None:
        self._device = device

    def seed(self, seed: int) -> None:
        """Begin every sequence anew."""
        random.seed(seed)
        np.random.seed(seed % 2**32)
        # torch.manual_seed() also queues a seed, with a stack trace, for each backend not there.
        torch.default_generator.manual_seed(seed)
        if self._device.type == "mps":
            torch.mps.manual_seed(seed)
        if self._device.type == "cuda":
            torch.cuda.set_device(self._device)
            torch.cuda.manual_seed_all(seed)

    def states(self) -> States:
        """Where each generator stands."""
        states = [random.getstate(), np.random.get_state(), torch.get_rng_state()]
        match self._device.type:
            case "cuda":
                states.append(torch.cuda.get_rng_state(self._device))
            case "mps":
                states.append(torch.mps.get_rng_state())
        return tuple(states)

    def restore(self, states: States) -> None:
        """Put each generator back to where it stood."""
        random.setstate(states[0])
        np.random.set_state(states[1])
        torch.set_rng_state(states[2])
        match self._device.type:
            case "cuda":
                torch.cuda.set_rng_state(states[3], self._device)
            case "mps":
                torch.mps.set_rng_state(states[3])

    def drawn_since(self, states: States) -> bool:
        """Whether anything was drawn since the generators stood there."""
        now = self.states()
        if now[0] != states[0] or now[1][2:] != states[1][2:]:
            return True
        if not np.array_equal(now[1][1], states[1][1]):
            return True
        return any(
            not torch.equal(one, other) for one, other in zip(now[2:], states[2:], strict=True)
        )
