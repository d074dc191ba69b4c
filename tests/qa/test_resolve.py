"""A question may be read in several ways; the evidence chooses, and a correction never in silence."""

import math
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from index.build import build
from index.encoders import load
from index.lexicon import Lexicon
from index.reader import Page, Reader, Reading
from index.search import Searcher
from index.snapshot import Snapshot
from qa.decide import Calibration
from qa.resolve import ResolveOptions, Resolver, Way

TEXTS = {
    "lighthouse.md": "# 月球灯塔\n\n甲公司在月球上用花岗岩建造了灯塔。\n\n灯塔高三百米，颜色是紫色。\n\n守护者李灯塔每天傍晚点灯。\n",
    "library.md": "# 海底图书馆\n\n海底图书馆收藏了九百册防水的图书。\n\n图书馆高二十米，颜色是绿色。\n",
    "bridge.md": "# 彩虹桥\n\n彩虹桥连接东岸与西岸的村庄。\n\n桥高五米，颜色是红色。\n",
}


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    folder: Path = tmp_path_factory.mktemp("resolve")
    (folder / "articles").mkdir()
    for name, text in TEXTS.items():
        (folder / "articles" / name).write_text(text, encoding="utf-8")
    encoder = load()
    build(folder / "index.yuanwen", folder / "articles", encoder)
    snapshot = Snapshot.open(folder / "index.yuanwen", encoder)
    yield Searcher(snapshot.library, snapshot.store, encoder, Lexicon())
    snapshot.close()


def resolver(searcher: Searcher, options: ResolveOptions | None = None) -> Resolver:
    calibration = Calibration.load()
    return Resolver(
        searcher,
        Reader(),
        calibration.with_encoder(searcher.encoder.fingerprint),
        options,
    )


def best(searcher: Searcher, question: str, *history: str) -> str:
    return resolver(searcher).resolve(question, history).chosen.evidence.sentences[0].text


@pytest.mark.parametrize(
    ("about", "expected"),
    [("甲公司在月球上建造了什么？", "紫色"), ("海底图书馆收藏了多少册图书？", "绿色"), ("彩虹桥连接哪里？", "红色")],
)
def test_what_follows_is_answered_beside_the_last_answer(searcher: Searcher, about: str, expected: str) -> None:
    assert expected in best(searcher, "它是什么颜色的？", about)


def test_a_question_that_names_its_topic_is_not_drawn_to_the_last_answer(searcher: Searcher) -> None:
    assert "红色" in best(searcher, "彩虹桥是什么颜色的？", "甲公司在月球上建造了什么？")


def test_after_a_refusal_the_question_is_put_in_full(searcher: Searcher) -> None:
    found = resolver(searcher).resolve("它的守护者是谁？", ["火星酒店的老板是谁？"])
    assert [one.way for one in found.tried] == [Way.TYPED, Way.FOLLOW_UP]
    assert "火星酒店" in found.tried[1].text


def test_past_what_was_asked_in_vain_one_still_speaks_of_the_last_answer(searcher: Searcher) -> None:
    about, vain = "甲公司在月球上建造了什么？", "它的门票多少钱？"
    asked = resolver(searcher)
    assert not asked.resolve(vain, [about]).chosen.decision.answered
    found = asked.resolve("它是什么颜色的？", [about, vain])
    assert "紫色" in found.chosen.evidence.sentences[0].text
    assert found.chosen.text == "它是什么颜色的？"


def test_a_new_topic_that_was_asked_in_vain_is_not_looked_past(searcher: Searcher) -> None:
    found = resolver(searcher).resolve("它的守护者是谁？", ["甲公司在月球上建造了什么？", "火星酒店的老板是谁？"])
    assert "火星酒店" in found.tried[1].text


def test_the_same_of_one_thing_after_another_is_asked_in_full_each_time(
    searcher: Searcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Resolver, "_similar", lambda _self, _phrase, others: [float(len(one)) for one in others])
    asked, history = resolver(searcher), ["灯塔有多高？"]
    for thing in ("彩虹桥", "图书馆"):
        tried = [one.understood for one in asked.resolve(f"{thing}呢？", history).tried]
        assert f"{thing}有多高？" in tried
        history.append(f"{thing}呢？")


