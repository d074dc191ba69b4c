"""What can go wrong between a question and its answer.

QAError
├── QuestionEmpty      nothing to search for
├── QuestionTooLong    over the limit
├── BadSetting         a setting or environment variable with a value that does not fit
├── BadBatchLine       a line of a batch file that is not what it should be
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


class PortTaken(QAError):
    """The chat page cannot listen on its address."""

    en = "The chat page cannot listen on {host}:{port} ({detail}). Choose another with --port."
    zh = "聊天页面无法监听 {host}:{port}（{detail}）。请用 --port 选择其他端口。"
