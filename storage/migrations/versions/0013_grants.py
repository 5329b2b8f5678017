"""Roles with a unit and an end: several a person, given by codes that are bound to them."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0013"
down_revision: Final = "0012"
branch_labels: Final = None
depends_on: Final = None


def upgrade() -> None:
    """Make the table; whoever had a role has the same one over everything, under the same number."""
    op.create_table(
        "grants",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("administrator_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("granted_by", sa.String(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["administrator_id"], ["administrators.id"]),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_grants_administrator_id", "grants", ["administrator_id"])
    op.execute(
        "INSERT INTO grants (id, administrator_id, role, granted_at, granted_by, revoked_at) "
        "SELECT id, id, CASE role WHEN 'admin' THEN 'owner' ELSE role END, granted_at, '', revoked_at "
        "FROM administrators"
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "SELECT setval(pg_get_serial_sequence('grants', 'id'), (SELECT max(id) FROM grants)) "
            "WHERE EXISTS (SELECT 1 FROM grants)"
        )
    with op.batch_alter_table("administrators") as batch:
        batch.drop_column("role")
    with op.batch_alter_table("link_codes") as batch:
        batch.add_column(sa.Column("role", sa.String(), nullable=False, server_default=""))
        batch.add_column(sa.Column("unit_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("days", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("issued_by", sa.String(), nullable=False, server_default=""))
        batch.create_foreign_key("fk_link_codes_unit_id", "units", ["unit_id"], ["id"])
    op.execute("UPDATE link_codes SET role = 'owner' WHERE purpose = 'admin'")


def downgrade() -> None:
    """There is no way back: restore a backup."""
    raise NotImplementedError
