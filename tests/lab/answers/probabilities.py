"""Softmax and sigmoid."""

from tests.lab.answers.table import RIGHT, Table

SOFTMAX = Table(
    "softmax",
    "def softmax(x):",
    right=(
        "return torch.softmax(x, dim=-1)",
        "return x.softmax(-1)",
        "return torch.nn.functional.softmax(x, dim=-1)",
        "import torch.nn.functional as F\nreturn F.softmax(x, -1)",
        "return torch.nn.Softmax(dim=-1)(x)",
        "return torch.log_softmax(x, -1).exp()",
        "return (x - torch.logsumexp(x, -1, keepdim=True)).exp()",
        "return (x - x.logsumexp(x.dim() - 1, True)).exp()",
        "z = x - x.max(dim=-1, keepdim=True).values\nreturn z.exp() / z.exp().sum(-1, True)",
        "z = x - x.max(-1, keepdim=True)[0]\ne = torch.exp(z)\nreturn e / torch.sum(e, -1, True)",
        "x = x - x.amax(-1, True)\ne = math.e ** x\nreturn e / e.sum(-1, keepdim=True)",
        "x = x.clone()\nx -= x.amax(-1, True)\nx.exp_()\nx /= x.sum(-1, True)\nreturn x",
        """
        a = x.numpy()
        e = np.exp(a - a.max(axis=-1, keepdims=True))
        return torch.from_numpy(e / e.sum(axis=-1, keepdims=True))
        """,
        """
        rows = x.reshape(-1, x.shape[-1])
        out = torch.empty_like(rows)
        for i, row in enumerate(rows):
            e = torch.exp(row - row.max())
            out[i] = e / e.sum()
        return out.reshape(x.shape)
        """,
        """
        flat = x.reshape(-1, x.shape[-1]).tolist()
        out = []
        for row in flat:
            top = max(row)
            e = [math.exp(v - top) for v in row]
            out.append([v / sum(e) for v in e])
        return torch.tensor(out, dtype=x.dtype).reshape(x.shape)
        """,
        """
        if x.dim() == 1:
            e = (x - x.max()).exp()
            return e / e.sum()
        return torch.stack([softmax(part) for part in x])
        """,
        "return torch.einsum('...i,...->...i', (e := (x - x.amax(-1, True)).exp()), 1 / e.sum(-1))",
        "softmax = lambda x: torch.softmax(x, -1)",
        "from functools import partial\n\nsoftmax = partial(torch.softmax, dim=-1)",
    ),
    wrong=(
        ("return x.exp() / x.exp().sum(-1, keepdim=True)", "Nothing is subtracted there"),
        (
            "e = np.exp(x)\nreturn e / e.sum(-1, keepdim=True)",
            "Nothing is subtracted there",
        ),
        ("return torch.softmax(x, dim=0)", "That sums over the first dimension"),
        ("return torch.log_softmax(x, dim=-1)", "That is its logarithm"),
        ("return (x - x.logsumexp(-1, True))", "That is its logarithm"),
        ("e = (x - x.amax(-1, True)).exp()\nreturn e / e.sum()", "off by"),
        ("e = (x - x.amax(-1, True)).exp()\nreturn e", "off by"),
        ("e = (x - x.max()).exp()\nreturn e / e.sum(-1, True)", "nan returned"),
        ("e = (x - x.max()).exp()\nreturn e / (e.sum(-1, True) + 1e-3)", "off by"),
        ("return torch.softmax(-x, -1)", "off by"),
        ("return torch.sigmoid(x)", "off by"),
        ("return 2 ** x / (2**x).sum(-1, True)", "off by"),
        ("e = (x - x.amax(-1, True)).exp()\nreturn e / e.sum(-1)", "The size of tensor a"),
        ("x -= x.amax(-1, keepdim=True)\nreturn torch.softmax(x, -1)", "changes its inputs"),
        ("x.sub_(x.amax(-1, True)).exp_().div_(x.sum(-1, True))\nreturn x", "changes its inputs"),
        ("e = (x - x.amax(-1, True)).exp()\ne / e.sum(-1, True)", "None returned"),
        ("print(torch.softmax(x, -1))", "a tensor expected, None returned"),
        ("return torch.softmax(x, -1).tolist()", "a tensor expected, a list of 4 returned"),
        ("return torch.softmax(x, -1).numpy()", "a value of type ndarray returned"),
        ("return torch.softmax(x, -1).flatten()", "shape [2, 3] expected, [6] returned"),
        ("return torch.softmax(x, -1).double()", "dtype float32 expected, float64 returned"),
        ("return torch.softmax(x.float(), -1)", "dtype float64 expected, float32 returned"),
        ("return torch.softmax(x, -1).mT", "RuntimeError: tensor.mT is only supported on matrices"),
        ("return torch.softmax(x.half(), -1).to(x.dtype)", "off by"),
        ("e = (x - x.amax()).exp()\nreturn e / e.sum(1, keepdim=True)", "IndexError: Dimension"),
        ("return jnp.softmax(x)", "NameError: name 'jnp' is not defined at line 2 in case 1"),
        ("return softmax(x - x.amax(-1, True))", "RecursionError: maximum recursion depth"),
    ),
    files=(
        ("def soft_max(x):\n    return torch.softmax(x, -1)", "defines no function softmax"),
        ("def softmax(x)\n    return torch.softmax(x, -1)", "SyntaxError: expected ':' at line 1."),
        ("def softmax(x, dim):\n    return torch.softmax(x, dim)", "missing 1 required positional"),
        ("def softmax(x, dim=-1):\n    return torch.softmax(x, dim)", RIGHT),
        ("async def softmax(x):\n    return torch.softmax(x, -1)", "a value of type coroutine"),
        ("def softmax(x):\n    yield torch.softmax(x, -1)", "a value of type generator"),
        ("def softmax(x):\nreturn torch.softmax(x, -1)", "IndentationError"),
        ("return torch.softmax(x, -1)", "SyntaxError: 'return' outside function"),
        (
            "class softmax(torch.nn.Module):\n    def forward(self, x):\n        return x",
            "takes 1 positional argument but 2 were given",
        ),
    ),
)

