"""Yes and no as people say them."""

import pytest

from surveys.replies import match_choice, read_assent


@pytest.mark.parametrize(
    "text",
    [
        "vâng ạ",
        "Dạ đúng",
        "đúng rồi",
        "dạ vâng",
        "vâng, đúng rồi ạ",
        "Dạ.",
        "da vang a",
        "ok",
        "chắc chắn",
        "Có",
        "dạ có ạ",
    ],
)
def test_a_polite_yes_is_a_yes(text: str) -> None:
    """Words of politeness, accents and signs change nothing."""
    assert read_assent(text) is True


@pytest.mark.parametrize(
    "text",
    [
        "không",
        "dạ không ạ",
        "Không phải ạ",
        "không đúng",
        "thôi không cần",
        "đừng",
        "ko",
        "chưa",
        "không, nhầm rồi",
    ],
)
def test_a_polite_no_is_a_no(text: str) -> None:
    """A no before a yes is a no."""
    assert read_assent(text) is False


@pytest.mark.parametrize(
    "text",
    [
        "",
        "đúng không?",
        "có đúng không",
        "vâng, không phải",
        "tôi",
        "dung",
        "dừng",
        "Không có ý kiến",
        "đúng 7 năm",
        "rồi",
    ],
)
def test_what_says_more_or_both_is_neither(text: str) -> None:
    """A sentence, a question, yes and no at once, and letters that could be don't."""
    assert read_assent(text) is None


def test_where_it_is_asked_other_words_say_it_too() -> None:
    """Phrases of the question itself count."""
    assert read_assent("dạ là tôi", yes=("là tôi",)) is True
    assert read_assent("thôi, giữ nguyên nhé", no=("giữ nguyên",)) is False
    assert read_assent("không xóa", no=("không xóa",)) is False


@pytest.mark.parametrize(("text", "index"), [("vâng ạ", 0), ("dạ có", 0), ("dạ không ạ", 1), ("Không ạ", 1)])
def test_a_choice_of_yes_and_no_is_answered_by_either(text: str, index: int) -> None:
    """Where one label says yes and one no."""
    assert match_choice(text, ["Có", "Không"]).only == index
