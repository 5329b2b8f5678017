"""What the demo's wave says, read out of the very tables that the report is made of."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.demo.scenes import ZONE
from bot.office.beside import Carry
from bot.office.material import facts_of, gather
from bot.office.report import ReportOrder, count_material, make_pictures
from storage.records import WaveRecord
from surveys.reporting.word.letterhead import Letterhead
from surveys.titles import built_in_titles

if TYPE_CHECKING:
    from surveys.aggregation.material import Material
    from surveys.aggregation.table import Cell, Table
    from surveys.standards import Version

COMPARED: Final = ("qual", "pol")


@dataclass(frozen=True, slots=True)
class Findings:
    """The figures of ``summary.json`` and the pictures.

    ``quality``: by attribute and value, how many of the roster; ``below_standard``: by regime and criterion;
    ``needs_ranking``: competencies by Borich's score, best first. ``pictures``: PNG by name.
    """

    quality: dict[str, dict[str, int]]
    below_standard: dict[str, dict[str, int]]
    needs_ranking: list[dict[str, Any]]
    pictures: dict[str, bytes]


async def material_of(conn: AsyncConnection, wave: WaveRecord, now: datetime) -> "Material":
    """Read what the findings are made of."""
    return await gather(conn, wave, as_of=now.astimezone(ZONE).date(), zone=ZONE, titles=built_in_titles())


async def find(
    material: "Material", carry: Carry, regimes: Sequence[str], version: "Version | None"
) -> Findings:
    """Make the tables and the pictures beside the loop, and read the figures out of them."""
    order = ReportOrder(
        "nd30",
        Letterhead(),
        facts_of(material),
        version=version,
        publishes_roster=True,
        names_persons=False,
    )
    assert material.wave is not None
    counted = await carry(count_material, material, order)
    pictures = await carry(make_pictures, counted)
    by_key = {table.key: table for table in counted.tables if table.subject is None}
    return Findings(
        _quality(by_key["quality_total"]),
        _below(by_key["review_summary"], regimes),
        _ranking(by_key["needs"]),
        pictures,
    )


def _quality(table: "Table") -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {"all": {"total": table.base.value if table.base else 0}}
    for row in _rows(table):
        found.setdefault(row["attribute"].code, {})[row["value"].code] = row["count"].value
    return found


def _below(table: "Table", regimes: Sequence[str]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {regime: {} for regime in regimes}
    for row in _rows(table):
        if row["regime"].code in found and row["criterion"].code in COMPARED:
            found[row["regime"].code][row["criterion"].code] = row["chua_dat"].value
    return found


def _ranking(table: "Table") -> list[dict[str, Any]]:
    return [
        {
            "competency": row["screen"].code,
            "n": row["n"].value,
            "mwds": round(float(row["mwds"].value), 4),
            "rds": round(float(row["rds"].value), 4),
        }
        for row in _rows(table)
        if _is_shown([row["n"], row["mwds"], row["rds"]])
    ]


def _rows(table: "Table") -> Iterable[dict[str, Any]]:
    keys = [column.key for column in table.columns]
    return (dict(zip(keys, row, strict=True)) for row in table.rows)


def _is_shown(cells: "Sequence[Cell]") -> bool:
    """Whether cells hold figures: neither hidden nor undefined."""
    return all(getattr(cell, "value", "hidden") not in ("hidden", None) for cell in cells)
