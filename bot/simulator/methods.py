"""The methods of the Bot API that write, edit and answer, with Telegram's rules."""

import json
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, Final

from bot.simulator import rules
from bot.simulator.call import Call
from bot.simulator.errors import NOT_MODIFIED, QUERY_TOO_OLD, bad_request
from bot.simulator.update_queue import TAP_KEPT_FOR
from bot.simulator.world import Chat, Json, Message, World

_DELETABLE_FOR: Final = timedelta(hours=48)


def get_me(world: World, call: Call) -> Json:  # noqa: ARG001
    """Say who the bot is."""
    return {**world.bot.to_json(), "can_join_groups": True, "can_read_all_group_messages": False}


def send_message(world: World, call: Call) -> Json:
    """Send a text."""
    text, entities = rules.check_text(call.text("text"), _entities(call, "entities"))
    return _send(world, call, text=text, entities=entities)


def _entities(call: Call, name: str) -> rules.Entities:
    """Return the entities of a text. A ``parse_mode`` is refused: this Telegram would not find its mistakes."""
    if call.text("parse_mode"):
        raise bad_request("can't parse entities: parse_mode is not simulated, send entities")
    entities = call.json(name) or []
    if not isinstance(entities, list):
        raise bad_request("can't parse entities: expected an Array of MessageEntity")
    return entities


def send_document(world: World, call: Call) -> Json:
    """Send a file, uploaded now or named by its file id."""
    file_id, filename, content = _file(world, call, "document", rules.FILE_LIMIT)
    caption, entities = rules.check_caption(call.text("caption"), _entities(call, "caption_entities"))
    document = {
        "file_id": file_id,
        "file_unique_id": file_id[-8:],
        "file_name": filename,
        "file_size": len(content),
    }
    return _send(
        world,
        call,
        caption=caption,
        caption_entities=entities,
        file_id=file_id,
        extra={"document": document},
    )


def send_photo(world: World, call: Call) -> Json:
    """Send a picture."""
    file_id, _, content = _file(world, call, "photo", rules.PHOTO_LIMIT)
    caption, entities = rules.check_caption(call.text("caption"), _entities(call, "caption_entities"))
    size = {
        "file_id": file_id,
        "file_unique_id": file_id[-8:],
        "width": 512,
        "height": 512,
        "file_size": len(content),
    }
    return _send(
        world,
        call,
        caption=caption,
        caption_entities=entities,
        file_id=file_id,
        extra={"photo": [size]},
    )


def _file(world: World, call: Call, name: str, limit: int) -> tuple[str, str, bytes]:
    upload = call.files.get(name)
    if upload is None:
        file_id = call.text(name)
        if file_id.startswith("attach://"):
            upload = call.files.get(file_id.removeprefix("attach://"))
        elif file_id in world.files:
            return (file_id, *world.files[file_id])
    if upload is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    filename, content = upload
    if not content:
        raise bad_request("file must be non-empty")
    if len(content) > limit:
        raise bad_request("file is too big")
    return world.add_file(filename, content), filename, content


def _send(world: World, call: Call, **parts: Any) -> Json:
    markup = call.json("reply_markup")
    inline = None
    if markup and "inline_keyboard" in markup:
        inline = rules.check_inline_keyboard(markup)
        markup = None
    chat = world.chat_to_write(call.number("chat_id"))
    world.pacing.take(chat.person.user_id, world.clock.now())
    message = world.add_message(
        chat,
        world.bot,
        keyboard=inline,
        reply_keyboard=markup or None,
        is_protected=call.flag("protect_content"),
        is_silent=call.flag("disable_notification"),
        past_data=_data_of(inline),
        **parts,
    )
    if markup:
        chat.keyboard = None if markup.get("remove_keyboard") else markup
    world.tell(chat, "sent", message.text or message.caption, message)
    return world.to_json(message)


def _data_of(keyboard: Json | None) -> set[str]:
    rows = [] if keyboard is None else keyboard["inline_keyboard"]
    return {button["callback_data"] for row in rows for button in row if "callback_data" in button}


def edit_text(world: World, call: Call) -> Json:
    """Change the text and the buttons of one of the bot's messages."""
    text, entities = rules.check_text(call.text("text"), _entities(call, "entities"))
    keyboard = _new_keyboard(call)
    chat, message = _message_to_edit(world, call)
    if not message.text:
        raise bad_request("there is no text in the message to edit")
    return _edit(world, chat, message, text=text, entities=entities, keyboard=keyboard)


def edit_caption(world: World, call: Call) -> Json:
    """Change the caption and the buttons of one of the bot's files."""
    caption, entities = rules.check_caption(call.text("caption"), _entities(call, "caption_entities"))
    keyboard = _new_keyboard(call)
    chat, message = _message_to_edit(world, call)
    if not message.file_id:
        raise bad_request("there is no caption in the message to edit")
    return _edit(world, chat, message, caption=caption, caption_entities=entities, keyboard=keyboard)


def edit_markup(world: World, call: Call) -> Json:
    """Change or take away the buttons of one of the bot's messages."""
    keyboard = _new_keyboard(call)
    chat, message = _message_to_edit(world, call)
    return _edit(world, chat, message, keyboard=keyboard)


