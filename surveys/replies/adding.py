"""The words of the question whether a part that repeats is asked once more, and of the headings of its instances."""

from typing import Final

ADD_FIRST: Final = "Thêm “{label}”?"
ADD_NEXT: Final = "Thêm “{label}” nữa?"
NO_MORE: Final = "“{label}” đã đủ {limit} lần, không thêm được nữa."
AT_MOST: Final = "Ở đây ghi được nhiều nhất {limit} lần."
HEADING: Final = "{label} – lần {number}"
ADD_LABEL: Final = "Thêm"
NONE_LABEL: Final = "Không có"
DONE_LABEL: Final = "Xong"
REMOVE_LABEL: Final = "Xóa lần này"
