import os
from collections.abc import Callable
from pathlib import Path

import pytest

from quizapp.core.card import CardId, ChoiceCard
from quizapp.decks.library import Changes, Library, read_card

OPTIONS = "\n- [x] a\n- [ ] b\n"


def card(card_id: str, more: str = "") -> str:
    return f"## Q {card_id}? {{#{card_id} verify=none}}\n{OPTIONS}{more}\n"


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str | bytes], Path]:
    """Write a file under the root, with a time of change long past."""
    ticks = iter(range(1_000_000_000, 2_000_000_000))

    def write_file(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        tick = next(ticks)
        os.utime(path, (tick, tick))
        return path

    return write_file


Write = Callable[[str, str | bytes], Path]


def loaded(*roots: Path, base: Path | None = None) -> Library:
    library = Library(roots, base=base)
    library.load()
    return library


def shown(library: Library) -> list[str]:
    return [str(problem) for problem in library.problems]


def test_finds_decks_in_order_and_leaves_out_what_is_none(write: Write, tmp_path: Path) -> None:
    write("b.md", "---\ntitle: Bees\ntags: [x]\n---\n" + card("b2") + card("b1"))
    write("a/z.md", card("z"))
    for other in (
        "README.md", "a/README.md", ".hidden.md", ".git/x.md", "evidence/e.md", "interviews/i.md",
        "b.ko.md", "b.pt-BR.md", "notes.txt",
    ):  # fmt: skip
        write(other, card("no"))
    library = loaded(tmp_path, base=tmp_path)
    assert list(library.cards) == ["z", "b2", "b1"]
    first, second = library.decks
    assert (first.name, first.title, first.file, first.card_ids) == ("z", "z", "a/z.md", ("z",))
    assert (second.title, second.tags, second.card_ids) == ("Bees", ("x",), ("b2", "b1"))
    assert library.cards[CardId("b1")].line == 10
    assert library.path(CardId("z")) == tmp_path / "a/z.md"
    assert shown(library) == []


def test_a_root_may_be_a_file_and_roots_may_overlap(write: Write, tmp_path: Path) -> None:
    path = write("a.md", card("a"))
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "z.md").symlink_to(path)
    library = loaded(path, tmp_path)
    assert list(library.cards) == ["a"]
    assert shown(library) == []
    assert library.cards[CardId("a")].file == str(path)


def test_of_two_cards_with_one_id_the_first_stays(write: Write, tmp_path: Path) -> None:
    write("a.md", card("q"))
    write("b.md", card("r") + card("q"))
    library = loaded(tmp_path, base=tmp_path)
    assert library.cards[CardId("q")].file == "a.md"
    assert [deck.card_ids for deck in library.decks] == [("q",), ("r",)]
    say = "b.md:6:1: id 'q' is already taken at a.md:1; give this card another {#id}"
    assert shown(library) == [say]


def test_problems_of_files(write: Write, tmp_path: Path) -> None:
    write("bytes.md", "## é? {#é}\nab é ".encode() + b"\xff\n")
    write("empty.md", "\n \n")
    write("fence.md", card("f") + "```\n")
    write("front.md", "---\ntitel: a\n---\n" + card("g"))
    (tmp_path / "gone.md").symlink_to(tmp_path / "nowhere")
    library = loaded(tmp_path, tmp_path / "missing", base=tmp_path)
    assert shown(library) == [
        "bytes.md:2:6: byte 0xff is no UTF-8; save the file as UTF-8",
        "empty.md:1:1: the file is empty; write a card '## Question?' or remove the file",
        "fence.md:6:1: the fence ``` is not closed; put ``` on a line after its last line",
        "front.md:2:1: unknown key 'titel' in the front matter; did you mean 'title'?",
        "missing:1:1: no such folder or file of decks: No such file or directory",
    ]
    assert list(library.cards) == ["f", "g"]


def test_cards_are_parsed_once_and_get_the_tags_of_their_deck(write: Write, tmp_path: Path) -> None:
    write("a.md", "---\ntags: [x]\n---\n" + card("a"))
    library = loaded(tmp_path)
    first = library.card(CardId("a"))
    assert isinstance(first, ChoiceCard)
    assert first.tags == ("x",)
    assert library.card(CardId("a")) is first
    write("a.md", "---\ntags: [y]\n---\n" + card("a"))
    assert not library.reload()
    again = library.card(CardId("a"))
    assert isinstance(again, ChoiceCard)
    assert again.tags == ("y",)


