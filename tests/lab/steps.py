"""Ten training steps that CPU and CUDA run by the same operations: what each allocates is alike.

Attention and the LSTM are written out, because each device has kernels of its own for them, which
save other tensors. Optimizers work on all parameters at a time, as by default on CUDA.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import torch
from torch import Tensor, nn
from torch.utils.checkpoint import checkpoint

Step = Callable[[], None]


class Mlp(nn.Sequential):
    """Three layers, 96 → 128 → 128 → 10."""

    def __init__(self) -> None:
        layers = nn.Linear(96, 128), nn.ReLU(), nn.Linear(128, 128), nn.GELU(), nn.Linear(128, 10)
        super().__init__(*layers)


class Conv(nn.Sequential):
    """Two convolutions over 3 × 16 × 16 images."""

    def __init__(self) -> None:
        first = nn.Conv2d(3, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)
        second = nn.Conv2d(16, 32, 3, padding=1), nn.ReLU(), nn.Flatten(), nn.Linear(2048, 10)
        super().__init__(*first, *second)


class Block(nn.Module):
    """A transformer block of width 64 with 4 heads, pre-norm."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv, self.out = nn.Linear(64, 192), nn.Linear(64, 64)
        self.up, self.down = nn.Linear(64, 256), nn.Linear(256, 64)
        self.before, self.between = nn.LayerNorm(64), nn.LayerNorm(64)

    def forward(self, x: Tensor) -> Tensor:
        """(batch, tokens, 64) to the same."""
        batch, tokens, width = x.shape
        heads = self.qkv(self.before(x)).view(batch, tokens, 3, 4, 16).permute(2, 0, 3, 1, 4)
        q, k, v = heads.unbind()  # (batch, 4, tokens, 16)
        weights = torch.softmax(q @ k.transpose(-2, -1) / 4, dim=-1)
        x = x + self.out((weights @ v).transpose(1, 2).reshape(batch, tokens, width))
        grown: Tensor = self.down(nn.functional.gelu(self.up(self.between(x))))
        return x + grown


class Lstm(nn.Module):
    """An LSTM of 48 units over 12 steps of width 32."""

    def __init__(self) -> None:
        super().__init__()
        self.own, self.back = nn.Linear(32, 192), nn.Linear(48, 192)

    def forward(self, x: Tensor) -> Tensor:
        """(batch, 12, 32) to the last state (batch, 48)."""
        h = c = x.new_zeros(len(x), 48)
        for time in range(x.shape[1]):
            i, f, g, o = (self.own(x[:, time]) + self.back(h)).chunk(4, dim=-1)
            c = f.sigmoid() * c + i.sigmoid() * g.tanh()
            h = o.sigmoid() * c.tanh()
        return h


NETS: dict[str, tuple[Callable[[], nn.Module], tuple[int, ...]]] = {
    "MLP": (Mlp, (96,)),
    "convolutions": (Conv, (3, 16, 16)),
    "transformer": (Block, (24, 64)),
    "LSTM": (Lstm, (12, 32)),
}
OPTIMIZERS: dict[str, Callable[..., torch.optim.Optimizer]] = {
    "SGD": partial(torch.optim.SGD, lr=0.01, foreach=True),
    "momentum": partial(torch.optim.SGD, lr=0.01, momentum=0.9, foreach=True),
    "Adam": partial(torch.optim.Adam, lr=0.001, foreach=True),
}


@dataclass(frozen=True)
class Recipe:
    """One of the ten."""

    net: str
    dtype: torch.dtype
    optimizer: str
    again: bool = False
    """Compute activations again in the backward pass."""

    def __str__(self) -> str:
        kind = str(self.dtype).removeprefix("torch.")
        return f"{self.net} {kind} {self.optimizer}{' checkpointed' if self.again else ''}"

    def step(self, device: torch.device) -> Step:
        """A step that has been made twice: gradients and the optimizer's state are there."""
        torch.manual_seed(0)
        make, shape = NETS[self.net]
        net = make().to(device, self.dtype)
        optimizer = OPTIMIZERS[self.optimizer](net.parameters())
        x = torch.randn(64, *shape).to(device, self.dtype)

        def step() -> None:
            optimizer.zero_grad()
            out = checkpoint(net, x, use_reentrant=False) if self.again else net(x)
            out.square().mean().backward()
            optimizer.step()

        step()
        step()
        return step


HALF = torch.bfloat16
RECIPES = (
    Recipe("MLP", torch.float32, "SGD"),
    Recipe("MLP", HALF, "momentum"),
    Recipe("MLP", torch.float32, "Adam", again=True),
    Recipe("convolutions", torch.float32, "SGD"),
    Recipe("convolutions", HALF, "Adam", again=True),
    Recipe("transformer", torch.float32, "Adam"),
    Recipe("transformer", HALF, "Adam", again=True),
    Recipe("transformer", HALF, "SGD"),
    Recipe("LSTM", torch.float32, "momentum"),
    Recipe("LSTM", HALF, "Adam", again=True),
)
