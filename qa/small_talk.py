"""Greetings, thanks, commands to the bot and questions about the articles as things: what asks nothing of what they say."""

import re
from typing import Literal

from corpus.folding import fold
from qa.phrases import spoken

# Each matches a whole message, folded, without what stands around its words. What may be a question of the articles is not here.
_GREETING = re.compile(
    r"(?:(?:嗨|哈喽|哈啰|hi|hello|hey|hallo|hola|bonjour|こんにちは|안녕하세요)(?:[,\s]*(?:there|你好|yuanwen|原文|all|bot))?|"
    r"(?:您好|你好|大家好)[呀啊吗]?|(?:早上|上午|中午|下午|晚上)好[呀啊]?|早安|晚安|good (?:morning|afternoon|evening|day|night)|"
    r"(?:在吗|在不在|有人吗|你在吗)|(?:are you|anyone) there|how are you(?: doing)?(?: today)?|what'?s up|你好吗|最近怎么样|"
    r"test(?:ing)?|测试(?:一下)?|hi+)"
)
_NOD = re.compile(r"嗯+|哦+|啊+|哈+|呵呵+|嘿嘿+|嘻嘻+|ok(?:ay)?|好的?|是的?|yes|no|不是?|lol|haha\w*")
_THANKS = re.compile(
    r"(?:非常|太|多)?(?:谢谢|感谢|多谢|谢了|辛苦)(?:你|您|了|啦|大家)*|thanks?(?: you)?(?: (?:very|so) much| a lot)?|thx|gracias|"
    r"merci|danke|ありがとう|"
    r"(?:再见|拜拜|回见|88|bye(?:[ -]?bye)?|goodbye|see you(?: later)?)|"
    r"(?:你|您)?(?:真|很|太)(?:棒|好|厉害|聪明|不错)(?:了|啦|啊)?|(?:good|great|nice|well done)(?: job| bot| work)?|不错|厉害"
)
_ABOUT = re.compile(
    r"(?:请问)?(?:你|您)(?:是谁|是什么|叫什么(?:名字)?|是(?:什么)?(?:机器人|模型|ai|人工智能|chatgpt|人)吗?|能做(?:些)?什么|会(?:做|"
    r"些)?什么|有什么(?:功能|用)|"
    r"可以(?:做(?:些)?什么|帮我(?:做)?什么)|能(?:帮我)?(?:干|做)(?:些)?(?:什么|嘛|啥)|怎么(?:用|使用))|(?:怎么|如何)(?:用|"
    r"使用)(?:你|这个(?:工具|机器人|页面))?|帮助|帮忙|help(?: me)?|"
    r"who (?:are|r) (?:you|u)|what (?:are you|can you do|do you do|is your name)(?: for me)?|what'?s your name|how (?:do (?:i|"
    r"you) use (?:this|you)|does this work)|"
    r"are you (?:a |an )?(?:bot|robot|ai|human|chatgpt|real|person)(?: person)?"
)
_ARTICLE = r"(?:(?:(?:(?:这|那|该|本|此)?(?:些|几|一)?(?:篇|份|个)?文章|(?:这|该|本)(?:篇|份)(?:文档|文件|报道))(?:里面?|中)?|(?:本|全|原)文))"
_THE_ARTICLE = (
    r"(?:(?:(?:the|this|that|these|those|your|my) articles?|(?:this|these|your|my) (?:texts?|documents?|files?)))"
)
# Of the articles by that name alone: what a book, a speech or a song is called and who wrote it may stand in them.
_ARTICLES = re.compile(
    r"(?:请问|告诉我)?(?:"
    rf"{_ARTICLE}(?:主要|大概|到底|都|是)*(?:在)?(?:讲|说|写|谈|介绍|讲述)(?:的|了)?(?:主要)?(?:是|些)?(?:什么|啥|哪些)(?:内容|事情?)?的?"
    rf"|{_ARTICLE}的?(?:主要内容|大意|主旨|中心思想|主题|概要|摘要|梗概|内容)(?:是|有)?(?:什么|哪些)?"
    rf"|{_ARTICLE}的?(?:标题|题目|名字|来源|出处|作者|日期|(?:发表|发布|写作)(?:时间|日期))(?:都|分别)?(?:是|叫|在)?"
    r"(?:什么|啥|哪里|哪儿|谁|何处|哪(?:一)?(?:天|年|家媒体|个网站))?"
    rf"|标题(?:是|叫)什么|{_ARTICLE}叫什么(?:名字|标题)?"
    rf"|{_ARTICLE}(?:是)?(?:来自|出自|从)(?:哪里|哪儿|哪(?:家媒体|个网站))(?:来)?的?"
    rf"|{_ARTICLE}是?(?:谁|什么时候|何时|哪(?:一)?[天年])(?:写|发表|发布|撰写|刊登)的|谁写(?:了|的){_ARTICLE}"
    r"|(?:你|您|这里|库里|现在|里面)*(?:一共|总共|共)?(?:有|收录了?|存了?)(?:多少|几)(?:篇|个|份)?(?:文章|文档|文件|资料)"
    r"|(?:你|您|这里|库里|现在|里面)+(?:都)?有(?:哪些|什么)(?:文章|文档|文件|资料)|有(?:哪些|什么)文章|列出(?:所有|全部)?的?文章"
    r")(?:呢|啊|呀)?"
    rf"|what(?: is|'s| are) {_THE_ARTICLE} (?:mainly )?about|what (?:does|do) {_THE_ARTICLE} (?:say|talk about|contain)"
    rf"|(?:what|who|where)(?: is|'s| are) the (?:titles?|sources?|authors?|dates?|topics?|main (?:idea|topic|point)s?) of {_THE_ARTICLE}"
    rf"|what(?: is|'s) the title|who (?:wrote|published|is the author of) {_THE_ARTICLE}"
    rf"|where (?:is|does) {_THE_ARTICLE} (?:come )?from|when was {_THE_ARTICLE} (?:written|published)"
    r"|how many (?:articles|documents|texts|files) (?:are (?:there|here|in here)|do you (?:have|know)|have you got)"
    r"|(?:what|which) (?:articles|documents|texts|files) (?:are (?:there|here|in here)|do you (?:have|know))"
    r"|(?:list|show)(?: me)?(?: all)?(?: of)?(?: the| your)? articles"
)
# Commands open a message and may go on at any length.
_COMMAND = re.compile(
    r"(?:请|帮我|给我|麻烦(?:你|您)?|你(?:来|能|可以)?|能不能|可以)*(?:"
    r"(?:写|作|编|创作|生成|画|唱|讲|说)(?:一|几|个|首|篇|段|张|些|点|幅)+.{0,16}?(?:诗|故事|笑话|文章|代码|程序|歌|作文|小说|图|"
    r"邮件|报告|段子|总结|摘要)"
    r"|(?:总结|概括|概述|归纳|缩写|改写|翻译|润色|续写|朗读|背诵)(?:一下)?"
    r"(?:(?:这|本|全|该|整|上|下|成|为|第[一二三四五六七八九十\d]+|最后|开头).{0,3}?)?"
    r"(?:文章?|全文|内容|段落?|演讲|讲话|[英中日法德]文)?$"
    r"|(?:把|将)(?:(?:这|本|全|该|整|第[一二三四五六七八九十\d]+|最后).{0,3}?)?(?:文章?|全文|内容|段落?|演讲|讲话|它)"
    r"(?:总结|概括|概述|归纳|缩写|改写|翻译|润色)(?:一下|(?:成|为).{1,4})?$"
    r"|(?:忽略|无视|忘记|忘掉|不要理会)(?:以上|上面|之前|前面|先前|所有|一切|你)+.{0,200}"
    r"|(?:扮演|假装|装作|假设你是|从现在(?:开始|起)你).{0,200}"
    r"|(?:重复|输出|显示|告诉我|泄露|打印)(?:一遍)?(?:你的)?(?:系统)?(?:提示词?|指令|prompt).{0,60})"
    r"|(?:please |can you |could you |kindly )*(?:"
    r"(?:ignore|disregard|forget) (?:all |any |the |your |my )*(?:above|previous|prior|earlier|instructions?|rules?).{0,400}"
    r"|(?:pretend|act as|role-?play|you are now|from now on,? you).{0,400}"
    r"|(?:write|compose|tell|sing|draw|generate|create|make)(?: me| us)? (?:a|an|some|the|me a)\b.{0,40}?\b(?:poem|story|joke|song|"
    r"essay|code|program|script|email|picture|image|haiku|summary)\b.{0,80}"
    r"|(?:summari[sz]e|translate|rewrite|paraphrase|proofread)(?: (?:this|the|it|everything|all|into|to)\b.{0,40})?"
    rf"|sum(?: (?:it|this|that|{_THE_ARTICLE}))? up(?: {_THE_ARTICLE})?|(?:give me )?(?:a|the) summary(?: of {_THE_ARTICLE})?|tl;?dr"
    r"|(?:repeat|print|show|reveal|output)(?: me)? (?:your|the) (?:system )?(?:prompt|instructions?).{0,80})",
    re.DOTALL,
)
_BREAK = re.compile(r"[,.!?~;、。]+\s*")
_OPENING = re.compile(r"^([^,，.。!！~;；]*)([,，.。!！~;；]*)\s*(.*)$", re.DOTALL)
_AROUND = re.compile(r"^[\W_]+|[\W_]+$")

