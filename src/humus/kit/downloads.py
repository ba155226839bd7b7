"""How a file is called when it is handed over."""

from __future__ import annotations

import re
from urllib.parse import quote


def disposition(name: str, kind: str = "attachment") -> str:
    """The value of Content-Disposition: the name as it is, and a plain one for old programs."""
    plain = re.sub(r"[^\w.\- ]", "_", name, flags=re.ASCII)
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
