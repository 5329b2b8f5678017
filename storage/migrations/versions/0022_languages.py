"""The language in which somebody reads a form that has several."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0022"
down_revision: Final = "0021"
branch_labels: Final = None
depends_on: Final = None


def upgrade() -> None:
    """Add the column: forms had one language, so nobody has chosen any."""
    with op.batch_alter_table("responses") as batch:
        batch.add_column(sa.Column("language", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    """There is no way back: restore a backup."""
    raise NotImplementedError
