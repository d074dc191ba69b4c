"""What is taken from a dictionary."""

import json
import lzma
from pathlib import Path

from training.dictionary import Entry, entries, gloss_forms

ROWS = [
    {"zh": "建", "zh_hant": "建", "pinyin": "jian4", "en": ["to establish", "to build (sth)"]},
    {"zh": "深圳", "zh_hant": "深圳", "pinyin": "Shen1 zhen4", "en": ["Shenzhen, city in Guangdong"]},
    {"zh": "甪", "zh_hant": "甪", "pinyin": "lu4", "en": ["surname Lu"]},
    {"zh": "AA制", "zh_hant": "AA制", "pinyin": "A A zhi4", "en": ["to split the bill"]},
]


def test_entries_that_say_nothing_or_are_not_han_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "cedict.jsonl.xz"
    with lzma.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in ROWS)
    assert list(entries(path)) == [
        Entry("建", ("to establish", "to build"), None),
        Entry("深圳", ("Shenzhen, city in Guangdong",), "shenzhen"),
    ]


def test_a_gloss_is_found_by_the_words_a_question_would_use() -> None:
    assert list(gloss_forms("Shenzhen, city in Guangdong")) == ["shenzhen city in guangdong", "shenzhen"]
    assert list(gloss_forms("a well-known person")) == ["well known person"]
    assert list(gloss_forms("the")) == []
    assert list(gloss_forms("to give one's all for the cause")) == []
