"""Officials may hold several titles, and have a field of work."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0006"
down_revision: Final = "0005"
branch_labels: Final = None
depends_on: Final = None


def upgrade() -> None:
    """Add both columns, empty for everybody."""
    op.add_column("officials", sa.Column("concurrent_titles", sa.String(), nullable=False, server_default=""))
    op.add_column("officials", sa.Column("field_of_work", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    """There is no way back: restore a backup."""
    raise NotImplementedError
