"""The article as the reader shows it."""

import html
import re

from corpus.records import Article, Block, BlockKind, Span
from qa.records import Context, Quote
from qa.web.reading import reader
from qa.web.texts import TEXTS


def _article(text: str) -> Article:
    blocks, place = [], 0
    for part in text.split("\n"):
        blocks.append(Block(BlockKind.PARAGRAPH, place, place + len(part)))
        place += len(part) + 1
    return Article("a.md", text, "hash", "T", tuple(blocks), ((0, 1),), "zh")


def _quote(article: Article, start: int, end: int) -> Quote:
    text = article.text[start:end]
    context = Context(start, end, text)
    return Quote(
        "a.md", "hash", "a.md", "T", None, None, None, 1, None, start, end, text, context, 1.0, (Span(start, end),)
    )


def _shown(markup: str) -> str:
    body = markup[markup.index("</header>") :]
    return html.unescape(re.sub("<[^>]*>", "", body.replace("</p>", "\n"))).rstrip("\n")


def test_an_article_is_shown_character_for_character_however_quotes_overlap() -> None:
    article = _article("甲乙丙丁戊\n己庚辛壬癸")
    spans = [(1, 4), (2, 8), (0, 11), (3, 3)]
    quotes = [(number, _quote(article, *span)) for number, span in enumerate(spans, 1)]
    assert _shown(reader([article], quotes, 1, related=False, texts=TEXTS["zh"])) == article.text


def test_a_quote_over_two_blocks_has_one_name_and_its_whole_text() -> None:
    article = _article('甲"乙<丙\n丁&戊')
    markup = reader([article], [(1, _quote(article, 1, 8))], 7, related=False, texts=TEXTS["zh"])
    assert markup.count("<mark") == 2
    assert markup.count('id="q-7-1"') == 1
    kept = re.search('data-quote="([^"]*)"', markup)
    assert kept
    assert html.unescape(kept[1]) == article.text[1:8]


def test_a_quote_within_another_has_a_place_of_its_own() -> None:
    article = _article("甲乙丙丁戊\n己庚辛壬癸")
    quotes = [(1, _quote(article, 6, 9)), (2, _quote(article, 0, 11))]
    markup = reader([article], quotes, 1, related=False, texts=TEXTS["zh"])
    assert [markup.count(f'id="q-1-{number}"') for number in (1, 2)] == [1, 1]
    assert re.findall("<mark[^>]*>([^<]*)</mark>", markup) == ["甲乙丙丁戊", "己庚辛", "壬癸"]


def test_nothing_of_an_article_is_markup_or_template() -> None:
    article = _article('<img src=x onerror="a"> ${b} {{c}} </section><script>d</script>')
    markup = reader([article], [(1, _quote(article, 0, 24))], 1, related=True, texts=TEXTS["en"])
    assert not re.search(r"<(img|script)|\$\{|\{\{", markup)
    assert _shown(markup) == article.text


def test_the_sheet_says_which_article_it_shows() -> None:
    assert 'data-article="a.md"' in reader([_article("甲")], [], 1, related=False, texts=TEXTS["zh"])
