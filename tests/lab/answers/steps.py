"""Steps of the optimizers and clipping, as the deck of optimizers asks for them."""

from tests.lab.answers.table import RIGHT, Table

AVERAGES = "m = beta1 * m + (1 - beta1) * g\nv = beta2 * v + (1 - beta2) * g**2\n"
CORRECTED = AVERAGES + "mh = m / (1 - beta1**t)\nvh = v / (1 - beta2**t)\n"

ADAM = Table(
    "adam-step",
    "def adam_step(p, g, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):",
    right=(
        CORRECTED + "return p - lr * mh / (vh**0.5 + eps), m, v",
        CORRECTED + "return p - lr * mh / (torch.sqrt(vh) + eps), m, v",
        CORRECTED + "return torch.addcdiv(p, mh, vh.sqrt().add(eps), value=-lr), m, v",
        CORRECTED + "p = p.clone()\np -= lr * mh / (vh.sqrt() + eps)\nreturn p, m, v",
        CORRECTED + "new = p - lr * mh.div(vh.sqrt() + eps)\nreturn (new, m, v)",
        """
        m = m + (1 - beta1) * (g - m)
        v = v + (1 - beta2) * (g * g - v)
        return p - lr * (m / (1 - beta1**t)) / ((v / (1 - beta2**t)).sqrt() + eps), m, v
        """,
        """
        m = m.clone().mul_(beta1).add_(g, alpha=1 - beta1)
        v = v.clone().mul_(beta2).addcmul_(g, g, value=1 - beta2)
        scale = lr / (1 - beta1**t)
        return p - scale * m / (v.sqrt() / math.sqrt(1 - beta2**t) + eps), m, v
        """,
        """
        m = torch.lerp(m, g, 1 - beta1)
        v = torch.lerp(v, g.square(), 1 - beta2)
        denominator = (v / (1 - math.pow(beta2, t))).sqrt() + eps
        return p - lr / (1 - math.pow(beta1, t)) * m / denominator, m, v
        """,
    ),
    wrong=(
        (AVERAGES + "return p - lr * m / (v.sqrt() + eps), m, v", "Not quite"),
        (CORRECTED + "return p - lr * mh / (vh + eps).sqrt(), m, v", "inside the root"),
        (
            AVERAGES + "mh = m / (1 - beta1 ** (t - 1))\nvh = v / (1 - beta2 ** (t - 1))\n"
            "return p - lr * mh / (vh.sqrt() + eps), m, v",
            "counts steps from 0",
        ),
        (CORRECTED + "return p - lr * mh / (vh.sqrt() + eps)", "a tuple of 3 expected, a tensor"),
        (CORRECTED + "return p - lr * mh / (vh.sqrt() + eps), mh, vh", "Not right: result[2]"),
        (CORRECTED + "return p + lr * mh / (vh.sqrt() + eps), m, v", "Not right: result[0]"),
        (CORRECTED + "return p - lr * mh / (vh + eps), m, v", "Not right: result[0]"),
        (CORRECTED + "return p - lr * m / (vh.sqrt() + eps), m, v", "Not right: result[0]"),
        (CORRECTED + "return p - lr * mh / (v.sqrt() + eps), m, v", "Not right: result[0]"),
        (CORRECTED + "return p - lr * mh / vh.sqrt(), m, v", "expected"),
        (CORRECTED + "return p - lr * mh / (vh.sqrt() + eps), v, m", "Not right: result["),
        (
            "m = beta1 * m + g\nv = beta2 * v + g * g\n"
            "return p - lr * m / (v.sqrt() + eps), m, v",
            "Not right: result[",
        ),
        (
            "m = (1 - beta1) * m + beta1 * g\nv = (1 - beta2) * v + beta2 * g * g\n"
            "mh, vh = m / (1 - beta1**t), v / (1 - beta2**t)\n"
            "return p - lr * mh / (vh.sqrt() + eps), m, v",
            "Not right: result[",
        ),
        (CORRECTED.replace("g**2", "g") + "return p - lr * mh / (vh.sqrt() + eps), m, v", "result[2]"),
        (CORRECTED.replace("g**2", "g.norm() ** 2") + "return p - mh / vh.sqrt() * lr, m, v", "off"),
        (CORRECTED.replace("beta2**t", "beta1**t")
         + "return p - lr * mh / (vh.sqrt() + eps), m, v", "off by"),
        (CORRECTED.replace("**t)", "*t)") + "return p - lr * mh / (vh.sqrt() + eps), m, v",
         "nan returned"),
        (CORRECTED + "return p - 0.001 * mh / (vh.sqrt() + 1e-8), m, v", "in case 6"),
        ("m.mul_(beta1).add_(g, alpha=1 - beta1)\nv.mul_(beta2).addcmul_(g, g, value=1 - beta2)\n"
         "return p - lr * m / (1 - beta1**t) / ((v / (1 - beta2**t)).sqrt() + eps), m, v",
         "it changes its inputs in place in case 1"),
        (CORRECTED + "p -= lr * mh / (vh.sqrt() + eps)\nreturn p, m, v", "changes its inputs"),
        (CORRECTED + "return {'p': p, 'm': m, 'v': v}", "a dict of p, m, v returned"),
        (CORRECTED.replace("beta1", "b1") + "return p, m, v", "name 'b1' is not defined"),
        (CORRECTED + "return p - lr * mh / (math.sqrt(vh) + eps), m, v", "one element"),
        ("opt = torch.optim.Adam([p], lr, (beta1, beta2), eps)\np.grad = g\nopt.step()\n"
         "return p, m, v", "changes its inputs"),
    ),
    files=(
        ("def adam_step(p, g, m, v, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):\n    return p, m, v",
         "got multiple values for argument 'lr' in case 6"),
        ("def adam_step(p, g, m, v, t):\n    return p, m, v", "unexpected keyword argument 'lr'"),
        ("def adam_step(p, g, m, v, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8)\n    return p",
         "SyntaxError"),
    ),
)  # fmt: skip

