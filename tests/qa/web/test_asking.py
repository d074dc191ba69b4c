"""Whatever is asked, there is a turn to show."""

from typing import Any

from qa.bot import Bot
from qa.web.asking import MOST_REOPENED, ask, gone_on, reopened
from qa.web.conversation import Conversation
from qa.web.errors import AnsweringFailed

ICT = "华为与多少所高校共建了ICT学院？"


class _Failing:
    """A bot whose index has been lost."""

    def ask(self, *_asked: Any) -> Any:
        raise OSError("[Errno 5] Input/output error: '/secret/place/index.yuanwen'")


def test_a_failure_is_told_without_saying_where_files_are() -> None:
    failing: Any = _Failing()
    turn = ask(failing, Conversation(), ICT).turns[-1]
    assert turn.answer is None
    assert isinstance(turn.refusal, AnsweringFailed)
    assert "/secret" not in turn.refusal.message("en") + turn.refusal.message("zh")


def test_what_a_browser_kept_is_asked_again_in_order(bot: Bot) -> None:
    conversation = reopened(bot, [ICT, "  ", 7, None, {"answer": "x"}, "红烧肉怎么做？"])
    assert conversation.questions() == [ICT, "红烧肉怎么做？"]
    assert [turn.answer is not None and turn.answer.answered for turn in conversation.turns] == [True, False]


def test_only_so_much_is_asked_again(bot: Bot) -> None:
    asked = [f"{ICT}{number}" for number in range(MOST_REOPENED + 3)]
    assert reopened(bot, asked).questions() == asked[3:]
    for nonsense in (None, "text", {"a": 1}, 5):
        assert reopened(bot, nonsense).turns == ()


def test_a_server_that_has_begun_anew_goes_on_with_what_the_browser_kept(bot: Bot) -> None:
    assert gone_on(bot, Conversation(), [ICT]).questions() == [ICT]
    known = reopened(bot, ["谁发表了演讲？"])
    assert gone_on(bot, known, [ICT]) is known
    assert gone_on(bot, Conversation(), "<details>").turns == ()


def test_an_edited_question_takes_the_place_of_the_old_one(bot: Bot) -> None:
    conversation = reopened(bot, [ICT, "红烧肉怎么做？"])
    edited = ask(bot, conversation.before(2), "谁发表了演讲？")
    assert edited.questions() == [ICT, "谁发表了演讲？"]
    assert [turn.number for turn in edited.turns] == [1, 3]  # a number is never used twice
