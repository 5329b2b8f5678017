"""python-telegram-bot as its documents teach a survey: ConversationHandler with PicklePersistence.

``python -m tests.bench.peers.ptb BASE_URL TOKEN FOLDER [--concurrent] [--database]``. With ``--database`` each answer
is also written by a SQLModel session of its own. ``concurrent_updates`` breaks the order of a person's updates; it is
measured because it is the documented way to be faster.
"""

import argparse
import logging
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlmodel import Field, Session, SQLModel, create_engine
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    PicklePersistence,
)

from tests.bench.peers.questions import CHOICES, QUESTIONS, question

ASKING = 0


class StoredAnswer(SQLModel, table=True):
    """One answer."""

    __tablename__ = "bench_answers"
    person: int = Field(primary_key=True)
    number: int = Field(primary_key=True)
    choice: int


def keyboard(number: int) -> InlineKeyboardMarkup:
    """Return the buttons of a question."""
    return InlineKeyboardMarkup(
        [
            [InlineKeyboardButton(label, callback_data=f"{number}.{place}")]
            for place, label in enumerate(CHOICES)
        ]
    )


class Survey:
    """The handlers. ``engine`` is there when each answer goes into a database."""

    def __init__(self, engine: Any) -> None:
        self._engine = engine

    async def begin(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
        """Show the first question."""
        assert update.message is not None
        assert context.user_data is not None
        context.user_data["answers"] = []
        await update.message.reply_text(question(0), reply_markup=keyboard(0))
        return ASKING

    async def answer(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
        """Store an answer and show the next question."""
        query = update.callback_query
        assert query is not None
        assert context.user_data is not None
        await query.answer()
        number, choice = map(int, str(query.data).split("."))
        answers = context.user_data["answers"]
        if number != len(answers):
            return ASKING
        answers.append(choice)
        if self._engine is not None:
            with Session(self._engine) as session:
                session.add(StoredAnswer(person=query.from_user.id, number=number, choice=choice))
                session.commit()
        if len(answers) == QUESTIONS:
            await query.edit_message_text("Cảm ơn đồng chí.")
            return ConversationHandler.END
        await query.edit_message_text(question(len(answers)), reply_markup=keyboard(len(answers)))
        return ASKING


def main() -> None:
    """Poll until stopped."""
    parser = argparse.ArgumentParser()
    parser.add_argument("base_url")
    parser.add_argument("token")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--concurrent", action="store_true")
    parser.add_argument("--database", action="store_true")
    options = parser.parse_args()
    logging.basicConfig(level=logging.ERROR)
    engine = None
    if options.database:
        engine = create_engine(f"sqlite:///{options.folder / 'peer.sqlite3'}")
        event.listen(
            engine,
            "connect",
            lambda connection, _: connection.executescript(
                "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL"
            ),
        )
        SQLModel.metadata.create_all(engine, [SQLModel.metadata.tables["bench_answers"]])
    survey = Survey(engine)
    conversation: Any = ConversationHandler(
        entry_points=[CommandHandler("tieptuc", survey.begin)],
        states={ASKING: [CallbackQueryHandler(survey.answer)]},
        fallbacks=[CommandHandler("tieptuc", survey.begin)],
        name="survey",
        persistent=True,
    )
    application = (
        Application.builder()
        .token(options.token)
        .base_url(options.base_url)
        .persistence(PicklePersistence(options.folder / "peer.pickle"))
        .concurrent_updates(options.concurrent)
        .connection_pool_size(256)
        .pool_timeout(60)
        .build()
    )
    application.add_handler(conversation)
    application.run_polling(allowed_updates=["message", "callback_query"])


if __name__ == "__main__":
    main()
