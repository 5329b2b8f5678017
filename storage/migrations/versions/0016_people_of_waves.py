"""People whom a wave names: those of a pilot, those who are left out."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0016"
down_revision: Final = "0015"
branch_labels: Final = None
depends_on: Final = None


def upgrade() -> None:
    """Make the table: no wave so far names anybody."""
    op.create_table(
        "wave_people",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("official_id", sa.Integer(), nullable=False),
        sa.Column("is_asked", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["wave_id"], ["waves.id"]),
        sa.ForeignKeyConstraint(["official_id"], ["officials.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("wave_id", "official_id"),
    )
    op.create_index("ix_wave_people_wave_id", "wave_people", ["wave_id"])
    op.create_index("ix_wave_people_official_id", "wave_people", ["official_id"])
    with op.batch_alter_table("waves") as batch:
        batch.add_column(sa.Column("is_pilot", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    """There is no way back: restore a backup."""
    raise NotImplementedError
