"""When a conversation came to a chat last: one person may have chats on several channels."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0010"
down_revision: Final = "0009"
branch_labels: Final = None
depends_on: Final = None


def upgrade() -> None:
    """Add the column: until now everybody had one chat, so nothing is known to be newer."""
    op.add_column("contact_points", sa.Column("used_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """There is no way back: restore a backup."""
    raise NotImplementedError
