"""Files of recorded proofs: written whole, read back the same, and one line where they are not."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path

import pytest

from quizapp.core.card import CardId
from quizapp.core.proof import Proof, Reading, ReadingKind
from quizapp.core.verification import Status
from quizapp.decks.proofs import (
    Broken,
    Proofs,
    document_of,
    file_name,
    folder_for,
    folders_of,
    read_proofs,
    write_proofs,
)
from tests.store.examples import unprivileged

H200 = "NVIDIA H200"
PROOF = Proof(
    card=CardId("sigmoid-max-slope"),
    card_hash="0f",
    status=Status.VERIFIED,
    device=H200,
    torch="2.13.0+cu130",
    driver="580.95.05",
    seconds=0.0123,
    date="2026-11-21",
    readings=(
        Reading(ReadingKind.ANSWER, value=0.25, text="MiB"),
        Reading(ReadingKind.CLAIM, "σ′ ≤ 1/4", 1e-9, True, "measured 1e-09, expected 0"),
        Reading(ReadingKind.OPTION, "b", None, False, "2 against 1"),
        Reading(ReadingKind.SHOWN, "time", None, None, "0.3 ms"),
    ),
    recorded=True,
)


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "evidence" / file_name(H200)
    with_values = replace(PROOF, parameters='{"batch": 8, "kind": "α"}', readings=())
    write_proofs(path, H200, [with_values, PROOF])
    assert path.name == "nvidia-h200.json"
    assert read_proofs(path) == (H200, (with_values, PROOF))
    assert [each.name for each in path.parent.iterdir()] == [path.name]
    assert path.stat().st_mode & 0o777 == 0o644


def test_the_text_does_not_depend_on_the_order_and_a_reading_is_a_line() -> None:
    other = replace(PROOF, card=CardId("another"))
    text = document_of(H200, [PROOF, other])
    assert text == document_of(H200, [other, PROOF])
    lines = text.splitlines()
    assert lines[4].startswith('  {"card": "another", "hash": "0f"')
    assert '   {"answer": "", "value": 0.25, "text": "MiB"},' in lines
    changed = replace(PROOF, readings=(*PROOF.readings[:-1], Reading(ReadingKind.SHOWN, "time")))
    differing = set(document_of(H200, [changed, other]).splitlines()) - set(lines)
    assert differing == {'   {"show": "time"}'}
    assert json.loads(document_of(H200, [])) == {"version": 1, "device": H200, "proofs": []}


def test_numbers_that_json_lacks_are_kept(tmp_path: Path) -> None:
    values = (math.inf, -math.inf, math.nan, 2**70)
    readings = tuple(Reading(ReadingKind.ANSWER, value=value) for value in values)
    write_proofs(tmp_path / "a.json", H200, [replace(PROOF, readings=readings)])

    def refuse(name: str) -> None:
        raise AssertionError(name)

    json.loads((tmp_path / "a.json").read_text(), parse_constant=refuse)
    _, (proof,) = read_proofs(tmp_path / "a.json")
    back = [reading.value for reading in proof.readings]
    assert back[:2] == [math.inf, -math.inf]
    assert back[2] is not None
    assert math.isnan(back[2])
    assert back[3] == 2**70


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{\n<<<<<<< HEAD\n", "is no JSON (Expecting property name enclosed in double quotes); "),
        ("[" * 100_000, "is no JSON"),
        ("[]", "is no file of evidence"),
        ('{"version": 1, "proofs": []}', "is no file of evidence"),
        (
            '{"version": 2, "cards": {}}',
            "was written by a newer quizapp (form 2, this one knows 1)",
        ),
        ('{"version": 1, "device": "X", "proofs": [{}]}', "its proof number 1 lacks a field"),
    ],
)
def test_a_file_that_is_none_is_one_line(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "x.json").write_text(text)
    write_proofs(tmp_path / "y.json", H200, [PROOF])
    with pytest.raises(Broken) as raised:
        read_proofs(tmp_path / "x.json")
    assert str(raised.value).startswith(said)
    assert "\n" not in str(raised.value)
    proofs = Proofs([tmp_path], lambda name: Path(name).name)
    (problem,) = proofs.problems
    assert str(problem).startswith(f"x.json:{2 if '<' in text else 1}:1: {said}")
    assert proofs.of(PROOF.card) == [PROOF]


def test_a_broken_reading_names_its_card(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    text = document_of(H200, [PROOF])
    for wrong in (text.replace('"answer"', '"guess"'), text.replace('"holds": true', '"holds": 1')):
        path.write_text(wrong)
        with pytest.raises(Broken, match="a reading of its card sigmoid-max-slope"):
            read_proofs(path)


def test_a_folder_that_may_not_be_written_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    write_proofs(path, H200, [PROOF])
    tmp_path.chmod(0o555)
    with unprivileged(), pytest.raises(PermissionError):
        write_proofs(path, H200, [])
    tmp_path.chmod(0o755)
    assert read_proofs(path) == (H200, (PROOF,))
    assert [each.name for each in tmp_path.iterdir()] == ["x.json"]


def test_where_proofs_belong(tmp_path: Path) -> None:
    deck = tmp_path / "content" / "sub" / "deck.md"
    deck.parent.mkdir(parents=True)
    deck.write_text("## A?\n")
    content = tmp_path / "content"
    assert folder_for(deck, [content]) == content / "evidence"
    assert folder_for(deck, [deck]) == deck.parent / "evidence"
    assert folder_for(deck, [tmp_path / "elsewhere"]) == deck.parent / "evidence"
    assert folders_of([content, deck]) == [content / "evidence", deck.parent / "evidence"]


def test_no_folder_is_no_proofs(tmp_path: Path) -> None:
    proofs = Proofs(folders_of([tmp_path / "nowhere"]))
    assert (proofs.files, proofs.problems, proofs.of(CardId("a"))) == ((), (), ())
