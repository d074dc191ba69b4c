"""What a Chinese name is the name of, as far as the name itself and the verb after it show."""

from qa.draft.clauses import Clause

_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
#: How names of places and of what people built end, whatever a dictionary takes them for.
PLACE_ENDINGS = frozenset("桥山江河湖海岛溪港湾峡洞谷寺塔楼城宫殿庙阁亭园馆院省市县镇乡村州国街路站")
_NO_PEOPLE = frozenset("高尔夫 马拉松 胡萝卜 孔雀石 马其顿 雷阵雨 毛毛雨".split())  # noqa: SIM905
_DOINGS_OF_THINGS = frozenset(
    "位于 坐落 坐落于 地处 横跨 流经 发源 发源于 注入 全长 始建 始建于 建于 竣工 通车 盛产 原产 原产于 毗邻 隶属 隶属于 属于 "  # noqa: SIM905
    "喷发 爆发 生长 栖息 分布 分布于 含有 富含 包括 包含 分为".split()
)
_END_OF_PEOPLE = frozenset("人家者员师长手将帝王后妃士生父母子女官徒夫祖兵匠才星侠")
_WHICH = {
    **dict.fromkeys("桥山岛寺塔楼城", "哪座"),
    **dict.fromkeys("江河溪", "哪条"),
    **dict.fromkeys("湖省市县镇乡村", "哪个"),
}


def asked_by(clause: Clause) -> str:
    """The words that ask who or which thing the clause is about, where its subject is one name; empty where none fit."""
    first = clause.tokens[0]
    if not clause.own or clause.subject != first.word or len(first.word) != 3 or clause.text[-1] in "时后前":
        return ""
    ending, verb = first.word[-1], next((token.word for token in clause.tokens if token.flag.startswith("v")), "")
    if verb in _DOINGS_OF_THINGS:
        return _WHICH[ending] + ending if ending in _WHICH and first.flag in ("nr", "ns") else ""
    what_it_is = verb == "是" and clause.text[-1] not in _END_OF_PEOPLE
    return "谁" if is_person(first.word, first.flag) and not what_it_is else ""


def is_person(name: str, flag: str) -> bool:
    """Whether a word with its part of speech is a person's name: three characters, the first a surname, the last of no place.

    >>> is_person("孟晚舟", "nr"), is_person("赵州桥", "nr")
    (True, False)
    """
    named = flag == "nr" and len(name) == 3 and name[0] in _SURNAMES
    return named and name[-1] not in PLACE_ENDINGS and name not in _NO_PEOPLE