_ANSWERS = {
    "zh": {
        "greeting": "你好！我用文章里的原话回答问题：请问一个文章里可能写到的问题，我会逐字引用，并标出它在哪里。",
        "nod": "好的。想从文章里知道什么，尽管问。",
        "thanks": "不客气！还想从文章里知道什么，尽管问。",
        "about": "我是“原文”：我在你的文章里查找，用原文逐字回答，标出出处；文章没有写的，我会直说。问一个具体的问题就可以开始。",
        "command": "这件事我做不了：我不写作、不总结、不翻译，也不执行指令，只引用文章里的原话。你可以就文章的内容问一个具体的问题。",
        "articles": "我只引用文章里的原话，不概括文章，也不评论。你可以就文章的内容问一个具体的问题。",
    },
    "en": {
        "greeting": "Hello! I answer with the articles' own words: ask something they may speak of, and I quote it and show you "
        "where it stands.",
        "nod": "All right. Ask whatever you would like to know from the articles.",
        "thanks": "You are welcome! Ask whatever else you would like to know from the articles.",
        "about": "I am Yuanwen: I search your articles, answer in their own words, show where they stand, and say so when they do "
        "not answer. "
        "Ask a question to begin.",
        "command": "That is not something I can do: I do not write, summarise, translate or follow instructions, I only quote the "
        "articles. "
        "Ask a question about what they say.",
        "articles": "I only quote the articles, I do not sum them up or judge them. Ask a question about what they say.",
    },
}
#: The kinds of small talk.
KINDS = tuple(_ANSWERS["en"])
_KINDS = (
    ("greeting", _GREETING),
    ("nod", _NOD),
    ("thanks", _THANKS),
    ("about", _ABOUT),
    ("articles", _ARTICLES),
    ("command", _COMMAND),
)


