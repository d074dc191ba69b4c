"""What goes into the documents of the fidelity tests, and what must come out of them again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

#: ("h1" … "h3", text), ("p", text), ("ul" or "ol", items), ("table", rows). `^note text^` in a paragraph is a footnote.
Part = tuple[str, str | Sequence[str] | Sequence[Sequence[str]]]


class Written(Protocol):
    """What the tools make files of."""

    @property
    def name(self) -> str:
        """A name for its files."""

    @property
    def language(self) -> str:
        """Its language, as HTML writes it."""

    def blocks(self) -> list[tuple[str, str]]:
        """The blocks that a reader of any format should give, notes last."""

    def markdown(self) -> str:
        """The document as pandoc reads it."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document by its parts."""

    name: str
    language: str
    parts: tuple[Part, ...]

    def blocks(self) -> list[tuple[str, str]]:
        """The blocks that a reader of any format should give, notes last."""
        found, notes = [], []
        for kind, content in self.parts:
            if isinstance(content, str):
                text, note = _split(content)
                found.append(("heading" if kind[0] == "h" else "paragraph", text))
                notes += [("paragraph", note)] if note else []
            else:
                found += list(_rows(kind, content))
        return found + notes

    def markdown(self) -> str:
        """The document as pandoc reads it."""
        return "\n\n".join([*self._markdown_parts()]) + "\n"

    def _markdown_parts(self) -> Iterator[str]:
        for number, (kind, content) in enumerate(self.parts):
            if isinstance(content, str):
                text, note = _split(content, f"[^{number}]")
                yield "#" * int(kind[1]) + f" {text}" if kind[0] == "h" else text
                if note:
                    yield f"[^{number}]: {note}"
            elif kind == "table":
                first, *rest = [" | ".join(row) for row in content]
                yield "\n".join([f"| {first} |", "|---" * len(content[0]) + "|", *(f"| {row} |" for row in rest)])
            else:
                yield "\n".join(("- " if kind == "ul" else f"{n}. ") + str(item) for n, item in enumerate(content, 1))


def _rows(kind: str, content: Sequence[str] | Sequence[Sequence[str]]) -> Iterator[tuple[str, str]]:
    for number, item in enumerate(content, 1):
        if kind == "table":
            yield "table", " | ".join(item)
        else:
            yield "list_item", (f"{number}. " if kind == "ol" else "") + str(item)


def _split(text: str, mark: str = "") -> tuple[str, str]:
    """A paragraph with its note's mark in place, and the note."""
    before, _, rest = text.partition("^")
    note, _, after = rest.partition("^")
    return (before + mark + after, note) if note else (text, "")


def _chinese() -> Iterator[Part]:
    yield "h1", "关于城市图书馆夜间开放的调查报告"
    yield (
        "p",
        "本报告由编写组于2024年3月完成，共走访了12座城市的86家图书馆。^走访名单见附录，其中3家因装修未能进入。^"
        "调查问卷回收4,208份，有效率为96.5%。",
    )
    for number, place in enumerate(("东部沿海", "中部地区", "西部地区", "东北地区"), 1):
        yield "h2", f"第{'一二三四'[number - 1]}部分 {place}的情况"
        yield (
            "p",
            (
                f"在{place}，受访者中有{40 + number}%的人每周至少去一次图书馆，比上一次调查高出{number}个百分点。"
                "夜间开放的时间平均延长到21点30分，"
                "其中大学附近的分馆人数最多，工作日晚上七点到九点之间几乎没有空座位。馆员告诉我们：“晚上来的人，多半是下了班的年轻人和准备考试的学生。”"
            ),
        )
        yield "h3", "开放时间与人数"
        yield (
            "table",
            (
                ("分馆", "关闭时间", "日均人数"),
                (f"{place[0]}城分馆", "21:30", f"{number}12"),
                ("大学城分馆", "22:00", f"{number}85"),
            ),
        )
        yield (
            "p",
            f"编号为YW-{number}07的分馆使用Python编写的预约系统，每天处理约{number},300次请求，出错的比例低于0.2%。",
        )
        yield (
            "ul",
            (
                "延长周末的开放时间",
                "在入口处公布空座位的数量",
                "增加夜间的公共汽车班次，让读者在关门之后也能回家，这是问卷中提到次数最多的一项要求",
            ),
        )
    yield "h2", "建议"
    yield "ol", ("先在大学附近试行。", "半年之后再次调查。", "把结果公布在图书馆的网站上。")
    yield "p", "以上内容如有不同意见，请与编写组联系。"


