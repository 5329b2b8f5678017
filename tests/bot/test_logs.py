"""What the log never says: tokens, passwords, and what people wrote."""

import logging

import pytest

from bot.cli.endings import print_fault
from bot.process.logs import HIDDEN, RedactingFormatter, redact

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
        (
            "DataError: invalid input for query argument $2: 'ý kiến\nriêng' (an integer is required)\n[SQL: X",
            f"DataError: invalid input for query argument $2: {HIDDEN}\n[SQL: X",
        ),
        (
            'invalid input syntax for type integer: "ý kiến"',
            f"invalid input syntax for type integer: {HIDDEN}",
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


def test_an_error_does_not_quote_what_somebody_wrote() -> None:
    """Neither the error nor the one before it shows the value; where it happened stays."""

    def read_number() -> None:
        try:
            int("ý kiến 'rất' riêng")
        except ValueError as error:
            raise KeyError("bí mật của tôi") from error

    with pytest.raises(KeyError) as caught:
        read_number()
    info = (caught.type, caught.value, caught.tb)
    record = logging.LogRecord("bot", logging.ERROR, __file__, 1, "failed", None, info)
    line = RedactingFormatter().format(record)
    assert "riêng" not in line.replace("int(\"ý kiến 'rất' riêng\")", "")
    assert "mật" not in line.replace('KeyError("bí mật của tôi")', "")
    assert f"ValueError: invalid literal for int() with base 10: '{HIDDEN}'" in line
    assert f"KeyError: '{HIDDEN}'" in line
    assert "read_number" in line


def test_a_fault_of_a_command_shows_no_secret(capsys: pytest.CaptureFixture[str]) -> None:
    """What ends a command unforeseen is told on stderr with its place, without passwords, tokens and values."""
    with pytest.raises(ValueError, match="no such") as caught:
        raise ValueError(f"no such 'ý kiến' at postgresql://u:mat-khau@h/db with {TOKEN}")
    print_fault(caught.type, caught.value, caught.tb)
    told = capsys.readouterr().err
    assert told.endswith(f"ValueError: no such '{HIDDEN}' at postgresql://u:{HIDDEN}@h/db with {HIDDEN}\n")
    assert TOKEN not in told
