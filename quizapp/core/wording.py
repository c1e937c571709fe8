"""When two wordings are the same, and when one is the other with a typo in it.

Forgiven: case, spacing, hyphens inside words, quotes, a leading article, a full stop at the end,
-ise against -ize, Greek letters against their names, Unicode and LaTeX against ASCII.
"""

import re
import unicodedata

TYPO_LETTERS = 5
"""A word of fewer letters is too close to others for a typo in it to be told from another word."""

_GREEK = re.findall(
    r"\w+",
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho "
    "sigma sigma tau upsilon phi chi psi omega",
)
_NAMES = {chr(ord("α") + place): name for place, name in enumerate(_GREEK)}
_SIGNS = {
    "∞": "infinity", "√": "sqrt", "≤": "<=", "≥": ">=", "≠": "!=", "≈": "~", "∼": "~", "≃": "~",
    "→": "->", "∝": "propto", "∂": "d", "∇": "nabla", "∑": "sum", "∏": "prod", "⁄": "/", "÷": "/",
    "·": "*", "⋅": "*", "×": "*", "∙": "*", "‖": "||", "ℓ": "l", "⊙": "*", "∘": "*", "–": "-",
    "‐": "-", "‑": "-", "—": "-", "’": "'", "‘": "'", "“": '"', "”": '"', "…": "...",
}  # fmt: skip
_SPELLED = str.maketrans(_NAMES | _SIGNS)
_LETTERS_SPELLED = str.maketrans(_NAMES)
_LATEX = (
    (re.compile(r"\\(?:text|mathrm|mathbf|boldsymbol|operatorname)\{([^{}]*)\}"), r"\1"),
    (re.compile(r"\\sqrt\{([^{}]*)\}"), r"sqrt(\1)"),
    (re.compile(r"\\[dt]?frac\{([^{}]*)\}\{([^{}]*)\}"), r"(\1)/(\2)"),
    (re.compile(r"\\(?:cdot|times|odot)(?![A-Za-z])"), "*"),
    (re.compile(r"\\(?:leq|le)(?![A-Za-z])"), "<="),
    (re.compile(r"\\(?:geq|ge)(?![A-Za-z])"), ">="),
    (re.compile(r"\\(?:to|rightarrow)(?![A-Za-z])"), "->"),
    (re.compile(r"\\infty(?![A-Za-z])"), "infinity"),
    (re.compile(r"\\(?:var)?([A-Za-z]+)"), r"\1"),
    (re.compile(r"\\[,;:! ]"), ""),
)
_RAISED = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿⁱᵀ]+")
_LOWERED = re.compile("[₀₁₂₃₄₅₆₇₈₉₊₋₍₎ₐₑᵢⱼₖₙₜ]+")
_ACCENTS = frozenset("\u0300\u0301\u0308\u030a\u030c\u0327")
_SYNONYMS = {"inf": "infinity", "infty": "infinity"}
_SYNONYM = re.compile(r"(?<![a-z])(?:inf|infty)(?![a-z])")
_ARTICLE = re.compile(r"(?:the|an?)\s+(?=[^\W\d_]{3})")
_IZE = re.compile(r"(?<=[a-z]{4})is(?=(?:e[drs]?|ers|ing|ations?)(?![a-z]))")
_HYPHEN = re.compile(r"(?<=\w)-(?=\w)")
_ATOM_IN_PARENTHESES = re.compile(r"(?<=sqrt)\((\w+)\)|(?<=\^)\((-?\w+)\)|(?<=\^)\{(-?\w+)\}")
_DIVIDED = re.compile(r"\((\w+)\)(?=/)|(?<=/)\((\w+)\)")
_OPPOSED = frozenset({frozenset({"micro", "macro"})})
"""Words one letter apart that mean the opposite."""


def same(typed: str, wording: str) -> bool:
    """Whether two wordings say the same."""
    # A wording with a true minus sign, or one with spaces round it, means subtraction.
    minus = "−" in wording or " - " in wording
    return _key(typed, minus=minus) == _key(wording, minus=minus) != ""


