"""What happened, in words, for the audit log. A verb that has none here is shown as it is."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from humus.kit.translated import pick

VERBS: dict[str, str | Promise] = {
    "application.answered": _("answered a question of the Bureau"),
    "application.asked": _("asked an applicant a question"),
    "application.decided": _("decided on an application"),
    "application.handed_in": _("handed in an application"),
    "application.withdrawn": _("withdrew an application"),
    "comment.appealed": _("appealed against hiding a comment"),
    "comment.hidden": _("hid a comment"),
    "comment.held": _("wrote a comment that is held"),
    "comment.let_through": _("let a held comment through"),
    "comment.kept_hidden": _("left a comment hidden after an appeal"),
    "comment.report_dismissed": _("left a reported comment in place"),
    "comment.reported": _("reported a comment"),
    "comment.shown": _("showed a hidden comment again"),
    "comment.added": _("wrote a comment"),
    "comment.changed": _("changed a comment"),
    "comment.reacted": _("reacted to a comment"),
    "comment.removed": _("deleted a comment"),
    "discussion.answered": _("chose the answer to a question"),
    "discussion.reopened": _("opened a question again"),
    "discussion.started": _("began a discussion"),
    "event.attendance_marked": _("marked who was at an event"),
    "event.called_on": _("said that an event takes place after all"),
    "event.cancelled": _("cancelled an event"),
    "event.feed_made": _("made a calendar feed"),
    "event.feed_taken_back": _("took a calendar feed back"),
    "event.people_taken": _("took the list of who comes to an event"),
    "event.planned": _("announced an event"),
    "event.registration_closed": _("closed the registration for an event"),
    "event.registration_opened": _("opened the registration for an event"),
    "event.rescheduled": _("changed when an event takes place"),
    "figure.corrected": _("corrected a figure that the Initiative states"),
    "event.seats_changed": _("changed who comes to an event"),
    "event.time_asked": _("asked a group for a time"),
    "figure.stated": _("recorded a figure that the Initiative states"),
    "glossary.changed": _("changed a term of the glossary"),
    "glossary.removed": _("removed a term of the glossary"),
    "mail.joined": _("came in by answering a mail"),
    "mail.discarded": _("discarded a mail that came in"),
    "mail.released": _("let a held mail through"),
    "mail.sent_again": _("sent a mail again"),
    "mail.returned": _("marked an address that a mail came back from"),
    "mail.complaint": _("marked an address whose reader called a mail unwanted"),
    "mail.address_opened": _("let mails go to a returned address again"),
    "mail.server_set": _("set the mail server"),
    "mail.server_tested": _("tested the mail server"),
    "message.report_settled": _("settled a report of a message"),
    "message.reported": _("reported a message"),
    "message.sent": _("sent a message"),
    "organisation.affiliated": _("recorded an affiliation"),
    "organisation.affiliation_ended": _("ended an affiliation"),
    "organisation.brought_back": _("brought an organisation back into the register"),
    "organisation.changed": _("changed the entry of an organisation"),
    "organisation.colleague_asked": _("asked to be known as a colleague"),
    "organisation.colleague_confirmed": _("confirmed a colleague"),
    "organisation.colleague_declined": _("declined a colleague"),
    "organisation.colleague_ended": _("ended somebody’s place in an organisation"),
    "organisation.domain_dropped": _("dropped an e-mail domain"),
    "organisation.domain_proved": _("proved an e-mail domain"),
    "organisation.focal_point_ended": _("ended the task of a focal point"),
    "organisation.focal_point_named": _("named a focal point"),
    "organisation.merged": _("merged two organisations"),
    "organisation.merged_away": _("merged an organisation into another"),
    "organisation.registered": _("registered an organisation"),
    "organisation.settled": _("set words or rules of the register"),
    "organisation.struck_off": _("struck an organisation off the register"),
    "organisation.term_added": _("added a category or a region to the register"),
    "organisation.term_brought_back": _("brought back a category or a region"),
    "organisation.term_retired": _("retired a category or a region"),
    "organisation.table_read": _("read organisations from a table"),
    "page.archived": _("archived a page"),
    "page.binned": _("put a page into the bin"),
    "page.brought_back": _("brought a page back"),
    "page.destroyed": _("deleted a page for ever"),
    "page.file_added": _("added a file"),
    "page.exported": _("exported a page"),
    "page.imported": _("imported pages"),
    "page.file_removed": _("removed a file"),
    "page.labelled": _("put a label on a page"),
    "page.moved": _("moved a page"),
    "page.placed": _("reordered pages"),
    "page.published": _("published a page"),
    "page.restricted": _("changed who may see or edit a page"),
    "suggestion.decided": _("decided on suggested changes"),
    "suggestion.offered": _("suggested changes"),
    "suggestion.taken_back": _("took suggested changes back"),
    "page.unarchived": _("brought a page back from the archive"),
    "page.unlabelled": _("took a label off a page"),
    "person.address_changed": _("changed an e-mail address"),
    "person.blocked": _("blocked somebody for themselves"),
    "person.unblocked": _("unblocked somebody"),
    "person.erased": _("erased an account"),
    "person.exported": _("took their data along"),
    "person.joined": _("made an account"),
    "person.listed": _("changed whether the directory lists them"),
    "person.merged": _("merged two accounts"),
    "person.profile_changed": _("changed a profile"),
    "person.role_granted": _("gave a role on the site"),
    "person.role_revoked": _("took a role on the site away"),
    "person.table_written": _("wrote a table of accounts"),
    "person.unlisted": _("changed whether the directory lists them"),
    "person.second_factor_added": _("added a second factor"),
    "person.second_factor_reset": _("took away a second factor that was lost"),
    "person.second_factor_removed": _("removed a second factor"),
    "person.suspended": _("suspended an account"),
    "person.suspension_lifted": _("opened an account again"),
    "poll.closed": _("closed a poll"),
    "search.bet_chosen": _("chose a page to be shown first"),
    "search.bet_dropped": _("no longer shows a page first"),
    "site.banner_lifted": _("lifted the banner"),
    "site.banner_set": _("set the banner"),
    "site.content_loaded": _("loaded a part of the initial content"),
    "site.settings_changed": _("changed settings of the site"),
    "space.archived": _("archived a space"),
    "space.changed": _("changed the settings of a space"),
    "space.invitation_declined": _("declined an invitation"),
    "space.invited": _("invited somebody"),
    "space.join_answered": _("answered a request to join"),
    "space.join_asked": _("asked to join"),
    "space.join_withdrawn": _("withdrew a request to join"),
    "space.list_taken": _("took the list of a space’s people along"),
    "space.joined": _("joined a space"),
    "space.left": _("left a space"),
    "space.opened": _("opened a space"),
    "space.unarchived": _("opened a space again"),
    "space.uninvited": _("took an invitation back"),
    "strategy.figure_recorded": _("recorded a figure of an objective"),
    "thread.reopened": _("opened a thread again"),
    "thread.resolved": _("settled a thread"),
}


def words(verb: str) -> str | Promise:
    return VERBS.get(verb, verb)


# What the data of a row tells, by its key; a key that has no word here is for programmers and is left out.
TELLING: dict[str, str | Promise] = {
    "accepted": _("accepted"),
    "code": _("Code"),
    "count": _("Number"),
    "domain": _("E-mail domain"),
    "fields": _("Fields"),
    "from": _("From"),
    "how": _("How"),
    "into": _("Into"),
    "kind": _("Kind"),
    "label": _("Label"),
    "language": _("Language"),
    "mode": _("Restriction"),
    "name": _("Name"),
    "names": _("Settings"),
    "new": _("New"),
    "changed": _("Changed"),
    "note": _("Note"),
    "part": _("Part"),
    "reason": _("Reason"),
    "region": _("Region"),
    "role": _("Role"),
    "text": _("Text"),
    "title": _("Title"),
    "value": _("Value"),
    "year": _("Year"),
}


def details(data: dict[str, Any]) -> list[tuple[str, str]]:
    """The data of a row for people: name and value."""
    return [
        (str(TELLING[key]), plain(value)) for key, value in data.items() if key in TELLING and value not in ("", [])
    ]


def plain(value: Any) -> str:
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if isinstance(value, dict):
        return str(pick(value) or ", ".join(value))
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
