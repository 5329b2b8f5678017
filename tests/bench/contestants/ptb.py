"""python-telegram-bot as its documents teach: ConversationHandler, PicklePersistence; answer the query, edit it.

Arguments: ``concurrent`` takes updates side by side (``concurrent_updates``), ``sql`` stores every answer with a
SQLModel session of its own. The event loop is uvloop's, which makes it faster.
"""

import logging
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import uvloop
from sqlalchemy import Engine, event
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

from tests.bench.form40 import CHOICES, FINISHED, QUESTIONS

CONCURRENT: Final = int(os.environ.get("BENCH_CONCURRENT", "4"))
"""Updates side by side: of 4 to 256 tried the fastest; above some fifty calls at once the HTTP client collapses."""

FOLDER: Final = Path(os.environ.get("BENCH_FOLDER", "."))
ASKING: Final = 0


class Answer(SQLModel, table=True):
    """One answer of one person."""

    user_id: int = Field(primary_key=True)
    question: int = Field(primary_key=True)
    choice: int
    answered_at: datetime


engine: Engine | None = None


def keyboard(question: int) -> InlineKeyboardMarkup:
    """Return the choices of a question, one a row."""
    rows = [
        [InlineKeyboardButton(label, callback_data=f"{question}.{choice}")]
        for choice, label in enumerate(CHOICES)
    ]
    return InlineKeyboardMarkup(rows)


async def start(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
    """Ask the first question."""
    assert update.message is not None
    assert context.user_data is not None
    context.user_data["answers"] = []
    await update.message.reply_text(QUESTIONS[0], reply_markup=keyboard(0))
    return ASKING


async def take_answer(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
    """Note an answer and show the next question in its place."""
    query = update.callback_query
    assert query is not None
    assert query.data is not None
    assert context.user_data is not None
    # CallbackQueries need to be answered, even if no notification to the user is needed
    await query.answer()
    question, choice = map(int, query.data.split("."))
    answers = context.user_data["answers"]
    if question != len(answers):  # the same button again
        return ASKING
    answers.append(choice)
    if engine is not None:
        with Session(engine) as session:
            who, now = query.from_user.id, datetime.now(UTC)
            session.add(Answer(user_id=who, question=question, choice=choice, answered_at=now))
            session.commit()
    if len(answers) == len(QUESTIONS):
        await query.edit_message_text(text=FINISHED)
        return ConversationHandler.END
    await query.edit_message_text(text=QUESTIONS[question + 1], reply_markup=keyboard(question + 1))
    return ASKING


def open_database() -> Engine:
    """Return the engine of a fresh database, as durable as Khảo Sát's."""
    made = create_engine(f"sqlite:///{FOLDER / 'answers.sqlite3'}")

    def set_pragmas(connection: Any, _record: object) -> None:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")

    event.listen(made, "connect", set_pragmas)
    SQLModel.metadata.create_all(made, tables=[SQLModel.metadata.tables["answer"]])
    return made


def build(base_url: str, token: str, *, is_concurrent: bool) -> "Application[Any, Any, Any, Any, Any, Any]":
    """Put the bot together."""
    persistence = PicklePersistence(filepath=FOLDER / "persistence.pickle")
    builder = Application.builder().token(token).base_url(base_url).persistence(persistence).job_queue(None)
    application = builder.concurrent_updates(CONCURRENT if is_concurrent else False).build()
    application.add_handler(
        ConversationHandler(
            entry_points=[CommandHandler("start", start)],
            states={ASKING: [CallbackQueryHandler(take_answer)]},
            fallbacks=[CommandHandler("start", start)],
            name="survey",
            persistent=True,
        )
    )
    return application


def main(arguments: list[str]) -> None:
    """Run the bot until SIGTERM."""
    global engine  # noqa: PLW0603  as the examples keep it
    logging.basicConfig(level=logging.ERROR)
    uvloop.install()
    if "sql" in arguments:
        engine = open_database()
    application = build(
        os.environ["BENCH_BASE_URL"], os.environ["BENCH_TOKEN"], is_concurrent="concurrent" in arguments
    )
    application.run_polling(allowed_updates=Update.ALL_TYPES)


if __name__ == "__main__":
    main(sys.argv[1:])
