"""A message as a channel can show it, by what the channel can do."""

from hypothesis import given
from hypothesis import strategies as st

from bot.dispatcher.adapting import adapt
from bot.messages import Attachment, Button, Caps, Outbound, OutboundKind
from bot.texts.either import choose_wording, either

TYPED = Caps(buttons=False, edits=False, files=False)
WORDS = st.text(alphabet="abđ {}*“”\n", max_size=30)


def test_where_there_are_buttons_nothing_changes() -> None:
    """Buttons, edits, files: the message goes as it is."""
    message = Outbound(OutboundKind.CARD, "**Câu 1**", ((Button("◀ Quay lại", "n", typed="quay lại"),),), "7")
    assert adapt(message, Caps()) == message


def test_what_buttons_say_can_be_typed() -> None:
    """Words that explain themselves share a line; others say what they are for; choices have their numbers already."""
    rows = (
        (Button("1. Có", "a.1"), Button("2. Không", "a.2")),
        (Button("A. BẢN THÂN", "n.1", typed="phần 1"),),
        (Button("◀ Quay lại", "n.2", typed="quay lại"), Button("Tạm dừng", "n.3", typed="dừng")),
        (Button("Mở trang", url="https://khaosat.example"),),
    )
    shown = adapt(
        Outbound(OutboundKind.CARD, "**Câu 1**\n1. Có\n2. Không", rows, edit_ref="7", tap_id="t"), TYPED
    )
    assert shown == Outbound(
        OutboundKind.CARD,
        "Câu 1\n1. Có\n2. Không\n\n"
        "• Nhắn “phần 1”: A. BẢN THÂN\nMở trang: https://khaosat.example\nCó thể nhắn: “quay lại”, “dừng”.",
    )


def test_what_only_concerns_buttons_is_not_sent() -> None:
    """The answer to a tap, and taking buttons off: there is nothing to show."""
    assert adapt(Outbound(OutboundKind.STRIP, edit_ref="7"), TYPED) is None
    assert adapt(Outbound(OutboundKind.TOAST, "Đã ghi", tap_id="t"), TYPED) is None


def test_a_file_that_cannot_be_sent_is_named() -> None:
    """The text says that there is one, and where files are received."""
    document = Outbound(OutboundKind.DOCUMENT, "Báo cáo", attachment=Attachment("bao-cao.docx", b"x"))
    shown = adapt(document, TYPED)
    assert shown is not None
    assert shown.attachment is None
    assert "bao-cao.docx" in shown.text
    assert shown.text.startswith("Báo cáo\n\n")


@given(WORDS, WORDS, WORDS)
def test_one_of_two_wordings_is_shown(before: str, pressed: str, typed: str) -> None:
    """Whatever stands around it: one wording, never both, and no mark is left."""
    text = before + either(pressed, typed) + before
    assert choose_wording(text, has_buttons=True) == before + pressed + before
    assert choose_wording(text, has_buttons=False) == before + typed + before


def test_a_sentence_that_was_cut_leaves_no_mark() -> None:
    """A card that is too long may end within a sentence."""
    cut = either("Bấm một nút, hoặc nhắn số.", "Nhắn số.")[:-3]
    assert choose_wording(cut, has_buttons=False).isprintable()
