"""Films of other sites: which sites are on the list, and where the player of a film is."""

from __future__ import annotations

import re

# The sites whose films are shown: what the address of a film looks like there, and where its player is.
_SERVICES = (
    (
        "YouTube",
        re.compile(
            r"https://(?:(?:www\.|m\.)?youtube\.com/(?:watch\?(?:[^#]*&)?v=|shorts/|live/|embed/)|youtu\.be/"
            r"|www\.youtube-nocookie\.com/embed/)([\w-]{11})(?:[?&#/].*)?",
            re.ASCII,
        ),
        "https://www.youtube-nocookie.com/embed/{}?autoplay=1&rel=0",
    ),
    (
        "Vimeo",
        re.compile(r"https://(?:www\.|player\.)?vimeo\.com/(?:video/)?(\d{4,12})(?:[?#/].*)?", re.ASCII),
        "https://player.vimeo.com/video/{}?autoplay=1&dnt=1",
    ),
    (
        "Dailymotion",
        re.compile(r"https://(?:www\.)?(?:dailymotion\.com/video/|dai\.ly/)([A-Za-z0-9]{5,12})(?:[?#/].*)?", re.ASCII),
        "https://geo.dailymotion.com/player.html?video={}",
    ),
)
PLAYERS = tuple(sorted({"/".join(player.split("/")[:3]) for _name, _film, player in _SERVICES}))


def film(url: str) -> tuple[str, str] | None:
    """The site and the address of the player for a film of a site on the list; None for any other address."""
    for name, pattern, player in _SERVICES:
        found = pattern.fullmatch(url)
        if found:
            return name, player.format(found[1])
    return None
