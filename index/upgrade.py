"""Brings an index file of an older version up to date, where it may be written."""

import os
from pathlib import Path

from index.errors import IndexMissing, SchemaMigrated
from index.library import Library
from index.lock import locked, writable
from index.opening import version_of
from index.schema import SCHEMA_VERSION


def upgrade(index: Path, lock_seconds: float = 0.5) -> SchemaMigrated | None:
    """Migrate an older file and return the notice; None where there is nothing to do, or no way to do it here.

    Raises NotAnIndex, IndexTooNew, IndexDamaged, IndexLocked, IndexUnwritable.
    """
    if not index.is_file() or not os.access(index.parent, os.W_OK):
        return None
    try:
        found = version_of(index)
    except IndexMissing:  # a first build was killed in its first moment
        return None
    if found == SCHEMA_VERSION:
        return None
    with locked(index, lock_seconds), writable(index):
        Library.write(index).close()
    return SchemaMigrated(path=index, found=found, known=SCHEMA_VERSION)
