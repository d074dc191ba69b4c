"""What people plant in articles, file names, titles, questions, history and test sets: nothing of it runs, loads or covers anything."""

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from tests.command_line import yuanwen

pytestmark = pytest.mark.slow

PAYLOADS = json.loads((Path(__file__).parent.parent / "cases" / "payloads.json").read_text(encoding="utf-8"))
QUESTION = "#yw-question textarea"
COLOURS = "赤橙黄绿青蓝紫黑白灰粉棕金银"

# What stands on the page that only a payload can have put there.
FOUND = """() => {
  const found = [];
  const say = (what, one) => found.push(what + ": " + one.outerHTML.slice(0, 200));
  if (window.pwned !== undefined) found.push("ran: " + window.pwned);
  const never = "iframe, object, embed, dialog, meta[http-equiv=refresh], video, audio, marquee, keygen, math, "
    + "[popover], input[type=password], form, frameset, template#pop";
  document.querySelectorAll(never).forEach((one) => say("element", one));
  const ours = ".yw-answer, .yw-question, .yw-article, #yw-reader, .yw-case, .yw-row";
  document.querySelectorAll(ours).forEach((place) => place.querySelectorAll("*").forEach((one) => {
    if (["SCRIPT", "STYLE", "LINK", "IMG", "PICTURE", "SELECT", "INPUT"].includes(one.tagName)) say("element", one);
    const box = one.getBoundingClientRect(), how = getComputedStyle(one).position;
    const large = box.width * box.height > innerWidth * innerHeight / 4;
    if (large && (how === "fixed" || how === "absolute")) say("covers", one);
  }));
  document.querySelectorAll("*").forEach((one) => { for (const { name, value } of one.attributes) {
    if (name.startsWith("on")) say("handler", one);
    if (/^(src|srcset|href|poster|action|formaction|style|data|xlink:href)$/.test(name)
      && /203\\.0\\.113|javascript:|data:text/i.test(value)) say("leads out", one);
  } });
  ["yw-head", "yw-reader", "yw-chat"].forEach((id) => {
    if (document.querySelectorAll("#" + id).length > 1) found.push("twice: " + id);
  });
  const field = document.querySelector("#yw-question textarea");
  if (field) {
    field.scrollIntoView({ block: "nearest" });
    const box = field.getBoundingClientRect();
    const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    if (top !== field) found.push("covered: the question by " + (top ? top.outerHTML.slice(0, 200) : "nothing"));
  }
  return found;
}"""


@pytest.fixture(scope="module")
def planted(
    tmp_path_factory: pytest.TempPathFactory, chat_over: Callable[..., AbstractContextManager[str]]
) -> Iterator[str]:
    """The chat over an article a payload, which has it as file name, title, heading and text."""
    folder = tmp_path_factory.mktemp("planted")
    for number, payload in enumerate(PAYLOADS):
        line = " ".join(payload["text"].replace("\0", "").split())
        name = line.replace("/", "∕").encode()[:120].decode(errors="ignore")
        text = f"---\ntitle: '{line}'\nsource: '{line}'\n---\n\n# {line}\n\n{_fact(number)}{payload['text']}\n\n## {line}\n\n{line}\n"
        (folder / f"{number} {name}.md").write_text(text, encoding="utf-8")
    with chat_over(folder, tmp_path_factory.mktemp("planted-index")) as address:
        yield address


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A page that fails the test when anything speaks, or anything is asked of another host."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN")
    opened, told = context.new_page(), []

    def spoke(dialog: Any) -> None:
        told.append(dialog.message)
        dialog.dismiss()

    opened.on("dialog", spoke)
    opened.on("request", lambda request: told.append(request.url) if _outside(request.url) else None)
    context.on("page", lambda other: told.append(f"opened {other.url}") if other is not opened else None)
    yield opened
    context.close()
    assert told == []


def _outside(url: str) -> bool:
    return not url.startswith(("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:", "file:"))


def _fact(number: int) -> str:
    """A sentence that an article alone says; with a payload behind it in the same sentence."""
    return f"第{number}号灯塔的颜色是{COLOURS[number % len(COLOURS)]}色，守护它的人姓{COLOURS[-1 - number % len(COLOURS)]}，"


def ask(page: Any, question: str) -> None:
    """Ask, and wait for the answer."""
    before = page.locator("#yw-chat .yw-answer").count()
    page.fill(QUESTION, question)
    page.press(QUESTION, "Enter")
    page.wait_for_function(f"document.querySelectorAll('#yw-chat .yw-answer').length > {before}", timeout=60_000)


def test_there_are_forty_of_eight_kinds() -> None:
    assert len(PAYLOADS) >= 40
    kinds = {"script", "image", "overlay", "form", "style", "template", "markdown", "bidirectional"}
    assert {one["label"] for one in PAYLOADS} == kinds
    assert len({one["text"] for one in PAYLOADS}) == len(PAYLOADS)


