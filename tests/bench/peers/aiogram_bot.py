"""aiogram 3 as its documents teach a form: a finite state machine with storage in memory; nothing is stored.

``python -m tests.bench.peers.aiogram_bot BASE_URL TOKEN``.
"""

import asyncio
import logging
import sys

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.memory import MemoryStorage
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from tests.bench.peers.questions import CHOICES, QUESTIONS, question


class Form(StatesGroup):
    """Where a person stands."""

    asking = State()


dispatcher = Dispatcher(storage=MemoryStorage())


def keyboard(number: int) -> InlineKeyboardMarkup:
    """Return the buttons of a question."""
    return InlineKeyboardMarkup(
        inline_keyboard=[
            [InlineKeyboardButton(text=label, callback_data=f"{number}.{place}")]
            for place, label in enumerate(CHOICES)
        ]
    )


@dispatcher.message(Command("tieptuc"))
async def begin(message: Message, state: FSMContext) -> None:
    """Show the first question."""
    await state.set_state(Form.asking)
    await state.set_data({"answers": []})
    await message.answer(question(0), reply_markup=keyboard(0))


@dispatcher.callback_query(Form.asking)
async def answer(query: CallbackQuery, state: FSMContext) -> None:
    """Keep an answer in memory and show the next question."""
    await query.answer()
    number, choice = map(int, str(query.data).split("."))
    answers = (await state.get_data())["answers"]
    if number != len(answers):
        return
    await state.update_data(answers=[*answers, choice])
    assert isinstance(query.message, Message)
    if len(answers) + 1 == QUESTIONS:
        await state.clear()
        await query.message.edit_text("Cảm ơn đồng chí.")
    else:
        await query.message.edit_text(question(len(answers) + 1), reply_markup=keyboard(len(answers) + 1))


async def main(base_url: str, token: str) -> None:
    """Poll until stopped."""
    server = TelegramAPIServer.from_base(base_url.removesuffix("/bot"))
    bot = Bot(token, session=AiohttpSession(api=server, limit=256))
    await dispatcher.start_polling(bot, allowed_updates=["message", "callback_query"])


if __name__ == "__main__":
    logging.basicConfig(level=logging.ERROR)
    asyncio.run(main(sys.argv[1], sys.argv[2]))
