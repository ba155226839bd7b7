"""Texts of the whole site, and the figures the Initiative states of itself."""

from __future__ import annotations

from humus.organisations.models import StatedFigure
from humus.portal.loading.files import read
from humus.portal.models import SiteSetting


def load() -> int:
    home = read("home")
    secretariat, video = home["secretariat"], home["video"]
    values = {
        "official-website": home["official_website"] or "",
        "secretariat-name": secretariat["name"],
        "address": "\n".join(secretariat["address_lines"]),
        "contact": secretariat["email"] or "",
        "video": video["url"] or "",
        "video-title": video["title"],
    }
    SiteSetting.objects.bulk_create(SiteSetting(name=name, value=value) for name, value in values.items())
    return len(values)


def load_figures() -> int:
    """A figure's words (“over 450 countries and organisations in October 2020”) are kept as its qualifier."""
    rows = [
        StatedFigure(
            what=one["what"],
            value=one["value"],
            qualifier=one["label"],
            stated_on=one["stated_on"],
            source=one["source"],
        )
        for one in read("home")["stated_figures"]
    ]
    strategy = read("strategy")
    count = strategy["count_stated_by_source"]
    rows.append(
        StatedFigure(
            what="objectives",
            value=count["value"],
            qualifier=count["wording"],
            stated_on=strategy["adopted"]["date"],
            source=count["source"],
        )
    )
    StatedFigure.objects.bulk_create(rows)
    return len(rows)
