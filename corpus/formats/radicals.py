"""Characters that PDFs name wrongly: a font's map gives a radical or a ligature where the reader sees a letter."""

import unicodedata

# The radicals of U+2E80 to U+2EFF that look like a character of their own (Unicode: EquivalentUnifiedIdeograph).
_SUPPLEMENT = (
    "⺁厂⺄乙⺊卜⺋㔾⺌⺌⺎兀⺏尣⺒巳⺓幺⺕彐⺗㣺⺙攵⺜日⺝月⺟母⺠民⺡氵⺢氺⺣灬⺤爫⺥爫⺦丬⺨犭⺪疋⺫罒⺬示⺭礻⺮竹⺯糹⺰纟⺱罓⺲罒⺳㓁⺴罓"
    "⺶羊⺷羋⺸羊⺹耂⺺肀⺻聿⺼月⺽臼⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻇⻇⻈讠⻉贝⻊足⻋车⻌辶⻍辶⻎辶⻏阝⻐钅⻑長⻒镸⻓长⻔门⻕⻕⻖阝"
    "⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞飠⻟飠⻠饣⻡首⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱亀⻲龜⻳龟"
)
_MAP = {ord(radical): letter for radical, letter in zip(_SUPPLEMENT[::2], _SUPPLEMENT[1::2], strict=True)}
_MAP |= {code: unicodedata.normalize("NFKC", chr(code)) for code in (*range(0x2F00, 0x2FD6), *range(0xFB00, 0xFB07))}
_MAP[0xA0] = " "


def letters(text: str) -> str:
    """The characters that the reader sees.

    >>> letters("算⼒是核⼼，⻚⻓ oﬃce")
    '算力是核心，页长 office'
    """
    return text.translate(_MAP)