def has_typo(typed: str, wording: str) -> bool:
    """Whether one word of five letters or more is a letter away (wrong, missing, more, swapped).

    The first letter must be right, or swapped with the second: "patch" is no typo of "batch", nor
    "asymmetric" of "symmetric".
    """
    return any(_typo(_words(typed, ize), _words(wording, ize)) for ize in (False, True))


def _typo(given: list[str], wanted: list[str]) -> bool:
    if len(given) != len(wanted):
        given, wanted = ["".join(given)], ["".join(wanted)]
    wrong = [pair for pair in zip(given, wanted, strict=True) if pair[0] != pair[1]]
    return len(wrong) == 1 and _one_letter_off(*wrong[0])


def _one_letter_off(given: str, wanted: str) -> bool:
    from rapidfuzz.distance import OSA  # 18 ms, which only an answer that is not right has to pay

    if len(wanted) < TYPO_LETTERS or not (wanted.isalpha() and given.isalpha()):
        return False
    if frozenset({given, wanted}) in _OPPOSED:
        return False
    swapped = given[1::-1] == wanted[:2] and given[2:] == wanted[2:]
    return (given[0] == wanted[0] or swapped) and OSA.distance(given, wanted, score_cutoff=1) == 1


def plain(text: str, spelled: dict[int, str] = _SPELLED) -> str:
    """A text in lower case and ASCII as far as it goes; words stay apart."""
    text = text.strip().replace("−", "-").replace("$", "").replace("`", "").replace("**", "^")
    for pattern, ascii_ in _LATEX:
        text = pattern.sub(ascii_, text)
    text = _RAISED.sub(lambda match: "^" + unicodedata.normalize("NFKC", match[0]), text)
    text = _LOWERED.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)
    # Twice: NFKC makes plain letters of styled ones, and case folding makes ς of Σ comparable.
    text = unicodedata.normalize("NFKC", text).casefold().translate(spelled)
    text = "".join(
        letter for letter in unicodedata.normalize("NFD", text) if letter not in _ACCENTS
    )
    text = unicodedata.normalize("NFC", text).replace("−", "-")
    return _SYNONYM.sub("infinity", " ".join(text.split()))


def _key(text: str, *, minus: bool) -> str:
    text = _IZE.sub("iz", plain(text)).strip(" \"'").rstrip(" .,;:?").removesuffix("!")
    text = _ARTICLE.sub("", text, count=1) if _ARTICLE.match(text) else text
    if not minus:
        text = _HYPHEN.sub(lambda match: _hyphen(text, match.start()), text)
    text = re.sub(r"[\s_*]", "", text)
    for pattern in (_ATOM_IN_PARENTHESES, _DIVIDED):
        text = pattern.sub(lambda match: "".join(group or "" for group in match.groups()), text)
    return text


def _hyphen(text: str, at: int) -> str:
    """Nothing for a hyphen that joins words, a minus for what may be subtracted.

    Words have three letters or more on one side at least, and call no function: `k-means`, `1-p`.
    """
    left = re.search(r"[^\W\d_]*$", text[:at])
    right = re.match(r"[^\W\d_]*(\(?)", text[at + 1 :])
    assert left is not None
    assert right is not None
    letters = max(len(left[0]), len(right[0].rstrip("(")))
    return "-" if letters < 3 or right[1] else ""


def _words(text: str, ize: bool) -> list[str]:
    # Signs stay signs: a letter off in "√d" is another formula, no typo in "sqrtd".
    text = plain(text, _LETTERS_SPELLED)
    text = (_IZE.sub("iz", text) if ize else text).strip(" \"'").rstrip(" .,;:?")
    text = _ARTICLE.sub("", text, count=1) if _ARTICLE.match(text) else text
    return [word for word in re.split(r"[\s-]+", text) if word]
