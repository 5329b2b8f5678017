"""Files that administrators sent into their chats, until it is decided what becomes of them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, LargeBinary
from sqlmodel import Field, SQLModel

from storage.tables.columns import UtcDateTime, serial


class Upload(SQLModel, table=True):
    """Something that an administrator hands in: ``status`` received, shown, applied, undone, dropped, wrong.

    ``kind``: ``file`` until it is read, then ``list`` of officials, ``rules``, ``form`` or ``actions``; or one
    ``person``, of whom ``decided`` says what is to change.

    The turn keeps the platform's name of the file (``ref``), a job its bytes, until somebody has decided or a day is
    over. ``token`` stands for all that the shown dry run depends on, ``decided`` for who was said to be whom. After an
    import ``before`` holds what undoing it needs, and ``after`` how the frame stood then.
    """

    __tablename__ = "uploads"
    id: int | None = serial()
    contact_point_id: int = Field(index=True)
    kind: str = "list"
    channel: str
    address: str
    ref: str
    filename: str
    status: str = "received"
    content: bytes | None = Field(default=None, sa_type=LargeBinary)
    as_of: date
    decided: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    token: str = ""
    before: dict[str, Any] | None = Field(default=None, sa_type=JSON(none_as_null=True))
    after: str = ""
    created_at: datetime = Field(sa_type=UtcDateTime)
    applied_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
