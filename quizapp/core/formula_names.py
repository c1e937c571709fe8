"""Names in formulas: Greek letters, hats and subscripts, in one spelling for all ways to write."""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

from quizapp.core.formula_functions import ALIASES, CONSTANTS

GREEK = dict(
    alpha="α", beta="β", gamma="γ", delta="δ", epsilon="ε", varepsilon="ε", eps="ε", zeta="ζ",
    eta="η", theta="θ", iota="ι", kappa="κ", lambda_="λ", mu="μ", nu="ν", xi="ξ", pi="π", rho="ρ",
    sigma="σ", tau="τ", upsilon="υ", phi="φ", varphi="φ", chi="χ", psi="ψ", omega="ω", Gamma="Γ",
    Delta="Δ", Theta="Θ", Lambda="Λ", Xi="Ξ", Pi="Π", Sigma="Σ", Phi="Φ", Psi="Ψ", Omega="Ω",
)  # fmt: skip
GREEK["lambda"] = GREEK.pop("lambda_")
_ACCENTS = {"hat": "\u0302", "bar": "\u0304", "tilde": "\u0303"}
_SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_SAME = str.maketrans({"ϵ": "ε", "ϕ": "φ", "µ": "μ"})
_PARTS = re.compile(r"([^\W\d_]+)_?(?:\{(\w+)\}|(\w+))?")


_LONGEST_RUN = 30
"""Letters of a run of names; no one types more, and time grows with their square."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a name stands for."""

    kind: str
    """`variable`, `constant` or `function`."""
    name: str


def canonical(name: str) -> str:
    """One spelling of a variable's name: x, β_1, ŷ, whether it was β₁, beta_1 or beta1."""
    text = unicodedata.normalize("NFC", name).translate(_SAME)
    subscript = re.search(r"[₀-₉]+$", text)
    if subscript:
        text = f"{text[: subscript.start()]}_{subscript[0].translate(_SUBSCRIPTS)}"
    parts = _PARTS.fullmatch(text) or re.fullmatch(r"([^\W\d_]+)()([0-9]+)", text)
    if parts is None:
        return text
    letter, index = parts[1], parts[2] or parts[3] or ""
    letter = GREEK.get(letter, letter)
    if index in _ACCENTS:
        return accented(letter, index)
    for accent in _ACCENTS:
        if letter.endswith(accent) and len(letter) == len(accent) + 1:
            letter = accented(letter[0], accent)
    return f"{letter}_{index}" if index else letter


def accented(letter: str, accent: str) -> str:
    """ŷ of `y` and `hat`; also `bar` and `tilde`."""
    return unicodedata.normalize("NFC", letter + _ACCENTS[accent])


def is_variable(name: str) -> bool:
    """Whether a canonical name is one letter, with or without accent and subscript."""
    letter = unicodedata.normalize("NFD", name.partition("_")[0])
    return bool(letter) and letter[0].isalpha() and all(map(unicodedata.combining, letter[1:]))


def known(name: str, variables: Collection[str] | None) -> Known | None:
    """What a name means; None for any variable takes every single letter for one."""
    written = canonical(name)
    if variables is not None and written in variables:
        return Known("variable", written)
    if written in CONSTANTS:
        return Known("constant", written)
    function = ALIASES.get(written) or ALIASES.get(name)
    if function is None and len(name) > 1 and name not in GREEK:
        function = ALIASES.get(name.lower())
    if function is not None:
        return Known("function", function)
    if variables is None and is_variable(written):
        return Known("variable", written)
    return None


def pieces(name: str, variables: Collection[str] | None) -> list[str]:
    """A run of letters as known names side by side (xy, 2πx, sinx); empty where it is none.

    Longer names are tried first.
    """
    if len(name) > _LONGEST_RUN:
        return []
    ends: dict[int, list[str]] = {len(name): []}
    for begin in range(len(name) - 1, -1, -1):
        for end in range(len(name), begin, -1):
            if end in ends and known(name[begin:end], variables):
                ends[begin] = [name[begin:end], *ends[end]]
                break
    return ends.get(0, [])


def drawn(name: str) -> str:
    """A variable as it is shown: β₁, x_i."""
    letter, _, index = name.partition("_")
    if index.isdecimal():
        return letter + "".join("₀₁₂₃₄₅₆₇₈₉"[int(digit)] for digit in index)
    return name if len(index) < 2 else f"{letter}_{{{index}}}"
