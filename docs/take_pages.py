# ruff: noqa: INP001 - a script beside the guides, no package
"""Make the README's pictures of a report again: ``make demo``, then ``.venv/bin/python docs/take_pages.py``.

Takes one chart and the first page of the Word report from ``demo-output/``, and makes them small. Needs LibreOffice and
pdftoppm on the path (on Debian: libreoffice-writer, poppler-utils).
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from PIL import Image

ROOT: Final = Path(__file__).parent.parent
REPORT: Final = ROOT / "demo-output"
FOLDER: Final = ROOT / "docs" / "img"
WIDTH: Final = 540  # pixels in the README
COLOURS: Final = 32
DPI: Final = "110"


def shrink(picture: Path, name: str) -> None:
    """Write a picture in the README's width with few colours."""
    with Image.open(picture) as opened:
        height = round(opened.height * WIDTH / opened.width)
        small = opened.convert("RGB").resize((WIDTH, height), Image.Resampling.LANCZOS)
        small.quantize(COLOURS).save(FOLDER / name, optimize=True)


def first_page(document: Path, folder: Path) -> Path:
    """Render the first page of a Word document; raises ``CalledProcessError`` if a program fails."""
    office = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(document)]
    subprocess.run(office, check=True, capture_output=True)  # noqa: S603 - our own file
    pages = ["pdftoppm", "-png", "-r", DPI, "-f", "1", "-l", "1", "-singlefile"]
    page = folder / "page"
    subprocess.run([*pages, str(folder / f"{document.stem}.pdf"), str(page)], check=True)  # noqa: S603
    return page.with_suffix(".png")


def main() -> int:
    """Make both pictures; return the exit code."""
    missing = [program for program in ("soffice", "pdftoppm") if shutil.which(program) is None]
    if missing or not (REPORT / "bao-cao.docx").exists():
        sys.stderr.write(f"needed: {', '.join(missing) or 'a report in demo-output; run make demo first'}\n")
        return 1
    with tempfile.TemporaryDirectory() as folder:
        shrink(first_page(REPORT / "bao-cao.docx", Path(folder)), "report.png")
    shrink(REPORT / "needs-ranking.png", "needs.png")
    return 0


if __name__ == "__main__":
    sys.exit(main())
