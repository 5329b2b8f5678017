"""Files: those that people sent as answers, and the pictures that a form shows."""

from datetime import datetime

from sqlalchemy import Index, LargeBinary
from sqlmodel import Field, SQLModel

from storage.tables.columns import UtcDateTime, serial


class Attachment(SQLModel, table=True):
    """A file that was sent as an answer to ``item``, a question of the type ``kind``.

    ``state``: ``received`` (the platform's reference stands until the bytes are fetched), ``refused`` (``error`` says
    why), ``fetched`` (its bytes stand, no answer bears its name yet), ``kept`` (an answer is its ``name``).
    """

    __tablename__ = "attachments"
    __table_args__ = (Index("ix_attachments_state", "state"), {"sqlite_autoincrement": True})
    id: int | None = serial()
    response_id: int = Field(foreign_key="responses.id", index=True)
    item: str
    kind: str
    state: str
    channel: str = ""
    address: str = ""
    ref: str = ""
    error: str = ""
    name: str = ""
    media_type: str = ""
    size: int = 0
    sha256: str = ""
    content: bytes | None = Field(default=None, sa_type=LargeBinary)
    created_at: datetime = Field(sa_type=UtcDateTime)


class FormMedia(SQLModel, table=True):
    """A picture that published forms show, by the hash of its bytes, which stands in the form."""

    __tablename__ = "form_media"
    sha256: str = Field(primary_key=True)
    media_type: str
    content: bytes = Field(sa_type=LargeBinary)
