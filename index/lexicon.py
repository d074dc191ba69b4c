"""The bilingual lexicon: for each word of a question, the words of the other language that may stand for it.

One small SQLite file, opened read-only and looked up word by word: nothing is loaded. Made by training.build_lexicon.
"""

import re
import sqlite3
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

from corpus.folding import fold
from corpus.slips import near
from corpus.words import segment
from index.inflection import stems

_FILE = Path(__file__).parent / "lexicon.sqlite"

_LATIN_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?|\d+(?:[.,]\d+)*")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+")
_LONGEST_PHRASE = 4
_EN = "SELECT translations FROM en WHERE word = ?"
_ZH = "SELECT translations FROM zh WHERE word = ?"
_FORMS = "SELECT forms FROM forms WHERE word = ?"

# Plain lists of words: one string a language is the only readable form.
#: English words that ask or bind rather than name: they are not translated.
ENGLISH_FUNCTION_WORDS = frozenset(
    """
    the a an of in on at to for by with from into is are was were be been being do does did has have had and or but as
    that this these those it its what which who whom whose when where why how many much can could would will shall
    should may might than there their his her they them he she i you we us our your my me s t not no so if then also
    about over under between during after before through up down out off all any each some such only same other more
    most very just because while name named called kind kinds type say says said tell mention mentioned according
    """.split()  # noqa: SIM905
)
#: Chinese words that ask or bind rather than name: they are not translated.
CHINESE_FUNCTION_WORDS = frozenset(
    """
    的 了 是 在 和 与 及 或 有 为 被 把 对 对于 从 到 向 由 以 于 而 且 并 但 也 都 就 还 又 很 更 最 这 那 哪
    哪些 哪个 哪里 什么 谁 怎么 怎样 如何 为什么 多少 几 几个 何时 何 吗 呢 吧 啊 之 其 该 此 它 他 她 我 你 们
    他们 我们 你们 它们 个 些 一 一个 不 没有 会 能 可以 要 请 请问 上 下 中 里 时 时候 得 着 过 所 让 给 等
    有没有 是否 是不是 多 这是 那是 哪位 哪种 哪一 以及 或者 叫 叫做 称为 表示 认为 提到 说
    """.split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class LexiconOptions:
    """`most` translations of a word are used, those of at least `least` of the best one's weight. What is found by
    a stem of the word weighs `stem`, and another form of a translation weighs `form`.
    """

    most: int = 20
    least: float = 0.05
    stem: float = 0.7
    form: float = 0.5


class Lexicon:
    """Chinese and English words with what they may be in the other language."""

    def __init__(self, path: Path = _FILE, options: LexiconOptions | None = None) -> None:
        """Open a file that training.build_lexicon made."""
        self.options = options or LexiconOptions()
        uri = f"file:{quote(str(path.absolute()))}?mode=ro&immutable=1"
        self._db = sqlite3.connect(uri, uri=True, check_same_thread=False)

    def covers(self, source: str, target: str) -> bool:
        """Whether questions in one language can be put into words of the other."""
        return (source, target) in (("en", "zh"), ("zh", "en"))

    def groups(self, question: str, source: str, target: str) -> list[dict[str, float]]:
        """One group for each content word or phrase of the question: words of the other language with weights up to 1.

        Numbers, names and words without a translation stand for themselves. Function words are left out.
        """
        if not self.covers(source, target):
            return []
        folded = fold(question)
        return self._from_english(folded) if source == "en" else self._from_chinese(folded)

    def knows(self, word: str) -> bool:
        """Whether an English word has translations, or a form of it has."""
        return any(self._look_up(_EN, form) for form in (word, *stems(word)))

    def near(self, word: str, slips: int) -> str | None:
        """The English word with most translations that is at most so many slips away: a letter more, less, other or swapped."""
        found = near(word, self._english_words, slips)
        ranked = [(d, other[0] != word[0], -len(self._look_up(_EN, other)), other) for d, other in found]
        return min(ranked)[3] if ranked else None

    @cached_property
    def _english_words(self) -> list[str]:
        """Single words of some length; loaded for the first slip."""
        return [
            str(word)
            for (word,) in self._db.execute("SELECT word FROM en WHERE word NOT LIKE '% %' AND length(word) > 3")
        ]

    def _from_english(self, folded: str) -> list[dict[str, float]]:
        words = [word.removesuffix("'s") for word in _LATIN_WORD.findall(folded)]
        groups: list[dict[str, float]] = []
        place = 0
        while place < len(words):
            length, found = self._phrase(words, place)
            if not found and words[place] not in ENGLISH_FUNCTION_WORDS:
                found = self._english_word(words[place])
            if found:
                groups.append(found)
            place += length
        # a Chinese name in an English question stands for itself
        return groups + [{word: 1.0} for word in segment(folded).split() if _HAN.fullmatch(word)]

    def _phrase(self, words: list[str], place: int) -> tuple[int, dict[str, float]]:
        """The longest phrase that starts here and is in the lexicon; (1, {}) when there is none."""
        for length in range(min(_LONGEST_PHRASE, len(words) - place), 1, -1):
            phrase = words[place : place + length]
            if phrase[0] in ENGLISH_FUNCTION_WORDS or phrase[-1] in ENGLISH_FUNCTION_WORDS:
                continue
            # the last form is that of a name in pinyin
            for form in (" ".join(phrase), " ".join(phrase).removesuffix("s"), "".join(phrase)):
                found = self._translations(_EN, form)
                if found:
                    return length, {**self._most(found), **dict.fromkeys(phrase, 1.0)}
        return 1, {}

    def _english_word(self, word: str) -> dict[str, float]:
        found = self._translations(_EN, word)
        for stem in stems(word):
            for other, weight in self._translations(_EN, stem).items():
                found[other] = max(weight * self.options.stem, found.get(other, 0.0))
        return {**self._most(found), word: 1.0}

    def _from_chinese(self, folded: str) -> list[dict[str, float]]:
        groups: list[dict[str, float]] = []
        for word in segment(folded).split():
            if not _HAN.search(word):
                groups.extend({found: 1.0} for found in _LATIN_WORD.findall(word))
            elif word not in CHINESE_FUNCTION_WORDS:
                found = self._most(self._translations(_ZH, word))
                groups.append({**self._in_all_forms(found), word: 1.0})
        return groups

    def _in_all_forms(self, found: dict[str, float]) -> dict[str, float]:
        """English words together with their plurals, pasts and the like that occur in text."""
        every = dict(found)
        for word, weight in found.items():
            for form in self._look_up(_FORMS, word):
                every[form] = max(weight * self.options.form, every.get(form, 0.0))
        return every

    def _translations(self, query: str, word: str) -> dict[str, float]:
        packed = self._look_up(query, word)  # "高校 大学 67": the best one weighs 1, no translation holds a space
        others = zip(packed[1::2], packed[2::2], strict=True)
        return dict.fromkeys(packed[:1], 1.0) | {other: int(weight) / 100 for other, weight in others}

    def _look_up(self, query: str, word: str) -> list[str]:
        row = self._db.execute(query, (word,)).fetchone()
        return str(row[0]).split(" ") if row else []

    def _most(self, found: dict[str, float]) -> dict[str, float]:
        best = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))[: self.options.most]
        return {word: weight for word, weight in best if weight >= self.options.least}
