"""What the last message in a chat offers to type."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0011"
down_revision: Final = "0010"
branch_labels: Final = None
depends_on: Final = None


def upgrade() -> None:
    """Add the column: nothing is known to be offered."""
    op.add_column("contact_points", sa.Column("offered", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    """There is no way back: restore a backup."""
    raise NotImplementedError
