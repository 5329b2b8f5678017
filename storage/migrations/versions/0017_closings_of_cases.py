"""Cases that close later than their wave."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0017"
down_revision: Final = "0016"
branch_labels: Final = None
depends_on: Final = None


def upgrade() -> None:
    """Add the columns: so far every case closes with its wave."""
    with op.batch_alter_table("waves") as batch:
        batch.add_column(sa.Column("extended_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("cases") as batch:
        batch.add_column(sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("extended_at", sa.DateTime(timezone=True), nullable=True))
    later = sa.text("closes_at IS NOT NULL")
    op.create_index(
        "ix_cases_later", "cases", ["wave_id", "closes_at"], sqlite_where=later, postgresql_where=later
    )


def downgrade() -> None:
    """There is no way back: restore a backup."""
    raise NotImplementedError
