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
)
_PART = r"\{((?:[^{}]|\{[^{}]*\})*)\}"
_FRACTION = re.compile(r"\\frac\s*" + _PART + r"\s*" + _PART)
_ROOT = re.compile(r"\\sqrt\s*" + _PART)
_ATOM = re.compile(
    r"\\?[\w.]+(?:[_^](?:\w|\{[^{}]*\}))*"  # a name or number with sub- and superscripts
    r"|(?:\\surd )?\([^()]*\)"
    r"|\\surd \\?\w+"
    r"|\\?\w+\([^()]*\)"  # a function of something
)


@lru_cache(maxsize=512)
def rows(tex: str) -> tuple[str, ...] | None:
    """The formula as rows of equal meaning, top to bottom; None where it cannot be drawn."""
    from texicode.pipeline import render_tex_web

    for command, plain in _SYNONYMS:
        tex = tex.replace(command, plain)
    try:
        drawn: str = render_tex_web(tex, True)
    except Exception:  # noqa: BLE001 - texicode raises whatever its tables miss (KeyError, IndexError)
        return None
    if "TeXicode:" in drawn or ("?" in drawn and "?" not in tex):
        return None
    lines = [line.rstrip() for line in drawn.split("\n")]
    indent = min((len(line) - len(line.lstrip()) for line in lines if line), default=0)
    return tuple(line[indent:] for line in lines)


@lru_cache(maxsize=512)
def one_row(tex: str) -> str | None:
    """The formula in one row of text: as it is, or with fractions and roots written on the line."""
    for candidate in (tex, _on_the_line(tex)):
        drawn = rows(candidate)
        if drawn is not None and len(drawn) == 1:
            return drawn[0]
    return None


def _on_the_line(tex: str) -> str:
    for command, plain in _SYNONYMS:
        tex = tex.replace(command, plain)
    for _ in range(4):
        tex, roots = _ROOT.subn(lambda match: rf"\surd {_grouped(match[1])}", tex)
        tex, fractions = _FRACTION.subn(
            lambda match: f"{_grouped(match[1])}/{_grouped(match[2])}", tex
        )
        if not roots + fractions:
            break
    return tex


def _grouped(part: str) -> str:
    """Parentheses round a part that would otherwise bind differently."""
    return part if _ATOM.fullmatch(part) else f"({part})"
