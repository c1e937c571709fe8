"""The one place that guesses what a misspelt word was meant to be."""

from collections.abc import Iterable


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that is most like this one, or None where none is like it."""
    from difflib import get_close_matches

    folded: dict[str, str] = {}
    for name in known:
        folded.setdefault(name.lower(), name)
    found = get_close_matches(word[:60].lower(), folded, n=1, cutoff=0.6)
    return folded[found[0]] if found else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`; did you mean 'Why'?`, or nothing where no known word is near."""
    name = nearest(word, known)
    return f"; did you mean {name!r}?" if name else ""
