"""What the log never says: tokens, passwords, and what people wrote."""

import logging

import pytest

from bot.logs import HIDDEN, RedactingFormatter, redact

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"GET https://api.telegram.org/bot{TOKEN}/getMe", f"GET https://api.telegram.org/bot{HIDDEN}/getMe"),
        ("postgresql://khaosat:mat-khau@localhost/db", f"postgresql://khaosat:{HIDDEN}@localhost/db"),
        ("the secret is tin-mat-1", f"the secret is {HIDDEN}"),
        (
            "null value\nDETAIL:  Failing row contains (7, ý kiến\nriêng (tôi).\nhết, null).\n[SQL: INSERT",
            f"null value\nDETAIL:  {HIDDEN}\n[SQL: INSERT",
        ),
        ("DETAIL:  Key (phone)=(+84900000001) already exists.", f"DETAIL:  {HIDDEN}"),
    ],
)
def test_secrets_and_answers_are_blacked_out(text: str, shown: str) -> None:
    """Tokens by their shape, passwords in addresses, known secrets, the rows that PostgreSQL quotes."""
    assert redact(text, ["tin-mat-1"]) == shown


def test_a_traceback_is_redacted_too() -> None:
    """The formatter works on the whole record, not on its first line."""
    with pytest.raises(ValueError, match="could not convert") as caught:
        float(TOKEN)
    info = (caught.type, caught.value, caught.tb)
    record = logging.LogRecord("bot", logging.ERROR, __file__, 1, "failed", None, info)
    line = RedactingFormatter().format(record)
    assert TOKEN not in line
    assert "ValueError" in line
