"""The page of evaluation as a person sees it."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from qa.web.auth import Account, hash_of, write_account
from qa.web.roles import Role
from tests.browser.conftest import chat
from tests.browser.visiting import Open, visiting

pytestmark = pytest.mark.slow

TEA = "# 中国茶叶简史\n\n茶叶起源于中国西南地区。唐代陆羽写成《茶经》，这是世界上第一部茶叶专著。宋代盛行点茶。\n"
TOWER = "# 月球灯塔\n\n甲乙丙公司在月球上建造了三座灯塔，灯塔的颜色是紫色。灯塔的守护者名叫李灯塔。\n"
HOSTILE = '<img src=x onerror="window.pwned=1">${window.pwned=2}{{value}} 灯塔的颜色是什么？'
CASES: list[dict[str, Any]] = [
    {"id": "a", "question": "灯塔的颜色是什么？", "answerable": True, "answers": ["紫色"], "tags": ["plain"]},
    {"id": "b", "question": "《茶经》是谁写的？", "answerable": True, "answers": ["宋代盛行点茶"], "tags": ["wrong"]},
    {"id": "c", "question": "红烧肉怎么做？", "answerable": False, "answers": [], "tags": ["off"]},
    {"id": "d", "question": HOSTILE, "answerable": True, "answers": ["第一部茶叶专著"], "tags": ["<b>odd</b>"]},
]


@pytest.fixture
def visit(browser: Any) -> Iterator[Open]:
    yield from visiting(browser)


@pytest.fixture(scope="module")
def beside(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the index."""
    return tmp_path_factory.mktemp("marks-index")