def _new_keyboard(call: Call) -> Json | None:
    markup = call.json("reply_markup")
    if not markup:
        return None
    if "inline_keyboard" not in markup:
        raise bad_request("inline keyboard expected")
    return rules.check_inline_keyboard(markup)


def _message_to_edit(world: World, call: Call) -> tuple[Chat, Message]:
    chat = world.chat_to_write(call.number("chat_id"))
    message = chat.messages.get(call.number("message_id"))
    if message is None or message.is_deleted:
        raise bad_request("message to edit not found")
    if not message.sender.is_bot or message.reply_keyboard is not None:
        raise bad_request("message can't be edited")
    return chat, message


def _edit(world: World, chat: Chat, message: Message, **parts: Any) -> Json:
    if all(getattr(message, name) == value for name, value in parts.items()):
        raise bad_request(NOT_MODIFIED)
    world.pacing.take(chat.person.user_id, world.clock.now())
    for name, value in parts.items():
        setattr(message, name, value)
    message.edited_at = world.clock.now()
    message.past_data |= _data_of(message.keyboard)
    if parts.keys() == {"keyboard"} and message.keyboard is None:
        world.tell(chat, "stripped", "", message)
    else:
        world.tell(chat, "redrawn", message.text or message.caption, message)
    return world.to_json(message)


def delete_message(world: World, call: Call) -> bool:
    """Delete a message from a private chat."""
    chat = world.chat_to_write(call.number("chat_id"))
    message = chat.messages.get(call.number("message_id"))
    if message is None or message.is_deleted:
        raise bad_request("message to delete not found")
    if world.clock.now() - message.sent_at > _DELETABLE_FOR:
        raise bad_request("message can't be deleted for everyone")
    message.is_deleted = True
    world.tell(chat, "deleted", "", message)
    return True


def answer_tap(world: World, call: Call) -> bool:
    """Answer a tap once, while it is young."""
    tap = world.taps.get(call.text("callback_query_id"))
    if tap is None or tap.is_answered or world.clock.now() - tap.at > TAP_KEPT_FOR:
        raise bad_request(QUERY_TOO_OLD)
    text = call.text("text")
    if rules.units(text) > rules.TOAST_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    tap.is_answered = True
    if text:
        world.tell(world.chats[tap.chat_id], "toast", text)
    world.wake()
    return True


def get_file(world: World, call: Call) -> Json:
    """Say where a file can be downloaded."""
    file_id = call.text("file_id")
    if file_id not in world.files:
        raise bad_request("invalid file_id")
    size = len(world.files[file_id][1])
    if size > rules.DOWNLOAD_LIMIT:
        raise bad_request("file is too big")
    path = f"documents/file_{len(world.paths) + 1}"
    world.paths[path] = (file_id, world.clock.now())
    return {"file_id": file_id, "file_unique_id": file_id[-8:], "file_size": size, "file_path": path}


def send_action(world: World, call: Call) -> bool:
    """Show what the bot is doing."""
    chat = world.chat_to_write(call.number("chat_id"))
    if call.text("action") not in rules.ACTIONS:
        raise bad_request("wrong parameter action in request")
    world.actions.append((chat.person.user_id, call.text("action")))
    return True


def _scope(call: Call) -> str:
    scope = call.json("scope") or {"type": "default"}
    return json.dumps([scope, call.text("language_code")], sort_keys=True)


def set_commands(world: World, call: Call) -> bool:
    """Set the menu of commands of one scope."""
    commands = call.json("commands") or []
    for command in commands:
        name = command["command"].removeprefix("/")
        if not (1 <= len(name) <= 32 and name.isascii() and name.replace("_", "a").isalnum()):
            raise bad_request("BOT_COMMAND_INVALID")
        if name != name.lower():
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"]) <= 256:
            raise bad_request("command description length must be 1-256")
    if len(commands) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    world.commands[_scope(call)] = [
        {**command, "command": command["command"].removeprefix("/")} for command in commands
    ]
    return True


def get_commands(world: World, call: Call) -> list[Json]:
    """Return the menu of commands of one scope."""
    return world.commands.get(_scope(call), [])


def delete_commands(world: World, call: Call) -> bool:
    """Remove the menu of commands of one scope."""
    world.commands.pop(_scope(call), None)
    return True


def set_menu_button(world: World, call: Call) -> bool:
    """Set the button beside the input field."""
    world.menu_buttons[call.number("chat_id")] = call.json("menu_button") or {"type": "default"}
    return True


Method = Callable[[World, Call], Any]

METHODS: Final[Mapping[str, Method]] = {
    "getme": get_me,
    "sendmessage": send_message,
    "senddocument": send_document,
    "sendphoto": send_photo,
    "editmessagetext": edit_text,
    "editmessagecaption": edit_caption,
    "editmessagereplymarkup": edit_markup,
    "deletemessage": delete_message,
    "answercallbackquery": answer_tap,
    "getfile": get_file,
    "sendchataction": send_action,
    "setmycommands": set_commands,
    "getmycommands": get_commands,
    "deletemycommands": delete_commands,
    "setchatmenubutton": set_menu_button,
}
"""Every method but those of the updates, by its name in lower case (Telegram ignores the case)."""
