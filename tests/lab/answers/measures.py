"""The cosine schedule, accuracy and one-hot vectors: floats and integers among the results."""

from tests.lab.answers.table import RIGHT, Table

COSINE = Table(
    "cosine-lr",
    "def cosine_lr(step, total, top, low=0.0):",
    right=(
        "t = min(step, total) / total\nreturn low + 0.5 * (top - low) * (1 + math.cos(math.pi * t))",
        "if step >= total:\n    return low\n"
        "return low + (top - low) / 2 * (1 + math.cos(step / total * math.pi))",
        "from math import cos, pi\nt = min(1, step / total)\n"
        "return low + (top - low) * (cos(pi * t) + 1) / 2",
        "t = min(step / total, 1)\nreturn float(low + (top - low) * (1 + np.cos(np.pi * t)) / 2)",
        "t = min(step / total, 1)\nreturn low + (top - low) * (1 + np.cos(np.pi * t)) / 2",
        "t = min(step / total, 1)\nreturn low + (top - low) * math.cos(math.pi * t / 2) ** 2",
        "t = min(step / total, 1)\nreturn top - (top - low) * math.sin(math.pi * t / 2) ** 2",
        "t = torch.tensor(min(step / total, 1), dtype=torch.float64)\n"
        "return (low + (top - low) * (1 + (math.pi * t).cos()) / 2).item()",
        "a = (1 + math.cos(math.pi * min(step, total) / total)) / 2\nreturn a * top + (1 - a) * low",
    ),
    wrong=(
        (
            "return low + 0.5 * (top - low) * (1 + math.cos(math.pi * step / total))",
            "The wave starts again beyond the last step",
        ),
        (
            "t = min(step / total, 1)\n"
            "return low + 0.5 * (top - low) * (1 + math.cos(2 * math.pi * t))",
            "That is a whole period",
        ),
        ("return top - (top - low) * min(step / total, 1)", "That falls along a line"),
        (
            "t = min(step / total, 1)\nreturn low + 0.5 * top * (1 + math.cos(math.pi * t))",
            "Low is added on top",
        ),
        ("t = min(step / total, 1)\nreturn low + (top - low) * math.cos(math.pi * t)", "off by"),
        ("t = min(step / total, 1)\nreturn low + (top - low) * math.cos(math.pi * t / 2)", "off by"),
        ("t = min(step / total, 1)\nreturn low + (top - low) * (1 + math.cos(180 * t)) / 2", "off"),
        (
            "t = min((step + 1) / total, 1)\n"
            "return low + (top - low) * (1 + math.cos(math.pi * t)) / 2",
            "0.1 expected, 0.0999",
        ),
        (
            "t = min(step / (total - 1), 1)\n"
            "return low + (top - low) * (1 + math.cos(math.pi * t)) / 2",
            "off by",
        ),
        (
            "t = min(step / total, 1)\nreturn low + (top - low) * (1 - math.cos(math.pi * t)) / 2",
            "off by",
        ),
        ("t = min(step // total, 1)\nreturn low + (top - low) * (1 + math.cos(3.14159 * t)) / 2",
         "off by"),
        ("t = min(step / total, 1)\nreturn low + (top - low) * (1 + math.cos(3.14 * t)) / 2",
         "off by"),
        ("return 0.1", "1 expected, 0.1 returned"),
        ("return 0", "a float expected, an int returned"),
        ("return top * 0.5 * (1 + math.cos(math.pi * min(step / total, 1)))", "off by"),
        (
            "t = torch.tensor(min(step / total, 1))\n"
            "return low + (top - low) * (1 + torch.cos(math.pi * t)) / 2",
            "a float expected, a tensor returned",
        ),
        ("return math.cos(math.pi * step / total", "SyntaxError: '(' was never closed"),
        ("return low + (top - low) * (1 + cos(pi * step / total)) / 2", "'cos' is not defined"),
        ("return f'{top:.3f}'", "a float expected, a str returned"),
        ("if step < total:\n    return low + (top - low) * (1 + math.cos(math.pi * step / total)) / 2",
         "a float expected, None returned in case 11"),
        ("return top / (1 - min(step / total, 1))", "ZeroDivisionError"),
        ("return math.acos(2)", "ValueError: math domain error at line 2"),
        ("return math.nan", "nan returned"),
    ),
    files=(
        (
            "def cosine_lr(step, total, top):\n"
            "    return top * (1 + math.cos(math.pi * min(step / total, 1))) / 2",
            "unexpected keyword argument 'low'",
        ),
        (
            "def cosine_lr(step, total, lr_max, lr_min=0.0):\n    return lr_max",
            "unexpected keyword argument 'low'",
        ),
    ),
)  # fmt: skip

