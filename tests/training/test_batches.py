"""Batches of examples: nothing is lost in padding, none is larger than asked for, processes draw what others do not."""

import json
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
import torch

from tests.training.made_data import put_set, put_tokens
from training.batches import Batch, Examples, batches, collated, prepared
from training.reading import Example, ReadingRecipe

TOKENS = 400


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Questions on ten short texts, and translations of sixty sentences."""
    folder = tmp_path_factory.mktemp("batches")
    for language, text, question in (
        ("zh", "第{n}座灯塔建在海边。它高{n}米。守护者住在里面。", "第{n}座灯塔有多高？"),
        ("en", "Lighthouse {n} stands by the sea. It is {n} metres tall.", "How tall is lighthouse {n}?"),
    ):
        rows = []
        for number in range(100, 110):
            context = text.format(n=number)
            answers = [{"text": str(number), "answer_start": context.rindex(str(number))}]
            asked = {"title": "Lighthouses", "context": context, "question": question.format(n=number)}
            rows.append(asked | {"answers": answers, "lang": language})
        put_set(folder, f"qa_{language}", rows)
    pairs = [
        {"zh": f"第{n}座灯塔高{n}米。", "en": f"Lighthouse number {n} is tall.", "set": "a", "mt": False}
        for n in range(60)
    ]
    put_set(folder, "parallel_zh_en", pairs)
    put_set(folder, "parallel_en_other", [])
    put_tokens(folder)
    return folder


@pytest.fixture(scope="module")
def examples(folder: Path) -> Examples:
    return prepared(folder, folder, folder, 0.3)


def drawn(found: Iterator[Batch], count: int = 30) -> list[Batch]:
    return [*islice(found, count)]


def test_a_batch_holds_its_examples_and_nothing_else(examples: Examples) -> None:
    some = [*islice(examples.drawn(1), 12)]
    batch = collated(some)
    assert batch.rows.shape == batch.mask.shape == batch.sides.shape == batch.sentences.shape
    for place, one in enumerate(some):
        length = len(one.rows)
        np.testing.assert_array_equal(batch.rows[place, :length], one.rows)
        np.testing.assert_array_equal(batch.sentences[place, :length], one.sentences)
        assert batch.mask[place].sum() == length
        assert batch.mask[place, :length].all()
        assert not batch.rows[place, length:].any()
        assert batch.sides[place].argmax() == one.passage
        assert batch.gold[place].tolist() == [one.start, one.end, one.answers]
    assert batch.most == max(one.sentences.max() for one in some) + 1


def test_no_batch_is_larger_than_asked_for(examples: Examples) -> None:
    found = drawn(batches(examples, TOKENS, seed=2, workers=0))
    assert max(batch.rows.numel() for batch in found) <= TOKENS
    assert np.mean([batch.rows.numel() for batch in found]) > TOKENS / 2


def test_the_same_seed_gives_the_same_batches_and_another_gives_others(examples: Examples) -> None:
    first, again, other = (drawn(batches(examples, TOKENS, seed=seed, workers=0), 5) for seed in (3, 3, 4))
    assert all(torch.equal(a.rows, b.rows) for a, b in zip(first, again, strict=True))
    assert not all(torch.equal(a.rows, b.rows) for a, b in zip(first, other, strict=True))


_TWO_PROCESSES = """
import sys
from functools import partial
from itertools import islice
from pathlib import Path
from training.batches import batches, prepared
folder = Path(sys.argv[1])
found = batches(prepared(folder, folder, folder, 0.3), 400, seed=2, workers=2)
print([batch.rows.tolist() for batch in islice(found, 6)])
"""


def test_processes_do_not_draw_the_same(folder: Path, examples: Examples) -> None:
    # in a process of its own: to fork one that already runs many threads is to ask for trouble
    ran = subprocess.run([sys.executable, "-c", _TWO_PROCESSES, folder], capture_output=True, check=True, timeout=120)
    found = json.loads(ran.stdout)
    one, two = found[::2], found[1::2]
    assert len(found) == 6
    assert not any(batch in two for batch in one)


def test_what_is_kept_draws_the_same(folder: Path, examples: Examples) -> None:
    def rows(found: Iterator[Example]) -> list[list[int]]:
        return [one.rows.tolist() for one in islice(found, 10)]

    assert rows(prepared(folder, folder, folder, 0.3).drawn(7)) == rows(examples.drawn(7))


def test_what_is_kept_is_made_anew_when_a_recipe_changes(
    folder: Path, examples: Examples, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert examples.reading.recipe == ReadingRecipe()
    monkeypatch.setattr(
        "training.batches.ReadingRecipe", partial(ReadingRecipe, answering=1.0, sets={"qa_zh": 0.5, "qa_en": 0.5})
    )
    assert prepared(folder, folder, folder, 0.3).reading.recipe.answering == 1
    assert all(one.answers for one in islice(prepared(folder, folder, folder, 0.0).drawn(1), 50))


def test_translations_have_their_share(examples: Examples) -> None:
    some = [*islice(examples.drawn(1), 400)]
    spanless = np.mean([one.answers > 0 and one.start < 0 for one in some])
    assert 0.07 < spanless < 0.25  # three tenths are translations, about half of them hold the sentence
