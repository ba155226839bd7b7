"""The icon set: every icon is a few strokes on a 24 by 24 grid, drawn here and put into the page itself."""

from __future__ import annotations

from functools import cache

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

# Direction matters in these: they turn round in right-to-left pages.
TURNING = {"left", "right", "back", "forward", "external", "reply", "sign-out", "tree", "send", "list"}

PATHS: dict[str, str] = {
    "archive": "M3 5h18v4H3zM5 9v10h14V9M10 13h4",
    "back": "M20 12H4M10 6l-6 6 6 6",
    "bell": "M6 16V11a6 6 0 0 1 12 0v5l1.500 2h-15zM10 21h4",
    "calendar": "M4 6h16v14H4zM4 10.500h16M8 3v4M16 3v4",
    "chart": "M4 20V4M4 20h16M8 16v-4M12.500 16V8M17 16v-6",
    "chat": "M4 5h16v11H11l-4.500 4v-4H4z",
    "check": "M4.500 12.500l5 5L19.500 7",
    "clock": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7.500V12l3 2",
    "close": "M6 6l12 12M18 6L6 18",
    "compare": "M9 4H4v16h5M15 4h5v16h-5M12 2v20",
    "copy": "M9 9h11v11H9zM5 15H4V4h11v1",
    "down": "M6 9.500l6 6 6-6",
    "download": "M12 4v11M7 10.500l5 5 5-5M4 20h16",
    "drag": "M9 6h.01M15 6h.01M9 12h.01M15 12h.01M9 18h.01M15 18h.01",
    "edit": "M4 20l1-4.500L16 4.500l3.500 3.500L8.500 19zM13.500 7l3.500 3.500",
    "error": "M8.500 3h7l5.500 5.500v7L15.500 21h-7L3 15.500v-7zM12 8v5M12 16h.01",
    "external": "M14 4h6v6M20 4l-9 9M18 14v6H4V6h6",
    "eye": "M2.500 12C6 6.500 18 6.500 21.500 12 18 17.500 6 17.500 2.500 12zM12 9.500a2.500 2.500 0 1 0 0 5 2.500 2.500 0 0 0 0-5z",
    "eye-off": "M4 4l16 16M9 7.600c5-1.500 10 .5 12.500 4.400-.8 1.300-1.900 2.300-3.200 3M6 8.800C4.600 9.600 3.400 10.600 2.500 12c2.700 4.200 9.500 5.200 13.500 3.600",
    "feed": "M5 5a14 14 0 0 1 14 14M5 11a8 8 0 0 1 8 8M6 18h.01",
    "file": "M6 3h8l4.500 4.500V21H6zM14 3v5h4.500",
    "filter": "M4 6h16M7 12h10M10 18h4",
    "flag": "M5 21V4c5-2.500 8 2.500 14 0v10c-6 2.500-9-2.500-14 0",
    "folder": "M3 6h6l2 2.500h10V19H3z",
    "forward": "M4 12h16M14 6l6 6-6 6",
    "globe": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM3 12h18M12 3c-5 5-5 13 0 18M12 3c5 5 5 13 0 18",
    "help": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM9.500 9.500c.3-3.200 5.300-3 5 .2-.2 1.800-2.500 2-2.500 4M12 17h.01",
    "history": "M4 12a8 8 0 1 0 2.500-5.800L4 8.500M4 4v4.500h4.500M12 8v4.500l3 1.500",
    "home": "M3.500 11.500L12 4l8.500 7.500M6 10v10h12V10M10 20v-6h4v6",
    "image": "M4 5h16v14H4zM4 16l4.500-4.500 4 4L15.500 12l4.500 4.500M9 9h.01",
    "inbox": "M4 5h16l2 9v5H2v-5zM2 14h6l1.500 2.500h5L16 14h6",
    "info": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 11v5.500M12 7.500h.01",
    "key": "M8 11a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM11 12.200L20 4M16 7.500l3 3M18.500 5.500l1.500 1.500",
    "language": "M3 6h10M8 4v2M11 6c-1 4-4 7-7 8.500M5.500 9c1 2.500 3 4.500 6 5.500M12.500 20L17 10l4.500 10M14 17h6",
    "layers": "M3 7c6-4 12 3 18-1M3 12c6-4 12 3 18-1M3 17c6-4 12 3 18-1",
    "leaf": "M5 19C5 9 10 4 20 4c0 10-5 15-12.500 13.500M4 21c2-5 5-8.500 9.500-11",
    "left": "M14.500 6l-6 6 6 6",
    "link": "M10 14a4 4 0 0 0 6 .5l3-3a4 4 0 0 0-5.700-5.700l-1.300 1.200M14 10a4 4 0 0 0-6-.5l-3 3a4 4 0 0 0 5.700 5.700l1.300-1.200",
    "list": "M9 6h11M9 12h11M9 18h11M4.500 6h.01M4.500 12h.01M4.500 18h.01",
    "lock": "M6 11h12v9H6zM8.500 11V8a3.500 3.500 0 0 1 7 0v3M12 14.500v2",
    "mail": "M3 6h18v13H3zM3.500 7l8.500 7 8.500-7",
    "map": "M3 6.500l6-2.500 6 2.500 6-2.500v13.500L15 20l-6-2.500L3 20zM9 4v13.500M15 6.500V20",
    "menu": "M4 6.500h16M4 12h16M4 17.500h16",
    "minus": "M5 12h14",
    "moon": "M20 14A8.500 8.500 0 1 1 10 4a6.800 6.800 0 0 0 10 10z",
    "more": "M5 12h.01M12 12h.01M19 12h.01",
    "move": "M12 3v18M3 12h18M9 6l3-3 3 3M9 18l3 3 3-3M6 9l-3 3 3 3M18 9l3 3-3 3",
    "organisation": "M4 21V9l8-5.500L20 9v12zM9.500 21v-5h5v5M9 11.500h.01M12 11.500h.01M15 11.500h.01",
    "page": "M5 3h14v18H5zM8.500 8h7M8.500 12h7M8.500 16h4",
    "phone": "M7 2.500h10v19H7zM11 18.500h2",
    "pin": "M12 21.500C7 15.500 5.500 12.500 5.500 9.500a6.500 6.500 0 0 1 13 0c0 3-1.500 6-6.500 12zM12 7.500a2 2 0 1 0 0 4 2 2 0 0 0 0-4z",
    "plus": "M12 5v14M5 12h14",
    "print": "M7 9V3h10v6M7 17H4V9h16v8h-3M7 14h10v7H7z",
    "reply": "M9 6l-5.500 5.500L9 17M4 11.500h9c4 0 7 2 7 7",
    "restore": "M4 12a8 8 0 1 0 2.500-5.800L4 8.500M4 4v4.500h4.500",
    "right": "M9.500 6l6 6-6 6",
    "root": "M12 3v8M12 11c0 5-4 5-5 10M12 11c0 5 4 5 5 10M12 11v10M8 8.500c0-3 2-4 4-4.500",
    "search": "M10.500 4a6.500 6.500 0 1 0 0 13 6.500 6.500 0 0 0 0-13zM15.500 15.500L20.500 20.500",
    "send": "M4 4.500l16.500 7.500L4 19.500l2.500-7.500zM6.500 12h7",
    "settings": "M4 7h8M18 7h2M15 4.500a2.500 2.500 0 1 0 0 5 2.500 2.500 0 0 0 0-5zM4 17h2M12 17h8M9 14.500a2.500 2.500 0 1 0 0 5 2.500 2.500 0 0 0 0-5z",
    "shield": "M12 3l8 2.500c0 7-2.500 12-8 15.500-5.500-3.500-8-8.500-8-15.500zM8.500 12l2.500 2.500 4.500-5",
    "sign-out": "M10 4H4v16h6M9 12h11.500M16 7.500l4.500 4.500-4.500 4.500",
    "sort": "M8 4v16M4.500 16.500L8 20l3.500-3.500M16 20V4M12.500 7.500L16 4l3.500 3.500",
    "sprout": "M12 21V11M12 13C7 13 4.500 10 4 5.500 8.500 5.500 12 8 12 13zM12 11c0-4.500 3-7 8-7.500 0 5-3 8-8 7.500M6 21h12",
    "star": "M12 3.500l2.600 5.500 6 .8-4.400 4.200 1.100 6L12 17.100 6.700 20l1.100-6L3.400 9.800l6-.8z",
    "sun": "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2.500v2M12 19.500v2M2.500 12h2M19.500 12h2M5.300 5.300l1.400 1.400M17.300 17.300l1.400 1.400M5.300 18.700l1.400-1.400M17.300 6.700l1.400-1.400",
    "table": "M4 5h16v14H4zM4 10h16M4 14.500h16M10 5v14",
    "tag": "M4 4h8l8.500 8.500-8 8L4 12zM8 8h.01",
    "target": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7.500a4.500 4.500 0 1 0 0 9 4.500 4.500 0 0 0 0-9zM12 12h.01",
    "trash": "M4 6.500h16M9 6V3.500h6V6M6.500 6.500l1 14h9l1-14M10 10.500v6M14 10.500v6",
    "tree": "M4 4v15h6M4 9.500h6M10 7.500h10v4H10zM10 17h10v4H10z",
    "up": "M6 14.500l6-6 6 6",
    "upload": "M12 16V4.500M7 9.500l5-5 5 5M4 20h16",
    "user": "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4.500 20.500c.5-8 14.500-8 15 0",
    "users": "M9 5a3.500 3.500 0 1 0 0 7 3.500 3.500 0 0 0 0-7zM2.500 19.500c.5-7 12.500-7 13 0M16 5.500a3.200 3.200 0 0 1 0 6.200M18 14.500c2 .7 3.300 2.300 3.500 5",
    "video": "M3 6h12v12H3zM15 10.500l6-3.500v10l-6-3.500",
    "warning": "M12 3.500L22 20.500H2zM12 10v5M12 17.700h.01",
}


@cache
def draw(name: str, label: str = "", extra: str = "") -> SafeString:
    """An inline SVG; without a label it is decoration that assistive technology passes over."""
    classes = " ".join(filter(None, ["icon", f"icon--{name}", "icon--turn" if name in TURNING else "", extra]))
    said = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="{}" viewBox="0 0 24 24" width="20" height="20" {}><path d="{}"/></svg>',
        escape(classes),
        said,
        mark_safe(PATHS[name]),  # noqa: S308
    )
