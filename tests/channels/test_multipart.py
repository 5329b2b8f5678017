"""A call with a file: whatever its name and bytes, a server reads back what was put in."""

from email import message_from_bytes
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.multipart import render_form

NAMES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n"), min_size=1, max_size=20)


def parts_of(kind: str, body: bytes) -> dict[str, Any]:
    """Read a form as the mail library does, by the names of its parts."""
    form: Any = message_from_bytes(f"Content-Type: {kind}\r\n\r\n".encode() + body)
    assert form.is_multipart()
    return {part.get_param("name", header="content-disposition"): part for part in form.get_payload()}


@given(NAMES, st.binary(max_size=200))
def test_a_form_is_read_back(filename: str, content: bytes) -> None:
    """Texts go as they are, other values as JSON; the file keeps every byte."""
    given = {
        "chat_id": "7",
        "caption": "Báo cáo",
        "protect_content": True,
        "caption_entities": [{"offset": 0}],
    }
    parts = parts_of(*render_form(given, ("document", filename, content)))
    read = {name: part.get_payload(decode=True) for name, part in parts.items()}
    assert read["caption"] == "Báo cáo".encode()
    assert (read["chat_id"], read["protect_content"]) == (b"7", b"true")
    assert read["caption_entities"] == b'[{"offset":0}]'
    assert read["document"] == content


def test_a_name_ends_nothing() -> None:
    """Quotes and line ends in a file's name stay in the name."""
    parts = parts_of(*render_form({}, ("document", 'a"\r\nX-Y: z', b"1")))
    assert parts["document"]["X-Y"] is None
    assert parts["document"].get_filename() == "a%22%0D%0AX-Y: z"
