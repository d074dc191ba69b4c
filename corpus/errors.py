"""What can go wrong with articles. Every message says what failed, on which file or value, and what to do next.

YuanwenError
└── CorpusError
    ├── FolderMissing     the articles folder is not there
    ├── NoArticles        a notice: the folder holds nothing that was read
    ├── FileMissing       a named file is not there
    ├── EmptyFile         nothing but white space
    ├── Unreadable        binary, or in no encoding we know
    ├── TooLarge          over the size limit
    ├── UnknownFormat     no reader for this suffix
    ├── BadSidecar        a .meta.json that is not what it should be
    ├── AlreadyThere      another file of this name is among the articles
    ├── FolderUnwritable  a file cannot be put into the folder, or taken out of it
    ├── NoSuchArticle     no article has this name
    ├── AmbiguousName     several articles have this name
    └── TrashEmpty        nothing was removed that could be brought back
"""

from typing import Any, ClassVar, Literal


class YuanwenError(Exception):
    """Base of all errors. Subclasses give the message in English and Chinese; keyword arguments fill it in."""

    en: ClassVar[str] = "Something went wrong."
    zh: ClassVar[str] = "出现了错误。"

    def __init__(self, **values: Any) -> None:
        """Keep the values that the message speaks of."""
        self.values = values
        super().__init__(self.message("en"))

    def message(self, language: Literal["en", "zh"] = "en") -> str:
        """The message in this language."""
        return (self.zh if language == "zh" else self.en).format(**self.values)


class CorpusError(YuanwenError):
    """Base of everything the corpus raises."""


class FolderMissing(CorpusError):
    """The articles folder is not there."""

    en = "There is no folder {path}. Create it and put articles in, or name another folder with --articles."
    zh = "文件夹 {path} 不存在。请创建它并放入文章，或用 --articles 指定其他文件夹。"


class NoArticles(CorpusError):
    """A notice, not a failure: nothing in the folder was read as an article."""

    en = "{path} holds no articles yet. Put Markdown or plain text files in, then build again."
    zh = "{path} 中还没有文章。请放入 Markdown 或纯文本文件，然后重新构建。"


class FileMissing(CorpusError):
    """A named file is not there, or cannot be opened."""

    en = "{path} cannot be read: {detail}. Check the name and the permissions."
    zh = "无法读取 {path}：{detail}。请检查文件名和权限。"


class EmptyFile(CorpusError):
    """The file holds nothing but white space."""

    en = "{path} is empty. Put text in, or remove the file."
    zh = "{path} 是空文件。请写入内容，或删除该文件。"


class Unreadable(CorpusError):
    """The bytes are binary, or text in no encoding we know."""

    en = "{path} is not readable text ({detail}). Save it as UTF-8 text, or remove the file."
    zh = "{path} 不是可读的文本（{detail_zh}）。请另存为 UTF-8 文本，或删除该文件。"


class TooLarge(CorpusError):
    """The file is over the size limit."""

    en = "{path} is {size} MB; the limit is {limit} MB. Split it into several files."
    zh = "{path} 有 {size} MB，超过 {limit} MB 的上限。请拆分成多个文件。"


class UnknownFormat(CorpusError):
    """There is no reader for this suffix."""

    en = "{path} has a format that is not read yet. Known: {known}."
    zh = "{path} 的格式尚不支持。支持的格式：{known}。"


class BadSidecar(CorpusError):
    """A .meta.json file that is not a JSON object of texts."""

    en = '{path} must be a JSON object such as {{"title": "…", "date": "…", "source": "…"}} ({detail}).'
    zh = '{path} 应为 JSON 对象，例如 {{"title": "…", "date": "…", "source": "…"}}（{detail}）。'


class AlreadyThere(CorpusError):
    """Another file of this name is among the articles."""

    en = (
        "{path} is already among the articles, with other content. Give the new file another name, or replace the old one "
        "with --replace (yuanwen remove --undo brings it back)."
    )
    zh = "文章中已有 {path}，且内容不同。请给新文件改名，或用 --replace 替换旧文件（可用 yuanwen remove --undo 撤销）。"


class FolderUnwritable(CorpusError):
    """A file cannot be put into the folder of articles or taken out of it."""

    en = "{path} cannot be written or moved ({detail}). Check the permissions and the disk space, or name another folder with --articles."
    zh = "无法写入或移动 {path}（{detail}）。请检查权限和磁盘空间，或用 --articles 指定其他文件夹。"


class NoSuchArticle(CorpusError):
    """No article has this name."""

    en = "No article is named {name}. See their names with: yuanwen articles"
    zh = "没有名为 {name} 的文章。可用 yuanwen articles 查看所有名称。"


class AmbiguousName(CorpusError):
    """Several articles have this name."""

    en = "{name} is the name of several articles: {names}. Give the whole name."
    zh = "名为 {name} 的文章不止一篇：{names}。请写出完整名称。"


class TrashEmpty(CorpusError):
    """Nothing was removed that could be brought back."""

    en = "Nothing was removed that could be brought back: {path} is empty."
    zh = "没有可以恢复的文章：{path} 是空的。"
