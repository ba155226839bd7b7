"""Template tags of the shell: icons, horizons, the style sheet and script modules."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from babel.dates import format_date
from django import template
from django.conf import settings
from django.forms import ChoiceField, MultipleChoiceField
from django.template.base import Parser, Token, Variable
from django.templatetags import i18n
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from humus.kit import assets, horizon, icons, pictures, translated
from humus.kit.direction import direction
from humus.kit.formats import joined, locale
from humus.kit.sources import named
from humus.kit.zone_field import zone_place

register = template.Library()


class Words(template.Node):
    """``{% trans "..." %}`` of words that stand in the template, without the detour over an expression."""

    def __init__(self, words: str) -> None:
        self.words = words.replace("%", "%%")

    def render(self, context: template.Context) -> SafeString:
        return mark_safe(gettext(self.words).replace("%%", "%"))  # noqa: S308 - our own words and their translation


@register.tag
def trans(parser: Parser, token: Token) -> template.Node:
    node: Any = i18n.do_translate(parser, token)
    words = node.filter_expression.var
    plain = isinstance(words, Variable) and words.literal is not None and not node.filter_expression.filters
    if plain and not (node.asvar or node.noop or node.message_context):
        return Words(str(words.literal))
    return node  # type: ignore[no-any-return]


CONTROLS = {"CheckboxInput": "check", "CheckboxSelectMultiple": "choices", "RadioSelect": "choices"}


register.filter(zone_place)
register.filter("listed", joined)


@register.filter
def comma(words: object, more: object) -> str:
    """Both, parted by the comma of the reader's language."""
    return joined((words, more))


@register.filter
def language_here(code: str) -> str:
    """The language as the reader calls it within a sentence: "anglais" on a French page."""
    return _language(get_language() or "en", code)


@lru_cache(maxsize=200)
def _language(_reader: str, code: str) -> str:
    return str(locale().languages.get(code, code))


@register.simple_tag
def icon(name: str, label: str = "", extra: str = "") -> SafeString:
    """``{% icon "search" %}``; give ``label=`` where the icon stands alone without words."""
    return icons.draw(name, str(label), extra)


@register.simple_tag(name="horizon")
def horizon_stripe(kind: str = "rule", seed: Any = "") -> SafeString:
    """``{% horizon "rule" %}``: edge, rule, deep, surface, garden or roots; the seed keeps the drawing the same."""
    scene = {"surface": horizon.surface, "garden": horizon.garden, "roots": horizon.rooted}.get(kind)
    return scene(str(seed)) if scene else horizon.stripe(kind, str(seed))


@register.simple_tag
def monolith(seed: Any, values: Any = (), size: str = "") -> SafeString:
    """``{% monolith space.slug %}``: the soil column of a thing; ``values`` are up to five numbers, topmost first."""
    return horizon.monolith(str(seed), tuple(float(value) for value in values or ()), size)


@register.simple_tag
def stylesheet(name: str = "humus") -> SafeString:
    """``{% stylesheet %}``, or ``{% stylesheet "meetings" %}`` for what only few screens need."""
    return format_html('<link rel="stylesheet" href="{}">', assets.find(f"{name}.css").address(f"{name}.css"))


@register.simple_tag
def modules(*names: str) -> SafeString:
    """``{% modules "reorder" "tabs" %}``: these script modules as one deferred file."""
    name = "-".join(names) + ".js"
    return format_html('<script type="module" src="{}"></script>', assets.find(name).address(name))


@register.simple_tag
def worker() -> SafeString:
    """Where the worker is that keeps pages for reading without a line; nothing where none shall be kept."""
    return SafeString('<meta name="worker" content="/worker.js">' if settings.KEEP_PAGES else "")


@register.simple_tag
def moment(at: datetime | None) -> SafeString:
    """``{% moment version.at %}``: day and hour in UTC, which the browser turns into those of the reader's clock."""
    if at is None:
        return SafeString("")
    at = at.astimezone(UTC)
    return format_html(
        '<time datetime="{}" data-local="moment">{} UTC</time>',
        at.isoformat(timespec="seconds"),
        formats.date_format(at, "DATETIME_FORMAT"),
    )


@register.filter(expects_localtime=True)
def short_date(day: date | None) -> str:
    """“3 Nov 2026”, “3 nov. 2026”: the months as each language shortens them, which Django does not know."""
    return format_date(day, "d MMM y", locale=locale()) if day else ""


@register.filter
def sourced(source: str) -> SafeString:
    """The name of a source in the reader's language, where it has one; set apart, in whichever direction it runs."""
    return format_html("<bdi>{}</bdi>", named(source))


@register.filter
def known_day(day: str) -> str:
    """What is known of a day, written out: 2022-02-18, 2022-02 or 2022; other words stay as they are."""
    for form, name in (("%Y-%m-%d", "DATE_FORMAT"), ("%Y-%m", "YEAR_MONTH_FORMAT")):
        with suppress(ValueError):
            return formats.date_format(datetime.strptime(day, form).date(), name)
    return day


