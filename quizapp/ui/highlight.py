"""`==marked==` in prose, as Obsidian writes it: the words that a cloze had hidden."""

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline


def highlight_plugin(parser: MarkdownIt) -> None:
    """Teach a Markdown parser the tokens mark_open and mark_close."""
    parser.inline.ruler.before("emphasis", "mark", _mark)


def _mark(state: StateInline, silent: bool) -> bool:
    begin, source = state.pos, state.src
    if not source.startswith("==", begin) or source.startswith("===", begin):
        return False
    end = source.find("==", begin + 2, state.posMax)
    inside = source[begin + 2 : max(end, 0)]
    if not inside or inside != inside.strip():
        return False
    if not silent:
        after = state.posMax
        state.pos, state.posMax = begin + 2, end
        state.push("mark_open", "mark", 1)
        state.md.inline.tokenize(state)
        state.push("mark_close", "mark", -1)
        state.posMax = after
    state.pos = end + 2
    return True
