"""Every word of the page's own, in both languages."""

from dataclasses import dataclass
from typing import Literal

Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Texts:
    """What the page says in one language."""

    tagline: str
    placeholder: str
    send: str
    stop: str
    clear: str
    theme: str
    sign_out: str
    sign_out_title: str
    empty_title: str
    empty_text: str
    nothing_title: str
    nothing_text: str
    examples: str
    section_question: str
    related: str
    searched: str
    within: str
    likely: str
    possible: str
    not_found: str
    confidence: str
    too_unsure: str
    cite: str
    page: str
    also: str
    why: str
    like: str
    dislike: str
    again: str
    edit: str
    editing: str
    cancel: str
    wrong: str
    none_right: str
    send_opinion: str
    dismiss: str
    thanks: str
    not_kept: str
    looking: str
    offline: str
    reader_name: str
    chat_name: str
    to_top: str
    reader_empty: str
    articles_quoted: str
    quote: str
    passage: str
    previous: str
    following: str
    copy: str
    copy_title: str
    copied: str
    original: str
    original_title: str
    no_original: str
    history: str
    history_note: str
    history_empty: str
    history_one: str
    history_count: str
    history_open: str
    rename: str
    rename_to: str
    delete: str
    delete_all: str
    delete_sure: str
    export: str
    export_markdown: str
    export_receipts: str
    export_title: str
    export_nothing: str
    asked_on: str
    keys: str
    key_send: str
    key_line: str
    key_focus: str
    key_next: str
    key_previous: str
    key_copy: str
    key_stop: str
    key_help: str
    scope_all: str
    scope_some: str
    scope_words: str
    scope_hint: str
    scope_folder: str
    scope_any: str
    scope_since: str
    scope_until: str
    scope_choose: str
    scope_more: str
    scope_reset: str


