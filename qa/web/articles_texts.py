"""Every word of the page of articles, in both languages."""

from dataclasses import dataclass

from qa.web.texts import Language


@dataclass(frozen=True, slots=True)
class ArticlesTexts:
    """What the page says in one language."""

    title: str
    drop: str
    drop_hint: str
    address: str
    add: str
    replace: str
    search: str
    rebuild: str
    undo: str
    stop: str
    columns: dict[str, str]
    states: dict[str, str]
    notes: dict[str, str]
    stages: dict[str, str]
    works: dict[str, str]
    counts: str
    skipped_count: str
    copies_count: str
    waiting_count: str
    empty: str
    nothing: str
    read_hint: str
    remove: str
    remove_one: str
    sort_by: str
    earlier: str
    later: str
    screen: str
    unit: str
    already: str
    near: str
    left: str
    soon: str
    stopped: str
    done: str
    unchanged: str
    removed: str
    back: str
    busy: str
    not_allowed: str
    too_many: str
    too_large: str
    wrong_type: str
    no_address: str
    gone: str
    failed: str


ARTICLES: dict[Language, ArticlesTexts] = {
    "zh": ArticlesTexts(
        title="文章",
        drop="把文件拖到这里，或点击选择",
        drop_hint="Markdown、文本、网页、Word、PDF、EPUB、CSV、JSONL、ZIP；每个不超过 {megabytes} MB，一次最多 {files} 个",
        address="或粘贴网址，例如 https://example.org/article.html",
        add="添加网页",
        replace="替换同名文件（旧文件可以恢复）",
        search="按标题、文件名、日期或来源查找",
        rebuild="重新构建",
        undo="撤销移除",
        stop="停止",
        columns={"title": "标题", "date": "日期", "size": "大小", "passages": "段落", "state": "状态"},
        states={
            "indexed": "已收录",
            "carried": "由导入带来",
            "changed": "有改动，待构建",
            "removed": "文件已删除，待构建",
            "new": "新文件，待构建",
            "skipped": "已跳过",
            "duplicate": "与 {of} 内容相同",
        },
        notes={
            "waiting": "等待中",
            "added": "已放入，等待读取",
            "replaced": "已替换，等待读取",
            "same": "已有同样的文件",
            "read": "已读取，等待收录",
            "indexed": "已收录，{passages} 段",
            "duplicate": "与 {of} 内容相同，不重复收录",
            "skipped": "未添加：{reason}",
        },
        stages={
            "": "准备中",
            "take": "放入文件",
            "start": "准备构建",
            "read": "读取文章",
            "encode": "编码段落",
            "write": "写入检索文件",
        },
        works={"add": "添加文章", "remove": "移除文章", "undo": "恢复文章", "rebuild": "重新构建"},
        counts="{articles} 篇文章，{passages} 段",
        skipped_count="{skipped} 个文件被跳过",
        copies_count="{copies} 个重复",
        waiting_count="{waiting} 处改动待构建",
        empty="还没有文章。把文件拖到上面，或粘贴一个网址。",
        nothing="没有符合“{query}”的文章。",
        read_hint="点一个标题，在这里读全文。",
        remove="移除",
        remove_one="移除 {name}",
        sort_by="按{column}排序",
        earlier="上一页",
        later="下一页",
        screen="第 {screen} 页，共 {screens} 页",
        unit="段",
        already="已有同名文件，内容不同。请改名，或勾选“替换同名文件”。",
        near="{article} 与 {other} 几乎相同：较短一篇有 {share}% 相同。",
        left="约剩 {seconds} 秒",
        soon="马上就好",
        stopped="已停止：{work}。原来的索引仍在使用。",
        done="{work}完成：新增 {added} 篇，更新 {changed} 篇，移除 {removed} 篇，用时 {seconds} 秒。",
        unchanged="{work}完成：没有变化。",
        removed="已移除：{names}",
        back="已恢复：{names}",
        busy="正在处理文章，请等它完成。",
        not_allowed="你可以阅读文章，但不能更改。",
        too_many="一次最多添加 {files} 个文件。",
        too_large="{name} 超过 {megabytes} MB，未上传。",
        wrong_type="{name} 的格式尚不支持，这些文件都未上传。",
        no_address="请粘贴以 http:// 或 https:// 开头的网址。",
        gone="这篇文章已不在其中。",
        failed="{work}没有完成：{reason}",
    ),
    "en": ArticlesTexts(
        title="Articles",
        drop="Drop files here, or click to choose",
        drop_hint="Markdown, text, HTML, Word, PDF, EPUB, CSV, JSONL, ZIP; up to {megabytes} MB each, {files} at a time",
        address="or paste an address, such as https://example.org/article.html",
        add="Add page",
        replace="Replace files of the same name (the old ones can be brought back)",
        search="Find by title, file name, date or source",
        rebuild="Rebuild",
        undo="Undo removal",
        stop="Stop",
        columns={"title": "Title", "date": "Date", "size": "Size", "passages": "Passages", "state": "State"},
        states={
            "indexed": "indexed",
            "carried": "imported",
            "changed": "changed, not built yet",
            "removed": "file deleted, not built yet",
            "new": "new, not built yet",
            "skipped": "skipped",
            "duplicate": "same as {of}",
        },
        notes={
            "waiting": "waiting",
            "added": "taken in, to be read",
            "replaced": "replaced, to be read",
            "same": "is there already",
            "read": "read, to be indexed",
            "indexed": "indexed, passages: {passages}",
            "duplicate": "same as {of}, not indexed again",
            "skipped": "not added: {reason}",
        },
        stages={
            "": "Getting ready",
            "take": "Taking in files",
            "start": "Getting ready to build",
            "read": "Reading articles",
            "encode": "Encoding passages",
            "write": "Writing search files",
        },
        works={"add": "Adding", "remove": "Removing", "undo": "Bringing back", "rebuild": "Rebuilding"},
        counts="Articles: {articles} · passages: {passages}",
        skipped_count="skipped files: {skipped}",
        copies_count="duplicates: {copies}",
        waiting_count="changes to be built: {waiting}",
        empty="No articles yet. Drop a file above, or paste an address.",
        nothing="No article fits “{query}”.",
        read_hint="Choose a title to read the whole article here.",
        remove="Remove",
        remove_one="Remove {name}",
        sort_by="Sort by {column}",
        earlier="Previous",
        later="Next",
        screen="Page {screen} of {screens}",
        unit="passages",
        already="Another file of this name is there. Rename it, or tick “Replace files of the same name”.",
        near="{article} is nearly the same as {other}: they share {share}% of the shorter one.",
        left="about {seconds} s left",
        soon="nearly done",
        stopped="Stopped: {work}. The index is as it was.",
        done="{work} is done: {added} new, {changed} changed, {removed} removed, in {seconds} s.",
        unchanged="{work} is done: nothing changed.",
        removed="Removed: {names}",
        back="Back again: {names}",
        busy="Articles are being changed: please wait until that is done.",
        not_allowed="You may read the articles, but not change them.",
        too_many="At most {files} files at a time.",
        too_large="{name} is larger than {megabytes} MB and was not uploaded.",
        wrong_type="{name} is of a format that is not read; none of these files was uploaded.",
        no_address="Paste an address that begins with http:// or https://.",
        gone="This article is no longer there.",
        failed="{work} did not finish: {reason}",
    ),
}
