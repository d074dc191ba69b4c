"""What can go wrong with articles. Every message says what failed, on which file or value, and what to do next.

YuanwenError
└── CorpusError
    ├── FolderMissing     the articles folder is not there
    ├── NoArticles        a notice: the folder holds nothing that was read
    ├── FileMissing       a named file is not there
    ├── LinkOut           a link that leads nowhere, or out of the folder
    ├── NotAFile          a pipe, a socket or a device
    ├── EmptyFile         nothing but white space
    ├── Unreadable        binary, or in no encoding we know
    ├── TooLarge          over the size limit
    ├── UnknownFormat     no reader for this suffix
    ├── BadSidecar        a .meta.json that is not what it should be
    ├── AlreadyThere      another file of this name is among the articles
    ├── FolderUnwritable  a file cannot be put into the folder, or taken out of it
    ├── NoSuchArticle     no article has this name
    ├── AmbiguousName     several articles have this name
    ├── PartOfFile        an article that is one of several in its file
    ├── TrashEmpty        nothing was removed that could be brought back
    ├── Malformed         not what its suffix says, or cut short
    ├── Locked            protected by a password
    ├── NoTextLayer       a PDF of pictures
    ├── OverLimit         more pages, characters, entries … than one file may have
    ├── ReaderStopped     the worker that read it crashed, or took too long or too much memory
    ├── AddressRefused    an address that is not fetched
    └── FetchFailed       an address that gave nothing to read
"""

from typing import Any, ClassVar, Literal

from corpus.counted import filled


class YuanwenError(Exception):
    """Base of all errors. Subclasses give the message in English and Chinese; keyword arguments fill it in."""

    en: ClassVar[str] = "Something went wrong."
    zh: ClassVar[str] = "出现了错误。"

    def __init__(self, **values: Any) -> None:
        """Keep the values that the message speaks of."""
        self.values = values
        super().__init__(self.message("en"))

    def message(self, language: Literal["en", "zh"] = "en") -> str:
        """The message in this language, and what of its values is an error itself too."""
        values = {
            name: value.message(language) if isinstance(value, YuanwenError) else value
            for name, value in self.values.items()
        }
        return filled(self.zh if language == "zh" else self.en, **values)


class CorpusError(YuanwenError):
    """Base of everything the corpus raises."""


class FolderMissing(CorpusError):
    """The articles folder is not there."""

    en = "There is no folder {path}. Create it and put articles in, or name another folder with --articles."
    zh = "文件夹 {path} 不存在。请创建它并放入文章，或用 --articles 指定其他文件夹。"


class NoArticles(CorpusError):
    """A notice, not a failure: nothing in the folder was read as an article."""

    en = "{path} holds no articles yet. Put files in (text, Markdown, HTML, PDF, Word, EPUB, CSV, JSONL, ZIP), then build again."
    zh = "{path} 中还没有文章。请放入文件（文本、Markdown、HTML、PDF、Word、EPUB、CSV、JSONL、ZIP），然后重新构建。"


class FileMissing(CorpusError):
    """A named file is not there, or cannot be opened."""

    en = "{path} cannot be read: {detail}. Check the name and the permissions."
    zh = "无法读取 {path}：{detail}。请检查文件名和权限。"


class LinkOut(CorpusError):
    """A link among the articles leads nowhere, or out of their folder."""

    en = "{path} is a link that leads nowhere or out of the folder, and is not followed. Put what it means in its place, or remove it."
    zh = "{path} 是失效的或指向文件夹之外的链接，不会被跟随。请放入它所指的内容，或删除该链接。"


class NotAFile(CorpusError):
    """Something among the articles is neither a file nor a folder."""

    en = "{path} is a pipe, a socket or a device, not a file. Remove it from the folder."
    zh = "{path} 是管道、套接字或设备，不是文件。请从文件夹中移除。"


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


class PartOfFile(CorpusError):
    """An article is one of several in its file, and cannot go without the others."""

    en = "{name} is one of several articles in {file}. Remove the whole file with: yuanwen remove {file}  (or take it out of the file)."
    zh = "{name} 是 {file} 中多篇文章之一。可移除整个文件：yuanwen remove {file}（或在文件中删去它）。"


class TrashEmpty(CorpusError):
    """Nothing was removed that could be brought back."""

    en = "Nothing was removed that could be brought back: {path} is empty."
    zh = "没有可以恢复的文章：{path} 是空的。"


class Malformed(CorpusError):
    """The file is not what its suffix says, or is damaged."""

    en = "{path} cannot be read as {format}: {detail}. Open it in its own program and save it again, or remove it."
    zh = "无法按 {format} 读取 {path}：{detail_zh}。请用相应的程序打开并重新保存，或删除该文件。"


class Locked(CorpusError):
    """The file is protected by a password."""

    en = "{path} is protected by a password. Save a copy without one, or remove it."
    zh = "{path} 受密码保护。请另存一份不带密码的副本，或删除该文件。"


class NoTextLayer(CorpusError):
    """A PDF whose pages are pictures."""

    en = "{path} is a scan: {pages} pages of pictures without text. Run it through text recognition (OCR) and add the result."
    zh = "{path} 是扫描件：{pages} 页都是没有文字层的图片。请先做文字识别（OCR），再添加识别后的文件。"


class OverLimit(CorpusError):
    """More of something than one file may have."""

    en = "{path} is over a limit: {detail}. Split it into several files, or remove it."
    zh = "{path} 超出上限：{detail_zh}。请拆分成多个文件，或删除该文件。"


class ReaderStopped(CorpusError):
    """The worker that read the file crashed, or took too much time or memory."""

    en = "{path} was given up while it was read: {detail}. Split or simplify it, or remove it."
    zh = "读取 {path} 时已中止：{detail_zh}。请拆分或简化该文件，或删除它。"


class AddressRefused(CorpusError):
    """An address that is not fetched: not http(s), or on a private network, directly or by a redirect."""

    en = "{url} is not fetched: {detail}. Save the page as a file and add that."
    zh = "不抓取 {url}：{detail_zh}。请将网页保存为文件后再添加。"


class FetchFailed(CorpusError):
    """An address that gave nothing to read."""

    en = "{url} could not be fetched: {detail}. Check the address, or save the page as a file and add that."
    zh = "无法抓取 {url}：{detail_zh}。请检查地址，或将网页保存为文件后再添加。"