TEXTS: dict[Language, Texts] = {
    "zh": Texts(
        tagline="用文章自己的话回答",
        placeholder="问文章一个问题……",
        send="提问",
        stop="停止",
        clear="新对话",
        theme="深色 / 浅色",
        sign_out="退出",
        sign_out_title="退出登录",
        empty_title="想从文章里知道什么？",
        empty_text="回答全部是原文引用，逐字可查；文章没有写的，会直接告诉你。",
        nothing_title="还没有文章",
        nothing_text="把文章放进文章文件夹，或用 yuanwen add 加入，这里就能提问。",
        examples="可以这样问",
        section_question="关于“{section}”，文章是怎么说的？",
        related="相关段落（不是答案）",
        searched="理解为：",
        within="只在 {count} 篇文章中查找",
        likely="很可能是答案",
        possible="可能是答案",
        not_found="没有找到答案",
        confidence="把握 {percent}%：在同类问题中，这样的证据约有 {percent}% 的首条引用是对的",
        too_unsure="最接近的段落有 {percent}% 的可能是答案；不到 {least}% 就不当作回答",
        cite="在文章中查看引文 {number}",
        page="第 {page} 页",
        also="另见：",
        why="为什么是这样？",
        like="答对了",
        dislike="答错了",
        again="重新回答",
        edit="修改问题",
        editing="正在修改上一个问题，发送后替换原来的回答。",
        cancel="取消",
        wrong="哪一段才是对的？（可选）",
        none_right="文章没有回答这个问题",
        send_opinion="提交",
        dismiss="不选了",
        thanks="谢谢，已记下。",
        not_kept="谢谢，但现在无法记下评价。",
        looking="正在文章里查找……",
        offline="连接不上原文。它可能已经停止，或网络断了；恢复后会自动继续。",
        reader_name="文章",
        chat_name="对话",
        to_top="返回顶部",
        reader_empty="提问之后，引文会在这里的原文中标出。",
        articles_quoted="引用到的文章",
        quote="引文",
        passage="段落",
        previous="上一条",
        following="下一条",
        copy="复制引文",
        copy_title="连同出处一起复制",
        copied="已复制",
        original="原文件",
        original_title="下载这篇文章的原文件",
        no_original="没有原文件",
        history="历史",
        history_note="只保存在这个浏览器里，而且只有问题：打开时会按现在的文章重新回答。",
        history_empty="还没有保存的对话。",
        history_one="1 个问题",
        history_count="{count} 个问题",
        history_open="打开",
        rename="改名",
        rename_to="对话的名字",
        delete="删除",
        delete_all="全部删除",
        delete_sure="确定删除？",
        export="导出当前对话",
        export_markdown="Markdown（含出处）",
        export_receipts="JSON 凭据",
        export_title="可用 yuanwen verify 核对的凭据",
        export_nothing="还没有可以导出的回答。",
        asked_on="导出于 {date}",
        keys="快捷键",
        key_send="发送问题",
        key_line="换行",
        key_focus="到输入框",
        key_next="下一条引文",
        key_previous="上一条引文",
        key_copy="复制当前引文",
        key_stop="停止，或关闭面板",
        key_help="打开这个说明",
        scope_all="范围：全部 {count} 篇文章",
        scope_some="范围：{all} 篇中的 {count} 篇文章",
        scope_words="标题或文件名",
        scope_hint="输入几个字来筛选",
        scope_folder="文件夹",
        scope_any="全部",
        scope_since="日期从",
        scope_until="到",
        scope_choose="只问这些文章（不选则为筛选出的全部）",
        scope_more="还有 {count} 篇未列出，请缩小筛选。",
        scope_reset="恢复全部",
    ),
    "en": Texts(
        tagline="Answers in the article's own words",
        placeholder="Ask a question…",
        send="Ask",
        stop="Stop",
        clear="New chat",
        theme="Dark / light",
        sign_out="Sign out",
        sign_out_title="Sign out of Yuanwen",
        empty_title="What would you like to know?",
        empty_text="Every answer is a quotation, character for character. What the articles do not say, you will be told.",
        nothing_title="No articles yet",
        nothing_text="Put articles into the articles folder, or add them with yuanwen add, and ask about them here.",
        examples="Try asking",
        section_question="What does the article say about “{section}”?",
        related="Related passages (not an answer)",
        searched="Understood as: ",
        within="Asked of {count} articles only",
        likely="Likely the answer",
        possible="Possibly the answer",
        not_found="Not found",
        confidence="{percent}% sure: with evidence like this, about {percent}% of first quotes are right",
        too_unsure="The nearest passage answers with a probability of {percent}%; below {least}% nothing is called an answer",
        cite="Show quote {number} in the article",
        page="p. {page}",
        also="also in: ",
        why="Why this?",
        like="Right",
        dislike="Wrong",
        again="Ask again",
        edit="Edit question",
        editing="Changing the last question: its answer will be replaced.",
        cancel="Cancel",
        wrong="Which passage would have been right? (optional)",
        none_right="The articles do not answer this",
        send_opinion="Send",
        dismiss="Dismiss",
        thanks="Thank you, noted.",
        not_kept="Thank you, but opinions cannot be noted right now.",
        looking="Looking in the articles…",
        offline="Yuanwen cannot be reached. It may have been stopped, or the network is down; this goes away when it is back.",
        reader_name="Article",
        chat_name="Chat",
        to_top="Back to top",
        reader_empty="Ask something: what is quoted will be highlighted here, in the article.",
        articles_quoted="Articles quoted",
        quote="Quote",
        passage="Passage",
        previous="Previous",
        following="Next",
        copy="Copy quote",
        copy_title="Copies the quote with its source",
        copied="Copied",
        original="Original file",
        original_title="Downloads the file of this article",
        no_original="No file here",
        history="History",
        history_note="Kept in this browser only, and only the questions: opening one asks them anew of the present articles.",
        history_empty="No conversations kept yet.",
        history_one="1 question",
        history_count="{count} questions",
        history_open="Open",
        rename="Rename",
        rename_to="Name of the conversation",
        delete="Delete",
        delete_all="Delete all",
        delete_sure="Really delete?",
        export="Export this conversation",
        export_markdown="Markdown with sources",
        export_receipts="JSON receipts",
        export_title="Receipts that yuanwen verify accepts",
        export_nothing="There is no answer to export yet.",
        asked_on="Exported {date}",
        keys="Keyboard",
        key_send="Send the question",
        key_line="New line",
        key_focus="Go to the question",
        key_next="Next quote",
        key_previous="Previous quote",
        key_copy="Copy the current quote",
        key_stop="Stop, or close a panel",
        key_help="Open this list",
        scope_all="Asking all {count} articles",
        scope_some="Asking {count} of {all} articles",
        scope_words="Title or file name",
        scope_hint="Type to filter",
        scope_folder="Folder",
        scope_any="All",
        scope_since="Dated from",
        scope_until="to",
        scope_choose="Only these articles (none checked: all that match)",
        scope_more="{count} more are not listed: filter further.",
        scope_reset="All articles again",
    ),
}


def language_of(value: str | None) -> Language:
    """The language of a radio value or a browser's language tag; Chinese for anything that starts with zh.

    >>> language_of("zh-TW"), language_of("中文"), language_of("de")
    ('zh', 'zh', 'en')
    """
    return "zh" if (value or "").lower().startswith(("zh", "中")) else "en"
