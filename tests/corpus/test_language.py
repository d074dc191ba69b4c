"""The language of short questions is told."""

import pytest

from corpus.language import detect


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("华为的战略是什么？", "zh"),
        ("華為的戰略是什麼？", "zh-Hant"),
        ("ICT学院有多少所？", "zh"),
        ("All Cloud战略是哪一年提出的？", "zh"),
        ("What is it?", "en"),
        ("Huawei Cloud", "en"),
        ("ファーウェイの目標は何ですか", "ja"),
        ("화웨이의 목표는 무엇입니까", "ko"),
        ("¿Cuántos socios tiene Huawei?", "es"),
        ("Combien de partenaires a Huawei ?", "fr"),
        ("Wie viele Partner hat Huawei?", "de"),
        ("Сколько партнёров у Huawei?", "ru"),
        ("123 ？！", "und"),
        ("", "und"),
    ],
)
def test_a_text_is_in_its_language(text: str, language: str) -> None:
    assert detect(text) == language
