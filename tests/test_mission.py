"""The mission's own path: a sentence-transformers model, FAISS, and an answer quoted from the article.

The model is a tiny one with random weights, made here, so that nothing is fetched; the commands are the ones that
everybody uses.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import corpus
from corpus.read import find_articles, read_article
from corpus.records import Article
from index.encoders import load
from index.generation import derived_folder
from index.library import Library

ROOT = Path(__file__).parents[1]
ARTICLES = Path(corpus.__file__).parent / "articles"
QUESTION = "华为联合中国多少所高校深化“智能基座”项目？"
ANSWER = "华为联合中国72所高校"


def yuanwen(*arguments: object) -> "subprocess.CompletedProcess[str]":
    kept = {name: value for name, value in os.environ.items() if not name.startswith("YUANWEN_")}
    env = {**kept, "HF_HUB_OFFLINE": "1", "YUANWEN_LANG": "en"}
    command = [sys.executable, "-m", "qa.cli", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=120)


def answer_of(run: "subprocess.CompletedProcess[str]") -> dict[str, Any]:
    assert run.returncode == 0, run.stderr
    found: dict[str, Any] = json.loads(run.stdout)
    return found


@pytest.fixture(scope="module")
def article() -> Article:
    """The article that ships."""
    [path] = find_articles(ARTICLES)
    return read_article(path, ARTICLES)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory, article: Article) -> Path:
    """A BERT of two layers and 32 numbers that reads characters, saved as sentence-transformers saves models."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.models import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizer

    home = tmp_path_factory.mktemp("model")
    characters = sorted(set(article.text.lower()) - set(" \n"))
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *characters, *(f"##{one}" for one in characters)]
    (home / "vocab.txt").write_text("\n".join(vocabulary), encoding="utf-8")
    torch.manual_seed(0)
    sizes: dict[str, Any] = {"num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 64}
    bert = BertModel(BertConfig(vocab_size=len(vocabulary), hidden_size=32, **sizes))
    bert.save_pretrained(home / "bert", safe_serialization=True)
    BertTokenizer(str(home / "vocab.txt")).save_pretrained(home / "bert")
    parts: list[Any] = [Transformer(str(home / "bert"), max_seq_length=256), Pooling(32)]
    SentenceTransformer(modules=parts, device="cpu").save(str(home / "tiny"), safe_serialization=True)
    return home / "tiny"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory, model: Path) -> Path:
    """The index that `yuanwen build --encoder FOLDER` makes."""
    path = tmp_path_factory.mktemp("index") / "index.yuanwen"
    run = yuanwen("build", "--encoder", model, "--articles", ARTICLES, "--index", path, "--json")
    report = answer_of(run)
    assert (report["articles"], report["skipped"], report["encoder"]) == (1, [], str(model))
    assert report["encoded"] > report["passages"] > 0
    return path


def test_the_vectors_of_the_model_lie_in_faiss(index: Path, model: Path) -> None:
    import faiss

    library, encoder = Library.read(index), load(str(model))
    _, passages, sentences = library.counts()
    library.close()
    files = sorted(derived_folder(index).rglob("*.faiss"))
    stored = [faiss.read_index(str(path)) for path in files]
    assert {(one.d, one.metric_type) for one in stored} == {(encoder.dimension, faiss.METRIC_INNER_PRODUCT)}
    assert sorted(one.ntotal for one in stored) == [passages, sentences]


def test_the_answer_is_quoted_from_the_article_to_the_character(index: Path, model: Path, article: Article) -> None:
    answer = answer_of(yuanwen("ask", "--index", index, "--json", QUESTION))
    assert answer["encoder"] == str(model)
    shown = answer["quotes"] + answer["nearest"]
    assert ANSWER in shown[0]["text"]
    assert all(article.text[quote["start"] : quote["end"]] == quote["text"] for quote in shown)
    assert {quote["article_hash"] for quote in shown} == {article.hash}


def test_asking_it_with_another_encoder_is_refused_by_name_with_the_way_to_rebuild(index: Path, model: Path) -> None:
    run = yuanwen("ask", "--index", index, "--encoder", "bundled", "--json", QUESTION)
    assert (run.returncode, run.stdout) == (1, "")
    assert str(model) in run.stderr
    assert "bundled" in run.stderr
    assert f"yuanwen build --index {index} --encoder bundled" in run.stderr


def test_the_legs_of_a_hit_are_the_cosines_of_the_model_itself(index: Path, model: Path, article: Article) -> None:
    from sentence_transformers import SentenceTransformer

    [hit] = answer_of(yuanwen("search", "--index", index, "--json", "-k", 1, QUESTION))["hits"]
    assert ANSWER in hit["text"] == article.text[hit["start"] : hit["end"]]
    library = Library.read(index)
    [passage] = [one for one in library.passages_of(article.id) if one.start == hit["start"]]
    library.close()
    sentences = [article.text[start:end] for start, end in passage.sentences]
    reader = SentenceTransformer(str(model), device="cpu")
    asked, whole, *parts = reader.encode(
        [QUESTION, f"{passage.section}\n{hit['text']}", *sentences], normalize_embeddings=True
    )
    assert hit["legs"]["dense"] == pytest.approx(float(whole @ asked), abs=1e-4)
    assert hit["legs"]["dense_sentence"] == pytest.approx(max(float(part @ asked) for part in parts), abs=1e-4)


@pytest.mark.skipif(shutil.which("make") is None, reason="there is no make here")
def test_setting_everything_up_says_so_before_minutes_of_silence(tmp_path: Path) -> None:
    asked = ["make", "-n", "chat", f"VENV={tmp_path}/new"]
    told = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert told.index(f'echo "setting up {tmp_path}/new, once') < told.index("pip install")
