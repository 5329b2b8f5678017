"""The regular briefing."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0019"
down_revision: Final = "0018"
branch_labels: Final = None
depends_on: Final = None

MOMENT: Final = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make its tables."""
    op.create_table(
        "briefings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("every", sa.String(), nullable=False),
        sa.Column("first_at", MOMENT, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "briefing_people",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("briefing_id", sa.Integer(), nullable=False),
        sa.Column("party", sa.String(), nullable=False),
        sa.Column("official_id", sa.Integer(), nullable=True),
        sa.Column("administrator_id", sa.Integer(), nullable=True),
        sa.Column("removed_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["briefing_id"], ["briefings.id"]),
        sa.ForeignKeyConstraint(["official_id"], ["officials.id"]),
        sa.ForeignKeyConstraint(["administrator_id"], ["administrators.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "briefing_rounds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("briefing_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("wave_id", sa.Integer(), nullable=True),
        sa.Column("figures", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("agenda_at", MOMENT, nullable=True),
        sa.Column("concluded_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["briefing_id"], ["briefings.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("briefing_id", "number"),
    )
    op.create_table(
        "briefing_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["briefing_rounds.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["briefing_people.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "briefing_actions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("told_at", MOMENT, nullable=True),
        sa.Column("reminded", sa.String(), nullable=False),
        sa.Column("done_at", MOMENT, nullable=True),
        sa.Column("report", sa.String(), nullable=False),
        sa.Column("evidence_name", sa.String(), nullable=False),
        sa.Column("evidence_channel", sa.String(), nullable=False),
        sa.Column("evidence_address", sa.String(), nullable=False),
        sa.Column("evidence_ref", sa.String(), nullable=False),
        sa.Column("evidence", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["round_id"], ["briefing_rounds.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["briefing_people.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    for table, column in (
        ("briefing_people", "briefing_id"),
        ("briefing_people", "official_id"),
        ("briefing_people", "administrator_id"),
        ("briefing_rounds", "briefing_id"),
        ("briefing_notes", "round_id"),
        ("briefing_actions", "round_id"),
        ("briefing_actions", "person_id"),
    ):
        op.create_index(f"ix_{table}_{column}", table, [column])


def downgrade() -> None:
    """There is no way back: restore a backup."""
    raise NotImplementedError
