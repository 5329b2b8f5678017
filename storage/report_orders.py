"""The reports that were ordered, out of the audit log."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.office import AuditRecord
from storage.records import record
from storage.sql import audit_log

ORDERED = "wave.report"
"""The action under which an order of a report stands in the audit log."""


async def list_report_orders(conn: AsyncConnection, wave: int) -> list[AuditRecord]:
    """Return the orders of reports of a wave, oldest first."""
    query = select(audit_log).where(audit_log.c.action == ORDERED).order_by(audit_log.c.id)
    found = [record(AuditRecord, row) for row in (await conn.execute(query)).mappings()]
    return [each for each in found if each.details.get("wave") == wave]
