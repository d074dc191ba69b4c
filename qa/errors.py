"""What can go wrong between a question and its answer.

QAError
├── QuestionEmpty      nothing to search for
├── QuestionTooLong    over the limit
├── BadSetting         a setting or environment variable with a value that does not fit
├── BadBatchLine       a line of a batch file that is not what it should be
├── TestSetMissing     a test set that is not there
├── NoTestSet          a test set that cannot be read
├── EmptyTestSet       a test set without a question
├── NoSuchQuestion     an id that no question of a test set has
├── BadTestSet         a line of a test set that is not what it should be
├── NothingAccepted    a test set of drafts alone
├── EndpointFailed     a language model's endpoint that does not answer as it should
├── CannotCalibrate    a test set without questions enough to fit anything to
├── CalibrationDamaged calibrations in an index that cannot be read
├── CalibrationUnfit   a calibration that was made for another encoder or reader
├── NothingToUndo      an index without a calibration of its own
├── NotAnAnswer        a file to verify that holds no answers
├── BadRun             a saved run that cannot be read, or was cut short
├── BadReportName      a report whose ending names no format
├── FileUnwritable     a run or report that cannot be written where it should be
├── RunsDiffer         two runs without a question in common
├── BadGate            a gate that says nothing that can be checked
├── FeedbackFull       the file of opinions has reached its limit
├── PortTaken          the chat page's address is in use
└── ServingError       the page is not served so, or not to everybody: `web/errors.py`
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


class TestSetMissing(QAError):
    """There is no such file."""

    __test__ = False  # no test of pytest's

    en = "There is no file {path}. Check the name, or make a test set with: yuanwen draft --out FILE"
    zh = "文件 {path} 不存在。请检查文件名，或生成测试集：yuanwen draft --out 文件"


class NoTestSet(QAError):
    """A test set cannot be read at all."""

    en = "The test set {path} cannot be read ({detail}). Save it as text in UTF-8: JSONL with a question a line, CSV, or JSON in SQuAD's shape."
    zh = "无法读取测试集 {path}（{detail_zh}）。请另存为 UTF-8 文本：每行一个问题的 JSONL、CSV，或 SQuAD 格式的 JSON。"


class EmptyTestSet(QAError):
    """There is no question in the file."""

    en = "{path} holds no questions. Put a question a line into it, or make some with: yuanwen draft --out FILE"
    zh = "{path} 中没有问题。请在其中每行写一个问题，或生成一些：yuanwen draft --out 文件"


class NoSuchQuestion(QAError):
    """No question has this id; it may have been taken out of the file meanwhile."""

    en = "No question in {path} has the id {id!r}. The ids are the field id of its lines; `all` stands for all drafts."
    zh = "{path} 中没有编号为“{id}”的问题。编号是每行的 id 字段；all 表示全部草稿。"


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


class NothingAccepted(QAError):
    """Every question of a test set is a draft, or was rejected."""

    en = "None of the {drafts} questions in {path} is accepted yet. Look at them with: yuanwen review {path}"
    zh = "{path} 中的 {drafts} 个问题都还没有被接受。请先审阅：yuanwen review {path}"


class EndpointFailed(QAError):
    """The configured endpoint of a language model does not answer."""

    en = "The endpoint {url} did not answer as it should ({detail}). Check YUANWEN_ENDPOINT, YUANWEN_ENDPOINT_MODEL and YUANWEN_ENDPOINT_KEY."
    zh = (
        "接口 {url} 没有正常应答（{detail}）。请检查 YUANWEN_ENDPOINT、YUANWEN_ENDPOINT_MODEL 和 YUANWEN_ENDPOINT_KEY。"
    )


class CannotCalibrate(QAError):
    """A test set has too few questions of some kind to fit anything to."""

    en = (
        "{path} cannot calibrate: of its {questions} questions {right} are answered rightly by the best sentence and {wrong} are not; "
        "at least 10 of each, 30 together, and one that the articles do not answer are needed. Make more with: yuanwen draft"
    )
    zh = (
        "{path} 不足以校准：{questions} 个问题中，最佳句子答对 {right} 个、未答对 {wrong} 个；每类至少需要 10 个，共 30 个，"
        "且至少有一个文章没有回答的问题。可用 yuanwen draft 生成更多。"
    )


class CalibrationDamaged(QAError):
    """The calibrations of an index cannot be read."""

    en = "The calibrations in {path} are damaged ({detail}); the one that ships decides. Take them back with: yuanwen calibrate --undo"
    zh = "{path} 中的校准数据已损坏（{detail}），改用自带的校准。可撤销：yuanwen calibrate --undo"


class CalibrationUnfit(QAError):
    """The calibration of an index was made for other models."""

    en = (
        "The calibration in {path} was made for another encoder or reader; the one that ships decides. "
        "Make it anew with: yuanwen calibrate TESTSET, or take it back with: yuanwen calibrate --undo"
    )
    zh = "{path} 中的校准是为其他模型做的，改用自带的校准。请重新校准：yuanwen calibrate 测试集，或撤销：yuanwen calibrate --undo"


class NothingToUndo(QAError):
    """The index has no calibration of its own."""

    en = "{path} has no calibration of its own; the one that ships decides."
    zh = "{path} 没有自己的校准，目前使用自带的校准。"


class NotAnAnswer(QAError):
    """A file to verify holds no answers."""

    en = "{path} holds no answer to verify ({detail}). Make one with: yuanwen ask --json QUESTION > {path}"
    zh = "{path} 中没有可核对的回答（{detail}）。请先生成：yuanwen ask --json 问题 > {path}"


class BadRun(QAError):
    """The file of a run cannot be read."""

    en = "{path} is not a saved run, or was cut short ({detail}). Make it anew with: yuanwen eval TESTSET --out {path}"
    zh = "{path} 不是保存的评测结果，或已不完整（{detail}）。请重新生成：yuanwen eval 测试集 --out {path}"


class BadReportName(QAError):
    """A report is asked for in a format that there is not."""

    en = "{path}: a report is written as HTML or Markdown. Name a file that ends in .html, .htm or .md."
    zh = "{path}：报告只能写成 HTML 或 Markdown。请指定以 .html、.htm 或 .md 结尾的文件。"


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
    zh = "无法检查条件“{gate}”：{detail_zh}。写法如：quote_hit@1>=0.9，或：no significant loss"


class FeedbackFull(QAError):
    """No more opinions are kept."""

    en = "Thank you, but {path} has reached its limit of {megabytes} MB. Export it with: yuanwen feedback export FILE, then delete it."
    zh = "谢谢，但 {path} 已达到 {megabytes} MB 的上限。请先导出：yuanwen feedback export 文件，然后将它删除。"


class PortTaken(QAError):
    """The chat page cannot listen on its address."""

    en = "The chat page cannot listen on {host}:{port} ({detail}). Choose another with --port."
    zh = "聊天页面无法监听 {host}:{port}（{detail}）。请用 --port 选择其他端口。"


class ServingError(QAError):
    """Base of what is refused when the page is served."""

    en = "This cannot be served."
    zh = "无法提供此内容。"