MOMENTUM = Table(
    "sgd-momentum-step",
    "def momentum_step(p, g, b, lr=0.1, mu=0.9):",
    right=(
        "buf = mu * b + g\nreturn p - lr * buf, buf",
        "b = b * mu + g\np = p - b * lr\nreturn p, b",
        "b = torch.add(mu * b, g)\nreturn torch.sub(p, b, alpha=lr), b",
        "b = b.clone().mul_(mu).add_(g)\nreturn p.clone().sub_(b, alpha=lr), b",
        "b = torch.addcmul(g, b, torch.full_like(b, mu))\nreturn p - lr * b, b",
        "new_b = g + b - (1 - mu) * b\nreturn p - lr * new_b, new_b",
        "return p - lr * (b := mu * b + g), b",
        "return p - lr * mu * b - lr * g, mu * b + g",
    ),
    wrong=(
        ("b = mu * b + (1 - mu) * g\nreturn p - lr * b, b", "That dampens the gradient"),
        ("b = torch.lerp(g, b, mu)\nreturn p - lr * b, b", "That dampens the gradient"),
        ("b = mu * b + g\nreturn p - lr * (g + mu * b), b", "That is Nesterov's momentum"),
        ("return p - lr * b, mu * b + g", "with the buffer of the step before"),
        ("b = mu * b + lr * g\nreturn p - b, b", "Not right: result["),
        ("b = mu * b - lr * g\nreturn p + b, b", "Not right: result["),
        ("b = b + mu * g\nreturn p - lr * b, b", "Not right: result["),
        ("return p - lr * g, b", "Not right: result["),
        ("b = mu * b + g\nreturn b, p - lr * b", "Not right: result["),
        ("b = mu * b + g\nreturn p - lr * b", "a tuple of 2 expected, a tensor returned"),
        ("b = mu * b + g\nreturn [p - lr * b, b]", "a tuple of 2 expected, a list of 2 returned"),
        ("b = mu * b + g\nreturn p - lr * b, b, g", "a tuple of 3 returned"),
        ("b = 0.9 * b + g\nreturn p - 0.1 * b, b", "in case 2"),
        ("b *= mu\nb += g\nreturn p - lr * b, b", "it changes its inputs in place"),
        ("p.data -= lr * (mu * b + g)\nreturn p, mu * b + g", "it changes its inputs in place"),
        ("b = mu * b + g\nreturn (p - lr * b).numpy(), b", "unsupported ScalarType BFloat16"),
        ("b = mu * b + g\nreturn (p - lr * b).float(), b", "dtype float64 expected"),
        ("global b\nb = mu * b + g\nreturn p - lr * b, b", "SyntaxError: name 'b' is parameter"),
        ("buffer = mu * buffer + g\nreturn p - lr * buffer, buffer", "UnboundLocalError"),
        ("b = mu * b + p.grad\nreturn p - lr * b, b", "TypeError: unsupported operand"),
    ),
    files=(
        ("class Momentum:\n    def momentum_step(self, p, g, b):\n        return p, b",
         "your code defines no function momentum_step"),
        ("def momentum_step(p, g, b, lr, mu):\n    return p - lr * (mu * b + g), mu * b + g",
         "missing 2 required positional arguments: 'lr' and 'mu'"),
        ("def momentum_step(p, g, b, *, lr=0.1, mu=0.9):\n    b = mu * b + g\n"
         "    return p - lr * b, b", RIGHT),
        ("def momentum_step(p: torch.Tensor, g: torch.Tensor, b: torch.Tensor, lr: float = 0.1,\n"
         "                  mu: float = 0.9) -> tuple[torch.Tensor, torch.Tensor]:\n"
         "    b = mu * b + g\n    return p - lr * b, b", RIGHT),
        ("```python\ndef momentum_step(p, g, b, lr=0.1, mu=0.9):\n    return p, b\n```",
         "SyntaxError: invalid syntax at line 1."),
        (">>> def momentum_step(p, g, b): return p, b", "SyntaxError: invalid syntax at line 1."),
    ),
)  # fmt: skip

