"""What can go wrong in the index.

LibraryError
├── IndexMissing        there is no index file here
│   └── BuildUnfinished     there is one, but its first build is still running, or was interrupted
├── NotAnIndex          the file is something else
├── IndexTooNew         made by a newer version of this program
├── IndexTooOld         made by an older version, and not brought up to date yet
├── SchemaMigrated      a notice: a file of an older version has been brought up to date
├── IndexDamaged        a row or page does not match its checksum
├── IndexUnwritable     the file cannot be made or written: permissions, a folder in its place, a full disk
├── DiskLow             too little room for a build
├── IndexLocked         another process is building
├── FolderEmptied       a build over a folder without files would empty the index
├── FileThere           a file that would be written over
├── EncoderMismatch     made by another encoder than the one asked for
├── SegmenterMismatch   made by another word segmenter
├── ModelMissing        the encoder's model cannot be loaded
│   └── ModelNotFetched     it is not on this machine, and the hub did not give it
├── ModelUnsafe         the model's weights are a pickle
│   └── ModelNeedsCode      the model brings code along
└── DerivedRebuilt      a notice: search files were damaged or missing and have been made anew
    └── CommitLost          a notice: and the newest build is gone with its damaged journal
"""

from corpus.errors import YuanwenError


class LibraryError(YuanwenError):
    """Base of everything the index raises."""


class IndexMissing(LibraryError):
    """There is no index file at this path."""

    en = "There is no index at {path}. Build one with: yuanwen build --index {path}"
    zh = "{path} 处没有索引。请先构建：yuanwen build --index {path}"


class BuildUnfinished(IndexMissing):
    """The first build of the index has not come to its end."""

    en = (
        "The first build of {path} is not finished. Wait for it, or, if it was interrupted, go on where it stopped with: "
        "yuanwen build --index {path}"
    )
    zh = "{path} 的首次构建尚未完成。请等它结束；如果已经中断，可接着构建：yuanwen build --index {path}"


class NotAnIndex(LibraryError):
    """The file is not a yuanwen index."""

    en = "{path} is not a Yuanwen index. Name another file with --index; this one was left as it is."
    zh = "{path} 不是原文的索引文件。请用 --index 指定其他文件；此文件未作改动。"


class IndexTooNew(LibraryError):
    """The file was written by a newer version of this program."""

    en = "{path} has index version {found}, this program knows up to {known}. Update yuanwen, or name another --index."
    zh = "{path} 的索引版本为 {found}，本程序只支持到 {known}。请升级 yuanwen，或用 --index 指定其他文件。"


class IndexTooOld(LibraryError):
    """The file was written by an older version of this program, and could not be brought up to date on the way."""

    en = (
        "{path} has index version {found}, this program writes {known}. Bring it up to date with: "
        "yuanwen doctor --repair --index {path}  (a file on read-only media: yuanwen import {path})"
    )
    zh = (
        "{path} 的索引版本为 {found}，本程序使用 {known}。请升级该文件：yuanwen doctor --repair --index {path}"
        "（只读介质上的文件：yuanwen import {path}）"
    )


class SchemaMigrated(LibraryError):
    """A notice, not a failure: the file was brought up to the present version."""

    en = "{path} was brought from index version {found} to {known}; nothing else was changed."
    zh = "{path} 已从索引版本 {found} 升级到 {known}，其他内容未变。"


class IndexDamaged(LibraryError):
    """Something in the file does not match its checksum, or SQLite cannot read it."""

    en = "The index {path} is damaged ({detail}). Save what is sound with: yuanwen doctor --repair --index {path}"
    zh = "索引 {path} 已损坏（{detail}）。请抢救完好的部分：yuanwen doctor --repair --index {path}"


class IndexUnwritable(LibraryError):
    """The file cannot be made or written. What was committed before is unharmed."""

    en = "{path} cannot be written ({detail}). Check permissions and disk space, or name another file with --index."
    zh = "无法写入 {path}（{detail}）。请检查权限和磁盘空间，或用 --index 指定其他文件。"


class DiskLow(LibraryError):
    """There is too little room beside the index for a build."""

    en = (
        "Only {free} MB are free beside {path}; a build needs about {needed} MB. "
        "Make room, or carry the index elsewhere with: yuanwen export FILE"
    )
    zh = "{path} 所在磁盘只剩 {free} MB，构建约需 {needed} MB。请清理空间，或把索引导出到别处：yuanwen export 文件"


