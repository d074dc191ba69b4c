"""Every word of the page of evaluation, in both languages."""

from dataclasses import dataclass

from qa.web.texts import Language


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
    not_allowed: str
    earlier: str
    next: str
    screen: str
    unreadable: str


EVALUATE: dict[Language, EvaluateTexts] = {
    "zh": EvaluateTexts(
        testsets="测试集",
        upload="上传测试集",
        check="检查",
        run="开始评测",
        stop="停止",
        runs="评测记录",
        no_runs="还没有评测记录。选一个测试集，点“开始评测”。",
        open="打开",
        against="对比",
        against_this="以 {name} 为基准对比",
        no_comparison="取消对比",
        drafts="拟定的问题",
        draft="从文章拟题",
        no_drafts="没有待审的草稿。",
        drafts_left="待审 {draft} · 已接受 {accepted} · 已拒绝 {rejected}",
        wording="问题",
        answer="答案",
        refusal="文章没有回答",
        source="出自",
        accept="接受",
        reject="拒绝",
        later="以后再说",
        save_words="保存改写",
        welcome_title="回答有多好？",
        welcome="左边选一个测试集开始评测，或打开一条评测记录：这里会列出指标、图和每个出错的问题。",
        columns=("测试集", "时间", "正确", ""),
        cards={
            "right": "总体正确",
            "quote_hit@1": "首条引文即答案",
            "false_answers": "文章没有却作答",
            "false_refusals": "文章有却拒答",
        },
        of="{low}–{high}% · 共 {questions} 题",
        unmeasured="无法测量",
        plot={
            "coverage": "作答比例",
            "risk": "错误比例",
            "spoken": "当前作答方式",
            "stated": "给出的概率",
            "seen": "实际正确比例",
        },
        risk_title="作答越多，错得越多？",
        trust_title="给出的概率可信吗？",
        kinds="按类别的正确率",
        language_kind="语言 {}",
        all_kinds="全部类别",
        failures="出错的问题：{count}",
        failures_of="“{kind}”中出错的问题：{count}",
        nothing_failed="没有出错的问题。",
        expected="应为",
        given="实际引文",
        given_refusal="实际拒答；最佳句子",
        nothing_given="没有任何句子",
        before="此前问过",
        ask="在问答中打开",
        probability="概率 {percent}%",
        compare="与 {name} 对比",
        change_columns=("指标", "变化", "95% 区间", "胜 / 平 / 负", "结论"),
        significant="显著",
        too_few="问题太少，约需 {needed} 题",
        no_difference="无差别",
        gained="由错变对：{count}",
        lost="由对变错：{count}",
        differs={"testset": "测试集", "index": "索引", "encoder": "编码器", "reader": "阅读器", "calibration": "校准"},
        differ_note="注意：两次评测的{parts}不同。",
        nothing_common="这两次评测没有相同的问题，无法对比。",
        measures={
            "right": "总体正确",
            "quote_hit@1": "首条引文即答案",
            "quote_hit@3": "前三条引文含答案",
            "best_sentence": "最佳句子含答案",
            "character_f1": "字符 F1",
            "length_ratio": "引文与答案长度之比",
            "passage_recall@1": "首段含答案",
            "passage_recall@10": "前十段含答案",
            "mrr@10": "MRR@10",
            "ndcg@10": "nDCG@10",
            "false_answers": "文章没有却作答",
            "false_refusals": "文章有却拒答",
        },
        html="下载报告（HTML）",
        markdown="下载报告（Markdown）",
        stages={"": "准备中", "open": "打开索引", "ask": "提问", "draft": "从文章拟题"},
        works={"run": "评测", "draft": "拟题"},
        left="约剩 {seconds} 秒",
        soon="马上就好",
        stopped="已停止，没有保存。",
        failed="{work}没有完成：{reason}",
        run_done="评测完成，结果在右边。",
        draft_done="新拟定 {count} 个问题，请逐个审阅。",
        sound="{name}：{questions} 个问题，没有错误。",
        line="第 {line} 行：{detail}",
        missing="第 {line} 行（{id}）：没有文章写有“{answer}”",
        nearest="最接近的原文：{text}",
        more="还有 {more} 个问题的答案不在文章里。",
        kept="已保存 {name}：{questions} 个问题。",
        not_kept="{name} 没有保存，请改正以下各行后再上传。",
        bad_suffix="{name} 不是测试集：请上传 JSONL、CSV 或 SQuAD 格式的 JSON 文件。",
        too_large="{name} 超过 {megabytes} MB。",
        choose="请先选一个测试集。",
        busy="另一项评测正在进行，请等它完成或停止它。",
        not_allowed="你可以查看评测结果，但不能开始评测或修改测试集。",
        earlier="上一页",
        next="下一页",
        screen="第 {screen} 页，共 {screens} 页",
        unreadable="这条评测记录已无法读取。",
    ),
    "en": EvaluateTexts(
        testsets="Test sets",
        upload="Upload test set",
        check="Check",
        run="Run",
        stop="Stop",
        runs="Runs",
        no_runs="No runs yet. Choose a test set and press Run.",
        open="Open",
        against="Compare",
        against_this="Compare with {name} as baseline",
        no_comparison="No comparison",
        drafts="Drafted questions",
        draft="Draft from the articles",
        no_drafts="No drafts to look at.",
        drafts_left="to look at: {draft} · accepted: {accepted} · rejected: {rejected}",
        wording="Question",
        answer="Answer",
        refusal="the articles do not say",
        source="From",
        accept="Accept",
        reject="Reject",
        later="Later",
        save_words="Save wording",
        welcome_title="How good are the answers?",
        welcome="Choose a test set on the left and run it, or open an earlier run: figures, plots and every failing question come here.",
        columns=("Test set", "Made", "Right", ""),
        cards={
            "right": "right in all",
            "quote_hit@1": "the first quote answers",
            "false_answers": "answered though the articles do not",
            "false_refusals": "refused though the articles answer",
        },
        of="{low}–{high}% · of {questions}",
        unmeasured="not measurable",
        plot={
            "coverage": "share of questions answered",
            "risk": "share of wrong answers",
            "spoken": "as it answers now",
            "stated": "stated probability",
            "seen": "share that is right",
        },
        risk_title="Does answering more mean erring more?",
        trust_title="Do probabilities keep their word?",
        kinds="Right, by kind",
        language_kind="language {}",
        all_kinds="All kinds",
        failures="What went wrong: {count}",
        failures_of="What went wrong in “{kind}”: {count}",
        nothing_failed="Nothing went wrong.",
        expected="Expected",
        given="Given",
        given_refusal="Refused; best sentence",
        nothing_given="no sentence at all",
        before="Asked before",
        ask="Open in the chat",
        probability="probability {percent}%",
        compare="Compared with {name}",
        change_columns=("Measure", "Change", "95% interval", "Win / tie / loss", "Verdict"),
        significant="significant",
        too_few="too few questions; about {needed} needed",
        no_difference="no difference",
        gained="Became right: {count}",
        lost="Became wrong: {count}",
        differs={
            "testset": "test set",
            "index": "index",
            "encoder": "encoder",
            "reader": "reader",
            "calibration": "calibration",
        },
        differ_note="Note: the runs differ in {parts}.",
        nothing_common="These runs have no question in common and cannot be compared.",
        measures={
            "right": "right in all",
            "quote_hit@1": "the first quote answers",
            "quote_hit@3": "one of three quotes answers",
            "best_sentence": "the best sentence answers",
            "character_f1": "character F1",
            "length_ratio": "length of quote ÷ answer",
            "passage_recall@1": "first passage answers",
            "passage_recall@10": "one of ten passages answers",
            "mrr@10": "MRR@10",
            "ndcg@10": "nDCG@10",
            "false_answers": "answered though the articles do not",
            "false_refusals": "refused though the articles answer",
        },
        html="Download report (HTML)",
        markdown="Download report (Markdown)",
        stages={
            "": "Getting ready",
            "open": "Opening the index",
            "ask": "Asking",
            "draft": "Drafting from the articles",
        },
        works={"run": "Evaluation", "draft": "Drafting"},
        left="about {seconds} s left",
        soon="nearly done",
        stopped="Stopped; nothing was saved.",
        failed="{work} did not finish: {reason}",
        run_done="Done; the results are beside this.",
        draft_done="New drafts: {count}. Please look at them one by one.",
        sound="{name}: {questions} questions, nothing wrong.",
        line="Line {line}: {detail}",
        missing="Line {line} ({id}): no article says “{answer}”",
        nearest="nearest: {text}",
        more="The answers of {more} more questions stand in no article.",
        kept="{name} was kept: {questions} questions.",
        not_kept="{name} was not kept. Please mend these lines and upload it again.",
        bad_suffix="{name} is no test set: please upload JSONL, CSV, or JSON in SQuAD's shape.",
        too_large="{name} is larger than {megabytes} MB.",
        choose="Choose a test set first.",
        busy="Another evaluation is running: wait for it, or stop it.",
        not_allowed="You may look at results, but not run evaluations or change test sets.",
        earlier="Previous",
        next="Next",
        screen="Page {screen} of {screens}",
        unreadable="This run cannot be read any more.",
    ),
}
