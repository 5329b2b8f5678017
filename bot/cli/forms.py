"""``khaosat form``: check, publish, preview and list questionnaires."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.actor import this_actor
from bot.cli.endings import run_async
from bot.cli.failures import InputWrong
from bot.cli.files import read_file
from bot.cli.printing import console, moment_json, print_done, print_json, print_line, print_table
from bot.texts import say
from bot.texts.cli import TEXTS

if TYPE_CHECKING:
    from surveys.questionnaire import Questionnaire
    from surveys.xlsform import ReadForm

app = typer.Typer(help="Mẫu phiếu: kiểm tra, công bố, xem thử.", no_args_is_help=True)

FormFile = Annotated[
    Path,
    typer.Argument(
        metavar="TỆP",
        readable=False,
        help="Mẫu phiếu XLSForm: .xlsx, .csv, .md, hoặc .zip gồm mẫu phiếu, ảnh và tệp .csv mà mẫu lấy dữ liệu.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Chỉ in JSON.")]


def read_questionnaire(path: Path) -> "Questionnaire":
    """Read a form file and print its notes; raises ``InputWrong`` with every problem at once."""
    read, notes = _read(path)
    for line in notes:
        print_line(line)
    assert read.form is not None
    return read.form


def _read(path: Path) -> "tuple[ReadForm, list[str]]":
    content = read_file(path)
    from bot.texts.problems import word_problem
    from surveys.xlsform import examine_form

    read = examine_form(content, path.name)
    if beside := _beside(path, read):
        read = examine_form(content, path.name, beside)
    notes = [say(TEXTS.form_notes, count=len(read.notes))] if read.notes else []
    notes += [f"  {word_problem(each, 'form')}" for each in read.notes]
    if read.form is None:
        head = say(TEXTS.form_wrong, path=path, count=len(read.problems))
        raise InputWrong(head, *(word_problem(each, "form") for each in read.problems), *notes)
    return read, notes


def _beside(path: Path, read: "ReadForm") -> dict[str, bytes]:
    """Return the pictures and tables that a form names and that lie beside it, or in a folder ``media`` there."""
    missing = [note.parameters["found"] for note in read.notes if note.code == "picture_missing"]
    missing += [each.parameters["file"] for each in read.problems if each.code == "file_needed"]
    named = {Path(name).name for name in missing}
    places = [folder / name for name in sorted(named) for folder in (path.parent, path.parent / "media")]
    return {place.name: read_file(place) for place in places if place.is_file()}


def _agree(notes: list[str], *, is_accepted: bool) -> None:
    """Print the notes and ask once whether the form is wanted all the same; who cannot be asked says so beforehand."""
    for line in notes:
        print_line(line)
    if not notes or is_accepted:
        return
    if not sys.stdin.isatty():
        raise InputWrong(say(TEXTS.form_notes_unasked))
    typer.confirm(say(TEXTS.form_notes_question), abort=True)


@app.command()
def check(file: FormFile) -> None:
    """Kiểm tra một mẫu phiếu và nêu mọi chỗ cần sửa."""
    form = read_questionnaire(file)
    print_done(
        say(
            TEXTS.form_good,
            form_id=form.form_id,
            version=form.version,
            title=form.title,
            screens=form.size()[0],
            items=form.size()[1],
        )
    )


@app.command()
def publish(
    file: FormFile,
    is_accepted: Annotated[
        bool, typer.Option("--accept-notes", help="Công bố dù mẫu phiếu có chỗ cần lưu ý, không hỏi lại.")
    ] = False,
) -> None:
    """Công bố một phiên bản; phiên bản đã công bố không thay đổi được nữa."""
    read, notes = _read(file)
    form = read.form
    assert form is not None
    _agree(notes, is_accepted=is_accepted)

    async def work() -> None:
        from bot.cli.house import opened
        from bot.office.orders import publish_form
        from storage.instruments import FormTakenError

        async with opened() as house:
            try:
                async with house.database.begin() as conn:
                    is_new = await publish_form(conn, form, this_actor(), house.now, read.pictures)
            except FormTakenError as error:
                raise InputWrong(say(TEXTS.form_taken, form_id=form.form_id, version=form.version)) from error
        template = TEXTS.published if is_new else TEXTS.published_before
        print_done(say(template, form_id=form.form_id, version=form.version, title=form.title))

    run_async(work)


@app.command("list")
def list_forms(as_json: AsJson = False) -> None:
    """Liệt kê các mẫu phiếu đã công bố."""

    async def work() -> None:
        from bot.cli.house import opened
        from storage import instruments

        async with opened() as house, house.database.read() as conn:
            forms = await instruments.published(conn)
        if as_json:
            print_json(
                [
                    {
                        "form_id": form.form_id,
                        "version": form.version,
                        "title": form.title,
                        "published_at": moment_json(form.published_at, house.settings.zone),
                        "sha256": form.sha256,
                    }
                    for form in forms
                ]
            )
        elif forms:
            rows = [(form.form_id, form.version, form.title, form.sha256[:12]) for form in forms]
            print_table(("Mã mẫu", "Phiên bản", "Tên", "Dấu"), rows)
        else:
            print_line(say(TEXTS.forms_none))

    run_async(work)


@app.command()
def preview(
    file: FormFile,
    seed: Annotated[
        int, typer.Option("--seed", help="Thứ tự của các câu đảo lựa chọn (khi trả lời tại đây).")
    ] = 0,
    phone: Annotated[
        bool, typer.Option("--phone", help="Trả lời trên trang khảo sát, mở bằng trình duyệt của máy này.")
    ] = False,
) -> None:
    """Trả lời thử một mẫu phiếu như trong khung chat, tại đây hoặc trên trang khảo sát; không lưu gì."""
    form = read_questionnaire(file)
    if phone:
        from bot.demo.serving import preview_on_page

        raise typer.Exit(preview_on_page(form, console()))
    from bot.cli.preview import play_here

    play_here(form, seed)
