"""HTML of the panels that fold out of the head: what was asked before, and the keys."""

from qa.web.cleaning import attribute, clean, text_html
from qa.web.texts import TEXTS, Language, Texts


def history(language: Language) -> str:
    """The list of kept conversations, filled in by the browser, which alone has them; and the export of this one."""
    texts = TEXTS[language]
    words = {"rename": texts.rename, "delete": texts.delete, "sure": texts.delete_sure}
    words |= {"one": texts.history_one, "count": texts.history_count}
    said = "".join(f'<span class="yw-word-{name}">{text_html(word)}</span>' for name, word in words.items())
    acts = _button("markdown", texts.export_markdown) + _button("receipts", texts.export_receipts, texts.export_title)
    return clean(
        f'<details class="yw-pop" id="yw-history-pop" lang="{language}"><summary>{text_html(texts.history)}</summary>'
        f'<div class="yw-pop-body" role="group" aria-label="{attribute(texts.history)}">'
        f'<p class="yw-pop-title">{text_html(texts.export)}</p><div class="yw-pop-acts">{acts}</div>'
        f'<p class="yw-nothing" hidden role="status">{text_html(texts.export_nothing)}</p>'
        f'<p class="yw-pop-title">{text_html(texts.history)}</p><p class="yw-pop-note">{text_html(texts.history_note)}</p>'
        f'<ul class="yw-saved"></ul><p class="yw-saved-empty">{text_html(texts.history_empty)}</p>'
        f'<div class="yw-pop-acts yw-saved-acts" hidden>{_button("delete-all", texts.delete_all)}</div>'
        f'<div class="yw-words" hidden>{said}<span class="yw-word-name">{text_html(texts.rename_to)}</span></div>'
        "</div></details>"
    )


def keys(texts: Texts) -> str:
    """The keys that the page listens to."""
    rows = (
        ("Enter", texts.key_send),
        ("Shift + Enter", texts.key_line),
        ("/", texts.key_focus),
        ("j · Alt ↓", texts.key_next),
        ("k · Alt ↑", texts.key_previous),
        ("c", texts.key_copy),
        ("Esc", texts.key_stop),
        ("?", texts.key_help),
    )
    listed = "".join(f"<dt><kbd>{text_html(key)}</kbd></dt><dd>{text_html(does)}</dd>" for key, does in rows)
    name = attribute(texts.keys)
    return clean(
        f'<details class="yw-pop" id="yw-keys-pop"><summary title="{name}" aria-label="{name}">?</summary>'
        f'<div class="yw-pop-body"><p class="yw-pop-title">{text_html(texts.keys)}</p><dl class="yw-keys">{listed}</dl>'
        "</div></details>"
    )


def presence(texts: Texts) -> str:
    """The question that was sent and what is said while its answer is looked for, and while the server cannot be reached; each is
    hidden until then.
    """
    return clean(
        '<p class="yw-echo"></p>'
        f'<p class="yw-pending" role="status">{text_html(texts.looking)}</p>'
        f'<span class="yw-chat-name" hidden>{text_html(texts.chat_name)}</span>'
        f'<p class="yw-offline" role="alert">{text_html(texts.offline)}</p>'
    )


def welcome(texts: Texts, articles: bool) -> str:
    """An empty conversation: what can be done here, or what is missing first."""
    title = texts.empty_title if articles else texts.nothing_title
    said = texts.empty_text if articles else texts.nothing_text
    return clean(f'<div class="yw-welcome"><h2>{text_html(title)}</h2><p>{text_html(said)}</p></div>')


def _button(act: str, words: str, title: str = "") -> str:
    shown = f' title="{attribute(title)}"' if title else ""
    return f'<button type="button" data-act="{act}"{shown}>{text_html(words)}</button>'
