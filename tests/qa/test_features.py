"""The evidence: each number says what its name says, on small articles where it can be worked out by hand."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from corpus.records import Article, Block, BlockKind
from index.build import build_from
from index.lexicon import Lexicon
from index.reader import Reader
from index.search import Searcher
from index.snapshot import Snapshot
from qa.bot import Bot
from qa.features import NAMES, features
from qa.retrieve import retrieve

TEXTS = {
    "lighthouse": "甲公司在月球上用花岗岩建造了灯塔ZX9。",
    "library": "海底图书馆收藏了900册防水的图书。",
    "bridge": "彩虹桥连接东岸与西岸的村庄。",
    "orchard": "山坡上的果园种满了苹果树和梨树。",
    "english": "The harbour of Vellamo was founded in 1652.",
}


class OneNumber:
    """Every text has the same vector: what is left is the words."""

    name, fingerprint, dimension = "one-number", "one-number/1", 4

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.tile(np.array([1, 0, 0, 0], dtype=np.float32), (len(texts), 1))

    encode_passages = encode_queries


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    """A searcher over five articles of one sentence, by words alone."""
    index, encoder = tmp_path_factory.mktemp("words") / "index.yuanwen", OneNumber()
    articles = [
        Article(
            id=name,
            text=text,
            hash=name,
            title=name,
            blocks=(Block(BlockKind.PARAGRAPH, 0, len(text)),),
            lines=((0, 1),),
            language="en" if text.isascii() else "zh",
        )
        for name, text in TEXTS.items()
    ]
    build_from(index, articles, encoder)
    snapshot = Snapshot.open(index, encoder)
    yield Searcher(snapshot.library, snapshot.store, encoder, Lexicon())
    snapshot.close()


def found(searcher: Searcher, question: str) -> dict[str, float]:
    return features(searcher, retrieve(searcher, Reader(), question))


QUESTIONS = [
    "甲公司在月球上建造了什么？",
    "图书馆有多少册图书？",
    "谁写了《红楼梦》？",
    "When was Vellamo founded?",
    "ZX9",
    "？a",
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_feature_has_a_finite_number_and_no_other_is_there(searcher: Searcher, question: str) -> None:
    evidence = found(searcher, question)
    assert tuple(evidence) == NAMES
    assert all(np.isfinite(list(evidence.values())))
    assert 0 <= evidence["coverage"] <= 1
    assert 0 <= evidence["margin"] <= 1
    assert evidence["missing_number"] in (0, 1)
    assert evidence["agreement"] in (0, 1)
    assert 0 <= evidence["missing_rarest"] <= 1
    assert 0 <= evidence["gap"] <= 5


def test_every_word_there_is_full_coverage_and_no_word_there_is_none(searcher: Searcher) -> None:
    assert found(searcher, "花岗岩灯塔")["coverage"] == pytest.approx(1)
    assert found(searcher, "篮球足球")["coverage"] == 0


def test_a_rare_word_that_is_missing_costs_more_coverage_than_a_common_one(searcher: Searcher) -> None:
    some = found(searcher, "花岗岩灯塔与篮球")["coverage"]
    assert 0 < some < 1
    assert found(searcher, "花岗岩灯塔与篮球和足球")["coverage"] < some


def test_asking_for_a_number_that_the_sentence_lacks_is_counted(searcher: Searcher) -> None:
    assert found(searcher, "图书馆收藏了多少册图书？")["missing_number"] == 0
    assert found(searcher, "彩虹桥有多长？")["missing_number"] == 1
    assert found(searcher, "彩虹桥连接哪里？")["missing_number"] == 0


def test_names_and_numbers_must_stand_in_the_passage_literally(searcher: Searcher) -> None:
    assert found(searcher, "月球上的灯塔ZX9")["missing_names"] == 0
    assert found(searcher, "月球上的灯塔ＺＸ９")["missing_names"] == 0
    assert found(searcher, "月球上的灯塔QY7")["missing_names"] == 1
    assert found(searcher, "月球上的灯塔QY7和2031年")["missing_names"] == 2


def test_a_number_is_met_by_its_value(searcher: Searcher) -> None:
    assert found(searcher, "图书馆收藏了九百册图书吗？")["missing_names"] == 0
    assert found(searcher, "图书馆收藏了九千册图书吗？")["missing_names"] == 1


def test_a_person_or_place_that_the_passage_lacks_is_counted(searcher: Searcher) -> None:
    assert found(searcher, "月球上用花岗岩建造的灯塔")["missing_entities"] == 0
    assert found(searcher, "诸葛亮在成都用花岗岩建造的灯塔")["missing_entities"] == 2


def test_a_word_that_nothing_in_the_passage_is_like_is_more_missing_than_one_with_a_likeness(
    searcher: Searcher,
) -> None:
    far = found(searcher, "图书馆收藏了多少防水的火箭？")["missing_rarest"]
    near = found(searcher, "图书馆收藏了多少防水的书籍？")["missing_rarest"]
    assert 0 < near < far


def test_in_a_latin_question_only_numbers_must_be_met(searcher: Searcher) -> None:
    assert found(searcher, "Was the harbour of Vellamo established in 1652?")["missing_names"] == 0
    assert found(searcher, "Was the harbour of Vellamo established in 1999?")["missing_names"] == 1


def test_a_passage_far_above_the_others_has_a_margin(searcher: Searcher) -> None:
    assert found(searcher, "甲公司在月球上用花岗岩建造了灯塔")["margin"] > found(searcher, "篮球足球")["margin"]


def test_the_words_of_a_sentence_itself_weigh_more_than_a_few_of_them(searcher: Searcher) -> None:
    whole = found(searcher, TEXTS["library"])["sentence_lexical"]
    assert whole > found(searcher, "图书馆在哪里举办篮球足球比赛？")["sentence_lexical"] > 0


def test_the_reader_is_surer_of_a_question_that_is_answered(searcher: Searcher) -> None:
    answered, other = found(searcher, "甲公司用什么建造了灯塔？"), found(searcher, "谁写了《红楼梦》？")
    for name in ("reader_passage", "reader_exact"):
        assert answered[name] > other[name]
        assert -8 <= other[name] <= answered[name] <= 8


def test_without_a_reader_nothing_is_said_in_its_name(searcher: Searcher) -> None:
    evidence = features(searcher, retrieve(searcher, None, "甲公司用什么建造了灯塔？"))
    assert evidence["reader_passage"] == evidence["reader_exact"] == 0


def test_all_is_zero_when_nothing_was_found(tmp_path: Path) -> None:
    index, encoder = tmp_path / "index.yuanwen", OneNumber()
    build_from(index, [], encoder)
    snapshot = Snapshot.open(index, encoder)
    searcher = Searcher(snapshot.library, snapshot.store, encoder, Lexicon())
    assert found(searcher, "篮球") == dict.fromkeys(NAMES, 0.0)
    snapshot.close()


def test_an_answer_keeps_the_evidence_it_was_decided_on(bot: Bot) -> None:
    assert tuple(bot.ask("华为与多少所高校共建了ICT学院？").features) == NAMES
