"""What happened, in words, for the audit log. A verb that has none here is shown as it is."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: dict[str, str | Promise] = {
    "event.planned": _("announced an event"),
    "event.rescheduled": _("changed when an event takes place"),
    "organisation.registered": _("registered an organisation"),
    "page.archived": _("archived a page"),
    "page.binned": _("put a page into the bin"),
    "page.brought_back": _("brought a page back"),
    "page.destroyed": _("deleted a page for ever"),
    "page.file_added": _("added a file"),
    "page.file_removed": _("removed a file"),
    "page.labelled": _("put a label on a page"),
    "page.moved": _("moved a page"),
    "page.placed": _("reordered pages"),
    "page.published": _("published a page"),
    "page.restricted": _("changed who may see or edit a page"),
    "page.unarchived": _("brought a page back from the archive"),
    "page.unlabelled": _("took a label off a page"),
    "person.joined": _("made an account"),
    "site.banner_lifted": _("lifted the banner"),
    "site.banner_set": _("set the banner"),
    "site.content_loaded": _("loaded a part of the initial content"),
    "site.settings_changed": _("changed settings of the site"),
    "space.archived": _("archived a space"),
    "space.changed": _("changed the settings of a space"),
    "space.join_answered": _("answered a request to join"),
    "space.join_asked": _("asked to join"),
    "space.join_withdrawn": _("withdrew a request to join"),
    "space.joined": _("joined a space"),
    "space.left": _("left a space"),
    "space.opened": _("opened a space"),
    "space.unarchived": _("opened a space again"),
    "strategy.figure_recorded": _("recorded a figure of an objective"),
}


def words(verb: str) -> str | Promise:
    return VERBS.get(verb, verb)