ACCURACY = Table(
    "accuracy",
    "def accuracy(logits, labels):",
    right=(
        "return (logits.argmax(dim=1) == labels).float().mean().item()",
        "return (torch.argmax(logits, -1) == labels).sum().item() / len(labels)",
        "return (logits.max(1).indices == labels).double().mean().item()",
        "return (logits.max(-1)[1] == labels).sum().item() / labels.numel()",
        "return logits.argmax(1).eq(labels).float().mean().item()",
        "return float((logits.argmax(1) == labels).float().mean())",
        "return float(np.mean(logits.numpy().argmax(1) == labels.numpy()))",
        "return np.mean(logits.numpy().argmax(1) == labels.numpy())",
        "return 1 - (logits.argmax(1) != labels).sum().item() / len(logits)",
        "return torch.softmax(logits, 1).argmax(1).eq(labels).double().mean().item()",
        "return logits.topk(1).indices.squeeze(1).eq(labels).double().mean().item()",
        """
        right = 0
        for row, label in zip(logits, labels):
            right += int(row.argmax() == label)
        return right / len(labels)
        """,
        """
        right = 0
        for row, label in zip(logits.tolist(), labels.tolist()):
            if row.index(max(row)) == label:
                right += 1
        return right / len(labels)
        """,
        "return (logits.argsort(-1, descending=True)[:, 0] == labels).double().mean().item()",
        "picked = logits.gather(1, labels[:, None])\n"
        "return (picked[:, 0] == logits.amax(1)).double().mean().item()",
    ),
    wrong=(
        ("return float((logits.argmax(1) == labels).sum())", "That counts the right ones"),
        ("return (logits.argmax(1) != labels).float().mean().item()", "That is the share of errors"),
        ("return (logits.argmax(1) == labels).sum().item()", "a float expected, an int returned"),
        ("return (logits.argmax(1) == labels).float().mean()", "a float expected, a tensor"),
        ("return (logits.argmax(1) == labels).mean().item()", "RuntimeError: mean()"),
        ("return (logits.argmax(0) == labels).float().mean().item()", "RuntimeError"),
        ("return (logits.argmin(1) == labels).double().mean().item()", "off by"),
        ("return (logits.argmax(1) == labels).float().mean().item() * 100", "off by"),
        ("return (logits.argmax(1) == labels).double().sum().item() / logits.numel()", "off by"),
        ("return (logits.argmax(1) == labels - 1).double().mean().item()", "off by"),
        ("return (logits.argmax() == labels).double().mean().item()", "expected"),
        ("return (logits == labels).float().mean().item()", "RuntimeError"),
        ("return (logits.argmax(1) == labels).all().item()", "a float expected, a bool returned"),
        ("return round((logits.argmax(1) == labels).double().mean().item(), 1)", "off by"),
        ("return torch.nn.functional.cross_entropy(logits, labels).item()", "off by"),
        ("return 1.0", "off by"),
        ("return sum(logits.argmax(1) is labels) / len(labels)", "TypeError"),
        ("return (logits.argmax(1) == labels).float().mean", "a value of type"),
        ("logits[:] = logits.softmax(1)\nreturn (logits.argmax(1) == labels).double().mean().item()",
         "it changes its inputs in place"),
        ("from sklearn.metrics import accuracy_score\nreturn accuracy_score(labels, logits)",
         "No module named 'sklearn'"),
        ("print((logits.argmax(1) == labels).double().mean().item())", "None returned"),
    ),
    files=(
        (
            "def accuracy(predictions, targets):\n"
            "    return (predictions.argmax(1) == targets).double().mean().item()",
            RIGHT,
        ),
        (
            "def accuracy(labels, logits):\n"
            "    return (logits.argmax(1) == labels).double().mean().item()",
            "IndexError: Dimension out of range",
        ),
        ("accuracy = 0.75", "your code defines no function accuracy"),
    ),
)  # fmt: skip