class IndexLocked(LibraryError):
    """Another process holds the builder's lock."""

    en = "Another process{holder} is building {path}. Wait for it to finish, then run the command again."
    zh = "另一个进程{holder_zh}正在构建 {path}。请等它完成后重试。"


class FolderEmptied(LibraryError):
    """The folder of articles has no files any more: a disk that is not mounted, or another folder than was meant."""

    en = (
        "{path} holds no files, so this build would remove the {articles} articles of {index}; nothing was changed. "
        "Check the folder's name and whether its disk is mounted. If they shall go, say so: yuanwen build --empty"
    )
    zh = (
        "{path} 中没有文件，构建会从 {index} 中移除全部 {articles} 篇文章，因此未作改动。"
        "请检查文件夹名称，以及磁盘是否已挂载。如果确实要移除：yuanwen build --empty"
    )


class FileThere(LibraryError):
    """A file of this name is there already."""

    en = "{path} is there already. Name another file, or replace it with --replace."
    zh = "{path} 已经存在。请换一个文件名，或用 --replace 替换。"


class EncoderMismatch(LibraryError):
    """The index was made by another encoder."""

    en = (
        "{path} was built with the encoder {found}, but {wanted} is what would be used now. "
        "Rebuild it with: yuanwen build --index {path} --encoder {name}"
    )
    zh = "{path} 由编码器 {found} 构建，而现在要用的是 {wanted}。请重建：yuanwen build --index {path} --encoder {name}"


class SegmenterMismatch(LibraryError):
    """The index was made by another word segmenter."""

    en = "{path} was built with the segmenter {found}; this is {wanted}. Rebuild it with: yuanwen build --index {path}"
    zh = "{path} 由分词器 {found} 构建，现在是 {wanted}。请重建：yuanwen build --index {path}"


class ModelMissing(LibraryError):
    """The encoder's model is not there, or not whole."""

    en = (
        "The model {name} cannot be loaded: {detail}. Download it again, or give another one: the folder of a downloaded "
        "model (--encoder FOLDER), the name of one on the hub, or the built-in one (--encoder bundled)."
    )
    zh = (
        "无法加载模型 {name}：{detail}。请重新下载，或换用其他模型：已下载模型的文件夹（--encoder 文件夹）、"
        "模型库中的名称，或自带的编码器（--encoder bundled）。"
    )


class ModelNotFetched(ModelMissing):
    """A name on the hub whose model is not on this machine and cannot be fetched."""

    en = (
        "The model {name} cannot be loaded: {detail}. Where the hub cannot be reached, download the model's folder on a "
        "machine with internet (hf download {repository} --local-dir {folder}), copy it here and pass it "
        "(--encoder FOLDER), or use the built-in one (--encoder bundled)."
    )
    zh = (
        "无法加载模型 {name}：{detail}。如果本机无法访问模型库，请在能上网的机器上下载该模型的文件夹"
        "（hf download {repository} --local-dir {folder}），复制到本机并用 --encoder 指定该文件夹，"
        "或使用自带的编码器（--encoder bundled）。"
    )


class ModelUnsafe(LibraryError):
    """The model's weights exist only as a pickle, which can run code when loaded."""

    en = "The model {name} has no safetensors weights, only a pickle, which can run code. Convert it to safetensors first."
    zh = "模型 {name} 没有 safetensors 权重，只有可能执行代码的 pickle 文件。请先转换为 safetensors。"


class ModelNeedsCode(ModelUnsafe):
    """The model brings code along that would have to be run, or whose absence would change its vectors unnoticed."""

    en = (
        "The model {name} needs code of its own ({detail}), which is never run. Choose a model without, "
        "or use the built-in one (--encoder bundled)."
    )
    zh = (
        "模型 {name} 需要自带的代码（{detail}），本程序从不运行这类代码。请换用不带代码的模型，"
        "或使用自带的编码器（--encoder bundled）。"
    )


class DerivedRebuilt(LibraryError):
    """A notice, not a failure: the search files beside the index were made anew."""

    en = "The search files in {folder} were {state}; they have been rebuilt from the index."
    zh = "{folder} 中的检索文件{state_zh}，已从索引重新生成。"


class CommitLost(DerivedRebuilt):
    """A notice: the journal that held the newest build is damaged, so that the state before it answers."""

    en = (
        "The newest build of {path} is lost, as its journal is damaged; the state before it answers. "
        "Repeat it with: yuanwen build --index {path}"
    )
    zh = "{path} 最近一次构建的日志已损坏，构建结果丢失；现在由之前的状态回答。请重新构建：yuanwen build --index {path}"
