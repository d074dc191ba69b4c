"""What the page of evaluation has words for."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EvaluateTexts:
    """What the page says in one language."""

    testsets: str
    upload: str
    check: str
    run: str
    stop: str
    runs: str
    no_runs: str
    open: str
    against: str
    against_this: str
    no_comparison: str
    drafts: str
    draft: str
    no_drafts: str
    drafts_left: str
    wording: str
    answer: str
    refusal: str
    source: str
    accept: str
    reject: str
    later: str
    save_words: str
    welcome_title: str
    welcome: str
    columns: tuple[str, ...]
    cards: dict[str, str]
    of: str
    unmeasured: str
    plot: dict[str, str]
    risk_title: str
    trust_title: str
    kinds: str
    language_kind: str
    all_kinds: str
    failures: str
    failures_of: str
    nothing_failed: str
    expected: str
    given: str
    given_refusal: str
    nothing_given: str
    before: str
    ask: str
    probability: str
    compare: str
    change_columns: tuple[str, ...]
    significant: str
    too_few: str
    no_difference: str
    gained: str
    lost: str
    differs: dict[str, str]
    differ_note: str
    nothing_common: str
    measures: dict[str, str]
    html: str
    markdown: str
    stages: dict[str, str]
    works: dict[str, str]
    left: str
    soon: str
    stopped: str
    failed: str
    run_done: str
    draft_done: str
    sound: str
    line: str
    missing: str
    nearest: str
    more: str
    kept: str
    not_kept: str
    bad_suffix: str
    too_large: str
    choose: str
    busy: str
    remove_run: str
    remove_set: str
    undo: str
    removed: str
    restored: str
    restored_as: str
    gone: str
    not_allowed: str
    earlier: str
    next: str
    screen: str
    unreadable: str
