"""What is handed in from a chat is of several kinds: a list, one person."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0015"
down_revision: Final = "0014"
branch_labels: Final = None
depends_on: Final = None


def upgrade() -> None:
    """Add the column: all that was sent so far are lists."""
    op.add_column("uploads", sa.Column("kind", sa.String(), nullable=False, server_default="list"))


def downgrade() -> None:
    """There is no way back: restore a backup."""
    raise NotImplementedError
