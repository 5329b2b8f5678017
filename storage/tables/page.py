"""The chats of the page in the browser: whose browser it is, and what stands in its chat."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.tables.columns import UtcDateTime, serial


class Browser(SQLModel, table=True):
    """A browser that has written on the page: known by the hash of the secret in its cookie.

    Its number is the address of its chat. ``version`` grows with every change of what stands there; messages with
    numbers below ``kept_from`` are gone.
    """

    __tablename__ = "browsers"
    __table_args__ = {"sqlite_autoincrement": True}
    id: int | None = serial()
    secret_sha256: str = Field(unique=True)
    created_at: datetime = Field(sa_type=UtcDateTime)
    version: int = 0
    kept_from: int = 0


class PageMessage(SQLModel, table=True):
    """One message of a chat on the page. ``version`` is the chat's when it last changed.

    ``post`` is the name that the page gave to what its owner did, the same on every repetition: a row is made before
    the turn is taken, and its number is the number of the update. A tap leaves a row that is not shown (``is_shown``).
    """

    __tablename__ = "page_messages"
    __table_args__ = (UniqueConstraint("browser_id", "post"), {"sqlite_autoincrement": True})
    id: int | None = serial()
    browser_id: int = Field(foreign_key="browsers.id", index=True)
    version: int
    post: str | None = None
    is_shown: bool = True
    is_edited: bool = False
    content: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)  # an Outbound, or the text of a post
    attachment: bytes | None = Field(default=None, sa_type=LargeBinary)
    at: datetime = Field(sa_type=UtcDateTime)
