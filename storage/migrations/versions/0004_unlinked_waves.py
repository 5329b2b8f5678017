"""When a wave was unlinked from its people, and what was counted of its fieldwork before."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0004"
down_revision: Final = "0003"
branch_labels: Final = None
depends_on: Final = None


def upgrade() -> None:
    """Add both columns: a wave that an earlier version unlinked is done again, more thoroughly."""
    op.add_column("waves", sa.Column("unlinked_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("waves", sa.Column("tallies", sa.JSON(), nullable=True))
