"""What can go wrong between a question and its answer.

QAError
├── QuestionEmpty      nothing to search for
├── QuestionTooLong    over the limit
├── BadSetting         a setting or environment variable with a value that does not fit
├── BadBatchLine       a line of a batch file that is not what it should be
├── NoTestSet          a test set that cannot be read
├── BadTestSet         a line of a test set that is not what it should be
├── BadRun             a saved run that cannot be read, or was cut short
├── FileUnwritable     a run or report that cannot be written where it should be
├── RunsDiffer         two runs without a question in common
├── BadGate            a gate that says nothing that can be checked
└── PortTaken          the chat page's address is in use
"""

from corpus.errors import YuanwenError


class QAError(YuanwenError):
    """Base of everything that asking raises."""


class QuestionEmpty(QAError):
    """The question has no letter, digit or character to search for."""

    en = "The question is empty. Ask something in words."
    zh = "问题是空的。请输入要问的内容。"


class QuestionTooLong(QAError):
    """The question is over the limit."""

    en = "The question has {length} characters; the limit is {limit}. Ask it in fewer words."
    zh = "问题有 {length} 个字符，超过 {limit} 个的上限。请用更少的字提问。"


class BadSetting(QAError):
    """A setting has a value that does not fit."""

    en = "The setting {name} is {value!r}; {expected} is expected."
    zh = "设置项 {name} 的值为 {value!r}，应为{expected_zh}。"


class BadBatchLine(QAError):
    """A line of a batch file is not a JSON object with a question."""

    en = '{path}, line {line}: {detail}. Expected: {{"id": "…", "question": "…", "history": ["…"]}}'
    zh = '{path} 第 {line} 行：{detail}。应为：{{"id": "…", "question": "…", "history": ["…"]}}'


class NoTestSet(QAError):
    """A test set cannot be read at all."""

    en = "The test set {path} cannot be read ({detail}). Name a JSONL file in UTF-8 with a question a line."
    zh = "无法读取测试集 {path}（{detail}）。请指定每行一个问题的 UTF-8 JSONL 文件。"


class BadTestSet(QAError):
    """A line of a test set is not a test question."""

    en = (
        "{path}, line {line}: {detail}. "
        'Expected: {{"id": "…", "question": "…", "lang": "zh", "answerable": true, "answers": ["…"], "tags": ["…"]}}'
    )
    zh = (
        "{path} 第 {line} 行：{detail}。"
        '应为：{{"id": "…", "question": "…", "lang": "zh", "answerable": true, "answers": ["…"], "tags": ["…"]}}'
    )


class BadRun(QAError):
    """The file of a run cannot be read."""

    en = "{path} is not a saved run, or was cut short ({detail}). Make it anew with: yuanwen eval TESTSET --out {path}"
    zh = "{path} 不是保存的评测结果，或已不完整（{detail}）。请重新生成：yuanwen eval 测试集 --out {path}"


class FileUnwritable(QAError):
    """A run or a report cannot be written."""

    en = "{path} cannot be written ({detail}). Name another place."
    zh = "无法写入 {path}（{detail}）。请换一个位置。"


class RunsDiffer(QAError):
    """Two runs have no question in common."""

    en = (
        "{one} and {other} have no question in common, so there is nothing to compare. Run both over the same test set."
    )
    zh = "{one} 与 {other} 没有相同的问题，无法比较。请用同一测试集各运行一次。"


class BadGate(QAError):
    """A gate cannot be checked."""

    en = "The gate {gate!r} cannot be checked: {detail}. Write for example: quote_hit@1>=0.9, or: no significant loss"
    zh = "无法检查条件 {gate!r}：{detail}。写法如：quote_hit@1>=0.9，或：no significant loss"


class PortTaken(QAError):
    """The chat page cannot listen on its address."""

    en = "The chat page cannot listen on {host}:{port} ({detail}). Choose another with --port."
    zh = "聊天页面无法监听 {host}:{port}（{detail}）。请用 --port 选择其他端口。"
