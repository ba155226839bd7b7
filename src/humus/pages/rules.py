"""Who may do what to a page that they can see."""

from __future__ import annotations

from typing import Any

from humus.kit.access import may, rule
from humus.pages.models import Page, PageTemplate, Proposal, Restriction
from humus.spaces import rules as space_rules


def passes_edit_guards(person: Any, page: Page) -> bool:
    if not page.edit_guards or person.is_secretariat:
        return True
    passed = Restriction.objects.filter(mode="edit", page_id__in=page.edit_guards).open_to(person)
    return set(page.edit_guards) <= set(passed.values_list("page_id", flat=True))


@rule("page.edit")
def may_edit(person: Any, page: Page) -> bool:
    """Writers of the space edit its pages, contributors their own; past every edit restriction."""
    if not person.is_authenticated or page.status in ("archived", "binned"):
        return False
    may_write = _own(person, page) or "write" in space_rules.powers(person, page.space)
    return may_write and page.space.archived_at is None and passes_edit_guards(person, page)


def _own(person: Any, page: Page) -> bool:
    """Whether it is a page that the person began and may still look after."""
    if page.author_id != person.pk:
        return False
    rule_of_kind = page.behaviour.rule
    return "contribute" in space_rules.powers(person, page.space) or bool(
        rule_of_kind and may(rule_of_kind, person, page.space)
    )


@rule("page.suggest")
def may_suggest(person: Any, page: Page) -> bool:
    """Suggest changes to a page that is read: who may edit it, and whom its space lets; a list of its own has none."""
    if not person.is_authenticated or page.status != "published" or page.space.archived_at is not None:
        return False
    if page.behaviour.apart:
        return False
    let = page.space.suggesting
    return (
        let == "readers"
        or (let == "members" and bool(space_rules.powers(person, page.space)))
        or may_edit(person, page)
    )


@rule("page.organise")
def may_organise(person: Any, page: Page) -> bool:
    """Move, archive, bin, bring back; an author with the right to contribute may do so to their own page."""
    if not person.is_authenticated:
        return False
    may_write = _own(person, page) or "write" in space_rules.powers(person, page.space)
    return may_write and passes_edit_guards(person, page)


@rule("page.restrict")
def may_restrict(person: Any, page: Page) -> bool:
    return "manage" in space_rules.powers(person, page.space) or (
        page.author_id == person.pk and may_organise(person, page)
    )


@rule("page.destroy")
def may_destroy(person: Any, page: Page) -> bool:
    return "manage" in space_rules.powers(person, page.space)


@rule("proposal.own")
def may_take_further(person: Any, proposal: Proposal) -> bool:
    """Its author withdraws it, answers, and publishes what was approved."""
    return bool(person.is_authenticated and proposal.author_id == person.pk)


@rule("proposal.decide")
def may_decide(person: Any, proposal: Proposal) -> bool:
    """Whoever the space says, but never one of those who wrote it: not even the secretariat approves its own words."""
    space = proposal.page.space
    if not person.is_authenticated or proposal.author_id == person.pk or space.archived_at is not None:
        return False
    power = "write" if space.reviewing == "writers" else "manage"
    if power not in space_rules.powers(person, space):
        return False
    return not proposal.writers.filter(person_id=person.pk).exists()


@rule("page.use_as_template")
def may_use_as_template(person: Any, page: Page) -> bool:
    """Whoever writes every page of the space, and sees this one."""
    return page.space.archived_at is None and "write" in space_rules.powers(person, page.space)


@rule("template.keep")
def may_keep(person: Any, template: PageTemplate) -> bool:
    if not person.is_authenticated:
        return False
    if template.space is None:
        return bool(person.is_secretariat)
    return "write" in space_rules.powers(person, template.space)
