"""Sentences that lean on the one before: they open with a pronoun that points back."""

import re

from corpus.folding import fold

# Over folded text. 其中, 其他 and the like point nowhere; 这里 and 此外 open sentences that stand alone.
_CHINESE = re.compile(
    r"^[\"“「『(]?(?:[它她他]们?(?!日|人|乡)|(?:这|那)(?!里|边|时候|天|年|个月|一年|一天|一时期)(?:些|个|一|种|项|次|位|座|是|也|不|"
    r"使|让|为|就|样|得益|意味|将|都)?|"
    r"此(?!外|前|后|时|刻|间|番)|该(?!当)|其(?!中|他|它|实|余|次|一|二|三|后|间|时)|前者|后者|两者|二者|双方)"
)
_ENGLISH = re.compile(
    r"^[\"“‘(]?(?:it(?! is (?:said|believed|thought|known|estimated|possible|likely|clear|important|necessary)\b)|its|they|their|"
    r"them|he|his|she|her|"
    r"this|these|those|that(?= (?:is|was|has|had|would|will|means|year|same))|such|the (?:former|latter|two)|"
    r"both)\b(?!['’]s (?:said|believed))"
)


def dangles(sentence: str) -> bool:
    """Whether a sentence opens with a pronoun whose meaning stands before it.

    >>> dangles("这得益于持续的研发投入。"), dangles("其中，华为已与高校共建学院。"), dangles("They moved to Paris.")
    (True, False, True)
    """
    folded = fold(sentence).lstrip()
    return bool(_CHINESE.search(folded) or _ENGLISH.search(folded))
