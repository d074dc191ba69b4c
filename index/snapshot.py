"""One generation of an index, opened for reading: the library as it was committed, and the search files that belong to it."""

import os
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from corpus.words import SEGMENTER
from index.derive import write_store
from index.encoders.base import Encoder
from index.errors import CommitLost, DerivedRebuilt, EncoderMismatch, SegmenterMismatch
from index.generation import Stamp, folder_of, link_files, newest_derived, publish, state_of
from index.library import Library
from index.lock import writable
from index.records import Level
from index.stores.base import Store
from index.stores.local import LocalStore

#: Called with a notice that a person should see.
Notify = Callable[[DerivedRebuilt], None]

_Scratch = tempfile.TemporaryDirectory[str]
_ATTEMPTS = 3  # a build may replace the search files between our look at the generation and our opening them
_STATES_ZH = {"missing": "不存在", "stale": "已过期", "damaged": "已损坏"}


class Snapshot:
    """A library held at one generation, with its store. Close it when a newer generation is there."""

    def __init__(self, library: Library, store: Store, scratch: _Scratch | None) -> None:
        """Hold an opened library and store; `scratch` is a temporary folder to remove at the end."""
        self.library = library
        self.store = store
        self.generation = library.generation
        self._scratch = scratch

    @classmethod
    def open(cls, index: Path, encoder: Encoder, notify: Notify = lambda _notice: None) -> "Snapshot":
        """Open the present generation, making damaged or missing search files anew.

        Raises IndexMissing, BuildUnfinished, NotAnIndex, IndexTooOld, IndexTooNew, IndexDamaged, EncoderMismatch, SegmenterMismatch.
        """
        for attempt in range(_ATTEMPTS):
            library = Library.read(index)
            try:
                library.begin_snapshot()
                check_settings(library, encoder)
                store, scratch = _open_store(library, encoder, notify)
                return cls(library, store, scratch)
            except FileNotFoundError:
                library.close()
                if attempt == _ATTEMPTS - 1:
                    raise
            except BaseException:
                library.close()
                raise
        raise AssertionError("unreachable")

    def close(self) -> None:
        """Let the generation go."""
        self.library.close()
        if self._scratch:
            self._scratch.cleanup()


def present_generation(index: Path) -> int:
    """The generation that is committed now. Raises what `Library.read` does."""
    return present_state(index, ())[0]


def present_state(index: Path, settings: Sequence[str]) -> tuple[int, *tuple[str | None, ...]]:
    """The generation that is committed now, and some settings. Raises what `Library.read` does."""
    library = Library.read(index)
    try:
        return library.generation, *(library.setting(name) for name in settings)
    finally:
        library.close()


def check_settings(library: Library, encoder: Encoder) -> None:
    """Raise IndexDamaged or BuildUnfinished when the library is not whole, EncoderMismatch or SegmenterMismatch when it was made
    with other ones.
    """
    library.check()
    library.check_built()
    found = library.setting("fingerprint")
    if found != encoder.fingerprint:
        names = (library.setting("encoder") or "?", encoder.name)
        old, new = (
            f"{name} ({print_[:12]})" for name, print_ in zip(names, (found or "?", encoder.fingerprint), strict=False)
        )
        raise EncoderMismatch(path=library.path, found=old, wanted=new, name=encoder.name)
    segmenter = library.setting("segmenter")
    if segmenter != SEGMENTER:
        raise SegmenterMismatch(path=library.path, found=segmenter, wanted=SEGMENTER)


def _open_store(library: Library, encoder: Encoder, notify: Notify) -> tuple[Store, _Scratch | None]:
    generation = library.generation
    folder, stamp = folder_of(library.path, generation), Stamp.of(library, generation)
    state = state_of(folder, stamp)
    # a build removes the search files of the generation before it only after its commit
    lost = state == "missing" and newest_derived(library.path) > generation
    if scratch := _scratch_for(library.path, folder):
        made = Path(scratch.name) / folder.name
        if state == "ok":
            link_files(folder, made)
        folder = made
    if state != "ok":
        publish(folder, stamp, lambda path: write_store(library, encoder.fingerprint, encoder.dimension, path))
        kind = CommitLost if lost else DerivedRebuilt
        notify(kind(path=library.path, folder=folder, state=state, state_zh=_STATES_ZH[state]))
    return LocalStore(folder), scratch


def _scratch_for(index: Path, folder: Path) -> _Scratch | None:
    """A temporary folder, where search files cannot be written: to make them in, or as tantivy locks even what it reads."""
    places = [index.parent, folder.parent, folder, *(folder / level for level in Level)]
    if all(os.access(place, os.W_OK) for place in places if place.exists()):
        return None
    with writable(index):
        return tempfile.TemporaryDirectory(prefix="yuanwen-", ignore_cleanup_errors=True)
