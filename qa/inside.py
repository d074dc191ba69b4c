"""What is inside, for someone who asks about the articles as things."""

from collections.abc import Collection

from index.library import Library
from qa.phrases import spoken

_INSIDE = {
    "zh": {
        0: "这里还没有文章。",
        1: "这里有一篇文章：{about}",
        2: "这里有 {count} 篇文章，清单在“文章”页，也可以用 yuanwen articles 查看。",
    },
    "en": {
        0: "There is no article here yet.",
        1: "There is one article here: {about}",
        2: "There are {count} articles here: the Articles tab lists them, and so does yuanwen articles.",
    },
}


def inside(message: str, library: Library, within: Collection[str] | None = None) -> str:
    """How many articles there are and where their list is; of a single one the title, source and date. Of those `within`, if given.

    Raises IndexDamaged.
    """
    names = [name for name in library.article_ids() if within is None or name in within]
    about = ""
    if len(names) == 1:
        article = library.article(names[0])
        about = " · ".join(part for part in (article.title, article.source, article.date) if part)
    return _INSIDE[spoken(message)][min(len(names), 2)].format(count=len(names), about=about)
