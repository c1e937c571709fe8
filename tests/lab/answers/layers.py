"""Layer normalisation and attention."""

from tests.lab.answers.table import RIGHT, Table

LAYER_NORM = Table(
    "layer-norm",
    "def layer_norm(x, weight, bias, eps=1e-5):",
    right=(
        "return torch.nn.functional.layer_norm(x, weight.shape, weight, bias, eps)",
        "return torch.layer_norm(x, [x.shape[-1]], weight, bias, eps)",
        """
        mu = x.mean(dim=-1, keepdim=True)
        var = x.var(dim=-1, keepdim=True, unbiased=False)
        return weight * (x - mu) / torch.sqrt(var + eps) + bias
        """,
        """
        var, mu = torch.var_mean(x, dim=-1, keepdim=True, correction=0)
        return torch.addcmul(bias, (x - mu) * torch.rsqrt(var + eps), weight)
        """,
        """
        mu = x.mean(-1, True)
        var = (x**2).mean(-1, True) - mu**2
        return (x - mu) / (var + eps) ** 0.5 * weight + bias
        """,
        """
        n = x.shape[-1]
        c = x - x.sum(-1, True) / n
        return weight * c * ((c * c).sum(-1, True) / n + eps).pow(-0.5) + bias
        """,
        """
        n = x.size(-1)
        var = x.var(-1, keepdim=True) * (n - 1) / n
        return (x - x.mean(-1, keepdim=True)) / (var + eps).sqrt() * weight + bias
        """,
        """
        y = x.clone()
        y -= y.mean(-1, keepdim=True)
        y /= (y.square().mean(-1, keepdim=True) + eps).sqrt()
        y *= weight
        y += bias
        return y
        """,
        """
        rows = x.reshape(-1, x.shape[-1])
        out = [(r - r.mean()) / (r.var(correction=0) + eps).sqrt() * weight + bias for r in rows]
        return torch.stack(out).reshape(x.shape)
        """,
        """
        a = x.numpy()
        z = (a - a.mean(-1, keepdims=True)) / np.sqrt(a.var(-1, keepdims=True) + eps)
        return torch.from_numpy(z) * weight + bias
        """,
        """
        if x.dim() > 1:
            return torch.stack([layer_norm(row, weight, bias, eps) for row in x])
        mu = sum(x) / len(x)
        var = sum((v - mu) ** 2 for v in x) / len(x)
        return (x - mu) / torch.sqrt(var + eps) * weight + bias
        """,
        """
        std = x.std(-1, keepdim=True, correction=0)
        root = torch.hypot(std, torch.tensor(eps**0.5, dtype=x.dtype))
        return (x - x.mean(-1, keepdim=True)) / root * weight + bias
        """,
    ),
    wrong=(
        (
            "mu, std = x.mean(-1, True), x.std(-1, keepdim=True)\n"
            "return (x - mu) / torch.sqrt(std**2 + eps) * weight + bias",
            "That divides by n − 1",
        ),
        (
            "mu, var = x.mean(-1, True), x.var(-1, keepdim=True)\n"
            "return weight * (x - mu) * (var + eps).rsqrt() + bias",
            "That divides by n − 1",
        ),
        (
            "mu, var = x.mean(-1, True), x.var(-1, keepdim=True, correction=0)\n"
            "return (x - mu) / (var.sqrt() + eps) * weight + bias",
            "ε stands outside the root there",
        ),
        (
            "mu, var = x.mean(0), x.var(0, unbiased=False)\n"
            "return (x - mu) / torch.sqrt(var + eps) * weight + bias",
            "That normalises over the batch",
        ),
        (
            "return torch.nn.functional.layer_norm(x, (x.shape[-1],), eps=eps)",
            "Weight and bias are left out there",
        ),
        (
            "return torch.nn.functional.layer_norm(x, weight.shape, weight, None, eps)",
            "off by",
        ),
        (
            "return torch.nn.functional.layer_norm(x, weight.shape, None, bias, eps)",
            "off by",
        ),
        ("return torch.nn.functional.layer_norm(x, weight.shape, weight, bias)", "in case 5"),
        ("return torch.nn.functional.layer_norm(x, x.shape, weight, bias, eps)", "RuntimeError"),
        (
            "mu, var = x.mean(-1, True), x.var(-1, keepdim=True, correction=0)\n"
            "return (x - mu) / var.sqrt() * weight + bias",
            "off by",
        ),
        (
            "mu, var = x.mean(-1, True), x.var(-1, keepdim=True, correction=0)\n"
            "return (x - mu) / (var + eps) * weight + bias",
            "off by",
        ),
        (
            "mu, var = x.mean(-1, True), x.var(-1, keepdim=True, correction=0)\n"
            "return x - mu / (var + eps).sqrt() * weight + bias",
            "off by",
        ),
        (
            "var = x.square().mean(-1, True)\nreturn x / (var + eps).sqrt() * weight + bias",
            "off by",
        ),
        (
            "mu, var = x.mean(), x.var(correction=0)\n"
            "return (x - mu) / (var + eps).sqrt() * weight + bias",
            "in case 2 (float64 [3, 4], 2 × float64 [4])",
        ),
        (
            "mu, var = x.mean(-1), x.var(-1, correction=0)\n"
            "return (x - mu) / (var + eps).sqrt() * weight + bias",
            "The size of tensor a (4) must match the size of tensor b (3)",
        ),
        (
            "mu, var = x.mean(-1, True), x.var(-1, keepdim=True, correction=0)\n"
            "return ((x - mu) / (var + eps).sqrt() * weight + bias).mean(-1)",
            "shape [4] expected, [] returned",
        ),
        (
            "x -= x.mean(-1, True)\n"
            "return x / (x.square().mean(-1, True) + eps).sqrt() * weight + bias",
            "it changes its inputs in place",
        ),
        (
            "y = torch.nn.functional.layer_norm(x, weight.shape, None, None, eps)\n"
            "weight *= y.flatten()[-4:]\nreturn y * weight + bias",
            "it changes its inputs in place",
        ),
        (
            "y = torch.nn.functional.layer_norm(x, weight.shape, weight, bias, eps)\nx.zero_()\n"
            "return y",
            "it changes its inputs in place",
        ),
        (
            "return torch.nn.functional.layer_norm(x, weight.shape, weight, bias, eps).double()",
            "dtype float32 expected, float64 returned in case 4",
        ),
        ("return torch.nn.LayerNorm(x.shape[-1])(x)", "RuntimeError"),
        ("return weight * x + bias", "off by"),
        ("return (x - x.mean(-1, True)) / x.std(-1, True) * weight + bias", "The size of tensor a"),
        ("y = (x - x.mean(-1, True))\nself.y = y\nreturn y", "name 'self' is not defined"),
        ("return x.mean(-1, True), x.var(-1, keepdim=True)", "a tuple of 2 returned"),
    ),
    files=(
        (
            "def layer_norm(x, eps=1e-5):\n    return (x - x.mean(-1, True)) / x.std()",
            "takes from 1 to 2 positional arguments but 3 were given",
        ),
        (
            "def layer_norm(x, weight, bias):\n"
            "    return torch.nn.functional.layer_norm(x, weight.shape, weight, bias)",
            "got an unexpected keyword argument 'eps'",
        ),
        (
            "def layer_norm(x, gamma, beta, eps=1e-5):\n"
            "    return torch.nn.functional.layer_norm(x, gamma.shape, gamma, beta, eps)",
            RIGHT,
        ),
        (
            "def layer_norm(x, weight, bias, *, eps=1e-5):\n"
            "    return torch.nn.functional.layer_norm(x, weight.shape, weight, bias, eps)",
            RIGHT,
        ),
    ),
)

