"""``khaosat wave``: open, list, show, close."""

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.actor import everything, this_actor
from bot.cli.endings import run_async
from bot.cli.failures import InputWrong
from bot.cli.printing import moment_json, print_done, print_json, print_line, print_table
from bot.cli.wave_views import print_wave, wave_json
from bot.texts import moment_text, say
from bot.texts.cli import TEXTS
from bot.texts.waves import EVERY, STATES, series_words

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.cli.house import House
    from bot.office.orders import OrderRefused, WaveOrder
    from surveys.field_period import Every

app = typer.Typer(help="Đợt khảo sát: mở, xem, đóng.", no_args_is_help=True)

Number = Annotated[int, typer.Argument(metavar="SỐ", help="Số của đợt.")]
AsJson = Annotated[bool, typer.Option("--json", help="Chỉ in JSON.")]


def refused(error: "OrderRefused") -> InputWrong:
    """Word a refused order."""
    from bot.texts.problems import word_problem

    lines = [word_problem(problem, "order") for problem in error.problems]
    return InputWrong(*lines) if len(lines) == 1 else InputWrong(say(TEXTS.order_refused), *lines)


@app.command("open")
def open_wave(  # noqa: PLR0917 - typer reads options from the signature
    form: Annotated[str, typer.Option("--form", metavar="MÃ", help="Mã mẫu phiếu (phiên bản mới nhất).")],
    opens: Annotated[
        str, typer.Option("--opens", metavar="LÚC", help="now, 2026-12-15 (7:30) hoặc 2026-12-15T08:00.")
    ],
    closes: Annotated[
        str, typer.Option("--closes", metavar="LÚC", help="2026-12-31 (17:00) hoặc 2026-12-31T16:00.")
    ],
    units: Annotated[
        str, typer.Option("--units", metavar="MÃ,…", help="Chỉ các đơn vị này và đơn vị bên dưới.")
    ] = "",
    titles: Annotated[str, typer.Option("--titles", metavar="MÃ,…", help="Chỉ các chức danh này.")] = "",
    remind: Annotated[
        str, typer.Option("--remind", metavar="LỊCH", help="Lịch nhắc, ví dụ +2d,+4d,-1d@08:30.")
    ] = "",
    any_hour: Annotated[
        bool, typer.Option("--any-hour", help="Mời và nhắc cả ngoài giờ hành chính.")
    ] = False,
    every: Annotated[
        str, typer.Option("--every", metavar="CHU_KỲ", help="Lặp lại: month, quarter hoặc year.")
    ] = "",
    pilot: Annotated[
        str, typer.Option("--pilot", metavar="MÃ,…", help="Làm thử: chỉ hỏi những người có mã này.")
    ] = "",
    excluded: Annotated[
        str, typer.Option("--except", metavar="MÃ,…", help="Trừ những người có mã này (đang nghỉ).")
    ] = "",
    again: Annotated[
        bool, typer.Option("--ask-again", help="Hỏi lại cả người đã được hỏi thử bằng mẫu phiếu này.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Lập một đợt; in số của đợt. Với --every, các đợt sau tự lập và tự mở theo chu kỳ."""

    async def work() -> None:
        from bot.cli.house import opened, own_titles, working_calendar
        from bot.office import orders
        from bot.office.details import office_details

        async with opened() as house:
            moments = _read_moments(house, opens, closes)
            order = orders.WaveOrder(
                form=form.strip(),
                opens_at=moments[0],
                closes_at=moments[1],
                unit_codes=codes_in(units),
                titles=codes_in(titles),
                reminders=remind.strip(),
                any_hour=any_hour,
                every=_read_every(every),
                asks_again=again,
            )
            calendar, details = working_calendar(house), office_details(house.settings)
            try:
                async with house.database.begin() as conn:
                    order = replace(
                        order,
                        pilot=await people_with(conn, pilot),
                        excluded=await people_with(conn, excluded),
                    )
                    made = await orders.open_wave(
                        conn,
                        order,
                        details,
                        calendar,
                        titles=own_titles(house),
                        actor=this_actor(),
                        now=house.now,
                        scope=everything(),
                    )
            except orders.OrderRefused as error:
                raise refused(error) from error
            _say_opened(house, order, made.number, made.head_count, as_json=as_json)

    run_async(work)


async def people_with(conn: "AsyncConnection", keys: str) -> tuple[int, ...]:
    """Return the officials with these keys, by id; refuses keys that nobody has."""
    from storage import frame

    known = {key: await frame.official_by_key(conn, key, scope=everything()) for key in codes_in(keys)}
    unknown = [key for key, found in known.items() if found is None]
    if unknown:
        raise InputWrong(say(TEXTS.no_such_people, keys=", ".join(unknown)))
    return tuple(found.id for found in known.values() if found is not None)


def _say_opened(house: "House", order: "WaveOrder", number: int, head_count: int, *, as_json: bool) -> None:
    zone = house.settings.zone
    if as_json:
        print_json(
            {
                "wave": number,
                "officials": head_count,
                "opens_at": moment_json(order.opens_at, zone),
                "closes_at": moment_json(order.closes_at, zone),
                "every": order.every.value if order.every else None,
            }
        )
        return
    print_done(
        say(
            TEXTS.wave_opened,
            number=number,
            count=head_count,
            opens_at=moment_text(order.opens_at, zone),
            closes_at=moment_text(order.closes_at, zone),
        )
    )
    if order.every is not None:
        print_line(say(TEXTS.series_made, every=EVERY[order.every], number=number))


def _read_every(text: str) -> "Every | None":
    from bot.texts.problems import word_problem
    from surveys.field_period import Every
    from surveys.problems import Problem

    word = text.strip().casefold()
    if word and word not in set(Every):
        problem = Problem("bad_every", parameters={"found": text.strip(), "known": ", ".join(Every)})
        raise InputWrong(word_problem(problem, "order"))
    return Every(word) if word else None


def _read_moments(house: "House", opens: str, closes: str) -> tuple[datetime, datetime]:
    from bot.texts.problems import word_problem
    from surveys.field_period import parse_when
    from surveys.problems import Problem

    zone = house.settings.zone
    opens_at = parse_when(opens, house.now, zone, is_end=False)
    closes_at = parse_when(closes, house.now, zone, is_end=True)
    problems: list[Problem] = [each for each in (opens_at, closes_at) if isinstance(each, Problem)]
    if isinstance(opens_at, Problem) or isinstance(closes_at, Problem):
        raise InputWrong(*(word_problem(problem, "field") for problem in problems))
    return opens_at, closes_at


def codes_in(text: str) -> tuple[str, ...]:
    """Return the codes in a text, parted by commas, each once."""
    return tuple(dict.fromkeys(code.strip() for code in text.split(",") if code.strip()))


@app.command("list")
def list_waves(as_json: AsJson = False) -> None:
    """Liệt kê các đợt."""

    async def work() -> None:
        from bot.cli.house import opened
        from bot.office.standing import wave_lines

        async with opened() as house, house.database.read() as conn:
            lines = await wave_lines(conn, scope=everything())
        zone = house.settings.zone
        if as_json:
            print_json(
                [
                    {
                        "wave": line.number,
                        "form_id": line.form_id,
                        "version": line.version,
                        "state": line.state,
                        "opens_at": moment_json(line.opens_at, zone),
                        "closes_at": moment_json(line.closes_at, zone),
                        "closed_at": moment_json(line.closed_at, zone),
                        "officials": line.total,
                        "completed": line.completed,
                        "every": line.every or None,
                        "number_in_series": line.number_in_series,
                        "series_ended": line.is_series_ended,
                    }
                    for line in lines
                ]
            )
        elif not lines:
            print_line(say(TEXTS.waves_none))
        else:
            rows = [
                (
                    line.number,
                    line.form_id,
                    STATES[line.state],
                    moment_text(line.opens_at, zone),
                    moment_text(line.closed_at or line.closes_at, zone),
                    line.total,
                    line.completed,
                    series_words(line.every, line.number_in_series, is_ended=line.is_series_ended),
                )
                for line in lines
            ]
            print_table(("Đợt", "Mẫu", "Trạng thái", "Mở", "Đóng", "Số người", "Đã gửi", "Lặp lại"), rows)

    run_async(work)


@app.command("show")
def show_wave(number: Number, as_json: AsJson = False) -> None:
    """Cho xem tiến độ của một đợt theo đơn vị, và tỉ lệ trả lời."""

    async def work() -> None:
        from bot.cli.house import opened
        from bot.office import orders
        from bot.office.standing import progress_of

        async with opened() as house, house.database.read() as conn:
            try:
                wave = await orders.find_wave(conn, number, scope=everything())
            except orders.OrderRefused as error:
                raise refused(error) from error
            progress = await progress_of(conn, wave, house.today, scope=everything(), now=house.now)
        if as_json:
            print_json(wave_json(wave, progress, house.settings.zone))
        else:
            print_wave(wave, progress, house.settings.zone)

    run_async(work)


@app.command("remind")
def remind(
    number: Number,
    any_hour: Annotated[
        bool, typer.Option("--any-hour", help="Gửi ngay cả khi đang ngoài giờ hành chính.")
    ] = False,
) -> None:
    """Nhắc ngay người đã kết nối mà chưa xong; ngoài giờ thì chờ đến giờ hành chính. Mỗi ngày một lần."""

    async def work() -> None:
        from bot.cli.house import opened, working_calendar
        from bot.office import orders

        async with opened() as house:
            calendar = working_calendar(house)
            try:
                async with house.database.begin() as conn:
                    count = await orders.remind_now(
                        conn,
                        number,
                        calendar,
                        this_actor(),
                        house.now,
                        token=f"cli-{house.today.isoformat()}",
                        any_hour=any_hour,
                        scope=everything(),
                    )
            except orders.OrderRefused as error:
                raise refused(error) from error
        at = house.now if any_hour else calendar.next_office_moment(house.now)
        template = TEXTS.reminded if count else TEXTS.reminded_nobody
        print_done(say(template, count=count, at=moment_text(at, house.settings.zone)))

    run_async(work)


@app.command("close")
def close_wave(number: Number) -> None:
    """Đóng một đợt ngay bây giờ; không ai trả lời hay sửa được nữa."""

    async def work() -> None:
        from bot import fieldwork
        from bot.cli.house import opened, working_calendar
        from bot.office import orders

        async with opened() as house:
            calendar = working_calendar(house)
            try:
                async with house.database.begin() as conn:
                    is_closed_now = await orders.close_wave(
                        conn, number, calendar, this_actor(), house.now, scope=everything()
                    )
                await fieldwork.close_due(house.database, house.now)
            except orders.OrderRefused as error:
                raise refused(error) from error
        template = TEXTS.wave_closed if is_closed_now else TEXTS.wave_already_closed
        print_done(say(template, number=number))

    run_async(work)


@app.command("stop-series")
def stop_series(number: Number) -> None:
    """Dừng loạt đợt lặp lại mà đợt này thuộc về; đợt đang mở vẫn chạy đến ngày đóng."""

    async def work() -> None:
        from bot.cli.house import opened
        from bot.office import orders

        async with opened() as house:
            try:
                async with house.database.begin() as conn:
                    called_off = await orders.stop_series(
                        conn, number, this_actor(), house.now, scope=everything()
                    )
            except orders.OrderRefused as error:
                raise refused(error) from error
        if called_off is None:
            print_done(say(TEXTS.series_stopped_before, number=number))
        elif called_off:
            waves = ", ".join(str(each) for each in called_off)
            print_done(say(TEXTS.series_stopped, number=number, waves=waves))
        else:
            print_done(say(TEXTS.series_stopped_bare, number=number))

    run_async(work)
