"""Column types of every table. Times are aware and stored in UTC."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import BigInteger, DateTime, SmallInteger
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment: refused when naive, stored in UTC, read back aware on every database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Turn the moment into UTC; raises ``ValueError`` for a naive one."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime cannot be stored: give it a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Mark what SQLite gives back without a zone as UTC."""
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=UTC)


_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND: Final = timedelta(milliseconds=1)


class Milliseconds(TypeDecorator[datetime]):
    """An aware moment as milliseconds since 1970: 6 bytes in SQLite, for the tables that grow with every answer."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        """Count the milliseconds; raises ``ValueError`` for a naive moment."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime cannot be stored: give it a time zone")
        return (value - _EPOCH) // _MILLISECOND

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Read the moment back, aware, in UTC."""
        return None if value is None else _EPOCH + value * _MILLISECOND


ASSISTED: Final = ("paper", "telephone")
"""How answers come that somebody else enters for a person."""
CHANNELS: Final = ("", "telegram", "zalo", "web", *ASSISTED)
"""Every way by which answers come, in the order of its stored number: append, never reorder."""
_CHANNEL_NUMBERS: Final = {name: number for number, name in enumerate(CHANNELS)}


class ChannelNumber(TypeDecorator[str]):
    """The name of a channel, stored as its place in ``CHANNELS``: a byte where a name takes eight."""

    impl = SmallInteger
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        """Return the channel's number; raises ``KeyError`` for one that is not listed."""
        return None if value is None else _CHANNEL_NUMBERS[value]

    def process_result_value(self, value: int | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Return the channel's name."""
        return None if value is None else CHANNELS[value]


def serial() -> Any:
    """A number that the database gives."""
    return Field(default=None, primary_key=True)
