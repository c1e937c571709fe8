"""Find the files of decks under folders, each with what `stat` says of it."""

import os
import re
import stat
from collections.abc import Callable, Iterator, Sequence
from operator import attrgetter
from pathlib import Path

from quizapp.core.problem import Problem

_OVERLAY = re.compile(r"\.[a-z]{2}(?:-[A-Z][A-Za-z]{1,3})?\.md$")
ROLES = "interviews"
"""The folder of a content folder that holds roles of interviews, and no decks."""
_NO_DECKS = ("evidence", ROLES)

Fingerprint = tuple[int, int, int]
"""Time of the last change in ns, size in bytes, inode: equal where the content is."""


def is_deck_file(name: str) -> bool:
    """Whether a Markdown file of this name is no README and no translation of another file."""
    return name != "README.md" and not (name.count(".") > 1 and _OVERLAY.search(name))


class Walk:
    """Finds the files of decks, each with what `stat` says of it."""

    def __init__(self, shown: Callable[[str], str]) -> None:
        self.problems: list[Problem] = []
        self._shown = shown
        self._seen: set[tuple[int, int]] = set()

    def files(self, roots: Sequence[Path]) -> Iterator[tuple[str, Fingerprint]]:
        """Paths and fingerprints, sorted within each root; a file linked twice comes twice."""
        for root in roots:
            yield from self._root(os.fspath(root))

    def _root(self, root: str) -> Iterator[tuple[str, Fingerprint]]:
        try:
            found = os.stat(root)
        except OSError as error:
            say = f"no such folder or file of decks: {error.strerror or error}"
            self._problem(root, "root-missing", say)
            return
        if stat.S_ISDIR(found.st_mode):
            yield from self._folder(root)
        elif Path(root).absolute().parent.name != ROLES:
            yield root, (found.st_mtime_ns, found.st_size, found.st_ino)

    def _folder(self, folder: str) -> Iterator[tuple[str, Fingerprint]]:
        try:
            with os.scandir(folder) as entries:
                ordered = sorted(entries, key=attrgetter("name"))
        except OSError as error:
            self._problem(folder, "folder-unreadable", f"cannot be read: {error.strerror or error}")
            return
        for entry in ordered:
            name = entry.name
            if name[0] == ".":
                continue
            try:
                if name.endswith(".md") and entry.is_file():
                    if not is_deck_file(name):
                        continue
                    found = entry.stat()
                    yield entry.path, (found.st_mtime_ns, found.st_size, found.st_ino)
                elif (
                    name not in _NO_DECKS
                    and entry.is_dir()
                    # Only a link can lead back to a folder above.
                    and (not entry.is_symlink() or self._is_new(entry.stat()))
                ):
                    yield from self._folder(entry.path)
            except OSError as error:
                say = f"cannot be read: {error.strerror or error}"
                self._problem(entry.path, "file-unreadable", say)

    def _is_new(self, found: os.stat_result) -> bool:
        identity = (found.st_ino, found.st_dev)
        if identity in self._seen:
            return False
        self._seen.add(identity)
        return True

    def _problem(self, path: str, code: str, message: str) -> None:
        self.problems.append(Problem(self._shown(path), 1, 1, code, message))