def test_reload_names_what_changed(write: Write, tmp_path: Path) -> None:
    write("a.md", card("a") + card("b"))
    write("c.md", card("c"))
    library = loaded(tmp_path)
    assert library.reload() == Changes()
    before = library.card(CardId("b"))
    write("a.md", card("new") + card("b") + card("a", "more"))
    assert library.reload() == Changes(added=(CardId("new"),), changed=(CardId("a"),))
    after = library.card(CardId("b"))
    assert isinstance(before, ChoiceCard)
    assert isinstance(after, ChoiceCard)
    assert (before.line, after.line) == (6, 6)
    (tmp_path / "a.md").unlink()
    assert library.reload() == Changes(
        removed=(CardId("new"), CardId("b"), CardId("a")),
    )
    assert list(library.cards) == ["c"]


def test_a_moved_card_is_neither_added_nor_removed(write: Write, tmp_path: Path) -> None:
    write("a.md", card("a") + card("b"))
    library = loaded(tmp_path)
    write("a.md", card("a"))
    write("b.md", "prose\n" + card("b"))
    assert library.reload() == Changes()
    assert library.cards[CardId("b")].deck == "b"
    moved = library.card(CardId("b"))
    assert isinstance(moved, ChoiceCard)
    assert moved.line == 2


def test_reload_does_not_open_files_whose_stat_is_unchanged(write: Write, tmp_path: Path) -> None:
    path = write("a.md", card("a"))
    library = loaded(tmp_path)
    before = path.stat()
    path.write_text(card("b"))  # the same size, in the same inode
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert library.reload() == Changes()
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns + 1))
    assert library.reload() == Changes(added=(CardId("b"),), removed=(CardId("a"),))


def test_a_file_written_just_before_it_was_read_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(card("a"))
    # The time of change lies ahead, as on a coarse clock: the next write may leave it as it is.
    ahead = path.stat().st_mtime_ns + 3_600_000_000_000
    os.utime(path, ns=(ahead, ahead))
    library = loaded(tmp_path)
    path.write_text(card("b"))
    os.utime(path, ns=(ahead, ahead))
    assert library.reload() == Changes(added=(CardId("b"),), removed=(CardId("a"),))


def test_check_collects_everything(write: Write, tmp_path: Path) -> None:
    links = "\n### Follow-ups\n- [b](#b) and [c](#bee)\n"
    write("a.md", card("a", links))
    write("b.md", card("b") + "## Q? {#b2 was=b verify=none}\n" + OPTIONS + "\n## Q?\n")
    write("c.md", card("beer") + card("a"))
    library = loaded(tmp_path, base=tmp_path)
    assert [str(problem) for problem in library.check()] == [
        "a.md:7:19: no card has the id 'bee'; did you mean 'beer'?",
        "b.md:6:12: was=b: a card with that id is still there, at b.md:1",
        "b.md:11:1: the card has no answer: give options '- [ ] …' or a section '### Answer'",
        "b.md:11:1: the card has no demo: write '### Demo', or say {verify=none} in its heading",
        "c.md:6:1: id 'a' is already taken at a.md:1; give this card another {#id}",
    ]


def test_a_file_alone_may_link_to_the_decks_beside_it(write: Write, tmp_path: Path) -> None:
    path = write("a.md", card("a", "\n### Follow-ups\n- [b](#b) and [c](#bee)\n"))
    write("b.md", card("b") + card("beer"))
    assert [problem.message for problem in loaded(path, base=tmp_path).check()] == [
        "no card has the id 'bee'; did you mean 'beer'?"
    ]


@pytest.mark.parametrize("start", ["", "\ufeff", "---\ntitle: σ\n---\n", "σ prose\n"])
@pytest.mark.parametrize("name", ["a", "b"])
def test_reads_one_card_by_its_place(write: Write, tmp_path: Path, start: str, name: str) -> None:
    path = write("deck.md", start + card("a", "σ\n") + card("b").rstrip())
    raw = loaded(path).cards[CardId(name)]
    assert read_card(path, raw.start, raw.size, raw.hash, raw.deck) == raw


def test_a_card_that_is_not_there_any_more_is_not_read(write: Write, tmp_path: Path) -> None:
    path = write("deck.md", card("a") + card("b"))
    a, b = loaded(path).cards.values()
    write("deck.md", card("a") + card("b") + "more\n")
    assert read_card(path, a.start, a.size, a.hash, a.deck) == a
    assert read_card(path, b.start, b.size, b.hash, b.deck) is None
    write("deck.md", "prose\n" + card("a"))
    assert read_card(path, a.start, a.size, a.hash, a.deck) is None
    path.unlink()
    assert read_card(path, a.start, a.size, a.hash, a.deck) is None
