"""Leases of running processes, which process does a job, administrators without a chat."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0005"
down_revision: Final = "0004"
branch_labels: Final = None
depends_on: Final = None


def upgrade() -> None:
    """Make the table, give jobs a holder, let an administrator outlive their chat as a number."""
    op.create_table(
        "leases",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("acquired_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("renewed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("renewal_count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.add_column("jobs", sa.Column("holder", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("administrators") as batch:
        batch.alter_column("contact_point_id", existing_type=sa.Integer(), nullable=True)


def downgrade() -> None:
    """There is no way back: restore a backup."""
    raise NotImplementedError
