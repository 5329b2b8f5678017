"""Failures ordered by a test or the demo: the next calls of a method go wrong as the real network does."""

from dataclasses import dataclass, field
from enum import StrEnum


class Fault(StrEnum):
    """What goes wrong."""

    LIMITED = "limited"  # 429 with retry_after, nothing done
    CONFLICT = "conflict"  # 409: another program fetches with the same token
    SERVER_ERROR = "server_error"  # 500 with Telegram's JSON, nothing done
    GATEWAY_ERROR = "gateway_error"  # 502 with HTML, nothing done
    DROPPED_BEFORE = "dropped_before"  # the connection breaks, nothing done
    DROPPED_AFTER = "dropped_after"  # it is done, then the connection breaks without an answer


@dataclass(slots=True)
class Order:
    """``count`` more calls of ``method`` (in lower case; "" for any) fail with ``fault``."""

    method: str
    count: int
    fault: Fault
    retry_after: int


@dataclass
class Faults:
    """The orders not yet carried out."""

    orders: list[Order] = field(default_factory=list)

    def order(self, method: str, count: int, fault: Fault, retry_after: int = 1) -> None:
        """Let the next ``count`` calls of ``method`` fail."""
        self.orders.append(Order(method.lower(), count, fault, retry_after))

    def take(self, method: str) -> Order | None:
        """Return the order for this call, if there is one, and count it."""
        for order in self.orders:
            if order.method in {"", method.lower()}:
                order.count -= 1
                if order.count <= 0:
                    self.orders.remove(order)
                return order
        return None
