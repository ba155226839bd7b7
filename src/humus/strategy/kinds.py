"""The page kinds of the strategy."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from humus.pages import kinds
from humus.pages.kinds import PageKind
from humus.strategy import details

SPACES = frozenset({"strategy"})


def goal_form() -> type:
    from humus.strategy.forms import GoalForm

    return GoalForm


def objective_form() -> type:
    from humus.strategy.forms import ObjectiveForm

    return ObjectiveForm


def register() -> None:
    kinds.register("vision", PageKind(_("Vision"), icon="eye", spaces=SPACES))
    kinds.register("mission", PageKind(_("Mission"), icon="flag", spaces=SPACES))
    kinds.register(
        "goal",
        PageKind(
            _("Goal"),
            icon="layers",
            detail="goal",
            form=goal_form,
            footer="strategy/goal_footer.html",
            snapshot=details.snapshot_goal,
            restore=details.restore_goal,
            carried=details.carried,
            context=details.goal_context,
            spaces=SPACES,
        ),
    )
    kinds.register(
        "objective",
        PageKind(
            _("Objective"),
            icon="target",
            detail="objective",
            form=objective_form,
            header="strategy/objective_header.html",
            footer="strategy/objective_footer.html",
            snapshot=details.snapshot_objective,
            restore=details.restore_objective,
            carried=details.carried,
            context=details.objective_context,
            search_words=details.words,
            spaces=SPACES,
        ),
    )