def test_planted_in_articles_and_asked_none_runs_loads_or_covers(page: Any, planted: str) -> None:
    page.goto(planted)
    page.wait_for_selector(QUESTION)
    page.wait_for_timeout(1_000)
    assert page.evaluate(FOUND) == []
    for number, payload in enumerate(PAYLOADS):
        ask(page, f"第{number}号灯塔的颜色是什么？{payload['text']}")
        assert page.evaluate(FOUND) == [], payload["why"]
        assert page.url.rstrip("/") == planted.rstrip("/"), payload["why"]
    assert page.locator("#yw-chat .yw-question").count() == len(PAYLOADS)
    page.locator("a.yw-cite").first.click()
    page.mouse.move(400, 500)
    page.wait_for_timeout(800)
    assert page.evaluate(FOUND) == []
    page.reload()  # whatever the browser kept of the conversation
    page.wait_for_selector(QUESTION)
    page.wait_for_timeout(1_500)
    assert page.evaluate(FOUND) == []


def test_what_was_planted_is_shown_as_the_text_it_is(page: Any, planted: str) -> None:
    page.goto(planted)
    page.wait_for_selector(QUESTION)
    ask(page, "第0号灯塔的颜色是什么？")
    assert "<script>window.pwned=1</script>" in page.locator("#yw-chat .yw-answer").last.inner_text()
    assert "<script>window.pwned=1</script>" in page.locator("#yw-reader").inner_text()


def test_no_page_runs_loads_or_is_covered(page: Any, planted: str) -> None:
    page.goto(planted)
    page.wait_for_selector(QUESTION)
    pages = page.evaluate("window.gradio_config.pages.map((one) => one[0])")
    assert pages[0] == ""
    for name in pages:
        page.goto(f"{planted}{name}")
        page.wait_for_timeout(2_500)
        assert page.evaluate(FOUND) == [], name


@pytest.mark.parametrize("language", ["zh", "en"])
def test_planted_in_a_test_set_none_runs_in_the_report(page: Any, tmp_path: Path, language: str) -> None:
    import corpus

    articles, index = Path(corpus.__file__).parent / "articles", tmp_path / "index.yuanwen"
    cases = tmp_path / "<img src=x onerror=window.pwned=1>.jsonl"
    rows = [
        {"id": f"{n}{one['text']}", "question": one["text"] + "灯塔？", "lang": "zh", "answerable": True}
        | {"answers": [one["text"]], "tags": [one["text"]], "history": [one["text"]]}
        for n, one in enumerate(PAYLOADS)
    ]
    cases.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert yuanwen("build", "--articles", articles, "--index", index).returncode == 0
    run = yuanwen("eval", cases, "--index", index, "--out", tmp_path / "run.json")
    assert run.returncode == 0, run.stderr
    report = yuanwen("report", tmp_path / "run.json", tmp_path / "report.html", YUANWEN_LANG=language)
    assert report.returncode == 0, report.stderr
    page.goto((tmp_path / "report.html").as_uri())
    page.wait_for_timeout(500)
    assert "onerror" in page.inner_text("body")
    assert page.evaluate(FOUND) == []


def test_the_check_sees_what_it_is_there_to_see(page: Any, planted: str) -> None:
    """Planted by hand past every guard, each kind is found: a check that finds nothing would prove nothing."""
    page.goto(planted)
    page.wait_for_selector(QUESTION)
    for markup in (
        '<div class="yw-answer"><div style="position:fixed;inset:0">x</div></div>',
        '<div><a href="javascript:x">x</a></div>',
        '<div><p onclick="x">x</p></div>',
        "<form></form>",
        '<div id="yw-head"></div>',
        '<div style="position:fixed;inset:0;z-index:99999">x</div>',
    ):
        page.evaluate("(markup) => document.body.insertAdjacentHTML('beforeend', markup)", markup)
        assert page.evaluate(FOUND) != [], markup
        page.evaluate("() => document.body.lastElementChild.remove()")
    assert page.evaluate(FOUND) == []


def test_nothing_of_one_visitor_is_visible_to_another(browser: Any, planted: str) -> None:
    secret, contexts = "我的秘密问题：第7号灯塔的颜色是什么？", [browser.new_context() for _ in range(2)]
    first, second = (context.new_page() for context in contexts)
    for one in (first, second):
        one.goto(planted)
        one.wait_for_selector(QUESTION)
    ask(first, secret)
    ask(second, "那守护它的人呢？")
    assert "秘密" in first.inner_text("body")
    assert "秘密" not in second.content()
    assert "7号" not in second.locator(".yw-searched").all_inner_texts().__str__()
    second.reload()
    second.wait_for_timeout(1_000)
    assert "秘密" not in second.content()
    for context in contexts:
        context.close()