def _english() -> Iterator[Part]:
    yield "h1", "A Year of Measuring Rain in Three Valleys"
    yield (
        "p",
        "This report describes how volunteers measured rainfall with simple gauges "
        "between January and December 2023.^The gauges were made from bottles, as the appendix explains.^ "
        "Their figures differ from those of the weather service by less than four per cent.",
    )
    for number, valley in enumerate(("Northern", "Middle", "Southern"), 1):
        yield "h2", f"The {valley} Valley"
        yield (
            "p",
            (
                f"In the {valley.lower()} valley, {11 + number} households read their gauge every morning at seven. Readings were sent by "
                "post-card, which turned out to be more reliable than the telephone: of 4,015 expected readings only 61 never arrived. "
                "Extraordinarily heavy showers in the middle of summer overflowed several gauges, and the volunteers' own estimates had to "
                "be used instead (see the table). Nobody complained about the early hour."
            ),
        )
        yield (
            "table",
            (
                ("Month", "Rain in mm", "Days with rain"),
                ("January", f"{number}8.5", "12"),
                ("July", f"1{number}3.0", "19"),
                ("October", "7.2", "5"),
            ),
        )
        yield (
            "p",
            f"Dr. Smith, who lives at 3.5 km from the station, compared the {valley.lower()} gauges "
            "with hers; “they agree,” she wrote, “better than I had hoped.”",
        )
        yield (
            "ul",
            (
                "Gauges stand at least two metres from any wall.",
                "A reading of zero is a reading, too.",
                "Frozen gauges are thawed indoors and measured "
                "afterwards, so that snow counts as the water that it holds",
            ),
        )
    yield "h2", "What comes next"
    yield "ol", ("Another year with the same gauges.", "A fourth valley, if enough households take part.")
    yield "p", "Copies of all cards may be read at the town hall on weekdays."


def _traditional() -> Iterator[Part]:
    yield "h1", "山城茶葉的歷史與製作"
    yield (
        "p",
        "山城位於海拔八百公尺的丘陵地帶，終年多霧，適合茶樹生長。^海拔依據2019年的測量結果。^"
        "當地人從十八世紀開始種茶，至今已有兩百多年的歷史。",
    )
    for number, name in enumerate(("春茶", "夏茶", "冬茶"), 1):
        yield "h2", f"{name}的採摘與製作"
        yield (
            "p",
            (
                f"{name}的採摘大約持續{number + 2}週，每天清晨五點開始，採茶人必須在露水乾透之前回到工廠。"
                "茶葉先攤開在竹篩上萎凋，再經過炒青、揉捻和乾燥，"
                "整個過程約需十八個小時。老師傅說，火候的掌握全憑經驗，沒有任何儀器可以代替人的鼻子與雙手。"
            ),
        )
        yield "table", (("步驟", "時間", "溫度"), ("萎凋", f"{number + 5}小時", "25°C"), ("炒青", "12分鐘", "260°C"))
        yield "p", "這些數字記錄在「製茶日誌」第二卷，由合作社保存。"
    yield "h2", "價格"
    yield "ol", ("春茶每斤一千二百元。", "夏茶每斤六百元。", "冬茶每斤九百元。")


DOCUMENTS = (
    Document("report", "zh-CN", tuple(_chinese())),
    Document("rain", "en", tuple(_english())),
    Document("tea", "zh-TW", tuple(_traditional())),
)
