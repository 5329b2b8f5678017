"""Print the guide as a PDF: ``make guide``. Chromium prints it, as it prints any page."""

import argparse
import asyncio
from pathlib import Path
from typing import Final

from markdown_it import MarkdownIt
from playwright.async_api import async_playwright

from tests.web.tab import find_chromium

GUIDE: Final = Path(__file__).parents[2] / "docs" / "huong-dan.md"
LOOKS: Final = """
body { font: 11pt/1.45 "Noto Serif", "DejaVu Serif", "Times New Roman", serif; }
h1, h2, h3 { break-after: avoid; line-height: 1.25; }
h1 { break-before: page; } h1:first-child { break-before: auto; }
table { border-collapse: collapse; width: 100%; margin: .6em 0; font-size: 9.5pt; }
tr, img, pre, blockquote { break-inside: avoid; }
td, th { border: .5pt solid #888; padding: 2pt 4pt; vertical-align: top; text-align: left; }
img { display: block; max-width: 100%; max-height: 11cm; margin: .3em auto; }
code, pre { font: 9pt "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; white-space: pre-wrap; }
blockquote { margin: .6em 0 .6em 1em; color: #333; }
a { color: inherit; text-decoration: none; }
"""
FOOT: Final = '<div style="width:100%;text-align:center;font-size:8pt"><span class="pageNumber"></span></div>'


def html_of(markdown: str, folder: Path) -> str:
    """Return the guide as one HTML page; its pictures are looked for in ``folder``."""
    body = MarkdownIt("commonmark").enable("table").render(markdown)
    head = f'<meta charset="utf-8"><base href="{folder.resolve().as_uri()}/"><style>{LOOKS}</style>'
    return f'<!doctype html><html lang="vi"><head>{head}</head><body>{body}</body></html>'


async def print_guide(out: Path) -> None:
    """Write the guide to ``out``, on A4, every page numbered."""
    page_file = out.with_suffix(".html")
    page_file.write_text(html_of(GUIDE.read_text(encoding="utf-8"), GUIDE.parent), encoding="utf-8")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        page = await browser.new_page()
        await page.goto(page_file.resolve().as_uri(), wait_until="load")
        await page.pdf(
            path=out,
            format="A4",
            margin={"top": "2cm", "bottom": "2cm", "left": "2.5cm", "right": "2cm"},
            display_header_footer=True,
            header_template="<span></span>",
            footer_template=FOOT,
        )
        await browser.close()
    page_file.unlink()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    asked = parser.parse_args()
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    asyncio.run(print_guide(asked.out))
    print(asked.out)  # noqa: T201 - the one thing that somebody at a terminal wants to know
