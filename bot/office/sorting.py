"""What kind of file somebody sent: told by what stands in it, never by its name."""

from collections.abc import Mapping

from storage.uploads import ACTIONS, FORM, LIST, PLAN, PLAN_EDIT, PLAN_RESULTS, RULES, SITUATIONS

FORM_SHEET = "survey"
"""The sheet that every XLSForm has; in a text table the word that stands first."""


def pack_form(content: bytes, filename: str, files: Mapping[str, bytes]) -> bytes:
    """Put a form and the files that it takes data from into one .zip, for a worker process."""
    from surveys.xlsform.parcel import pack  # noqa: PLC0415 - the libraries of workbooks

    return pack(content, filename, files)


def kind_of(content: bytes, filename: str) -> str:
    """Say whether a file is an XLSForm, a briefing's actions, of a plan, standards, or else a list of officials.

    For a worker process.
    """
    from surveys.briefing.actions_book import is_actions_book  # noqa: PLC0415 - the libraries of workbooks
    from surveys.planning.book import names_plan_table  # noqa: PLC0415
    from surveys.planning.edits import bears_mark, plan_of_results  # noqa: PLC0415
    from surveys.roster.header import has_header  # noqa: PLC0415
    from surveys.situations.book import names_situation_table  # noqa: PLC0415
    from surveys.standards.book.sheets import REQUIRED, find_tables  # noqa: PLC0415
    from surveys.workbooks import read_workbook  # noqa: PLC0415

    if filename.lower().endswith((".md", ".zip")):
        return FORM
    book = read_workbook(content, filename)
    if isinstance(book, list):
        return LIST
    first = next((cell for sheet in book.sheets for row in sheet.rows for cell in row), None)
    names = {sheet.name.strip().lower() for sheet in book.sheets}
    if is_actions_book(book):
        return ACTIONS
    if names_situation_table(book):
        return SITUATIONS
    if FORM_SHEET in names or str(first).strip().lower() == FORM_SHEET:
        return FORM
    if bears_mark(book):
        return PLAN_EDIT
    if plan_of_results(book) is not None:
        return PLAN_RESULTS
    if names_plan_table(book):
        return PLAN
    if any(has_header(sheet) for sheet in book.sheets):
        return LIST
    tables, _, _ = find_tables(book)
    return RULES if any(set(REQUIRED) & set(table.columns) - {"title"} for table in tables) else LIST
