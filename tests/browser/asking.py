"""What a person does on the page."""

from typing import Any

QUESTION = "#yw-question textarea"


def ask(page: Any, question: str) -> Any:
    """Type a question, send it with Enter, and wait for its answer."""
    before = page.locator("#yw-chat .yw-answer").count()
    page.fill(QUESTION, question)
    page.press(QUESTION, "Enter")
    page.wait_for_function(f"document.querySelectorAll('#yw-chat .yw-answer').length > {before}", timeout=20_000)
    return page.locator("#yw-chat .yw-answer").nth(before)


def reads(page: Any, words: str) -> None:
    """Wait until the highlighted quote holds these words."""
    page.wait_for_function(
        "(words) => document.querySelector('#yw-reader mark.yw-active')?.innerText.includes(words)", arg=words
    )
