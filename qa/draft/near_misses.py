"""Questions that look answerable and are not: another name, another year, something that the articles do not give."""

import re
from collections.abc import Iterable, Iterator, Sequence

from qa.draft.attributes import FIRMS, FIRMS_EN, asked_of
from qa.draft.records import Proposal

# Names of one kind each; of a kind that has an article's name, those that no article has take its place.
_NAMES = (
    FIRMS,
    ("北京", "上海", "广州", "深圳", "成都", "武汉", "西安", "南京", "杭州", "香港", "台北"),
    ("清华大学", "北京大学", "复旦大学", "浙江大学", "南京大学", "中山大学", "香港中文大学", "台湾大学"),
    ("中国", "日本", "印度", "巴西", "德国", "法国", "英国", "美国", "加拿大", "澳大利亚", "俄罗斯", "韩国"),
    ("China", "Japan", "India", "Brazil", "Germany", "France", "Italy", "Spain", "Canada", "Australia", "Russia"),
    FIRMS_EN,
    ("London", "Paris", "Berlin", "Madrid", "Rome", "Vienna", "Chicago", "Boston", "Toronto", "Sydney"),
)
_YEAR = re.compile(r"(?<!\d)(?:1[0-9]|20)\d{2}(?=年)|(?<=\b[Ii]n )(?:1[0-9]|20)\d{2}\b")


def swapped(proposals: Iterable[Proposal], texts: Sequence[str]) -> Iterator[Proposal]:
    """Each question with a name of it replaced by one of the same kind that no article has."""
    for number, one in enumerate(proposals):
        for names in _NAMES:
            held = next((name for name in names if name in one.question), None)
            free = [name for name in names if not any(name in text for text in texts)]
            if held and free:
                other = free[number % len(free)]
                yield Proposal("swapped-name", one.question.replace(held, other), None, one.subject)
                break


def swapped_years(proposals: Iterable[tuple[Proposal, str]], texts: Sequence[str]) -> Iterator[Proposal]:
    """What happened in a year, asked of another year that no article has; each proposal comes with its sentence."""
    for number, (one, sentence) in enumerate(proposals):
        found = _YEAR.search(sentence)
        if not found or one.kind not in ("object", "number", "name"):
            continue
        seen = int(found.group())
        free = [year for year in range(seen - 12, seen) if not any(str(year) in text for text in texts)]
        if free:
            year = free[number % len(free)]
            plain = re.sub(rf"(?:[在于从]?{seen}年|,? [Ii]n {seen}\b)", "", one.question)
            asked = f"{year}年，{plain}" if "？" in plain else f"In {year}, {plain[0].lower()}{plain[1:]}"
            yield Proposal("swapped-year", asked, None, one.subject)


def not_given(subjects: Sequence[str], texts: Sequence[str]) -> Iterator[Proposal]:
    """Something about what the articles speak of most that none of them gives."""
    for place, subject in enumerate(subjects):
        asked = asked_of(subject, texts)
        free = [question for question, words in asked if not any(word in text for word in words for text in texts)]
        named = re.sub(r"^(?:The|An?)\b", lambda article: article.group().lower(), subject)
        for question in free[place % 2 :: 2] if place else free:
            yield Proposal("not-given", question.format(named), None, subject)
