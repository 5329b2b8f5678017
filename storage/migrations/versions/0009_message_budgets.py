"""How many messages an account may send in a month, and has sent."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0009"
down_revision: Final = "0008"
branch_labels: Final = None
depends_on: Final = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "message_budgets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("sent_count", sa.Integer(), nullable=False),
        sa.Column("message_limit", sa.Integer(), nullable=False),
        sa.Column("warned_percent", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("channel", "account", "month"),
    )


def downgrade() -> None:
    """There is no way back: restore a backup."""
    raise NotImplementedError
