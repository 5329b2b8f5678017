"""Compact tables for what grows with every answer; cards that are owed; no text of a settled message."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0003"
down_revision: Final = "0002"
branch_labels: Final = None
depends_on: Final = None

CHANNELS: Final = ("", "telegram", "zalo", "web")
MOMENTS: Final = {"answer_revisions": "revised_at", "paradata": "at", "inbox": "received_at"}
COLUMNS: Final = {
    "answers": ("response_id", "item", "value"),
    "answer_revisions": ("id", "response_id", "item", "value", "revised_at", "channel"),
    "paradata": ("id", "response_id", "event", "screen", "item", "channel", "at"),
    "inbox": ("channel", "update_id", "address", "status", "payload", "received_at"),
}
SETTLED: Final = "status IN ('sent', 'dropped', 'failed', 'unknown')"


def upgrade() -> None:
    """Rebuild the four tables and clear the texts of messages that are settled."""
    op.create_table(
        "owed_cards",
        sa.Column("contact_point_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("turn", sa.BigInteger(), nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("contact_point_id"),
    )
    op.add_column(
        "contact_points", sa.Column("card_first_ref", sa.String(), server_default="", nullable=False)
    )
    op.execute("UPDATE contact_points SET card_first_ref = card_ref")
    op.execute(
        "INSERT INTO owed_cards (contact_point_id, turn, holder) SELECT DISTINCT contact_point_id, 0, ''"
        " FROM outbox WHERE is_card AND contact_point_id IS NOT NULL AND status IN ('queued', 'sending')"
    )
    op.execute("DELETE FROM outbox WHERE is_card OR purpose = 'toast'")
    for column in ("response_id", "is_card", "visit"):
        op.drop_column("outbox", column)
    if op.get_bind().dialect.name == "postgresql":
        _alter_in_place()
    else:
        _rebuild()
    op.execute(f"DELETE FROM outbox WHERE lane = 'reply' AND {SETTLED}")  # noqa: S608
    op.execute(f"UPDATE outbox SET message = '{{}}', attachment = NULL WHERE {SETTLED}")  # noqa: S608


def _number_of_channel() -> str:
    cases = " ".join(f"WHEN '{name}' THEN {number}" for number, name in enumerate(CHANNELS))
    return f"CASE channel {cases} ELSE 0 END"


def _alter_in_place() -> None:
    op.execute("DROP INDEX ix_answers_item_value")
    for table, moment in MOMENTS.items():
        op.execute(
            f"ALTER TABLE {table} ALTER COLUMN {moment} TYPE BIGINT"
            f" USING floor(extract(epoch FROM {moment}) * 1000)::bigint"
        )
        op.execute(f"ALTER TABLE {table} ALTER COLUMN channel TYPE SMALLINT USING {_number_of_channel()}")


def _rebuild() -> None:
    """SQLite changes no column's type: new tables, the rows, the old names."""
    old = {table: op.f(f"old_{table}") for table in COLUMNS}
    op.execute("DROP INDEX ix_answers_item_value")
    op.execute("DROP INDEX ix_answer_revisions_response_id")
    op.execute("DROP INDEX ix_paradata_response_id")
    for table, name in old.items():
        op.rename_table(table, name)
    _create_tables()
    for table, columns in COLUMNS.items():
        values = [_value(table, column) for column in columns]
        op.execute(
            f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)} FROM {old[table]}"  # noqa: S608
        )
        op.drop_table(old[table])


def _value(table: str, column: str) -> str:
    if column == "channel":
        return _number_of_channel()
    if column == MOMENTS.get(table):
        return f"CAST(strftime('%s', {column}) AS INTEGER) * 1000 + CAST(substr({column} || '000', 21, 3) AS INTEGER)"
    return column


def _create_tables() -> None:
    op.create_table(
        "answers",
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["response_id"], ["responses.id"]),
        sa.PrimaryKeyConstraint("response_id", "item"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "answer_revisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("revised_at", sa.BigInteger(), nullable=False),
        sa.Column("channel", sa.SmallInteger(), nullable=False),
        sa.ForeignKeyConstraint(["response_id"], ["responses.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_answer_revisions_response_id", "answer_revisions", ["response_id"])
    op.create_table(
        "paradata",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("screen", sa.String(), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("channel", sa.SmallInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["response_id"], ["responses.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_paradata_response_id", "paradata", ["response_id"])
    op.create_table(
        "inbox",
        sa.Column("channel", sa.SmallInteger(), nullable=False),
        sa.Column("update_id", sa.BigInteger(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("payload", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("channel", "update_id"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """There is no way back: restore a backup."""
    raise NotImplementedError
