"""What each template makes of a sentence; answers are exact ranges of it, and what cannot stand alone is not asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.draft import chinese, english
from qa.draft.near_misses import not_given


def asked(propose, sentence: str, *more: str) -> dict[str, str]:  # type: ignore[no-untyped-def]
    return {one.question: sentence[one.answer.start : one.answer.end] for one in propose(sentence, *more) if one.answer}


@pytest.mark.parametrize(
    ("sentence", "question", "answer"),
    [
        ("其中，华为在全球已与2600多所高校共建了ICT学院。", "华为在全球已与多少所高校共建了ICT学院？", "2600多所"),
        ("华为的全面智能化目标分为三个板块。", "华为的全面智能化目标分为几个板块？", "三个"),
        ("公司聚合了全球4.2万家合作伙伴、500万名开发者。", "公司聚合了全球多少名开发者？", "500万名"),
        ("公司联接了全球超过1/3的人口。", "公司联接了全球超过几分之几的人口？", "1/3"),
        ("目前，公司在全球有30家门店。", "公司在全球有多少家门店？", "30家"),
        ("孟晚舟在大会上发表主题演讲。", "谁在大会上发表主题演讲？", "孟晚舟"),
        ("2013年，华为又提出了云战略。", "华为提出了云战略是在哪一年？", "2013年"),
        ("霍顿于1980年回到英国。", "霍顿于哪一年回到英国？", "1980年"),
        ("全面智能化（All Intelligence）的目标是“加速转型”。", "全面智能化的目标是什么？", "“加速转型”"),
        ("人工智能的发展，算力是核心驱动力。", "人工智能的发展，什么是核心驱动力？", "算力"),
        (
            "华为云成为了主流云厂商之一，这得益于持续的研发投入。",
            "华为云成为了主流云厂商之一，得益于什么？",
            "持续的研发投入",
        ),
        ("由于龟山岛地处外海，金山的现象不明显。", "为什么金山的现象不明显？", "龟山岛地处外海"),
        ("算力大小决定着AI迭代的速度。", "算力大小决定着什么？", "AI迭代的速度"),
    ],
)
def test_a_chinese_sentence_is_asked_about(sentence: str, question: str, answer: str) -> None:
    assert asked(chinese.propose, sentence)[question] == answer


@pytest.mark.parametrize(
    ("sentence", "question", "answer"),
    [
        ("灌溉面积超过一千万亩。", "灌溉面积超过多少亩？", "一千万亩"),
        ("大坝耗资一百二十亿元。", "大坝耗资多少元？", "一百二十亿元"),
        ("工程需要三点五亿元。", "工程需要多少元？", "三点五亿元"),
        ("全县有十几个村。", "全县有多少个村？", "十几个"),
        ("学校有两三百名学生。", "学校有多少名学生？", "两三百名"),
        ("学校有两千零五名学生。", "学校有多少名学生？", "两千零五名"),
        ("学校有2600多教师。", "学校有多少教师？", "2600多"),
        ("学校有30人至40人。", "学校有多少人？", "30人至40人"),
        ("水稻占全县耕地的三分之一。", "水稻占全县耕地的几分之几？", "三分之一"),
        ("公司占百分之五的股份。", "公司占百分之多少的股份？", "百分之五"),
        ("公司占百分之三十五点五的股份。", "公司占百分之多少的股份？", "百分之三十五点五"),
        ("火山造成约一万两千余人遇难。", "火山造成多少人遇难？", "一万两千余人"),
    ],
)
def test_a_numeral_is_asked_for_whole(sentence: str, question: str, answer: str) -> None:
    found = asked(chinese.propose, sentence)
    assert [(one, said) for one, said in found.items() if "多少" in one or "几" in one] == [(question, answer)]


@pytest.mark.parametrize(
    "sentence", ["学校有一个礼堂。", "寺庙始建于乾隆二十年。", "学校位于五台山。", "电影入围第七十二届奥斯卡。"]
)
def test_what_only_looks_like_a_number_is_not_asked_for(sentence: str) -> None:
    assert not [one for one in asked(chinese.propose, sentence) if "多少" in one or "几" in one]


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        ("孟晚舟在大会上发表主题演讲。", "谁在大会上发表主题演讲？"),
        ("张仲景是东汉末年的医学家。", "谁是东汉末年的医学家？"),
        ("赵州桥位于河北省石家庄市赵县。", "哪座桥位于河北省石家庄市赵县？"),
        ("白马寺位于河南省洛阳市。", "哪座寺位于河南省洛阳市？"),
        ("Queen Victoria reigned for more than sixty years.", "Who reigned for more than sixty years?"),
        ("Mount Tambora erupted in April 1815.", "What erupted in April 1815?"),
        ("Golden Gate Bridge opened in 1937 to traffic.", "Which bridge opened in 1937 to traffic?"),
    ],
)
def test_who_is_asked_of_people_alone(sentence: str, question: str) -> None:
    propose = chinese.propose if "。" in sentence else english.propose
    assert [one.question for one in propose(sentence) if one.kind == "name"] == [question]


@pytest.mark.parametrize("sentence", ["马拉松是一项长跑运动。", "雷峰塔倒塌了。", "Mauna Loa erupted for two weeks."])
def test_where_a_name_may_be_a_things_nobody_is_asked_for(sentence: str) -> None:
    propose = chinese.propose if "。" in sentence else english.propose
    assert [one for one in propose(sentence) if one.kind == "name"] == []


def test_what_a_person_is_is_asked_as_of_a_person() -> None:
    assert "张仲景是什么人？" in asked(chinese.propose, "张仲景是东汉末年的医学家。")
    assert "Who is Marie Curie?" in asked(english.propose, "Marie Curie is a physicist of Polish birth.")
    assert "What is Lake Erie?" in asked(english.propose, "Lake Erie is the lake where a king was born.")


def test_we_is_who_speaks_where_one_knows() -> None:
    sentence = "我们在全球部署了30个Region、84个可用区。"
    assert asked(chinese.propose, sentence) == {}
    assert asked(chinese.propose, sentence, "华为")["华为在全球部署了多少个Region？"] == "30个"
    assert asked(chinese.propose, "我们已经开设了1600多门课程。", "华为")["华为开设了多少门课程？"] == "1600多门"


@pytest.mark.parametrize(
    "sentence",
    [
        "它有30个房间。",
        "他于1980年回到英国。",
        "这是最大的港口之一。",
        "你知道华为有多少员工吗？",
        "走吧！",
        "第二章",
        "",
    ],
)
def test_a_chinese_sentence_that_points_elsewhere_is_left_alone(sentence: str) -> None:
    assert asked(chinese.propose, sentence) == {}


@pytest.mark.parametrize(
    ("sentence", "question", "answer"),
    [
        ("The college was founded in 1636 by a vote.", "In which year was the college founded by a vote?", "1636"),
        ("There are about 2,600 colleges in the programme.", "How many colleges in the programme are there?", "2,600"),
        ("The company has 84 zones around the world.", "How many zones does the company have?", "84"),
        ("The bridge was closed because the river had risen.", "Why was the bridge closed?", "the river had risen"),
        ("Academic Colleges Group is a group of schools.", "What is Academic Colleges Group?", "a group of schools"),
        ("Guo Shoujing applied mathematics to calendars.", "Who applied mathematics to calendars?", "Guo Shoujing"),
    ],
)
def test_an_english_sentence_is_asked_about(sentence: str, question: str, answer: str) -> None:
    assert asked(english.propose, sentence)[question] == answer


@pytest.mark.parametrize(
    "sentence", ["It was founded in 1636.", "They have 84 zones.", "Is it a bridge?", "and so on.", ""]
)
def test_an_english_sentence_that_points_elsewhere_is_left_alone(sentence: str) -> None:
    assert asked(english.propose, sentence) == {}


@pytest.mark.parametrize(
    ("subject", "text", "company"),
    [
        ("鸵鸟", "鸵鸟是世界上最大的鸟。", False),
        ("赵州桥", "赵州桥位于河北省。", False),
        ("张仲景", "张仲景是东汉的医学家。", False),
        ("清华大学", "清华大学位于北京。", False),
        ("华为", "华为提出了战略。", True),
        ("比亚迪", "比亚迪是中国的汽车公司。", True),
        ("The ostrich", "The ostrich is a bird.", False),
        ("Acme", "Acme is a large company.", True),
    ],
)
def test_near_misses_ask_for_what_fits_the_thing(subject: str, text: str, company: bool) -> None:
    questions = [one.question for one in not_given([subject], [text])]
    of_companies = ("股价", "注册资本", "总部", "亏损", "logo", "work for", "prizes")
    assert len(questions) >= 3
    assert any(word in question for question in questions for word in of_companies) is company
    assert not any("The" in question for question in questions)


PIECES = [
    "华为",
    "我们",
    "提出了",
    "战略",
    "是",
    "2013年",
    "，",
    "。",
    "1500多",
    "家",
    "公司",
    "由于",
    "“",
    "”",
    "in 1990",
    " was ",
    "The ",
]


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_any_text_makes_exact_ranges_and_no_error(sentence: str) -> None:
    for one in [*chinese.propose(sentence, "华为"), *english.propose(sentence)]:
        assert one.answer is not None
        assert 0 <= one.answer.start < one.answer.end <= len(sentence)
        assert sentence[one.answer.start : one.answer.end] not in one.question
