"""A page on which a person can try the bot: choose a phone, see the chat, type, tap, correct, block."""

import json
from collections.abc import Callable, Mapping
from importlib.resources import files
from typing import Any, Final

from aiohttp import web

from bot.simulator.phone import VIETNAM, Phone
from bot.simulator.world import Message, World

FIRST_ID: Final = 7_000_001  # of the phones added on the page
EVERYBODY: Final = json.dumps([{"type": "default"}, ""], sort_keys=True)  # the scope of the common commands


class Page:
    """The routes of the page. ``take_phone`` gives the phone of a person by id and name."""

    def __init__(
        self, world: World, phones: Mapping[int, Phone], take_phone: Callable[[int, str], Phone]
    ) -> None:
        self._world = world
        self._phones = phones
        self._take_phone = take_phone

    def add_routes(self, application: web.Application) -> None:
        """Put the page at the root."""
        application.router.add_get("/", self._show)
        application.router.add_get("/page/phones", self._list_phones)
        application.router.add_post("/page/phones", self._add_phone)
        application.router.add_get("/page/chats/{phone}", self._show_chat)
        application.router.add_post("/page/chats/{phone}", self._act)
        application.router.add_get("/page/files/{phone}/{file}", self._give_file)

    async def _show(self, request: web.Request) -> web.Response:  # noqa: ARG002
        page = files("bot.simulator").joinpath("page.html").read_text(encoding="utf-8")
        return web.Response(text=page, content_type="text/html")

    async def _list_phones(self, request: web.Request) -> web.Response:  # noqa: ARG002
        phones = [
            {"id": phone.user_id, "name": phone.chat.person.first_name} for phone in self._phones.values()
        ]
        return web.json_response({"bot": self._world.bot.first_name, "phones": phones})

    async def _add_phone(self, request: web.Request) -> web.Response:
        name = str((await _read_json(request)).get("name", "")).strip()[:64]
        if not name:
            raise _problem("Điện thoại cần có tên.")
        user_id = max([FIRST_ID - 1, *self._phones]) + 1
        return web.json_response({"id": self._take_phone(user_id, name).user_id})

    async def _show_chat(self, request: web.Request) -> web.Response:
        phone = self._phone(request)
        return web.json_response(
            {
                "version": len(phone.chat.story),
                "started": phone.chat.is_started,
                "blocked": phone.chat.is_blocked,
                "contact": _contact_label(phone),
                "toasts": phone.toasts,
                "commands": self._world.commands.get(EVERYBODY, []),
                "messages": [self._shown(phone, message) for message in phone.messages],
            }
        )

    async def _act(self, request: web.Request) -> web.Response:
        phone, order = self._phone(request), await _read_json(request)
        text = str(order.get("text", ""))
        try:
            match order.get("act"):
                case "start":
                    await phone.presses_start(text)
                case "say":
                    await phone.says(text)
                case "contact":
                    await phone.shares_contact(text)
                case "tap":
                    await _tap(phone, str(order["data"]), int(order["message"]))
                case "edit" if text.strip():
                    await phone.edits(phone.chat.messages[int(order["message"])], text.strip())
                case "sticker":
                    await phone.sends_sticker()
                case "block" if not phone.chat.is_blocked:
                    await phone.blocks()
                case "unblock" if phone.chat.is_blocked:
                    await phone.unblocks()
                case _:
                    raise _problem("Không rõ thao tác.")
        except (AssertionError, KeyError, ValueError):
            raise _problem(_why_not(phone)) from None
        return web.json_response({})

    async def _give_file(self, request: web.Request) -> web.Response:
        phone = self._phone(request)
        file_id = request.match_info["file"]
        if file_id not in {message.file_id for message in phone.messages if message.file_id}:
            raise web.HTTPNotFound
        name, content = self._world.files[file_id]
        kind = "image/png" if name.endswith(".png") else "application/octet-stream"
        return web.Response(body=content, content_type=kind)

    def _phone(self, request: web.Request) -> Phone:
        number = request.match_info["phone"]
        if not number.isdecimal() or int(number) not in self._phones:
            raise web.HTTPNotFound
        return self._phones[int(number)]

    def _shown(self, phone: Phone, message: Message) -> dict[str, Any]:
        contact = message.extra.get("contact", {}).get("phone_number", "")
        sticker = message.extra.get("sticker", {}).get("emoji", "")
        shown: dict[str, Any] = {
            "id": message.message_id,
            "mine": not message.sender.is_bot,
            "text": message.text or message.caption or contact or sticker,
            "entities": message.entities or message.caption_entities,
            "buttons": message.buttons,
            "edited": message.edited_at is not None,
            "editable": bool(message.text) and not message.sender.is_bot and not message.text.startswith("/"),
            "time": f"{message.sent_at.astimezone(VIETNAM):%H:%M}",
        }
        if message.file_id:
            name = self._world.files[message.file_id][0]
            url = f"/page/files/{phone.user_id}/{message.file_id}"
            shown["file"] = {"name": name, "url": url, "picture": "photo" in message.extra}
        return shown


async def _tap(phone: Phone, data: str, message_id: int) -> None:
    """Press a button as it stands on the card, or one that this slow page still shows."""
    message = phone.chat.messages[message_id]
    stands = not message.is_deleted and any(
        key.get("callback_data") == data for row in message.buttons for key in row
    )
    if stands:
        await phone.taps(data, on=message)
    else:
        await phone.taps_late(data, on=message)


def _why_not(phone: Phone) -> str:
    """Say why a phone could not do what was asked of it."""
    if phone.chat.is_blocked:
        return "Máy này đang chặn trợ lý: bỏ chặn trước (nút ⋮)."
    return "Không làm được trên máy này: nút hoặc tin không còn, hoặc tin trống."


def _contact_label(phone: Phone) -> str:
    """Return what the big contact button says; empty if it does not stand there."""
    if not phone.asks_for_contact or phone.chat.keyboard is None:
        return ""
    keys = (key for row in phone.chat.keyboard["keyboard"] for key in row if isinstance(key, dict))
    return next(str(key["text"]) for key in keys if key.get("request_contact"))


async def _read_json(request: web.Request) -> dict[str, Any]:
    """Return the body. Only JSON, which a foreign site cannot post here without being asked."""
    if request.content_type != "application/json":
        raise _problem("Cần JSON.")
    try:
        body = await request.json()
    except ValueError:
        raise _problem("Cần JSON.") from None
    return body if isinstance(body, dict) else {}


def _problem(text: str) -> web.HTTPException:
    return web.HTTPBadRequest(text=json.dumps({"problem": text}), content_type="application/json")
