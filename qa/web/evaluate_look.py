"""What one visitor looks at on the page of evaluation."""

from dataclasses import dataclass, field

from qa.web.evaluate_markup import Choice


@dataclass(frozen=True, slots=True)
class Look:
    """An opened run and one to compare with, by file; its failures; the work that is watched."""

    run: str = ""
    baseline: str = ""
    choice: Choice = field(default_factory=Choice)
    watched: int = 0
