"""A context that was trained on is noticed, however it is spelled."""

from training.contamination import bare, overlaps, windows

TEXT = "海邊有一座燈塔，燈塔由花崗岩建成，高三百米。每天晚上守護者來點燈，船隻因此找得到港口。"


def test_spelling_and_marks_make_no_difference() -> None:
    assert bare(TEXT) == bare("海边有一座灯塔 灯塔由花岗岩建成 高三百米 每天晚上守护者来点灯 船只因此找得到港口")


def test_a_window_has_the_same_number_wherever_it_stands() -> None:
    text = bare(TEXT)
    assert windows("前面" + text)[2] == windows(text)[0]
    assert len(windows(text)) == len(text) - 23
    assert len(windows("短")) == 0


def test_the_share_of_a_context_that_is_known() -> None:
    other = "The weather in the mountains is often worse than anyone expects in the valley below."
    assert overlaps([TEXT, other, "短"], ["前面的话。" + TEXT, "Something else entirely, at some length."]) == [1, 0, 0]
    [half] = overlaps([TEXT + other], [TEXT])
    assert 0 < half < 1
