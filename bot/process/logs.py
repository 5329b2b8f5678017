"""Logging: one format, no secrets. Message texts are never logged; tokens and passwords are blacked out."""

import logging
import re
import sys
from collections.abc import Iterable
from typing import Any, Final

_BOT_TOKEN: Final = re.compile(r"(?<!\d)\d{5,}(?::|%3[Aa])[A-Za-z0-9_-]{20,}")  # also after "/bot"
_URL_PASSWORD: Final = re.compile(r"(?<=://)([^/\s:@]+):([^/\s@]+)(?=@)")
_POSTGRES_DETAIL: Final = re.compile(
    r"(?<=DETAIL:  )(?:Failing row contains|Key) \(.*?(?=\n\n|\n\[SQL|\Z)", re.DOTALL
)
_POSTGRES_VALUE: Final = re.compile(
    r"(?<=invalid input )(for query argument \$\d+|syntax for (?:type )?[\w ]+): .*?(?=\n\[SQL|\n\n|\Z)",
    re.DOTALL,
)
_QUOTED: Final = re.compile(r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*\"""", re.DOTALL)
_QUOTING: Final = (ValueError, LookupError)
"""Errors whose words quote the value that was wrong: it may be what somebody wrote."""
HIDDEN: Final = "***"


class RedactingFormatter(logging.Formatter):
    """Formats a record and blacks out whatever is a secret, in tracebacks as well."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._secrets = sorted((secret for secret in secrets if secret), key=len, reverse=True)

    def formatException(self, ei: Any) -> str:  # noqa: N802 - the library's name
        """Return the traceback without the values that errors quote."""
        return without_values(super().formatException(ei), ei[1])

    def format(self, record: logging.LogRecord) -> str:
        """Return the line without secrets."""
        return redact(super().format(record), self._secrets)


def without_values(traceback: str, error: BaseException | None) -> str:
    """Black out of a traceback what the error, and those that led to it, quote of the values they met."""
    waiting, seen = [error], set()
    while waiting:
        each = waiting.pop()
        if each is None or id(each) in seen:
            continue
        seen.add(id(each))
        waiting += [each.__cause__, each.__context__]
        if isinstance(each, BaseExceptionGroup):
            waiting += each.exceptions
        words = str(each)
        if isinstance(each, _QUOTING) and words:
            traceback = traceback.replace(words, _QUOTED.sub(f"'{HIDDEN}'", words))
    return traceback


def redact(text: str, secrets: Iterable[str] = ()) -> str:
    """Black out known secrets, bot tokens, passwords in addresses, and rows and values that PostgreSQL quotes."""
    for secret in secrets:
        text = text.replace(secret, HIDDEN)
    text = _POSTGRES_DETAIL.sub(HIDDEN, text)
    text = _POSTGRES_VALUE.sub(rf"\1: {HIDDEN}", text)
    return _URL_PASSWORD.sub(rf"\1:{HIDDEN}", _BOT_TOKEN.sub(HIDDEN, text))


def configure_logging(secrets: Iterable[str], *, level: int = logging.INFO) -> None:
    """Log to standard error; the libraries that write addresses or bodies only speak when something is wrong."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(RedactingFormatter(secrets))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in (
        "httpx",
        "httpcore",
        "aiohttp.access",
        "telegram",
        "alembic",
    ):
        logging.getLogger(name).setLevel(logging.WARNING)
    # It warns of every tick that comes while the one before is still at work: a report takes several.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
