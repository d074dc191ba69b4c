"""Calibrations in the index file: the newest one counts, and taking it back brings the one before it again."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from index.build import put_setting
from index.fusion import Fusion
from index.library import Library
from qa.decide import Calibration, Logistic
from qa.errors import CalibrationDamaged, NothingToUndo

#: The setting that holds them.
KEY = "calibrations"


def stored(library: Library) -> list[dict[str, Any]]:
    """All calibrations of an index, oldest first. Raises CalibrationDamaged."""
    text = library.setting(KEY)
    if not text:
        return []
    try:
        rows = json.loads(text)
        for row in rows:
            if row["fingerprint"] != fingerprint(row):
                raise ValueError("it does not match its fingerprint")
            calibration_of(row, Calibration.load())
        return list(rows)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise CalibrationDamaged(path=library.path, detail=str(error)) from error


def keep(index: Path, row: Mapping[str, Any]) -> dict[str, Any]:
    """Put a calibration in use, with its fingerprint. Raises IndexLocked, IndexUnwritable, CalibrationDamaged."""
    made = {**row, "fingerprint": fingerprint(row)}
    _write(index, [*_rows(index), made])
    return made


def undo(index: Path) -> dict[str, Any] | None:
    """Take the newest calibration back; the one that counts now, None when that is the one that ships. Raises NothingToUndo.

    Damaged calibrations are all taken back.
    """
    try:
        rows = _rows(index)
    except CalibrationDamaged:
        _write(index, [])
        return None
    if not rows:
        raise NothingToUndo(path=index)
    _write(index, rows[:-1])
    return rows[-2] if len(rows) > 1 else None


def fingerprint(row: Mapping[str, Any]) -> str:
    """The SHA-256 of a calibration, which its runs name."""
    said = {name: value for name, value in row.items() if name != "fingerprint"}
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def calibration_of(row: Mapping[str, Any], shipped: Calibration) -> Calibration:
    """What decides with a calibration: its own regressions where it has them, those that ship elsewhere."""
    sides = {name: Logistic(**row[name]) for name in ("same", "cross") if row.get(name)}
    plain = {"same": shipped.same, "cross": shipped.cross}
    if row["encoder"] != shipped.encoder:
        plain = {"same": shipped.same_any_encoder, "cross": shipped.cross_any_encoder}
    return Calibration(
        **{**plain, **sides},
        same_any_encoder=shipped.same_any_encoder,
        cross_any_encoder=shipped.cross_any_encoder,
        encoder=row["encoder"],
        fingerprint=fingerprint(row),
    )


def fusion_of(row: Mapping[str, Any], safe: Fusion) -> Fusion:
    """The fusion weights of a calibration, those of the encoder where it has none."""
    return safe.with_sides(row.get("fusion") or {})


def _rows(index: Path) -> list[dict[str, Any]]:
    library = Library.read(index)
    try:
        return stored(library)
    finally:
        library.close()


def _write(index: Path, rows: list[dict[str, Any]]) -> None:
    put_setting(index, KEY, json.dumps(rows, ensure_ascii=False))
