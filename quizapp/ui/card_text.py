"""A question as blocks of text: the card, the verdict, the evidence beside every option."""

from collections.abc import Iterator, Sequence

from textual.content import Content

from quizapp.core.card import Card, ChoiceCard, CodeCard, FormulaCard, NumberCard, RecallCard
from quizapp.core.evidence import Printed, Run, Shown
from quizapp.core.grading import Assessment, describe
from quizapp.core.proof import Known
from quizapp.core.question import Question, Stage
from quizapp.core.rubric import LETTERS
from quizapp.core.verdict import Verdict
from quizapp.core.verification import Judged, Status, Verification
from quizapp.core.words import seconds
from quizapp.ui import code_text, proof_text
from quizapp.ui.cloze_text import asked_text, gap_rows, point_rows
from quizapp.ui.measured_text import rows_of
from quizapp.ui.prose import QUIET, Block, blocks, inline, wrapped
from quizapp.ui.signs import BAD, GOOD, SIGNS, UNSURE

PRINTED_LINES = 12


def question_blocks(
    question: Question,
    assessment: Assessment | None,
    verification: Verification | None,
    *,
    run: Run | None = None,
) -> list[Block]:
    """What was asked, the options with their evidence, and the verdict."""
    heading, _, body = asked_text(question).partition("\n")
    return [
        _heading(heading),
        *blocks(body),
        *outcome_blocks(question, assessment, verification, run=run),
    ]


def outcome_blocks(
    question: Question,
    assessment: Assessment | None,
    verification: Verification | None,
    *,
    run: Run | None = None,
    points: Sequence[str] = LETTERS,
) -> list[Block]:
    """What follows the text of the question: options, hint, verdict, answer.

    `points` names the points of a rubric, which the learner ticks.
    """
    parts: list[Block] = []
    if question.options:
        parts.append(_options(question, verification))
    parts.extend(code_text.answer_blocks(question))
    if question.hinted and question.stage is Stage.ASKED:
        parts.append(labelled("Hint", blocks(question.card.hint)))
    if question.stage is Stage.ANSWERED:
        parts.extend(_verdict(question, assessment, verification))
        if rows := gap_rows(question, run):
            parts.append(listed(rows, "    "))
        parts.extend(_recalled(question, points, run))
    return parts


def _recalled(question: Question, names: Sequence[str], run: Run | None) -> Iterator[Block]:
    card = question.card
    if isinstance(card, RecallCard):
        if question.typed:
            yield labelled("You said", [_line(Content(question.typed))])
        yield labelled("Answer", blocks(card.answer))
    if question.points:
        label = f"Key points: {len(question.ticked)} of {len(question.points)} named"
        yield labelled(label, [listed(point_rows(question, names, run), "     ")])
    elif card.rubric:
        points = [Content("☐ ") + inline(point.text) for point in card.rubric]
        yield labelled("Key points", [listed(points, "  ")])


def answer_blocks(card: Card) -> list[Block]:
    """What the author wrote for afterwards: why, and the source."""
    parts: list[Block] = []
    if card.why:
        parts.append(labelled("Why", blocks(card.why)))
    if card.source:
        parts.append(labelled("Source", blocks(card.source)))
    return parts


def evidence_blocks(
    card: Card,
    run: Run | None,
    verification: Verification | None,
    known: Known | None = None,
    *,
    drawn: bool = True,
    whole: bool = False,
) -> list[Block]:
    """What the demo measured, beyond what stands at the options, and where else that was done.

    Curves stand as text if they are not `drawn`. The `whole` view has all that was recorded on
    other devices, else only what says something new.
    """
    if card.demo is None:
        return [_line(Content.styled("Not computed: this card has no demo.", QUIET))]
    if run is None or verification is None:
        said = f"Measuring…{proof_text.beside(card, known, None, None)}"
        return [_line(Content.styled(said, QUIET))]
    parts = [_status(run, verification, proof_text.beside(card, known, run, verification))]
    if verification.points:
        parts.append(listed([_judged(point) for point in verification.points], "  "))
    if verification.claims:
        parts.append(listed([_judged(claim) for claim in verification.claims], "  "))
    if run.note:
        parts.append(_line(Content.styled(f"! {run.note}", UNSURE)))
    used = {point.subject for point in verification.points}
    if shown := list(rows_of(run, used, drawn=drawn)):
        parts.append(_shown(shown))
    printed = "".join(item.text for item in run.findings if isinstance(item, Printed))
    if printed.strip():
        parts.append(_printed(printed))
    if known is not None:
        parts += proof_text.recorded_blocks(card, known, run, verification, whole=whole)
    return parts


