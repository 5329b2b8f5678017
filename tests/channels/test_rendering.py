"""What Telegram is shown: bold parts, lengths, keyboards."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.lengths import cut, split, utf16_length
from bot.channels.telegram.rendering import (
    TEXT_LIMIT,
    render_bold,
    render_buttons,
    render_markup,
)
from bot.messages import Button, Outbound, OutboundKind

TEXTS = st.text(alphabet=st.sampled_from("aạđ 😀𝔸\n*."), max_size=80)


def part_at(text: str, offset: int, length: int) -> str:
    """Return what an entity covers, counting as Telegram does."""
    encoded = text.encode("utf-16-le")
    return encoded[2 * offset : 2 * (offset + length)].decode("utf-16-le")


def test_bold_is_counted_in_utf16_units() -> None:
    """An emoji before a bold part moves it by two; accents count one."""
    text, entities = render_bold("😀 Đồng chí **Nguyễn Thị 😀 Lan** và **Minh**")
    assert text == "😀 Đồng chí Nguyễn Thị 😀 Lan và Minh"
    assert [part_at(text, one["offset"], one["length"]) for one in entities] == ["Nguyễn Thị 😀 Lan", "Minh"]


@pytest.mark.parametrize("text", ["2 ** 3 ** 4", "**", "** a**", "**a\nb**", "a*b*c", "****"])
def test_what_is_not_a_pair_of_markers_stays(text: str) -> None:
    """Single stars, spaced stars and pairs over two lines are ordinary letters."""
    assert render_bold(text) == (text, [])


@given(TEXTS)
def test_bold_parts_lie_in_the_text_in_order(text: str) -> None:
    """Entities never overlap, never leave the text and never cut a letter."""
    shown, entities = render_bold(text)
    end = 0
    for entity in entities:
        assert entity["offset"] >= end
        end = entity["offset"] + entity["length"]
        assert part_at(shown, entity["offset"], entity["length"])
    assert end <= utf16_length(shown)


@given(TEXTS)
def test_the_length_is_that_of_utf16(text: str) -> None:
    """Our count agrees with the encoding itself."""
    assert utf16_length(text) == len(text.encode("utf-16-le")) // 2


@given(TEXTS, st.integers(min_value=2, max_value=20))
def test_split_parts_fit_and_lose_no_word(text: str, limit: int) -> None:
    """Every part fits; together they carry every letter but the white space at the breaks."""
    parts = split(text, limit)
    assert all(utf16_length(part) <= limit for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


def test_a_long_notice_breaks_between_paragraphs() -> None:
    """Paragraphs stay whole as long as one fits."""
    first, second = "a" * 3000, "b" * 3000
    assert split(f"{first}\n\n{second}", TEXT_LIMIT) == [first, second]


@given(TEXTS, st.integers(min_value=2, max_value=20))
def test_a_cut_text_fits_and_says_so(text: str, limit: int) -> None:
    """A text that fits is untouched; a longer one ends in an ellipsis."""
    shown = cut(text, limit)
    assert utf16_length(shown) <= limit
    assert shown == text or shown.endswith("…")


def test_a_button_may_carry_a_style_or_an_address() -> None:
    """Style goes along; an address replaces the data."""
    rows = ((Button("Xong", "x", style="primary"), Button("Trang", url="https://example.vn")),)
    assert render_buttons(rows) == {
        "inline_keyboard": [
            [
                {"text": "Xong", "style": "primary", "callback_data": "x"},
                {"text": "Trang", "url": "https://example.vn"},
            ]
        ]
    }


@pytest.mark.parametrize(
    "rows",
    [
        ((Button("dài", "đ" * 33),),),
        ((Button("trống"),),),
        (tuple(Button(str(n), str(n)) for n in range(9)),),
        tuple((Button(str(n), str(n)),) for n in range(101)),
    ],
    ids=["65 bytes", "no data", "9 in a row", "101 in all"],
)
def test_buttons_beyond_the_limits_are_our_own_mistake(rows: tuple[tuple[Button, ...], ...]) -> None:
    """Data over 64 bytes, nine in a row, more than a hundred: refused before anything is sent."""
    with pytest.raises(ValueError, match=r"bytes|row|buttons"):
        render_buttons(rows)


def test_data_of_exactly_64_bytes_passes() -> None:
    """The limit itself is allowed, counted in bytes."""
    assert render_buttons(((Button("x", "đ" * 32),),)) is not None


def test_buttons_and_a_keyboard_exclude_each_other() -> None:
    """Telegram has one reply_markup a message."""
    message = Outbound(OutboundKind.NOTICE, "x", buttons=((Button("a", "a"),),), keyboard="contact")
    with pytest.raises(ValueError, match="not both"):
        render_markup(message)
