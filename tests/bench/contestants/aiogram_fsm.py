"""aiogram 3 as its documents teach: a router, states, MemoryStorage; nothing is stored on a disk.

Faster by what it offers: uvloop (it takes it by itself where installed) and orjson to read answers. The answers in
memory are written to a file at the end, so that they can be compared.
"""

import json
import logging
import os
from pathlib import Path
from typing import Any, Final

import orjson
from aiogram import Bot, Dispatcher, Router
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import CommandStart
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.memory import MemoryStorage
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from tests.bench.form40 import CHOICES, FINISHED, QUESTIONS

CONNECTIONS: Final = int(os.environ.get("BENCH_CONNECTIONS", "1000"))
"""Calls at once. The usual 100 are too few for a thousand answers a second with 60 ms to Telegram."""

router = Router()


class Survey(StatesGroup):
    """Where somebody stands."""

    asking = State()


def keyboard(question: int) -> InlineKeyboardMarkup:
    """Return the choices of a question, one a row."""
    rows = [
        [InlineKeyboardButton(text=label, callback_data=f"{question}.{choice}")]
        for choice, label in enumerate(CHOICES)
    ]
    return InlineKeyboardMarkup(inline_keyboard=rows)


@router.message(CommandStart())
async def start(message: Message, state: FSMContext) -> None:
    """Ask the first question."""
    await state.set_state(Survey.asking)
    await state.set_data({"answers": []})
    await message.answer(QUESTIONS[0], reply_markup=keyboard(0))


@router.callback_query(Survey.asking)
async def take_answer(callback: CallbackQuery, state: FSMContext) -> None:
    """Note an answer and show the next question in its place."""
    assert callback.data is not None
    assert isinstance(callback.message, Message)
    await callback.answer()
    question, choice = map(int, callback.data.split("."))
    answers = (await state.get_data())["answers"]
    if question != len(answers):  # the same button again
        return
    await state.update_data(answers=[*answers, choice])
    if question + 1 == len(QUESTIONS):
        await state.set_state(None)
        await callback.message.edit_text(FINISHED)
        return
    await callback.message.edit_text(QUESTIONS[question + 1], reply_markup=keyboard(question + 1))


def main() -> None:
    """Run the bot until SIGTERM, then write down what it remembers."""
    logging.basicConfig(level=logging.ERROR)
    base, folder = os.environ["BENCH_BASE_URL"], Path(os.environ["BENCH_FOLDER"])
    api = TelegramAPIServer(base=f"{base}{{token}}/{{method}}", file=f"{base}{{token}}/{{path}}")
    bot = Bot(
        os.environ["BENCH_TOKEN"], session=AiohttpSession(api=api, limit=CONNECTIONS, json_loads=orjson.loads)
    )
    storage = MemoryStorage()
    dispatcher = Dispatcher(storage=storage)
    dispatcher.include_router(router)

    @dispatcher.shutdown()
    async def write_answers() -> None:
        found: dict[str, Any] = {
            str(key.user_id): record.data.get("answers", []) for key, record in storage.storage.items()
        }
        (folder / "answers.json").write_text(json.dumps(found))

    dispatcher.run_polling(bot)


if __name__ == "__main__":
    main()