ATTENTION = Table(
    "attention",
    "def attention(q, k):",
    right=(
        """
        n, d = q.shape[-2:]
        scores = q @ k.transpose(-2, -1) / math.sqrt(d)
        mask = torch.tril(torch.ones(n, n)).bool()
        return torch.softmax(scores.masked_fill(~mask, float("-inf")), dim=-1)
        """,
        """
        n, d = q.shape[-2:]
        scores = torch.einsum("...id,...jd->...ij", q, k) * d**-0.5
        scores = scores + torch.full((n, n), -math.inf).triu(1).to(q.dtype)
        return scores.softmax(-1)
        """,
        """
        n = q.size(-2)
        s = torch.matmul(q, k.mT) / np.sqrt(q.size(-1))
        s[..., torch.ones(n, n).triu(1) == 1] = -torch.inf
        return s.softmax(-1)
        """,
        """
        i = torch.arange(q.shape[-2])
        s = (q / q.shape[-1] ** 0.5) @ k.mT
        return torch.where(i[:, None] >= i, s, -math.inf).softmax(-1)
        """,
        """
        s = q @ k.mT / q.shape[-1] ** 0.5
        w = (s - s.amax(-1, True)).exp().tril()
        return w / w.sum(-1, keepdim=True)
        """,
        """
        n, d = q.shape[-2:]
        out = torch.zeros(*q.shape[:-1], n, dtype=q.dtype)
        for i in range(n):
            s = (q[..., i : i + 1, :] * k[..., : i + 1, :]).sum(-1) / d**0.5
            out[..., i, : i + 1] = s.softmax(-1)
        return out
        """,
        """
        s = (q @ k.mT) / q.shape[-1] ** 0.5
        return (s + torch.triu(torch.full_like(s, -1e9), 1)).softmax(-1)
        """,
        """
        n = q.shape[-2]
        v = torch.eye(n, dtype=q.dtype).expand(*q.shape[:-2], n, n)
        return torch.nn.functional.scaled_dot_product_attention(q, k, v, is_causal=True)
        """,
        """
        w = torch.softmax(q @ k.mT / q.shape[-1] ** 0.5, -1).tril()
        return w / w.sum(-1, keepdim=True)
        """,
    ),
    wrong=(
        (
            "s = q @ k.mT\nn = len(s)\nreturn s.masked_fill("
            "torch.ones(s.shape).triu(1) == 1, -torch.inf).softmax(-1)",
            "The scores are not divided by √d there",
        ),
        (
            "s = q @ k.mT / q.shape[-1]\n"
            "return s.masked_fill(torch.ones(s.shape).triu(1) == 1, -1e9).softmax(-1)",
            "That divides by d",
        ),
        (
            "s = q @ k.mT / math.sqrt(q.shape[-1])\nreturn torch.softmax(s, dim=-1)",
            "There is no mask: each query sees the keys after it",
        ),
        (
            "s = q @ k.mT / math.sqrt(q.shape[-1])\n"
            "return s.masked_fill(torch.ones(s.shape).triu() == 1, -1e30).softmax(-1)",
            "The mask takes away the query's own key too",
        ),
        (
            "s = q @ k.mT / math.sqrt(q.shape[-1])\n"
            "return s.masked_fill(torch.ones(s.shape).triu() == 1, -torch.inf).softmax(-1)",
            "nan returned",
        ),
        (
            "w = (q @ k.mT / q.shape[-1] ** 0.5).softmax(-1)\nreturn torch.tril(w)",
            "The mask comes after the softmax",
        ),
        (
            "s = q @ k.mT / math.sqrt(q.shape[-1])\n"
            "return s.masked_fill(torch.ones(s.shape).tril() == 1, -1e30).softmax(-1)",
            "off by",
        ),
        (
            "s = q @ k.mT / math.sqrt(q.shape[-2])\n"
            "return s.masked_fill(torch.ones(s.shape).triu(1) == 1, -1e30).softmax(-1)",
            "off by",
        ),
        (
            "s = k @ q.mT / math.sqrt(q.shape[-1])\n"
            "return s.masked_fill(torch.ones(s.shape).triu(1) == 1, -1e30).softmax(-1)",
            "off by",
        ),
        (
            "s = q @ k.mT / math.sqrt(q.shape[-1])\n"
            "return s.masked_fill(torch.ones(s.shape).triu(1) == 1, -1e30).softmax(-2)",
            "off by",
        ),
        (
            "s = q @ k.mT / math.sqrt(q.shape[-1])\n"
            "return s.masked_fill(torch.ones(s.shape).triu(1) == 1, 0).softmax(-1)",
            "off by",
        ),
        (
            "s = q @ k.mT / math.sqrt(q.shape[-1])\nreturn s.tril().softmax(-1)",
            "off by",
        ),
        (
            "s = q @ k.mT / math.sqrt(q.shape[-1])\n"
            "return s.masked_fill(torch.ones(s.shape).triu(1) == 1, -torch.inf)",
            "-inf returned",
        ),
        (
            "w = (q @ k.mT / q.shape[-1] ** 0.5).exp().tril()\n"
            "return (w / w.sum(-1, keepdim=True)).mT",
            "off by",
        ),
        (
            "w = (q @ k.mT / q.shape[-1] ** 0.5).exp().tril()\n"
            "return (w / w.sum(-1, keepdim=True)) @ k",
            "shape [3, 3] expected, [3, 4] returned in case 1",
        ),
        ("return (q @ k / q.shape[-1] ** 0.5).softmax(-1)", "RuntimeError"),
        ("return (q @ k.T / q.shape[-1] ** 0.5).softmax(-1)", "RuntimeError: Expected size"),
        ("return torch.nn.functional.scaled_dot_product_attention(q, k)", "missing 1 required"),
        (
            "q /= q.shape[-1] ** 0.5\nw = (q @ k.mT).exp().tril()\n"
            "return w / w.sum(-1, keepdim=True)",
            "it changes its inputs in place",
        ),
        (
            "w = (q @ k.mT / q.shape[-1] ** 0.5).exp().tril()\n"
            "return (w / w.sum(-1, keepdim=True)).float()",
            "dtype float64 expected, float32 returned",
        ),
        (
            "w = (q @ k.mT / q.shape[-1] ** 0.5).exp().tril()\n"
            "return w / w.sum(-1, keepdim=True), w",
            "a tensor expected, a tuple of 2 returned",
        ),
        (
            "s = q @ k.mT / q.shape[-1] ** 0.5\n"
            "return s.masked_fill(torch.ones(3, 3).triu(1) == 1, -1e30).softmax(-1)",
            "in case 2",
        ),
        ("while True:\n    q = q + k", "stopped after 0.5 s in case 1"),
    ),
    files=(
        ("def attention(q, k, v):\n    return v", "missing 1 required positional argument: 'v'"),
        ("def Attention(q, k):\n    return q", "your code defines no function attention"),
    ),
)
TABLES = (LAYER_NORM, ATTENTION)