def test_what_the_question_in_full_finds_too_is_trusted_more_and_the_last_sentence_less(searcher: Searcher) -> None:
    about = "甲公司在月球上建造了什么？"
    neutral = ResolveOptions(agrees=0.0, differs=0.0, repeats=0.0)

    def log_odds(question: str, options: ResolveOptions | None) -> tuple[float, set[str]]:
        found = resolver(searcher, options).resolve(question, [about]).tried[1].decision
        return math.log(found.probability / (1 - found.probability)), set(found.adds) & {"agrees", "differs", "repeats"}

    for question in ("它是什么颜色的？", "它用什么建造？", "它的门票多少钱？"):
        (before, _), (after, names) = log_odds(question, neutral), log_odds(question, None)
        assert len(names & {"agrees", "differs"}) == 1
        assert after - before == pytest.approx(sum(getattr(ResolveOptions(), name) for name in names))
    assert "repeats" in log_odds("它用什么建造？", None)[1]
    assert "agrees" in log_odds("它是什么颜色的？", None)[1]


def test_who_was_asked_for_is_whom_the_next_question_speaks_of(searcher: Searcher) -> None:
    found = resolver(searcher).resolve("她做些什么？", ["灯塔的守护者是谁？"])
    assert any("李灯塔做些什么" in one.understood for one in found.tried)


def test_why_is_not_answered_by_the_sentence_that_it_asks_about(searcher: Searcher) -> None:
    about = "甲公司在月球上建造了什么？"
    found = resolver(searcher).resolve("为什么？", [about])
    first = resolver(searcher).resolve(about).chosen.evidence.sentences[0]
    assert not (found.chosen.decision.answered and found.chosen.evidence.sentences[0].span == first.span)


def test_an_earlier_question_is_read_once_for_all_that_follow(searcher: Searcher) -> None:
    read: list[str] = []

    class Counting(Reader):
        def read(self, question: str, pages: Sequence[Page]) -> list[Reading]:
            read.append(question)
            return super().read(question, pages)

    about = "甲公司在月球上建造了什么？"
    decide = Calibration.load().with_encoder(searcher.encoder.fingerprint)
    asked = Resolver(searcher, Counting(), decide)
    for question in ("它是什么颜色的？", "它有多高？", "它在哪里？"):
        asked.resolve(question, [about])
    assert 0 < read.count(about) <= 2  # the likeliest passage, and then the others


def test_a_slip_is_put_right_and_says_so(searcher: Searcher) -> None:
    found = resolver(searcher).resolve("海底图书管收藏了多少册图书？").chosen
    assert "九百册" in found.evidence.sentences[0].text
    typed = resolver(searcher).resolve("灯塔的守护者是谁？")
    assert [one.way for one in typed.tried] == [Way.TYPED]


def test_a_correction_needs_clearly_stronger_evidence(searcher: Searcher) -> None:
    slip = "huayanyan灯塔"
    careful = resolver(searcher, ResolveOptions(margin=2.0)).resolve("用huagangyan建造的灯塔在哪里？")
    assert careful.chosen.way is Way.TYPED
    ready = resolver(searcher).resolve("用huagangyan建造的灯塔在哪里？")
    assert "花岗岩" in ready.tried[-1].text
    assert all("花岗岩" not in one.text for one in resolver(searcher).resolve(slip).tried)


def test_without_history_there_is_nothing_to_follow(searcher: Searcher) -> None:
    assert [one.way for one in resolver(searcher).resolve("它是什么颜色的？").tried] == [Way.TYPED]


@pytest.mark.parametrize("question", ["红烧肉怎么做？", "股价多少？"])
def test_a_short_question_that_names_what_no_article_has_is_a_new_topic(searcher: Searcher, question: str) -> None:
    found = resolver(searcher).resolve(question, ["甲公司在月球上建造了什么？"])
    assert Way.FOLLOW_UP not in [one.way for one in found.tried]
    assert not found.chosen.decision.answered
