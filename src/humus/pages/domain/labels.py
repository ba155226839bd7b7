"""Labels on pages."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from humus.kit.access import require
from humus.kit.errors import DeedError
from humus.kit.happenings import happened
from humus.pages.models import Label, Page

MOST = 40


@transaction.atomic
def add_label(*, actor: Any, page: Page, name: str) -> Label:
    require("page.edit", actor, page)
    word = slugify(name, allow_unicode=True)[:60].strip("-")
    if not word:
        raise DeedError(_("A label needs at least one letter or number."), field="name")
    if page.labels.count() >= MOST:
        raise DeedError(_("A page carries at most %(most)d labels.") % {"most": MOST}, field="name")
    label, new = Label.objects.get_or_create(page=page, name=word, defaults={"added_by": actor})
    if new:
        happened("page.labelled", actor=actor, page=page, data={"label": word})
    return label


@transaction.atomic
def remove_label(*, actor: Any, page: Page, name: str) -> None:
    require("page.edit", actor, page)
    if Label.objects.filter(page=page, name=name).delete()[0]:
        happened("page.unlabelled", actor=actor, page=page, data={"label": name})
