"""Texts with two wordings: each is shown whole or not at all."""

from hypothesis import given
from hypothesis import strategies as st

from bot.texts.either import choose_wording, clip, either

PLAIN = st.text("ab \n", max_size=12)
PARTS = st.lists(PLAIN | st.builds(either, PLAIN, PLAIN), max_size=8)


@given(PARTS, st.integers(1, 60))
def test_a_clipped_text_shows_one_wording_only(parts: list[str], limit: int) -> None:
    """Whatever is cut off, each channel sees the beginning of its own wording, within the limit."""
    text = "".join(parts)
    for has_buttons in (True, False):
        whole = choose_wording(text, has_buttons=has_buttons)
        shown = choose_wording(clip(text, limit), has_buttons=has_buttons)
        assert len(shown) <= limit
        assert shown == whole or whole.startswith(shown.removesuffix("…"))


def test_a_text_whose_wordings_fit_is_not_clipped() -> None:
    """Both wordings together are longer than a card, each of them is not."""
    text = either("a" * 2000, "b" * 2000)
    assert clip(text, 3500) == text
