"""Answers and reports as a person reads them in a terminal."""

from typing import Any

from qa.phrases import spoken
from qa.records import Answer, Quote

_NEAREST = {"zh": "最接近的段落：", "en": "The nearest passages:"}
_SEARCHED = {"zh": "检索的问题：", "en": "Searched for: "}


def plain_answer(answer: Answer) -> str:
    """The quotes with where they stand, or that there are none and what comes nearest."""
    language = spoken(answer.question)
    lines = [] if answer.searched == " ".join(answer.question.split()) else [_SEARCHED[language] + answer.searched, ""]
    if answer.answered:
        for number, quote in enumerate(answer.quotes, 1):
            lines += [f"[{number}] {quote.text}", f"    {_place(quote)}", ""]
    else:
        lines += [answer.text, ""]
        if answer.nearest:
            lines.append(_NEAREST[language])
            lines += [f"  · {quote.text}\n    {_place(quote)}" for quote in answer.nearest]
    return "\n".join(lines).rstrip()


def plain_report(report: dict[str, Any], language: str) -> str:
    """What a build did, in one line."""
    if language == "zh":
        template = "{articles} 篇文章，{passages} 个段落，{sentences} 个句子；新编码 {encoded} 段，跳过 {n} 个文件，用时 {seconds:.1f} 秒。"
    else:
        template = (
            "{articles} articles, {passages} passages, {sentences} sentences; {encoded} texts encoded, "
            "{n} files skipped, {seconds:.1f} s."
        )
    return template.format(n=len(report["skipped"]), **report)


def _place(quote: Quote) -> str:
    parts = [
        quote.title,
        quote.section,
        quote.source,
        quote.date,
        quote.article + (f":{quote.line}" if quote.line else f" p. {quote.page}" if quote.page else ""),
    ]
    return " · ".join(part for part in parts if part)
