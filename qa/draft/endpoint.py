"""Drafting by a language model behind an OpenAI-compatible endpoint, where one is configured; its answers must be exact ranges."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import httpx

from corpus.records import Span
from index.library import Library
from qa.draft.propose import Found, Part, cases_of
from qa.draft.records import Proposal
from qa.errors import EndpointFailed
from qa.evaluate.testset import Case
from qa.settings import Endpoint

_TIMEOUT = 120.0  # seconds; small machines answer slowly
_ASKED = (
    "Write up to {count} test questions about the passage below, in the language of the passage. Each is answered by the passage alone and "
    "can be understood without it. Reply with a JSON array and nothing else: "
    '[{{"question": "…", "answer": "…"}}], where every answer is copied from the passage character for character.\n\n{passage}'
)


def draft_by(
    endpoint: Endpoint, library: Library, most: int, tell: Callable[[int, int], None] = lambda _done, _all: None
) -> list[Case]:
    """Ask for questions about passages, spread evenly; what is no exact range of its passage is left out.

    Raises EndpointFailed.
    """
    passages = [
        Part(name, article.language, one.start, article.text[one.start : one.end])
        for name in library.article_ids()
        for article in (library.article(name),)
        for one in library.passages_of(name)
    ]
    each = 3
    wanted = passages[:: max(1, len(passages) * each // max(most, 1))]
    found: list[Found] = []
    for number, passage in enumerate(wanted, 1):
        found += [Found(passage, proposal) for proposal in _about(endpoint, passage, each)]
        tell(number, len(wanted))
    return cases_of(found[:most], passages)


def _about(endpoint: Endpoint, passage: Part, count: int) -> Iterator[Proposal]:
    said = _ask(endpoint, _ASKED.format(count=count, passage=passage.text))
    for row in _rows(said):
        question, answer = row.get("question"), row.get("answer")
        if isinstance(question, str) and question.strip() and isinstance(answer, str) and answer.strip():
            start = passage.text.find(answer)
            if start >= 0:
                yield Proposal("endpoint", question.strip(), Span(start, start + len(answer)))


def _rows(said: str) -> list[dict[str, Any]]:
    """The array of a reply, which models like to wrap; none when there is no array."""
    try:
        found = json.loads(said[said.index("[") : said.rindex("]") + 1])
    except ValueError:
        return []
    return [row for row in found if isinstance(row, dict)]


def _ask(endpoint: Endpoint, text: str) -> str:
    body = {"model": endpoint.model, "temperature": 0, "messages": [{"role": "user", "content": text}]}
    headers = {"Authorization": f"Bearer {endpoint.key}"} if endpoint.key else {}
    try:
        # the address is the one that was configured: no redirect leads elsewhere with the key
        reply = httpx.post(f"{endpoint.url.rstrip('/')}/chat/completions", json=body, headers=headers, timeout=_TIMEOUT)
        reply.raise_for_status()
        return str(reply.json()["choices"][0]["message"]["content"])
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, KeyError, IndexError, TypeError) as error:
        raise EndpointFailed(url=endpoint.url, detail=str(error) or type(error).__name__) from error
