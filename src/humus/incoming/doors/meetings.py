"""Registering for an event, or giving the place back, by a plain yes or no."""

from __future__ import annotations

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from humus.events.models import Event, Registration
from humus.events.registrations import by_mail, domain, tokens
from humus.events.registrations.forms import AnswersForm
from humus.incoming import answers, commands, judging
from humus.incoming.doors import conversation, inviting
from humus.incoming.visit import Refused, Visit
from humus.pages.models import Page
from humus.pages.reading import titled


def take_part(visit: Visit) -> str:
    """A member's yes or no, alone in its line; all other words are said below the event."""
    page = conversation.page_of(visit)
    event = Event.objects.visible_to(visit.person).filter(page=page).first()
    if event is None:
        raise Refused(_(conversation.GONE))
    titled([page])
    event.page = page
    first, _newline, rest = visit.letter.text.strip().partition("\n")
    word, more = commands.read(first)
    if not word or more:
        return _said(visit, event, unsure=bool(word))
    if word == "yes":
        return _register(visit, event, rest)
    mine = Registration.objects.active().filter(admission__event=event, person=visit.person).first()
    if mine is not None:
        domain.cancel(registration=mine)
    _tell(visit, event, "cancelled" if mine else "none")
    return _also_said(visit, page, rest)


def answer_as_guest(visit: Visit) -> str:
    """Whoever registered without an account confirms by a yes and cancels by a no, from the address they gave."""
    found = Registration.objects.select_related("person", "admission__event__page__space").filter(key=visit.thing)
    row = tokens.seen(found.first())
    if row is None:
        raise Refused(_("This registration is no longer there."))
    known = judging.addresses(row.person) if row.person else {row.email.lower()}
    if visit.letter.sender not in known:
        words = _("This address is for the person whom we wrote to, and your mail comes from another one.")
        raise Refused(words, hold=True)
    with translation.override(row.own_language):
        return _guest(visit, row)


def _guest(visit: Visit, row: Registration) -> str:
    word, _more = commands.read(visit.letter.text)
    if not word:
        raise Refused(_(inviting.WORDS))
    event = row.admission.event
    titled([event.page])
    before = row.state
    if word == "yes":
        row = domain.confirm(registration=row)
    else:
        domain.cancel(registration=row)
        row.refresh_from_db()
    if before != "asked" or word == "no":
        _tell(visit, event, row.state)
    return str(event.page.get_absolute_url())


def _register(visit: Visit, event: Event, text: str) -> str:
    """Registered, or told what the event asks; a new place is confirmed by the mail that the site sends as ever."""
    rows = Registration.objects.active().select_related("admission")
    mine = rows.filter(admission__event=event, person=visit.person).first()
    admission = mine.admission if mine else domain.held_open(event)
    given, rest = by_mail.answers_in(admission.questions, text)
    if mine is None or given:
        form = AnswersForm(given, admission=admission)
        if not form.is_valid():
            _tell(visit, event, "asked", asked=admission.questions)
            return _("The writer was told what the event asks.")
        domain.register(actor=visit.person, event=event, answers=form.answers)
    if mine is not None:
        _tell(visit, event, mine.state)
    return _also_said(visit, event.page, rest)


def _also_said(visit: Visit, page: Page, rest: str) -> str:
    if not rest.strip() and not visit.letter.files:
        return str(page.get_absolute_url())
    visit.letter.text = rest.strip()
    return conversation.say(visit, page)


def _said(visit: Visit, event: Event, *, unsure: bool) -> str:
    """A comment like any other; who may have meant to register learns how."""
    url = conversation.say(visit, event.page)
    if unsure:
        _tell(visit, event, "said")
    return url


def _tell(visit: Visit, event: Event, state: str, **more: Any) -> None:
    answers.tell(visit, "taking_part", {"state": state, "event": event, "page": event.page} | more)
