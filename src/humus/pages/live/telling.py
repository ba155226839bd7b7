"""How processes tell each other what has happened to a room: PostgreSQL's NOTIFY, with ids and nothing else.

On ``humus_live``: ``u`` and a room that was written to, ``v`` where a version was published, ``e`` for a new epoch,
``c`` where somebody came, left or moved a caret. On ``humus_rights``: ``p`` person, ``s`` space, ``g`` page, ``k`` the
hash of a session that has ended. On ``humus_bell``: numbers of people, with commas, who have more or less unread.
"""

from __future__ import annotations

from django.db import connection

ROOMS, RIGHTS, BELLS = "humus_live", "humus_rights", "humus_bell"


def tell(words: str) -> None:
    """Say it once the transaction is committed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [ROOMS, words])
