"""Measure the bundled encoder: agreement with the full-precision model, speed, and the time to load.

Run from the root of the checkout:
python -m training.measure_encoder STUDY_FOLDER QUESTIONS.jsonl.xz [CONTEXTS.jsonl.xz]
"""

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from corpus.sentences import split
from index.encoders.bundled import BundledEncoder
from training.encoder_model import load_study
from training.measure_lexicon import pessimistic_rank
from training.question_sets import QuestionSet, read

_COMPARED = 1_000  # texts for the comparison with the full model
_SENTENCES, _QUESTIONS = 2_000, 300

_COLD = """
import time
start = time.perf_counter()
from index.encoders import load
load().encode_queries(["问"])
print(time.perf_counter() - start)
"""


def measure(study: Path, found: QuestionSet) -> dict[str, float]:
    """Cosines with the full model, sentences a second, milliseconds a question, seconds until the first vector."""
    encoder = BundledEncoder()
    asked, sentences = found.questions[:_QUESTIONS], _sentences_of(found.contexts)
    encoder.encode_passages(sentences[:50])
    vectors, seconds = _timed(lambda: encoder.encode_passages(sentences))
    _, single = _timed(lambda: np.concatenate([encoder.encode_queries([question]) for question in asked]))
    cosines = (vectors[:_COMPARED] * _full(study, encoder, sentences[:_COMPARED])).sum(axis=1)
    cold = [float(subprocess.check_output([sys.executable, "-c", _COLD])) for _ in range(5)]  # noqa: S603
    ids = encoder.token_ids(sentences)
    return {
        "R@1": recall(encoder, found),
        "cosine mean": round(float(cosines.mean()), 4),
        "cosine least": round(float(cosines.min()), 4),
        "tokens a sentence": round(float(np.mean([len(one) for one in ids])), 1),
        "sentences a second": round(len(sentences) / seconds),
        "ms a question": round(1000 * single / len(asked), 2),
        "s to the first vector": round(float(np.median(cold)), 2),
    }


def recall(encoder: BundledEncoder, found: QuestionSet) -> float:
    """The share of questions whose own context is nearer than every other one; a context is one vector."""
    asked, told = encoder.encode_queries(found.questions), encoder.encode_passages(found.contexts)
    ranks = [pessimistic_rank(scores, gold) for scores, gold in zip(asked @ told.T, found.gold, strict=True)]
    return round(float(np.mean(np.array(ranks) == 1)), 4)


def _sentences_of(contexts: list[str]) -> list[str]:
    """An even sample of the sentences."""
    sentences = [context[start:end] for context in contexts for start, end in split(context)]
    return sentences[:: max(1, len(sentences) // _SENTENCES)]


def _timed(work: Callable[[], NDArray[np.float32]]) -> tuple[NDArray[np.float32], float]:
    start = time.perf_counter()
    return work(), time.perf_counter() - start


@torch.no_grad()
def _full(study: Path, encoder: BundledEncoder, texts: list[str]) -> NDArray[np.float32]:
    model, _ = load_study(study)
    rows = [model(torch.tensor([ids]), torch.ones(1, len(ids)))[0].numpy() for ids in encoder.token_ids(texts)]
    return np.stack(rows)


def main() -> None:
    """Read the arguments and print one line of JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("study", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("contexts", type=Path, nargs="?", help="the same set in another language")
    arguments = parser.parse_args()
    print(json.dumps(measure(arguments.study, read(arguments.questions, arguments.contexts))))


if __name__ == "__main__":
    main()