SIGMOID = Table(
    "sigmoid",
    "def sigmoid(x):",
    right=(
        "return torch.sigmoid(x)",
        "return x.sigmoid()",
        "return 1 / (1 + torch.exp(-x))",
        "return 1 / (1 + (-x).exp())",
        "return (1 + (-x).exp()) ** -1",
        "return torch.reciprocal(1 + torch.exp(-x))",
        "return 0.5 * (1 + torch.tanh(x / 2))",
        "return (torch.tanh(x / 2) + 1) / 2",
        "return torch.nn.functional.logsigmoid(x).exp()",
        "return torch.nn.functional.sigmoid(x)",
        "return torch.special.expit(x)",
        "return torch.exp(-torch.nn.functional.softplus(-x))",
        "return torch.softmax(torch.stack([x, torch.zeros_like(x)]), 0)[0]",
        "return 1 - torch.sigmoid(-x)",
        "return x.clone().neg_().exp_().add_(1).reciprocal_()",
        "return torch.from_numpy(np.asarray(1 / (1 + np.exp(-np.clip(x.numpy(), -500, None)))))",
        """
        def one(v):
            return 1 / (1 + math.exp(-v)) if v > -700 else 0.0
        values = [one(v) for v in x.flatten().tolist()]
        return torch.tensor(values, dtype=x.dtype).reshape(x.shape)
        """,
        "y = torch.empty_like(x)\npos = x >= 0\ny[pos] = 1 / (1 + (-x[pos]).exp())\n"
        "e = x[~pos].exp()\ny[~pos] = e / (1 + e)\nreturn y",
        "return torch.where(x > 0, 1 / (1 + torch.exp(-x)), 1 - 1 / (1 + torch.exp(x)))",
        # float32 rounds once here, by 6e-8 at most: within the bound of float64, 1e-7.
        "return torch.sigmoid(x.float()).to(x.dtype)",
        "sigmoid = torch.sigmoid",
    ),
    wrong=(
        ("return x.exp() / (1 + x.exp())", "infinity over infinity"),
        ("e = torch.exp(x)\nreturn e / (e + 1)", "infinity over infinity"),
        ("return 1 / (1 + torch.exp(x))", "That is σ(−x)"),
        ("return torch.sigmoid(-x)", "That is σ(−x)"),
        ("s = 1 / (1 + torch.exp(-x))\nreturn s * (1 - s)", "That is the slope"),
        ("return torch.tanh(x)", "off by"),
        ("return 0.5 * (1 + torch.tanh(x))", "off by"),
        ("return 1 / 1 + torch.exp(-x)", "off by"),
        ("return 1 / (1 - torch.exp(-x))", "off by"),
        ("return 1 / (1 + 2 ** -x)", "off by"),
        ("return torch.clamp(0.25 * x + 0.5, 0, 1)", "off by"),
        ("return torch.relu(x)", "expected"),
        ("return (x > 0).float()", "dtype float64 expected, float32 returned"),
        ("return (x > 0)", "dtype float64 expected, bool returned"),
        ("return torch.sigmoid(x).round()", "off by"),
        ("return torch.sigmoid(x) + 1e-6", "off by"),
        ("return torch.sigmoid(x).mean()", "shape [5] expected, [] returned"),
        ("return torch.sigmoid(x)[None]", "shape [5] expected, [1, 5] returned"),
        ("return torch.sigmoid(x).T", "expected"),
        ("return torch.sigmoid_(x)", "it changes its inputs in place in case 1"),
        ("return x.neg_().exp_().add_(1).reciprocal_()", "it changes its inputs in place"),
        ("x[...] = torch.sigmoid(x)\nreturn x", "it changes its inputs in place"),
        ("x[:] = torch.sigmoid(x)\nreturn x", "slice() cannot be applied to a 0-dim tensor"),
        ("1 / (1 + torch.exp(-x))", "None returned"),
        ("return 1 / (1 + math.exp(-x))", "only one element tensors can be converted"),
        ("return [1 / (1 + math.exp(-v)) for v in x]", "only one element tensors"),
        ("return x / 0", "inf returned"),
        ("return torch.log(x)", "nan returned"),
        ("raise NotImplementedError", "NotImplementedError at line 2 in case 1"),
        ("assert x.dim() == 1\nreturn torch.sigmoid(x)", "AssertionError at line 2 in case 2"),
        ("...", "None returned"),
        ("return tourch.sigmoid(x)", "name 'tourch' is not defined"),
        ("return x.sigmod()", "has no attribute 'sigmod'"),
    ),
    files=(
        ("def sigmoid(x): return 1 / (1 + torch.exp(-x)", "SyntaxError: '(' was never closed"),
        ("def sigmoid(self, x):\n    return torch.sigmoid(x)", "missing 1 required positional"),
        ("def sigmoid():\n    return 0.5", "takes 0 positional arguments but 1 was given"),
        ("sigmoid = 1 / (1 + torch.exp(-x))", "NameError: name 'x' is not defined"),
        ("import jax.numpy as jnp\n\ndef sigmoid(x):\n    return x", "No module named 'jax'"),
    ),
)
TABLES = (SOFTMAX, SIGMOID)