@pytest.fixture(scope="module")
def marks(beside: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the page over two articles."""
    folder = tmp_path_factory.mktemp("marks")
    (folder / "茶史.md").write_text(TEA, encoding="utf-8")
    (folder / "灯塔.md").write_text(TOWER, encoding="utf-8")
    for address in chat(folder, beside):
        yield address + "evaluate"


@pytest.fixture
def testset(tmp_path: Path) -> Path:
    path = tmp_path / "我的测试.jsonl"
    path.write_text("".join(json.dumps(case, ensure_ascii=False) + "\n" for case in CASES), encoding="utf-8")
    return path


def upload(page: Any, path: Path) -> str:
    # the button makes its input when it is pressed
    with page.expect_file_chooser() as chooser:
        page.click("#yw-upload")
    chooser.value.set_files(path)
    page.wait_for_selector(".yw-outcome")
    return str(page.locator(".yw-work").inner_text())


def evaluated(page: Any, path: Path) -> None:
    """Upload the test set, unless it is there, choose it, and run it to its end."""
    if path.name not in page.locator("#yw-testset").inner_text():
        upload(page, path)
    page.locator("#yw-testset label", has_text=path.name).click()
    page.wait_for_timeout(300)
    page.click("#yw-run")
    page.wait_for_selector(".yw-stage")
    page.wait_for_function("document.querySelector('.yw-outcome')?.innerText.includes('完成')", timeout=120_000)
    page.wait_for_selector(".yw-cards")


def test_a_test_set_with_faults_is_refused_line_by_line(visit: Open, marks: str, tmp_path: Path) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_text('{"id": "a", "question": "好？", "answerable": true, "answers": []}\nnot json\n', encoding="utf-8")
    page = visit(marks)
    said = upload(page, bad)
    assert "没有保存" in said
    assert page.locator(".yw-wrong li").all_inner_texts() == [
        "第 1 行：answers：answerable 为 true 时要有答案",
        "第 2 行：不是 JSON（第 1 个字符处：缺少一个值）",
    ]
    assert "bad.jsonl" not in page.locator("#yw-testset").inner_text()
    odd = tmp_path / "notes.txt"
    odd.write_text("只是笔记。", encoding="utf-8")
    upload(page, odd)
    page.wait_for_function("document.querySelector('.yw-outcome').innerText.includes('不是测试集')")
    page.get_by_label("English").check()
    page.wait_for_function("document.querySelector('#yw-run').innerText === 'Run'")
    upload(page, bad)
    page.wait_for_selector(".yw-wrong")
    assert page.locator(".yw-wrong li").all_inner_texts() == [
        "Line 1: answers: there must be one, as answerable is true",
        "Line 2: not JSON (a value is missing, character 1)",
    ]


def test_a_run_shows_figures_with_intervals_plots_and_failures_side_by_side(
    visit: Open, marks: str, testset: Path, beside: Path
) -> None:
    page = visit(marks)
    evaluated(page, testset)
    cards = page.locator(".yw-card").all_inner_texts()
    assert "50" in cards[0]
    assert re.search(r"\d+–\d+%", cards[0])
    assert "共 4 题" in cards[0]
    assert page.locator(".yw-plot svg").count() == 2
    assert "当前作答方式" in page.locator(".yw-plot").first.inner_text()
    assert "100%" in page.locator(".yw-kinds li", has_text="plain").inner_text()
    failure = page.locator("details.yw-failure", has_text="《茶经》是谁写的？")
    failure.locator("summary").click()
    assert "宋代盛行点茶" in failure.locator(".yw-expected").inner_text()
    assert "陆羽" in failure.locator(".yw-given").inner_text()
    assert page.evaluate("window.pwned") is None
    assert page.locator(".yw-failures img").count() == 0
    assert str(beside) not in page.content()


def test_a_failing_question_opens_in_the_chat(visit: Open, marks: str, testset: Path) -> None:
    page = visit(marks)
    evaluated(page, testset)
    failure = page.locator("details.yw-failure", has_text="《茶经》是谁写的？")
    failure.locator("summary").click()
    failure.locator("a", has_text="在问答中打开").click()
    page.wait_for_selector("#yw-chat .yw-quotes")
    assert "《茶经》是谁写的？" in page.locator("#yw-chat").inner_text()
    assert "陆羽" in page.locator("#yw-chat .yw-quotes").inner_text()
    page.reload()
    page.wait_for_selector("#yw-question textarea")
    page.wait_for_timeout(2_000)
    assert page.locator("#yw-chat .yw-answer").count() == 0  # asked once


def test_failures_of_one_kind_are_shown_alone(visit: Open, marks: str, testset: Path) -> None:
    page = visit(marks)
    evaluated(page, testset)
    page.locator(".yw-kinds a", has_text="wrong").click()
    page.wait_for_function("document.querySelectorAll('.yw-failure').length === 1")
    assert "《茶经》" in page.locator(".yw-failure").inner_text()
    page.click("a.yw-every")
    page.wait_for_function("document.querySelectorAll('.yw-failure').length === 2")


def test_two_runs_are_compared_with_wins_ties_and_losses(visit: Open, marks: str, beside: Path, testset: Path) -> None:
    page = visit(marks)
    evaluated(page, testset)
    newest = max((beside / "runs").glob("*.json"), key=lambda path: path.stat().st_mtime)
    rows = json.loads(newest.read_text(encoding="utf-8"))
    for outcome in rows["outcomes"]:
        if outcome["id"] == "a":
            outcome["quotes"] = [{"text": "别的", "right": False}]
    rows["about"] = {**rows["about"], "made": "2020-01-01T00:00:00+00:00", "encoder": "another"}
    (beside / "runs" / "older.json").write_text(json.dumps(rows), encoding="utf-8")
    page.reload()
    page.wait_for_selector(".yw-runs a.yw-read")
    page.wait_for_timeout(1_000)
    page.locator(".yw-runs tbody tr").first.locator("a.yw-read").click()
    page.wait_for_selector(".yw-cards")
    page.locator(".yw-runs tbody tr", has_text="2020-01-01").locator("a", has_text="对比").click()
    page.wait_for_selector(".yw-compared table")
    compared = page.locator(".yw-compared").inner_text()
    assert "1 / 3 / 0" in page.locator(".yw-changes tr", has_text="总体正确").inner_text()
    assert "由错变对：1" in compared
    assert "编码器不同" in compared
    page.locator(".yw-runs a", has_text="取消对比").click()
    page.wait_for_function("!document.querySelector('.yw-compared')")


def test_reports_are_downloaded_whole(visit: Open, marks: str, testset: Path) -> None:
    page = visit(marks)
    evaluated(page, testset)
    for button, suffix, words in (("#yw-report-html", ".html", "<!doctype html>"), ("#yw-report-md", ".md", "# ")):
        with page.expect_download() as download:
            page.click(button)
        assert download.value.suggested_filename.endswith(suffix)
        text = Path(download.value.path()).read_text(encoding="utf-8")
        assert text.startswith(words)
        assert "《茶经》是谁写的？" in text


def test_a_run_can_be_stopped_and_leaves_nothing(visit: Open, marks: str, beside: Path, tmp_path: Path) -> None:
    long = tmp_path / "long.jsonl"
    row = {"question": "灯塔的颜色是什么？", "answerable": True, "answers": ["紫色"]}
    many = (json.dumps({"id": str(number), **row}, ensure_ascii=False) for number in range(2_000))
    long.write_text("\n".join(many), encoding="utf-8")
    page = visit(marks)
    upload(page, long)
    page.locator("#yw-testset label", has_text="long.jsonl").click()
    page.wait_for_timeout(300)
    page.click("#yw-run")
    page.wait_for_function(r"/提问 \d+\/2000/.test(document.querySelector('.yw-stage')?.innerText)", timeout=60_000)
    page.click("#yw-halt")
    page.wait_for_function("document.querySelector('.yw-outcome')?.innerText.includes('已停止')")
    assert not list((beside / "runs").glob("long*"))


def test_drafts_are_reworded_accepted_rejected_and_left_for_later(visit: Open, marks: str, beside: Path) -> None:
    page = visit(marks)
    page.click("#yw-make-drafts")
    page.wait_for_selector("#yw-wording", timeout=120_000)
    box = page.locator("#yw-wording textarea, #yw-wording input")
    first = box.input_value()
    page.click("#yw-later")
    page.wait_for_function(
        "(before) => document.querySelector('#yw-wording textarea, #yw-wording input').value !== before", arg=first
    )
    box.fill("改写之后的问题？")
    page.click("#yw-accept")
    page.wait_for_selector("text=已接受 1")
    page.click("#yw-reject")
    page.wait_for_selector("text=已拒绝 1")
    kept = [json.loads(line) for line in (beside / "testsets" / "drafts.jsonl").read_text("utf-8").splitlines()]
    states = {case["question"]: case.get("review", "accepted") for case in kept}
    assert states["改写之后的问题？"] == "accepted"
    assert sorted(states.values()).count("rejected") == 1
    assert states[first] == "draft"


def test_the_page_speaks_one_language_alone(visit: Open, marks: str, testset: Path) -> None:
    page = visit(marks)
    evaluated(page, testset)
    said = "#yw-tools, .yw-part-title, .yw-runs thead, .yw-card, .yw-plots h3, .yw-plot text, .yw-failures > h3, #yw-downloads"
    chinese = " ".join(page.locator(said).all_text_contents())
    assert "开始评测" in chinese
    assert not re.search(r"Run|Check|Upload|right|share|went wrong|Test set|Made", chinese)
    page.get_by_label("English").check()
    page.wait_for_function("document.querySelector('#yw-run').innerText === 'Run'")
    page.wait_for_function("document.querySelector('.yw-card').innerText.includes('right in all')")
    assert not re.search(r"[\u4e00-\u9fff]", " ".join(page.locator(said).all_text_contents()))


@pytest.mark.parametrize("width", [390, 768, 1440])
def test_nothing_sticks_out_at_any_width(visit: Open, marks: str, testset: Path, width: int) -> None:
    page = visit(marks, width=width, scheme="dark")
    evaluated(page, testset)
    page.locator("details.yw-failure summary").first.click()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1")
    assert page.locator(".yw-given").first.is_visible()


def test_a_run_and_a_test_set_are_deleted_and_brought_back(visit: Open, marks: str, testset: Path) -> None:
    page = visit(marks)
    own = testset.rename(testset.with_name("要删除的.jsonl"))
    assert not page.locator("#yw-remove-set").is_visible()  # a shipped one is chosen
    evaluated(page, own)
    runs = page.locator("#yw-runs tbody tr").count()
    page.click("#yw-remove-run")
    page.wait_for_selector(".yw-outcome:has-text('已删除 要删除的.jsonl · 20')")
    assert page.locator("#yw-runs tbody tr").count() == runs - 1
    assert page.locator(".yw-cards").count() == 0
    page.click("#yw-remove-set")
    page.wait_for_selector(".yw-outcome:has-text('已删除 要删除的.jsonl。')")
    assert "要删除的" not in page.locator("#yw-testset").inner_text()
    page.wait_for_selector("#yw-remove-set", state="hidden")
    page.reload()  # what was deleted is no matter of one visit
    page.wait_for_selector("#yw-undo")
    assert not page.locator("#yw-remove-run").is_visible()
    page.click("#yw-undo")
    page.wait_for_selector(".yw-outcome:has-text('已恢复 要删除的.jsonl。')")
    page.wait_for_selector("#yw-testset label.selected:has-text('要删除的')")
    page.wait_for_selector("#yw-remove-set")
    page.click("#yw-undo")
    page.wait_for_selector(".yw-outcome:has-text('已恢复 要删除的.jsonl · 20')")
    page.wait_for_selector(".yw-cards")
    page.wait_for_selector("#yw-undo", state="hidden")


def test_deleting_speaks_english_too(visit: Open, marks: str, testset: Path) -> None:
    page = visit(marks, locale="en-US")
    own = testset.rename(testset.with_name("twice.jsonl"))
    upload(page, own)
    page.wait_for_selector("#yw-testset label.selected:has-text('twice.jsonl')")
    assert page.inner_text("#yw-remove-set") == "Delete test set"
    page.click("#yw-remove-set")
    page.wait_for_selector(".yw-outcome:has-text('twice.jsonl was deleted.')")
    assert page.inner_text("#yw-undo") == "Undo deleting"
    upload(page, own)  # another has its name meanwhile
    page.wait_for_selector("#yw-testset label.selected:has-text('twice.jsonl')")
    page.click("#yw-undo")
    page.wait_for_selector(".yw-outcome:has-text('it is called twice-2.jsonl now')")
    assert {"twice.jsonl", "twice-2.jsonl"} <= set(page.locator("#yw-testset label").all_inner_texts())


def test_what_is_running_is_not_deleted(visit: Open, marks: str, beside: Path, testset: Path) -> None:
    own = testset.rename(testset.with_name("longer.jsonl"))
    many = ({**CASES[0], "id": str(number)} for number in range(2_000))
    own.write_text("\n".join(json.dumps(case, ensure_ascii=False) for case in many), encoding="utf-8")
    page = visit(marks)
    upload(page, own)
    another = visit(marks)
    another.locator("#yw-testset label", has_text="longer.jsonl").click()
    another.wait_for_selector("#yw-remove-set")
    page.wait_for_selector("#yw-remove-set")
    page.click("#yw-run")
    page.wait_for_selector(".yw-stage")
    page.wait_for_selector("#yw-tidy", state="hidden")
    another.click("#yw-remove-set")  # whose page does not know yet
    another.wait_for_selector(".yw-stage, .yw-outcome:has-text('另一项评测正在进行')")
    another.wait_for_selector("#yw-tidy", state="hidden")
    assert (beside / "testsets" / "longer.jsonl").is_file()
    page.click("#yw-halt")
    page.wait_for_selector(".yw-outcome:has-text('已停止')")
    page.wait_for_selector("#yw-remove-set")
    page.click("#yw-remove-set")
    page.wait_for_selector(".yw-outcome:has-text('已删除 longer.jsonl')")


def test_whoever_only_reads_sees_runs_but_nothing_to_delete(
    browser: Any, tmp_path_factory: pytest.TempPathFactory, testset: Path
) -> None:
    folder, articles = tmp_path_factory.mktemp("read-index"), tmp_path_factory.mktemp("read")
    (articles / "灯塔.md").write_text(TOWER, encoding="utf-8")
    for role in Role:
        write_account(folder / "accounts", Account(role.value, role, hash_of("swordfish")))
    for address in chat(articles, folder, "--auth", folder / "accounts"):
        editing = signed_in(browser, address, Role.EDITOR)
        evaluated(editing, testset)
        editing.wait_for_selector("#yw-remove-run")
        editing.wait_for_selector("#yw-remove-set")
        editing.click("#yw-remove-set")
        editing.wait_for_selector("#yw-undo")
        reading = signed_in(browser, address, Role.READER)
        reading.click("#yw-runs a.yw-read")
        reading.wait_for_selector(".yw-cards")
        for button in ("#yw-tidy", "#yw-remove-run", "#yw-remove-set", "#yw-undo", "#yw-testset"):
            assert not reading.locator(button).is_visible()
        for page in (editing, reading):
            page.context.close()


def signed_in(browser: Any, address: str, role: Role) -> Any:
    """The page of evaluation of a person with this role."""
    page = browser.new_context(locale="zh-CN").new_page()
    page.set_default_timeout(60_000)
    page.goto(address)
    page.fill("[name=username]", role.value)
    page.fill("[name=password]", "swordfish")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.goto(address + "evaluate")
    page.wait_for_selector("#yw-head .yw-nav")
    page.wait_for_timeout(1_000)
    return page
