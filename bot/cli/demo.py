"""``khaosat demo``."""

from typing import Annotated

import typer


def demo(
    serve: Annotated[
        bool, typer.Option("--serve", help="Giữ trợ lý chạy để tự tay thử trên trình duyệt.")
    ] = False,
    today: Annotated[
        bool,
        typer.Option("--today", help="Diễn một đợt của năm 2026 ở bốn xã; kết quả trong demo-output-today/."),
    ] = False,
) -> None:
    """Chạy thử cả một đợt khảo sát với 75 cán bộ mô phỏng; kết quả trong demo-output/."""
    from bot.demo import run_demo

    raise typer.Exit(run_demo(serve=serve, today=today))
