"""The update that led to the question on a chat's live card."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0018"
down_revision: Final = "0017"
branch_labels: Final = None
depends_on: Final = None


def upgrade() -> None:
    """Add the column: 0 is before every update."""
    with op.batch_alter_table("contact_points") as batch:
        batch.add_column(sa.Column("card_turn", sa.BigInteger(), nullable=False, server_default="0"))


def downgrade() -> None:
    """There is no way back: restore a backup."""
    raise NotImplementedError
