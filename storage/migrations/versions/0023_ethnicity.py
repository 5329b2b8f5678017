"""Whether an official is of an ethnic minority, where the office's list says so."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0023"
down_revision: Final = "0022"
branch_labels: Final = None
depends_on: Final = None


def upgrade() -> None:
    """Add the column."""
    op.add_column("officials", sa.Column("ethnicity", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    """Take it away again."""
    op.drop_column("officials", "ethnicity")
