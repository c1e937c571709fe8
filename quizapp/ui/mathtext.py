"""LaTeX as Unicode rows, drawn by texicode; what it cannot draw is shown as source."""

import re
from functools import lru_cache

_SYNONYMS = (
    (r"\operatorname", r"\mathrm"),
    (r"\boldsymbol", r"\mathbf"),
    (r"\lVert", r"\|"),
    (r"\rVert", r"\|"),
    (r"\lvert", "|"),
    (r"\rvert", "|"),
    (r"\tfrac", r"\frac"),
    (r"\dfrac", r"\frac"),
    (r"^\top", r"^T"),
    (r"^{\top}", r"^T"),
    (r"\bigl", ""),
    (r"\bigr", ""),
    ("·", r"\cdot "),
    ("√", r"\surd "),
)
_PART = r"\{((?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\}"  # braces in braces in braces
_FRACTION = re.compile(r"(\\[a-z]+\\,)?\\frac\s*" + _PART + r"\s*" + _PART)
_ROOT = re.compile(r"\\sqrt\s*" + _PART)
_NAME = re.compile(
    r"(\\(?:arg)?(?:tanh|sinh|cosh|sin|cos|tan|ln|log|exp|max|min)(?![a-z])(?:_\w|_\{[^{}]*\})?)\s*(?=[\w\\])"
    r"(?!\\[,;:! ]|\\left|\\right|\\[lr]?[vV]ert|\\\|)"
)
_AFTER = re.compile(r"([\w)}])\s*(\\(?:tanh|sinh|cosh|sin|cos|tan|ln|log|exp|max|min)(?![a-z]))")
_BELOW, _ABOVE = rf"_(\w|{_PART})", rf"\^(\w|{_PART})"
_LIMITS = re.compile(f"{_BELOW}{_ABOVE}|{_ABOVE}{_BELOW}")
_OVERLINE = "\u0305"
"""Over the letter of a root of one letter, where terminals draw it badly."""
_THIN = r"\,"
_SCRIPT = re.compile(rf"([_^])\s*(\w|\*|{_PART})")
_BIG = re.compile(r"\\(sum|prod)(?![a-z])((?:[_^](?:\w|" + _PART + r"))*)")
_ATOM = re.compile(
    r"(?:\\[a-zA-Z]+|[^\W\d_]|\d[\d.]*)(?:[_^](?:\w|\{[^{}]*\}))*"  # one symbol, with its scripts
    r"|(?:\\surd )?\([^()]*\)"
    r"|\\surd \\?\w+"
    r"|\\?\w+\([^()]*\)"  # a function of something
)
_PRODUCT = re.compile(rf"(?:(?:{_ATOM.pattern})(?:\\cdot )?\s*)+")


@lru_cache(maxsize=512)
def rows(tex: str) -> tuple[str, ...] | None:
    """The formula as rows of equal meaning, top to bottom; None where it cannot be drawn."""
    from texicode.pipeline import render_tex_web

    try:
        drawn: str = render_tex_web(_plain(tex), True)
    except Exception:  # noqa: BLE001 - texicode raises whatever its tables miss (KeyError, IndexError)
        return None
    if "TeXicode:" in drawn or ("?" in drawn and "?" not in tex):
        return None
    lines = [line.rstrip() for line in drawn.split("\n")]
    indent = min((len(line) - len(line.lstrip()) for line in lines if line), default=0)
    return tuple(line[indent:] for line in lines)


@lru_cache(maxsize=512)
def one_row(tex: str) -> str | None:
    """The formula in one row of text: as it is, or with what needs more rows on the line.

    `\\frac{a}{b}` becomes a/b, `e^{-|x|}` e^(-|x|), a sum with limits Σᵢ₌₁ⁿ.
    """
    drawn = rows(tex)
    if drawn is None or len(drawn) > 1 or _OVERLINE in drawn[0]:
        drawn = rows(_on_the_line(tex))
    if drawn is None or len(drawn) > 1:
        return None
    row = drawn[0]
    return row if "arrow" in tex else row.replace("↑", "^").replace("↓", "_")


def _plain(tex: str) -> str:
    """What texicode knows, with a space after the name of a function."""
    for command, plain in _SYNONYMS:
        tex = tex.replace(command, plain)
    return _AFTER.sub(r"\1\\,\2", _NAME.sub(r"\1\\,", tex))


def _on_the_line(tex: str) -> str:
    tex = _plain(tex)
    tex = _BIG.sub(lambda match: rf"\{'Sigma' if match[1] == 'sum' else 'Pi'}{match[2]}\,", tex)
    for _ in range(4):
        tex, roots = _ROOT.subn(lambda match: rf"\surd {_grouped(match[1], '^')}", tex)
        tex, fractions = _FRACTION.subn(_fraction, tex)
        if not roots + fractions:
            break
    return _SCRIPT.sub(_script, _LIMITS.sub(_apart, tex))


def _fraction(match: re.Match[str]) -> str:
    above = match[2] if _PRODUCT.fullmatch(match[2]) else f"({match[2]})"
    over = f"{above}/{_grouped(match[3])}"
    return f"{match[1].removesuffix(_THIN)}({over})" if match[1] else over


def _apart(match: re.Match[str]) -> str:
    """Sub- and superscript of one symbol, side by side."""
    below, above = (match[1], match[3]) if match[1] else (match[7], match[5])
    return f"_{below}{{}}^{above}"


def _script(match: re.Match[str]) -> str:
    """A script for whose letters Unicode has no small ones, as an operator in front of brackets."""
    drawn = rows(f"x{match[0]}")
    if drawn is None or len(drawn) == 1:
        return match[0]
    arrow = "up" if match[1] == "^" else "down"
    return rf"\{arrow}arrow " + (f"({match[3]})" if match[3] else match[2])


def _grouped(part: str, apart: str = "\0") -> str:
    """Parentheses round a part that would otherwise bind differently, or that holds `apart`."""
    return part if _ATOM.fullmatch(part) and apart not in part else f"({part})"