CLIP = Table(
    "clip-global-norm",
    "def clip_gradients(grads, max_norm):",
    right=(
        "norm = math.sqrt(sum((g**2).sum().item() for g in grads))\n"
        "return [g * min(1, max_norm / max(norm, 1e-12)) for g in grads]",
        "norm = torch.cat([g.reshape(-1) for g in grads]).norm()\n"
        "return [g * (max_norm / (norm + 1e-6)).clamp(max=1.0) for g in grads]",
        "copies = [torch.nn.Parameter(torch.zeros_like(g)) for g in grads]\n"
        "for c, g in zip(copies, grads):\n    c.grad = g.clone()\n"
        "torch.nn.utils.clip_grad_norm_(copies, max_norm)\nreturn [c.grad for c in copies]",
        "norm = sum(g.norm() ** 2 for g in grads) ** 0.5\n"
        "if norm <= max_norm:\n    return list(grads)\n"
        "return [g / norm * max_norm for g in grads]",
        "total = 0.0\nfor g in grads:\n    for x in g.flatten().tolist():\n        total += x * x\n"
        "scale = max_norm / total**0.5 if total**0.5 > max_norm else 1.0\n"
        "return [scale * g for g in grads]",
        "norm = torch.nn.utils.get_total_norm(grads)\n"
        "return [g.clone() if norm <= max_norm else g * max_norm / norm for g in grads]",
    ),
    wrong=(
        ("return [g * (max_norm / g.norm()).clamp(max=1) for g in grads]", "each tensor by its own"),
        ("return [g.clamp(-max_norm, max_norm) for g in grads]", "That clips by value"),
        ("return [torch.clip(g, -max_norm, max_norm) for g in grads]", "That clips by value"),
        ("n = sum((g * g).sum() for g in grads).sqrt()\nreturn [g * (max_norm / n) for g in grads]",
         "small gradients up as well"),
        ("n = sum(g.norm() for g in grads)\nreturn [g * min(1, max_norm / n) for g in grads]",
         "Not right: result["),
        ("n = sum((g * g).sum() for g in grads)\nreturn [g * (max_norm / n).clamp(max=1) "
         "for g in grads]", "Not right: result["),
        ("n = max(g.norm() for g in grads)\nreturn [g * min(1, max_norm / n) for g in grads]",
         "Not right: result["),
        ("n = max(g.abs().max() for g in grads)\nreturn [g * (max_norm / n).clamp(max=1) "
         "for g in grads]", "Not right: result["),
        ("n = sum(g.abs().sum() for g in grads)\nreturn [g * (max_norm / n).clamp(max=1) "
         "for g in grads]", "Not right: result["),
        ("n = sum((g * g).sum() for g in grads).sqrt()\nreturn [g * (max_norm / n).clamp(min=1) "
         "for g in grads]", "Not right: result["),
        ("n = sum((g * g).sum() for g in grads).sqrt()\nreturn [g / n if n > max_norm else g "
         "for g in grads]", "in case 4"),
        ("n = sum((g * g).sum() for g in grads).sqrt()\nreturn tuple(g * (max_norm / n).clamp(max=1)"
         " for g in grads)", "a list of 3 expected, a tuple of 3 returned"),
        ("n = sum((g * g).sum() for g in grads).sqrt()\nreturn (g * (max_norm / n).clamp(max=1) "
         "for g in grads)", "a value of type generator returned"),
        ("n = sum((g * g).sum() for g in grads).sqrt()\nfor g in grads:\n"
         "    g.mul_((max_norm / n).clamp(max=1))\nreturn grads", "it changes its inputs in place"),
        ("n = sum((g * g).sum() for g in grads).sqrt()\nfor i, g in enumerate(grads):\n"
         "    grads[i] = g * (max_norm / n).clamp(max=1)\nreturn grads", "changes its inputs"),
        ("torch.nn.utils.clip_grad_norm_(grads, max_norm)\nreturn grads", "in case 1"),
        ("n = torch.stack(grads).norm()\nreturn [g * min(1, max_norm / n) for g in grads]",
         "RuntimeError: stack expects each tensor to be equal size"),
        ("n = np.linalg.norm(grads)\nreturn [g * min(1, max_norm / n) for g in grads]", "ValueError"),
        ("return grads", "off by"),
        ("return []", "a list of 3 expected, a list of 0 returned"),
        ("n = sum((g * g).sum() for g in grads).sqrt().item()\n"
         "return [g * min(1, max_norm / n) for g in grads]", "ZeroDivisionError"),
        ("n = 0\nwhile n < max_norm:\n    pass\nreturn grads", "stopped after 0.5 s in case 1"),
    ),
)  # fmt: skip
TABLES = (ADAM, MOMENTUM, CLIP)
