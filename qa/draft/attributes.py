"""What may be asked of a subject so that the question makes sense: of a company its share price, of an ostrich never."""

import re
from collections.abc import Sequence

from corpus.keywords import tag
from qa.draft.names import PLACE_ENDINGS, is_person

#: A question, and the words of which none may stand in an article if the articles are not to answer it.
Asked = tuple[str, tuple[str, ...]]

#: Firms that need no article to say what they are.
FIRMS = ("华为", "诺基亚", "爱立信", "三星", "苹果公司", "小米", "中兴通讯", "阿里巴巴", "腾讯", "百度", "微软", "谷歌")
FIRMS_EN = ("Huawei", "Nokia", "Ericsson", "Samsung", "Apple", "Microsoft", "Google", "Amazon", "Siemens", "Intel")

_NAMED: Asked = ("{}是由谁命名的？", ("命名", "得名", "名字"))
_LOGO: Asked = ("{}的标志是什么颜色的？", ("标志", "颜色"))
_PRIZES: Asked = ("{}获得过哪些奖项？", ("奖项", "获奖", "荣获"))
_ENGLISH: Asked = ("{}的英文名称是怎么来的？", ("英文名",))
_MEANS: Asked = ("What does the name of {} mean?", ("named after", "the name"))
_ASKED: dict[str, tuple[Asked, ...]] = {
    "company": (
        ("{}的总部大楼是谁设计的？", ("总部大楼", "设计师")),
        ("{}的注册资本是多少？", ("注册资本",)),
        ("{}的股价是多少？", ("股价", "市值")),
        _LOGO,
        _NAMED,
        _PRIZES,
        _ENGLISH,
        ("谁最早批评了{}？", ("批评",)),
        ("{}每年亏损多少？", ("亏损",)),
    ),
    "institution": (_LOGO, _NAMED, _PRIZES, _ENGLISH, ("{}的吉祥物是什么？", ("吉祥物",))),
    "person": (
        ("{}的身高是多少？", ("身高",)),
        ("{}最喜欢什么颜色？", ("颜色",)),
        ("{}养过什么宠物？", ("宠物",)),
        ("{}会说几种外语？", ("外语",)),
    ),
    "place": (_NAMED, ("{}每年接待多少游客？", ("游客",)), ("哪部电影是在{}拍摄的？", ("电影", "拍摄"))),
    "thing": (
        _ENGLISH,
        ("哪部电影里出现过{}？", ("电影",)),
        ("第一本写{}的书叫什么名字？", ("一书", "名著", "著作")),
        ("哪位诗人最早写到{}？", ("诗人",)),
    ),
}
_ASKED_EN: dict[str, tuple[Asked, ...]] = {
    "company": (
        ("Who designed the logo of {}?", ("logo",)),
        ("How many people work for {}?", ("employ", "staff")),
        ("Which prizes has {} won?", ("prize", "award")),
        ("Who was the first to criticise {}?", ("critici",)),
        _MEANS,
    ),
    "thing": (
        _MEANS,
        ("Which film was the first to show {}?", ("film", "movie")),
        ("Who wrote the first book about {}?", ("book",)),
        ("Which poem mentions {}?", ("poem", "poet")),
    ),
}
_COMPANY = re.compile(r"(?:公司|集团|企业|银行|股份)$")
_INSTITUTION = re.compile(r"(?:大学|学院|中学|小学|协会|学会|基金会|研究院|研究所|俱乐部|出版社|医院|球队)$")
_COMPANY_EN = re.compile(
    r"\b(?:company|corporation|corp|inc|ltd|group|bank|university|college|institute|society|association|club|foundation)\.?$",
    re.IGNORECASE,
)


def asked_of(subject: str, texts: Sequence[str]) -> Sequence[Asked]:
    """The questions that fit a subject, as far as its name and the articles show what it is.

    >>> asked_of("鸵鸟", ["鸵鸟是一种鸟。"])[0][0]
    '{}的英文名称是怎么来的？'
    """
    if not re.search(r"[\u4e00-\u9fff]", subject):
        company = subject in FIRMS_EN or _COMPANY_EN.search(subject) or _called_a_company(subject, texts)
        return _ASKED_EN["company" if company else "thing"]
    return _ASKED[_kind(subject, texts)]


def _kind(subject: str, texts: Sequence[str]) -> str:
    if subject in FIRMS or _COMPANY.search(subject):
        return "company"
    if _INSTITUTION.search(subject):
        return "institution"
    if subject[-1] in PLACE_ENDINGS:
        return "place"
    words = tag(subject)
    if len(words) == 1 and is_person(*words[0]):
        return "person"
    return "company" if _called_a_company(subject, texts) else "thing"


def _called_a_company(subject: str, texts: Sequence[str]) -> bool:
    """Whether an article calls it one."""
    name = re.escape(subject)
    called = re.compile(
        rf"{name}(?:公司|集团|企业)|{name}是[^，。；]{{0,24}}(?:公司|企业|集团|厂商|银行)(?=[，。；])"
        rf"|{name} (?:is|was) an? (?:[\w-]+ ){{0,5}}(?:company|corporation|firm|bank|university|college)\b"
    )
    return any(called.search(text) for text in texts)