ONE_HOT = Table(
    "one-hot",
    "def one_hot(labels, classes):",
    right=(
        "return torch.nn.functional.one_hot(labels, classes).float()",
        "return torch.nn.functional.one_hot(labels, classes).to(torch.float32)",
        "return torch.eye(classes)[labels]",
        "return torch.eye(classes).index_select(0, labels.flatten()).reshape(*labels.shape, classes)",
        "return (labels[..., None] == torch.arange(classes)).float()",
        "return torch.zeros(*labels.shape, classes).scatter(-1, labels.unsqueeze(-1), 1.0)",
        "out = torch.zeros(*labels.shape, classes)\nout.scatter_(-1, labels[..., None], 1)\nreturn out",
        "return torch.from_numpy(np.eye(classes, dtype=np.float32)[labels.numpy()])",
        """
        flat = labels.reshape(-1)
        out = torch.zeros(len(flat), classes)
        out[torch.arange(len(flat)), flat] = 1
        return out.reshape(*labels.shape, classes)
        """,
        """
        flat = labels.reshape(-1).tolist()
        rows = [[1.0 if c == label else 0.0 for c in range(classes)] for label in flat]
        return torch.tensor(rows).reshape(*labels.shape, classes)
        """,
        "return torch.stack([(labels == c).float() for c in range(classes)], dim=-1)",
    ),
    wrong=(
        ("return torch.nn.functional.one_hot(labels, classes)", "float32 expected, int64 returned"),
        ("return torch.nn.functional.one_hot(labels, classes).double()", "float64 returned"),
        ("return (labels[..., None] == torch.arange(classes))", "float32 expected, bool returned"),
        ("return torch.nn.functional.one_hot(labels).float()", "expected"),
        ("return torch.nn.functional.one_hot(labels, classes + 1).float()", "[4, 5] returned"),
        ("return torch.eye(classes)[labels - 1]", "That counts labels from 1"),
        ("return torch.eye(classes)[labels].movedim(-1, 0)", "along the first dimension"),
        ("return (labels == torch.arange(classes)[:, None]).float()", "The size of tensor a"),
        ("return torch.eye(classes)[labels].T", "expected"),
        ("return 1 - torch.eye(classes)[labels]", "off by 1"),
        ("return torch.eye(classes)[labels] * labels[..., None]", "1 expected at"),
        ("return torch.eye(classes)[labels] * 0.9 + 0.1 / classes", "off by"),
        ("return torch.zeros(*labels.shape, classes)", "1 expected"),
        ("out = torch.zeros(len(labels), classes)\nout[:, labels] = 1\nreturn out", "TypeError: len() of a 0-d"),
        ("out = torch.zeros(len(labels), classes)\nout[range(len(labels)), labels] = 1\nreturn out",
         "IndexError: shape mismatch"),
        ("out = torch.zeros(labels.numel(), classes)\nreturn out.scatter_(1, labels[:, None], 1)",
         "RuntimeError"),
        ("return [[float(c == l) for c in range(classes)] for l in labels]", "only one element tensors"),
        ("return np.eye(classes, dtype='float32')[labels]", "a value of type ndarray returned"),
        ("return torch.eye(labels)[classes]", "TypeError"),
        ("labels += 1\nreturn torch.eye(classes + 1)[labels][..., 1:]", "it changes its inputs"),
        ("return torch.eye(classes)[labels + 1]", "IndexError"),
        ("return torch.zeros(10**9).reshape(-1, classes)[labels]", "your code may use 2 GiB"),
    ),
    files=(
        ("def one_hot(labels, num_classes):\n    return torch.eye(num_classes)[labels]", RIGHT),
        ("def one_hot(labels):\n    return torch.eye(int(labels.max()) + 1)[labels]",
         "takes 1 positional argument but 2 were given"),
        ("def onehot(labels, classes):\n    return torch.eye(classes)[labels]",
         "your code defines no function one_hot"),
    ),
)  # fmt: skip
TABLES = (COSINE, ACCURACY, ONE_HOT)