def _heading(text: str) -> Block:
    return lambda width: wrapped(inline(text).stylize("bold"), width)


def _line(content: Content) -> Block:
    return lambda width: wrapped(content, width)


def listed(contents: Sequence[Content], indent: str) -> Block:
    """Rows, each wrapped behind an indent of its own."""

    def lay(width: int) -> list[Content]:
        laid: list[Content] = []
        for content in contents:
            first, *rest = wrapped(content, width - len(indent))
            laid.append(first)
            laid.extend(Content(indent) + line for line in rest)
        return laid

    return lay


def labelled(label: str, parts: Sequence[Block]) -> Block:
    """Blocks under a heading of one line."""

    def lay(width: int) -> list[Content]:
        laid = [Content.styled(label, "bold $text-primary")]
        for position, part in enumerate(parts):
            laid.extend([Content("")] if position else [])
            laid.extend(part(width))
        return laid

    return lay


def _options(question: Question, verification: Verification | None) -> Block:
    judged = {item.subject: item for item in verification.options} if verification else {}
    multiple = isinstance(question.card, ChoiceCard) and question.card.multiple

    def lay(width: int) -> list[Content]:
        rows = list(_option_rows(question, judged, multiple))
        texts = [text.cell_length for _, text, _ in rows]
        notes = [note.cell_length for *_, note in rows if note is not None]
        column = max(texts) + 2
        beside = bool(notes) and 6 + column + max(notes) <= width
        laid: list[Content] = []
        for marker, text, note in rows:
            if note is not None and beside:
                gap = " " * (column - text.cell_length)
                laid.append(marker + text + Content(gap) + note)
                continue
            first, *rest = text.wrap(width - marker.cell_length) or [Content("")]
            laid.append(marker + first.rstrip())
            indent = Content(" " * marker.cell_length)
            laid.extend(indent + line.rstrip() for line in rest)
            if note is not None:
                laid.extend(
                    indent + line.rstrip() for line in note.wrap(width - marker.cell_length)
                )
        return laid

    return lay


def _option_rows(
    question: Question, judged: dict[str, Judged], multiple: bool
) -> Iterator[tuple[Content, Content, Content | None]]:
    """Marker, text and, once answered, the note of each option."""
    answered = question.stage is Stage.ANSWERED
    for letter, option in question.options:
        picked = option.key in question.picked
        box = ("[x] " if picked else "[ ] ") if multiple else ""
        pointer = "▸ " if picked else "  "
        marker = Content.assemble(
            (pointer, "bold $text-accent"), (letter, "bold $text-accent"), f"  {box}"
        )
        if not answered:
            yield marker, inline(option.text), None
            continue
        item = judged.get(option.key)
        if item is None or item.verdict in (Verdict.NOT_RUN, Verdict.ERROR):
            sign, style = ("✓", GOOD) if option.correct else ("✗", BAD)
            note = Content.styled(f"{sign} {'right' if option.correct else 'wrong'}", style)
        else:
            sign, style = SIGNS[item.verdict]
            note = Content.styled(f"{sign} {item.verdict}: {item.evidence}", style)
        if picked:
            note += Content.styled("  ◂ yours", "bold")
        yield marker, inline(option.text), note


def _verdict(
    question: Question, assessment: Assessment | None, verification: Verification | None
) -> Iterator[Block]:
    card = question.card
    if assessment is not None:
        sign, style = SIGNS[assessment.verdict]
        parts = [Content.styled(f"{sign} {assessment.message}", f"bold {style}")]
        if isinstance(card, ChoiceCard) and assessment.verdict is not Verdict.CONFIRMED:
            parts.append(Content(_right_letters(question)))
        if isinstance(card, NumberCard):
            parts.append(Content(_number_line(assessment)))
        if isinstance(card, FormulaCard):
            parts.append(Content(_formula_line(assessment)))
        yield _line(Content(" ").join(parts))
    elif isinstance(card, ChoiceCard):
        yield _line(Content.styled(_right_letters(question), "bold"))
    if isinstance(card, NumberCard | FormulaCard):
        yield from _number_truth(card, assessment, verification)
    if isinstance(card, CodeCard):
        yield from code_text.run_blocks(question)
        yield from _variants(verification)
    if verification is not None and verification.status is Status.FAILED:
        warning = "This card does not hold on this machine: " + _without_place(verification)
        yield _line(Content.styled(f"! {warning}", UNSURE))


