"""``khaosat differences``: answers that say otherwise than the roster, listed and decided on."""

from typing import TYPE_CHECKING, Annotated, Final

import typer

from bot.cli.actor import everything, this_actor
from bot.cli.endings import run_async
from bot.cli.failures import InputWrong
from bot.cli.printing import print_done, print_json, print_line, print_table
from bot.texts import say
from bot.texts.reports import ATTRIBUTES, COLUMNS, TEXTS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from surveys.aggregation.material import Difference

EXPECTED: Final = "LT001:qual"


def differences(
    wave: Annotated[int, typer.Option("--wave", metavar="SỐ", help="Số của đợt.")],
    *,
    accept: Annotated[
        list[str] | None,
        typer.Option(
            "--accept",
            metavar="MÃ:THUỘC_TÍNH",
            help="Sửa danh sách theo câu trả lời này; dùng nhiều lần được.",
        ),
    ] = None,
    accept_all: Annotated[
        bool, typer.Option("--accept-all", help="Sửa danh sách theo mọi câu trả lời còn lại.")
    ] = False,
    reject: Annotated[
        list[str] | None,
        typer.Option("--reject", metavar="MÃ:THUỘC_TÍNH", help="Giữ như danh sách; dùng nhiều lần được."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Chỉ in JSON.")] = False,
) -> None:
    """Câu trả lời khác danh sách cán bộ: xem, chấp nhận (sửa danh sách) hoặc giữ như danh sách."""
    accepted = [_read(each) for each in accept or ()]
    rejected = [_read(each) for each in reject or ()]
    if set(accepted) & set(rejected) or (accept_all and accepted):
        raise InputWrong(say(TEXTS.cli_one_choice))

    async def work() -> None:
        from bot.cli.house import opened
        from bot.cli.waves import refused
        from bot.office import orders
        from storage import decisions, frame
        from storage import differences as kept
        from storage.instruments import form_of

        is_order = bool(accepted or rejected or accept_all)
        async with opened() as house:
            as_of = house.today
            async with house.database.begin() as conn:
                try:
                    found_wave = await orders.find_wave(conn, wave, scope=everything())
                except orders.OrderRefused as error:
                    raise refused(error) from error
                form = await form_of(conn, found_wave)
                standing = await kept.list_differences(conn, found_wave, form, as_of, scope=everything())
                units = {
                    unit.code: unit.name for unit in await frame.list_units(conn, as_of, scope=everything())
                }
                _check(wave, standing, [*accepted, *rejected])
                await orders.note_order(conn, this_actor(), "roster.differences", {"wave": wave}, house.now)
                kept_back = [each for each in standing if _name(each) in rejected]
                taken = [
                    each
                    for each in standing
                    if _name(each) not in rejected and (accept_all or _name(each) in accepted)
                ]
                accepted_count = await decisions.accept_differences(
                    conn, found_wave, form, taken, as_of=as_of, actor=this_actor(), now=house.now
                )
                counts = {"accepted": accepted_count, "rejected": 0}
                for each in kept_back:
                    counts["rejected"] += await decisions.reject_difference(
                        conn, found_wave, form, each, as_of=as_of, actor=this_actor(), now=house.now
                    )
        if is_order and as_json:
            print_json(counts)
        elif is_order:
            print_done(say(TEXTS.cli_decided, **counts))
        elif as_json:
            print_json([_plain(each) for each in standing])
        else:
            _show(wave, standing, units)

    run_async(work)


def _read(text: str) -> tuple[str, str]:
    """Read KEY:ATTRIBUTE; raises ``InputWrong``."""
    key, _, attribute = text.strip().rpartition(":")
    if not key or attribute not in ATTRIBUTES:
        raise InputWrong(say(TEXTS.cli_bad_choice, found=text, expected=EXPECTED))
    return key, attribute


def _check(wave: int, standing: "Sequence[Difference]", named: "Sequence[tuple[str, str]]") -> None:
    """Raise ``InputWrong`` for whatever was named and is no undecided difference: nothing is done then."""
    known = {_name(each) for each in standing}
    wrong = [name for name in named if name not in known]
    if wrong:
        raise InputWrong(
            *(say(TEXTS.cli_no_such_difference, found=":".join(name), number=wave) for name in wrong)
        )


def _name(difference: "Difference") -> tuple[str, str]:
    return difference.official.roster_key, difference.attribute


def _plain(difference: "Difference") -> dict[str, str]:
    return {
        "roster_key": difference.official.roster_key,
        "full_name": difference.official.full_name,
        "unit": difference.official.unit_code,
        "attribute": difference.attribute,
        "held": difference.held,
        "answer": difference.answer,
    }


def _show(wave: int, standing: "Sequence[Difference]", units: "Mapping[str, str]") -> None:
    from bot.office.differences_desk import value_label

    if not standing:
        print_line(say(TEXTS.differences_none, number=wave))
        return
    print_line(say(TEXTS.cli_differences, number=wave, count=len(standing)), "bold")
    rows = [
        (
            ":".join(_name(each)),
            each.official.full_name,
            each.official.unit_name,
            ATTRIBUTES[each.attribute],
            value_label(each.attribute, each.held, units) or TEXTS.nothing_held,
            value_label(each.attribute, each.answer, units),
        )
        for each in standing
    ]
    print_table(COLUMNS, rows)
    print_line(say(TEXTS.cli_differences_how, number=wave))
