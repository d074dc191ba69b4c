"""Questions that its authors wrote for this project, about passages of the training text and about passages of their own.

The public sets ask in the words of their passages. These ask in other words, in other languages, about what is nearly there,
and for what is not. A question about training text names the text by its sum and says where in it the passage is, so that no
text of others lies here; `training/written/questions.jsonl` has a line a passage:

- `id`; `title`, `lang` and `text` of a passage of ours, or `set`, `of` (the first 16 digits of the SHA-256 of a text of
  that training set), `start` and `end` (characters) of a passage of theirs
- `asked`: `question`, `answers` (characters of the passage: the first one answers, the others belong to it; none where nothing
  does), `exact` (whether the first is the answer itself and not all of its sentence)
- of a question that nothing answers, `put_in`: a sentence that would (`text`), the character of the passage `at` which it would
  stand, and which characters of it answer (`answer`)

Who asks for what is not there asks otherwise: by the words of a question alone one could tell most of those that nothing answers
(AUROC .93). With these sentences put in, the same questions are answered, and the passage decides.
"""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from training.sample_text import rows as read_rows

QUESTIONS = Path(__file__).parent / "written" / "questions.jsonl"
NAME = "written"
PUT_IN = "+"  # ends the id of a question beside the passage that answers it with what was put in
_TEXT = {"qa_zh": "context", "qa_en": "context", "mono_zh": "text", "mono_en": "text"}


def version(path: Path = QUESTIONS) -> str:
    """The sum of the file, to know what was made from it."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def name_of(text: str) -> str:
    """How a text of a training set is named."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def is_held_out(passage: dict[str, Any]) -> bool:
    """Whether its questions are measured with and never trained on: a fifth of our own passages, a tenth of the others', all
    of a text or none.
    """
    drawn = int(hashlib.sha256(passage.get("of", passage["id"]).encode()).hexdigest(), 16) % 30
    return drawn < (3 if "of" in passage else 6)


def written(data: Path, held_out: bool = False, path: Path = QUESTIONS) -> Iterator[dict[str, Any]]:
    """Rows like those of the public question sets (`title`, `context`, `question`, `answers`, `lang`), with `exact`, and `paired`
    where the question stands beside its passage twice: as it is, and with the sentences that were put in.

    Passages whose text `data` does not have are left out.
    """
    passages = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    passages = [one for one in passages if is_held_out(one) == held_out]
    texts = _texts(data, passages)
    for passage in passages:
        if "of" in passage:
            if passage["of"] not in texts:
                continue
            title, language, text = texts[passage["of"]]
            text = text[passage["start"] : passage["end"]]
        else:
            title, language, text = passage["title"], passage["lang"], passage["text"]
        about = {"title": title, "lang": language}
        for place, one in enumerate(passage["asked"]):
            row = about | {"id": f"{passage['id']}-{place}", "question": one["question"], "exact": one["exact"]}
            yield row | {"context": text, "answers": _told(text, one["answers"]), "paired": "put_in" in one}
        yield from _filled(passage, text, about)


def _filled(passage: dict[str, Any], text: str, about: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The questions that nothing answered, beside the passage with all sentences put in that answer them."""
    put_in = [(place, one) for place, one in enumerate(passage["asked"]) if "put_in" in one]
    parts, spans, last, length = list[str](), {}, 0, 0
    for place, one in sorted(put_in, key=lambda two: two[1]["put_in"]["at"]):
        at, new, answer = (one["put_in"][key] for key in ("at", "text", "answer"))
        parts += [text[last:at], new]
        length += at - last
        spans[place] = [length + end for end in answer]
        last, length = at, length + len(new)
    filled = "".join([*parts, text[last:]])
    for place, one in put_in:
        row = about | {
            "id": f"{passage['id']}-{place}{PUT_IN}",
            "question": one["question"],
            "exact": True,
            "paired": True,
        }
        yield row | {"context": filled, "answers": _told(filled, [spans[place]])}


def _told(text: str, answers: list[list[int]]) -> list[dict[str, Any]]:
    return [{"text": text[start:end], "answer_start": start} for start, end in answers]


def _texts(data: Path, passages: list[dict[str, Any]]) -> dict[str, tuple[str, str, str]]:
    """Title, language and text of what the passages are of, by its name."""
    found = {}
    for name in sorted({one["set"] for one in passages if "of" in one}):
        wanted = {one["of"] for one in passages if one.get("set") == name}
        path = data / f"{name}.jsonl.xz"
        for row in read_rows(path) if path.exists() else ():
            text = row[_TEXT[name]]
            if (key := name_of(text)) in wanted:
                found[key] = (row.get("title") or key, row.get("lang", "en"), text)
    return found
