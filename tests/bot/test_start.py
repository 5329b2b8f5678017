"""What the running bot brings into memory: nothing that only office work needs."""

import subprocess
import sys

HEAVY = {
    "documents": ("PIL", "docx", "lxml", "matplotlib", "numpy", "openpyxl", "pyxform", "segno", "xlsxwriter"),
    "commands": ("alembic", "rich", "typer"),
    "other transports": ("aiohttp", "httpx", "telegram"),
}


def test_a_running_bot_loads_what_it_needs() -> None:
    """Libraries of documents, charts, forms, commands and the simulator stay out of the process that answers."""
    code = "import sys, bot.app; print(' '.join(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert {name for names in HEAVY.values() for name in names} & set(loaded.split()) == set()