def small_talk(message: str) -> str | None:
    """What kind of small talk a message is, one of `KINDS`; None for a question.

    >>> small_talk("你好！"), small_talk("Who are you?"), small_talk("华为的目标是什么？")
    ('greeting', 'about', None)
    """
    said = _AROUND.sub("", fold(message))
    if not said:
        return None
    for kind, pattern in _KINDS:
        if pattern.fullmatch(said):
            return kind
    parts = [_AROUND.sub("", part) for part in _BREAK.split(said)]
    kinds = [next((kind for kind, p in _KINDS[:5] if p.fullmatch(part)), None) for part in parts]
    return kinds[-1] if len(parts) > 1 and all(kinds) else None


def without_greeting(question: str) -> str:
    """The question without the greeting that it opens with.

    >>> without_greeting("你好，华为的目标是什么？")
    '华为的目标是什么？'
    """
    opening, found, rest = _OPENING.match(question).groups()  # type: ignore[union-attr] # it matches anything
    said = fold(opening).strip()
    return rest if found and rest and (_GREETING.fullmatch(said) or _NOD.fullmatch(said)) else question


def reply(message: str, kind: str, language: Literal["en", "zh"] | None = None) -> str:
    """What the bot says to small talk of a kind: in this language, or else in that of the message where it is one of ours."""
    return _ANSWERS[language or spoken(message)][kind]