@register.filter(is_safe=True)
def unbroken(words: str) -> str:
    """“4 per 1000” never breaks between its words, in any language."""
    return re.sub(r"\b(\d+) (\w+) (\d+)\b", "\\1\u00a0\\2\u00a0\\3", str(words))


@register.filter
def month_of(day: date) -> str:
    return format_date(day, "MMM y", locale=locale())


@register.filter
def day(at: datetime | None) -> str:
    """The day of a moment in the zone of the screen, in its language's words."""
    return _day(timezone.localtime(at).date(), get_language()) if at else ""


@lru_cache(maxsize=1000)
def _day(at: date, _language: str | None) -> str:
    return formats.date_format(at, "DATE_FORMAT")


@register.filter
def opening(text: str, most: int) -> str:
    """The first letters of a text, as ``truncatechars`` gives them, in a hundredth of the time."""
    return text if len(text) <= most else text[: most - 1] + "…"


@register.filter
def control(field: Any) -> str:
    """The shape a form field asks for: check, choices, or an empty string for all the others."""
    return CONTROLS.get(type(field.field.widget).__name__, "")


@register.filter
def may_stay_empty(field: Any) -> bool:
    """Whether “optional” can be said of a form field: a choice that always has one of its values is none."""
    asked = field.field
    if asked.required or getattr(asked, "sometimes_needed", False):
        return False
    one_of = isinstance(asked, ChoiceField) and not isinstance(asked, MultipleChoiceField)
    return not one_of or any(value in ("", None) for value, _words in asked.choices)


@register.filter
def without_echo(field: Any) -> Any:
    """The field, without a placeholder that says its label once more (the sign-in library writes such)."""
    attrs = field.field.widget.attrs
    if str(field.label).casefold() in str(attrs.get("placeholder", "")).casefold():
        attrs.pop("placeholder", None)
    return field


@register.filter
def spoken(thing: Any) -> SafeString | str:
    """``lang`` and ``dir`` for words (or the ``shown_text`` of a page) in another language than the screen's."""
    text = getattr(thing, "shown_text", thing)
    language = getattr(text, "language", "")
    if not language or language == get_language():
        return ""
    return format_html(' lang="{}" dir="{}"', language, direction(language))


@register.filter
def initials(name: Any) -> str:
    """Up to two letters that stand for a name."""
    words = [word for word in str(name).replace("-", " ").split() if word[0].isalpha()]
    return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()


@register.filter
def tone(seed: Any) -> int:
    """A number from 1 to 6 that stays the same for the same thing: the earth an avatar is painted with."""
    return sum(str(seed).encode()) % 6 + 1


@register.filter
def percent(value: Any, whole: Any) -> str:
    """A share of the whole between 0 and 100, written with a point in every language, for widths in SVG."""
    try:
        return f"{max(0.0, min(100.0, 100 * float(value) / float(whole))):g}"
    except (TypeError, ValueError, ZeroDivisionError):
        return "0"


@register.simple_tag
def asset(name: str) -> str:
    """The address of one of the kit's files: ``logo.svg``, a font, a joined script."""
    return assets.find(name).address(name)


@register.simple_tag
def preload_font() -> SafeString:
    """Ask for the heading font together with the style sheet, not after it."""
    return format_html(
        '<link rel="preload" href="{}" as="font" type="font/woff2" crossorigin>', asset("vollkorn-600.woff2")
    )


@register.simple_block_tag
def scrolling(content: str, label: str) -> str:
    """``{% scrolling _("Partners by category") %}<table class="table">…{% endscrolling %}``: scrolls on a phone."""
    start = '<div class="table-wrap" role="region" aria-label="{}" tabindex="0">{}</div>'
    return format_html(start, label, content)


@register.filter
def thick(index: int) -> int:
    """The thickness class of the nth counter in a profile: the first is the thickest."""
    return max(1, 4 - index)


@register.filter
def layer(index: int) -> str:
    """The horizon of the nth counter in a profile, from topsoil down to the parent rock."""
    return "oabcr"[min(index, 5) - 1]


@register.filter
def page_range(page: Any) -> list[int | str]:
    """Page numbers around the current one, with gaps: 1 … 4 5 6 … 12."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))


@register.simple_tag
def target_bar(points: Any, whole: Any = None) -> SafeString:
    """Baseline, 2030 and 2050 as three horizons of one bar, as wide as their values; what is unknown is not drawn."""
    return horizon.target([point.get("value") for point in points], whole)


@register.filter
def pick(texts: Any) -> str:
    """The reader's language out of a dict of translations."""
    return str(translated.pick(texts))


@register.simple_tag
def picture(kind: str) -> SafeString:
    """``{% picture "missing" %}``: the drawing of a page of trouble."""
    return pictures.picture(str(kind))
