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
    clear: str
    empty_title: str
    empty_text: str
    examples: str
    related: str
    searched: str
    likely: str
    possible: str
    confidence: str
    reader_empty: str
    busy: str
    failed: str
    theme: str
    you: str
    section_question: str
    like: str
    dislike: str
    wrong: str
    none_right: str
    send_opinion: str
    dismiss: str
    thanks: str
    not_kept: str
    why: str
    also: str


TEXTS: dict[Language, Texts] = {
    "zh": Texts(
        tagline="用文章自己的话回答",
        placeholder="问文章一个问题……",
        send="提问",
        clear="清空对话",
        empty_title="想从文章里知道什么？",
        empty_text="回答全部是原文引用，逐字可查；文章没有写的，会直接告诉你。",
        examples="可以这样问",
        related="相关段落（不是答案）",
        searched="理解为：",
        likely="很可能是答案",
        possible="可能是答案",
        confidence="在同类问题中，这样的证据约有 {percent}% 的首条引用是对的",
        reader_empty="提问之后，引文会在这里的原文中标出。",
        busy="提问的人较多，请稍后再试。",
        failed="出错了：{detail}",
        theme="深色 / 浅色",
        you="你",
        section_question="关于“{section}”，文章是怎么说的？",
        like="答对了",
        dislike="答错了",
        wrong="哪一段才是对的？（可选）",
        none_right="文章没有回答这个问题",
        send_opinion="提交",
        dismiss="不选了",
        thanks="谢谢，已记下，可用作测试问题。",
        not_kept="谢谢，但现在无法记下评价。",
        why="为什么是这样？",
        also="另见：",
    ),
    "en": Texts(
        tagline="Answers in the article's own words",
        placeholder="Ask the articles a question…",
        send="Ask",
        clear="Clear",
        empty_title="What would you like to know?",
        empty_text="Every answer is a quotation, character for character. What the articles do not say, you will be told.",
        examples="Try asking",
        related="Related passages (not an answer)",
        searched="Understood as: ",
        likely="likely the answer",
        possible="possibly the answer",
        confidence="With evidence like this, about {percent}% of first quotes are right",
        reader_empty="Ask something: what is quoted will be highlighted here, in the article.",
        busy="Many people are asking right now. Please try again in a moment.",
        failed="Something went wrong: {detail}",
        theme="Dark / light",
        you="You",
        section_question="What does the article say about “{section}”?",
        like="right",
        dislike="wrong",
        wrong="Which passage would have been right? (optional)",
        none_right="The articles do not answer this",
        send_opinion="Send",
        dismiss="Dismiss",
        thanks="Thank you: noted, as a test question to be.",
        not_kept="Thank you, but opinions cannot be noted right now.",
        why="Why this?",
        also="also in: ",
    ),
}


def language_of(value: str | None) -> Language:
    """The language of a radio value or a browser's language tag; Chinese for anything that starts with zh.

    >>> language_of("zh-TW"), language_of("中文"), language_of("de")
    ('zh', 'zh', 'en')
    """
    return "zh" if (value or "").lower().startswith(("zh", "中")) else "en"
