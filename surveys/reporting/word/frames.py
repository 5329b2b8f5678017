"""Tables that only place things side by side: the head and the foot of a document. No borders, no paddings."""

from collections.abc import Sequence
from typing import Final

from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from surveys.reporting.word.elements import element, twips

_EDGES: Final = ("top", "left", "bottom", "right", "insideH", "insideV")


def add_frame(document: Document, widths: Sequence[float], rows: int = 1) -> Table:
    """Add a table without borders; ``widths`` of its columns in mm. No row breaks over pages."""
    table: Table = document.add_table(rows=rows, cols=len(widths))
    properties = table._tbl.tblPr  # noqa: SLF001 - the library sets neither borders nor paddings
    for name in ("w:tblStyle", "w:tblW", "w:tblBorders", "w:tblLayout", "w:tblCellMar", "w:tblLook"):
        for old in properties.findall(qn(name)):
            properties.remove(old)
    properties.append(element("w:tblW", w=str(twips(sum(widths))), type="dxa"))
    borders = OxmlElement("w:tblBorders")
    for edge in _EDGES:
        borders.append(element(f"w:{edge}", val="nil"))
    properties.append(borders)
    properties.append(element("w:tblLayout", type="fixed"))
    margins = OxmlElement("w:tblCellMar")
    for edge in ("left", "right"):
        margins.append(element(f"w:{edge}", w="0", type="dxa"))
    properties.append(margins)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
    return table


def next_line(cell: _Cell) -> Paragraph:
    """Return the paragraph that every cell begins with while it is unwritten, then one more each time."""
    first: Paragraph = cell.paragraphs[0]
    is_unwritten = len(cell.paragraphs) == 1 and not first.runs
    return first if is_unwritten else cell.add_paragraph()
