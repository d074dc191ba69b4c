"""What the page refuses: to be served so, to answer these, or to take that.

ServingError
├── BadArgument      a program called an endpoint with what does not fit
├── Unavailable      a question that cannot be answered now, told to a visitor, who need not know why
├── AnsweringFailed  a question that was not answered, told to whoever asked it on the page
├── AddressOpen      a page for other machines, without saying who may come
├── McpMissing       tools were asked for without what serves them
├── BadAccounts      a file of accounts that cannot be read
├── BadAccount       a name or password that no account may have
├── NotSignedIn      whoever asks is nobody we know
├── TooManyTries     passwords are tried too fast
├── TooManyRequests  one address asks too often
├── ServerBusy       everybody together asks too much
├── TooLong          a request that is longer than any question
├── OtherSite        a request that another site sent, or that meant another server
├── NoSuchDoor       a path that nothing is served at
├── UploadRefused    files from someone who may not change articles
├── WrongUpload      an upload that is none
├── TooManyFiles     more files than one upload may have
├── WrongType        a file that is of no type that is read
└── UploadTooLarge   a file, or all of them, larger than may be
"""

from qa.errors import ServingError


class BadArgument(ServingError):
    """An argument of an endpoint does not fit."""

    en = "The argument {name} does not fit; {expected} is expected."
    zh = "参数 {name} 不合适，应为{expected_zh}。"


class Unavailable(ServingError):
    """The index cannot be asked at the moment; the reason is in the server's own messages."""

    en = "The articles cannot be asked just now. Please try again in a while."
    zh = "暂时无法查询文章，请稍后再试。"


class AnsweringFailed(ServingError):
    """Something went wrong with a question; what it was is in the server's own messages."""

    en = "Answering failed. Try once more; if it fails again, the terminal it runs in says why."
    zh = "回答时出了错。请再试一次；若仍然不行，运行它的人可以在终端里看到原因。"


class AddressOpen(ServingError):
    """Other machines could reach the page, and nobody said who may."""

    en = (
        "Other machines could reach the page at {host}. Say who may ask with --auth FILE (make one with: "
        "yuanwen password NAME FILE), or let everybody read with --insecure."
    )
    zh = (
        "其他机器可以访问 {host} 上的页面。请用 --auth 文件 指定谁可以使用（创建：yuanwen password 用户名 文件），"
        "或用 --insecure 允许所有人阅读。"
    )


class McpMissing(ServingError):
    """The Model Context Protocol's package is not installed."""

    en = "--mcp needs the package mcp. Install it with: pip install 'yuanwen[mcp]'"
    zh = "--mcp 需要 mcp 软件包。请安装：pip install 'yuanwen[mcp]'"


class BadAccounts(ServingError):
    """The file of accounts cannot be read."""

    en = "The accounts in {path} cannot be read ({detail}). Make a line with: yuanwen password NAME {path}"
    zh = "无法读取 {path} 中的账户（{detail}）。可用此命令生成：yuanwen password 用户名 {path}"


class BadAccount(ServingError):
    """A name or password does not fit."""

    en = "This does not fit: a name has 1 to 64 characters and no colon, a password at least 8 characters."
    zh = "不合要求：用户名须为 1 到 64 个字符且不含冒号，密码至少 8 个字符。"


class NotSignedIn(ServingError):
    """Nobody we know."""

    en = "Please sign in at /login, or send name and password with the request."
    zh = "请先在 /login 登录，或随请求发送用户名和密码。"


class TooManyTries(ServingError):
    """Passwords are tried too fast."""

    en = "Too many wrong tries. Please try again in {seconds} s."
    zh = "尝试次数过多，请在 {seconds} 秒后再试。"


class TooManyRequests(ServingError):
    """One address asks too often."""

    en = "That was a little fast. Please try again in {seconds} s."
    zh = "操作有些快，请在 {seconds} 秒后再试。"


class ServerBusy(ServingError):
    """Too much is asked at once."""

    en = "Many questions are being answered just now. Please try again in a few seconds."
    zh = "当前提问较多，请过几秒再试。"


class TooLong(ServingError):
    """A request is too long."""

    en = "The request is over {megabytes} MB. Please send less."
    zh = "请求超过 {megabytes} MB，请减少内容。"


class OtherSite(ServingError):
    """Another site sent the request, or it meant another server."""

    en = "This request came from another site, or under a name that is not this machine's. Open the page at the address that the server named."
    zh = "该请求来自其他网站，或所用名称不属于本机。请使用服务器给出的地址打开页面。"


class NoSuchDoor(ServingError):
    """Nothing is served there."""

    en = "There is nothing here."
    zh = "这里没有内容。"


class UploadRefused(ServingError):
    """Only editors upload."""

    en = "Only editors may upload files here."
    zh = "只有编辑者可以上传文件。"


class WrongUpload(ServingError):
    """Not an upload."""

    en = "This is not an upload of files that can be read."
    zh = "这不是可以读取的文件上传。"


class TooManyFiles(ServingError):
    """Too many files at once."""

    en = "At most {limit} files can be uploaded at once. Please choose fewer."
    zh = "一次最多上传 {limit} 个文件，请少选一些。"


class WrongType(ServingError):
    """A file of another type."""

    en = "Files of this type are not read. These are: {endings}"
    zh = "不支持这种文件。支持的类型：{endings}"


class UploadTooLarge(ServingError):
    """A file is too large, or all are."""

    en = "A file may have {megabytes} MB, one upload {all} MB. Please choose smaller ones."
    zh = "单个文件不得超过 {megabytes} MB，一次上传不得超过 {all} MB，请选择更小的文件。"