def _right_letters(question: Question) -> str:
    *rest, last = [letter for letter, option in question.options if option.correct]
    return f"The answer is {', '.join(rest)} and {last}." if rest else f"The answer is {last}."


def _number_line(assessment: Assessment) -> str:
    against = "measured" if assessment.measured else "the card says"
    read = f"Read as {assessment.claimed}"
    return f"{read}; {against} {assessment.truth} (tolerance {assessment.tolerance})."


def _formula_line(assessment: Assessment) -> str:
    against = "the measured values" if assessment.measured else "the card's formula alone"
    return f"Read as {assessment.claimed}; compared with {against}."


def _number_truth(
    card: NumberCard | FormulaCard, assessment: Assessment | None, verification: Verification | None
) -> Iterator[Block]:
    sign, style, note = "·", QUIET, ""
    if verification is not None and verification.answer is not None:
        judged = verification.answer
        sign, style = SIGNS[judged.verdict]
        note = f"  {sign} {judged.verdict}: {judged.evidence}"
    if assessment is None and isinstance(card, NumberCard):
        note += f"  (tolerance {describe(card.tolerance)})"
    answer = Content.styled("Answer  ", "bold") + inline(card.answer_text)
    yield _line(answer + Content.styled(note, style))
    if verification is not None and verification.mistakes:
        rows, rest = [], iter(card.mistakes)
        for judged in verification.mistakes:
            # Two mistakes may have one value; those that could not be read are not judged.
            sentence = next((each.sentence for each in rest if each.value == judged.subject), "")
            sign, style = SIGNS[judged.verdict]
            at = ""
            if isinstance(card, FormulaCard):
                at = f" {judged.evidence.removeprefix('differs ')}"
            row = inline(judged.subject) + Content.styled(f"  {sign} {judged.verdict}{at}: ", style)
            rows.append(row + inline(sentence))
        yield labelled("Common mistakes", [listed(rows, "  ")])


def _variants(verification: Verification | None) -> Iterator[Block]:
    """Each wrong version of a function, and by how much the demo refuted it."""
    if verification is not None and verification.mistakes:
        rows = []
        for judged in verification.mistakes:
            sign, style = SIGNS[judged.verdict]
            note = Content.styled(f"  {sign} {judged.verdict}: {judged.evidence}", style)
            rows.append(inline(judged.subject) + note)
        yield labelled("Common mistakes", [listed(rows, "  ")])


def _without_place(verification: Verification) -> str:
    message = verification.problems[0].message
    return message.partition(": ")[2] or message


def _status(run: Run, verification: Verification, beside: str) -> Block:
    where = f"on {run.device} in {seconds(run.seconds)}"
    match verification.status:
        case Status.VERIFIED:
            text, style = f"✓ verified {where}", GOOD
        case Status.FAILED:
            text, style = f"✗ not verified {where}", BAD
        case Status.TIMEOUT:
            text, style = f"! timed out: {run.message}", BAD
        case Status.ERROR:
            text, style = f"! {run.outcome}: {run.message}", BAD
        case Status.UNVERIFIED:
            text, style = f"· not run: {run.message}", UNSURE
    return _line(Content.styled(text, style) + Content.styled(beside, QUIET))


def _judged(judged: Judged) -> Content:
    sign, style = SIGNS[judged.verdict]
    head = Content.styled(f"{sign} {judged.verdict} ", style)
    said = judged.evidence.removeprefix(f"{judged.subject}: ")
    evidence = Content.styled(f": {said}" if said else "", QUIET)
    return head + inline(judged.subject) + evidence


def _shown(rows: Sequence[Shown]) -> Block:
    def lay(width: int) -> list[Content]:
        column = min(max(Content(row.label).cell_length for row in rows), width // 2)
        laid: list[Content] = []
        for row in rows:
            label = Content.styled(row.label, QUIET)
            gap = " " * max(column - label.cell_length, 0)
            first, *rest = wrapped(Content(row.value), width - column - 2)
            laid.append(label + Content(f"{gap}  ") + first)
            laid.extend(Content(" " * (column + 2)) + line for line in rest)
        return laid

    return lay


def _printed(text: str) -> Block:
    rows = text.rstrip("\n").split("\n")
    kept = rows[:PRINTED_LINES]
    if len(rows) > PRINTED_LINES:
        kept.append(f"… {len(rows) - PRINTED_LINES} more lines: d shows them")
    return listed([Content.styled(f"│ {row}", QUIET) for row in kept], "│ ")
