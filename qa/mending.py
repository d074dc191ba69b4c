"""Mends an index: what is sound of a damaged one is saved, search files are made anew, what killed commands left is removed."""

import shutil
from pathlib import Path

from corpus.counted import filled
from index.derive import write_store
from index.encoders import load
from index.encoders.base import Encoder
from index.errors import IndexDamaged, SchemaMigrated
from index.generation import Stamp, folder_of, publish, remove_others, state_of
from index.library import Library
from index.lock import locked, writable
from index.repair import remove_files, salvage
from index.upgrade import upgrade
from qa.bot import encoder_of
from qa.settings import Settings

_MENDED = {
    "en": {
        "salvaged": "The damaged file is kept as {kept}; {articles} articles of at most {rows} and {vectors} vectors were saved, "
        "{encoded} texts encoded again. Files that are missing now are read again by: yuanwen build",
        "search": "The search files were {state}; they were made anew.",
        "tidied": "What interrupted commands left behind was removed: {names}",
    },
    "zh": {
        "salvaged": "损坏的文件保存为 {kept}；至多 {rows} 篇文章中救回 {articles} 篇和 {vectors} 个向量，重新编码 {encoded} 段。"
        "现在缺少的文件可重新读取：yuanwen build",
        "search": "检索文件{state}，已重新生成。",
        "tidied": "已清理中断的命令留下的内容：{names}",
    },
}
_STATES_ZH = {"missing": "不存在", "stale": "已过期", "damaged": "已损坏"}


def repair(chosen: Settings, encoder: Encoder | None = None) -> list[str]:
    """Migrate an older file, save what is sound of a damaged one, make search files anew, tidy up; what was done, in words.

    With `encoder` in place of the one that is named. Raises IndexMissing, NotAnIndex, IndexTooNew, IndexLocked, IndexUnwritable, ModelMissing.
    """
    words = _MENDED[chosen.language]
    notice = _migrated(chosen.index)
    done = [notice.message(chosen.language)] if notice else []
    if _damaged(chosen.index):
        encoder = encoder or load(chosen.encoder or _encoder_name(chosen.index))
        with locked(chosen.index, 0.5), writable(chosen.index):
            saved = salvage(chosen.index, encoder)
        values = {"kept": saved.kept, "articles": saved.articles, "rows": saved.rows, "vectors": saved.vectors}
        done.append(filled(words["salvaged"], **values, encoded=saved.encoded))
    elif state := _mend_search_files(chosen.index):
        done.append(words["search"].format(state=_STATES_ZH[state] if chosen.language == "zh" else state))
    if left := _tidy(chosen.index):
        done.append(words["tidied"].format(names=", ".join(left)))
    return done


def _migrated(index: Path) -> SchemaMigrated | None:
    try:
        return upgrade(index)
    except IndexDamaged:  # it is found again, and salvaged
        return None


def _damaged(index: Path) -> bool:
    """Whether rows or pages of an index are not as they were written."""
    try:
        library = Library.read(index)
        try:
            return bool(library.problems())
        finally:
            library.close()
    except IndexDamaged:
        return True


def _encoder_name(index: Path) -> str:
    """The encoder that a damaged index names, the bundled one where it names none that is there."""
    try:
        return encoder_of(index)
    except IndexDamaged:
        return "bundled"


def _mend_search_files(index: Path) -> str | None:
    with locked(index, 0.5), writable(index):
        library = Library.read(index)
        try:
            generation, encoder = library.generation, library.setting("fingerprint") or ""
            folder, stamp = folder_of(index, generation), Stamp.of(library, generation)
            state = state_of(folder, stamp)
            if state == "ok" or not generation:
                return None
            dimension = int(library.setting("dimension") or 0)
            publish(folder, stamp, lambda path: write_store(library, encoder, dimension, path))
            remove_others(index, generation)
            return state
        finally:
            library.close()


def _tidy(index: Path) -> list[str]:
    """Remove what killed commands left beside an index."""
    with locked(index, 0.5), writable(index):
        left = list(index.parent.glob(f".importing-{index.name}-*"))
        made = index.with_name(index.name + ".repairing")
        names = [path.name for path in left] + ([made.name] if made.exists() else [])
        for path in left:
            shutil.rmtree(path)
        remove_files(made)
        return names
