"""The lines of a history and the choice of a version, written in one go: a page may have hundreds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from django import template
from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from humus.kit.templatetags.humus import moment
from humus.pages.models import Page, Text, Version
from humus.pages.versions import Listed

register = template.Library()


@register.simple_tag
def version_rows(page: Page, text: Text, versions: Sequence[Listed]) -> SafeString:
    """``{% version_rows page text versions %}``: the rows of the table, the two newest chosen to be compared."""
    words = {"from": _("From"), "to": _("To"), "version": _("Version"), "date": _("Date"), "author": _("Author")}
    words |= {"note": _("What changed"), "changes": _("Changes"), "current": _("current")}
    words |= {"from this": _("Compare from version %(n)s"), "to this": _("Compare to version %(n)s")}
    words |= {"this": _("Version %(n)s"), "compare": reverse("page_compare", args=[page.key])}
    words = {name: escape(word) for name, word in words.items()}
    words |= {"suggested": _("Suggested by %(writers)s, accepted by %(editors)s")}
    second = min(1, len(versions) - 1)
    row = partial(_row, page.short_url, text, words)
    rows = (row(one, place == second, place == 0) for place, one in enumerate(versions))
    return mark_safe("\n".join(rows))  # noqa: S308 - every value is escaped below


def _row(address: str, text: Text, words: dict[str, str], one: Listed, from_here: bool, to_here: bool) -> str:
    n, language = one.number, escape(text.language)
    names = {"n": n}
    from_checked, to_checked = (" checked" if here else "" for here in (from_here, to_here))
    current = f' <span class="badge badge--leaf">{words["current"]}</span>' if n == text.number else ""
    approved = f'<br><span class="muted small">{approval(one)}</span>' if one.approved_at else ""
    query = f"language={language}&amp;from={n - 1}&amp;to={n}"
    changes = f'<a href="{words["compare"]}?{query}">{words["changes"]}</a>' if n > 1 else ""
    suggested = ""
    if one.suggested_by:
        people = {"writers": escape(one.suggested_by), "editors": escape(one.accepted_by)}
        suggested = f'<span class="muted small"> {words["suggested"] % people}</span>'
    return (
        f'<tr><td data-label="{words["from"]}"><input type="radio" name="from" value="{n}"'
        f' aria-label="{words["from this"] % names}"{from_checked}></td>'
        f'<td data-label="{words["to"]}"><input type="radio" name="to" value="{n}"'
        f' aria-label="{words["to this"] % names}"{to_checked}></td>'
        f'<td data-label="{words["version"]}"><a href="{address}versions/{n}/?language={language}">'
        f"{words['this'] % names}</a>{current}</td>"
        f'<td data-label="{words["date"]}">{moment(one.at)}</td>'
        f'<td data-label="{words["author"]}">{escape(one.writers or one.author or "—")}{approved}</td>'
        f'<td data-label="{words["note"]}">{escape(one.note or ("" if suggested else "—"))}{suggested}</td>'
        f"<td>{changes}</td></tr>"
    )


@register.simple_tag
def approval(version: Listed | Version) -> SafeString:
    """``{% approval version %}``: by whom it was approved, and when; nothing where nobody was asked."""
    if version.approved_at is None:
        return SafeString("")
    who = version.approved_by or _("Former member")
    return format_html(_("Approved by {name}, {day}"), name=who, day=moment(version.approved_at))


@register.simple_tag
def number_choices(numbers: Iterable[int], chosen: int) -> SafeString:
    """``{% number_choices numbers old.number %}``: the options of a select."""
    return mark_safe("".join(f"<option{' selected' if n == chosen else ''}>{n}</option>" for n in numbers))  # noqa: S308
