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
    ├── AddressRefused    an address that is not fetched
    └── FetchFailed       an address that gave nothing to read
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


class AddressRefused(CorpusError):
    """An address that is not fetched: not http(s), or on a private network, directly or by a redirect."""

    en = "{url} is not fetched: {detail}. Save the page as a file and add that."
    zh = "不抓取 {url}：{detail_zh}。请将网页保存为文件后再添加。"


class FetchFailed(CorpusError):
    """An address that gave nothing to read."""

    en = "{url} could not be fetched: {detail}. Check the address, or save the page as a file and add that."
    zh = "无法抓取 {url}：{detail_zh}。请检查地址，或将网页保存为文件后再添加。"
