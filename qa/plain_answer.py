"""Answers and reports as a person reads them in a terminal."""

from collections.abc import Iterable
from typing import Any

from corpus.counted import filled
from qa.explain import in_words
from qa.phrases import not_answered, spoken
from qa.records import Answer, Quote

_NEAREST = {"zh": "最接近的段落：", "en": "The nearest passages:"}
_UNDERSTOOD = {"zh": "理解为：", "en": "Understood as: "}
_WHY = {"zh": "为什么：", "en": "Why: "}


def plain_answer(answer: Answer, explain: bool = False) -> str:
    """The quotes with where they stand, or that there are none and what comes nearest; with the reasons if asked to `explain`."""
    language = spoken(answer.question)
    lines = (
        [] if answer.searched == " ".join(answer.question.split()) else [_UNDERSTOOD[language] + answer.searched, ""]
    )
    lines += _several(answer) if answer.answered and len(answer.parts) > 1 else _one(answer, language)
    if explain:
        for part in answer.parts:
            lines += ["", _WHY[language] + part.question, *(f"  · {line}" for line in in_words(part.reasons, language))]
    return "\n".join(lines).rstrip()


def _one(answer: Answer, language: str) -> list[str]:
    if answer.answered:
        return _quotes(answer, range(1, len(answer.quotes) + 1))
    lines = [answer.text, ""]
    if answer.nearest:
        lines.append(_NEAREST[language])
        lines += [f"  · {quote.text}\n    {_place(quote)}" for quote in answer.nearest]
    return lines


def _several(answer: Answer) -> list[str]:
    """Each question of the message with its quotes."""
    lines = []
    for part in answer.parts:
        lines += [part.question, ""]
        lines += _quotes(answer, part.quotes) if part.quotes else [not_answered(part.question), ""]
    return lines


def _quotes(answer: Answer, numbers: Iterable[int]) -> list[str]:
    lines = []
    for number in numbers:
        quote = answer.quotes[number - 1]
        lines += [f"[{number}] {quote.text}", f"    {_place(quote)}"]
        elsewhere = [other for other in quote.also if other.article != quote.article]
        lines += [f"    = {other.text}\n      {other.title} · {other.article}" for other in elsewhere]
        lines.append("")
    return lines


def plain_report(report: dict[str, Any], language: str) -> str:
    """What a build did, in one line."""
    if language == "zh":
        template = "{articles} 篇文章，{passages} 个段落，{sentences} 个句子；新编码 {encoded} 段，跳过 {n} 个文件，用时 {seconds:.1f} 秒。"
    else:
        template = (
            "{articles} articles, {passages} passages, {sentences} sentences; {encoded} texts encoded, "
            "{n} files skipped, {seconds:.1f} s."
        )
    return filled(template, n=len(report["skipped"]), **report)


def _place(quote: Quote) -> str:
    parts = [
        quote.title,
        quote.section,
        quote.source,
        quote.date,
        quote.article + (f":{quote.line}" if quote.line else f" p. {quote.page}" if quote.page else ""),
    ]
    return " · ".join(part for part in parts if part)
