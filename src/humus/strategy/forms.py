"""The fields of goals and objectives beside their words, and a figure with its source."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from humus.kit.known_days import KnownDayField
from humus.kit.translated_form import TranslatedField
from humus.pages.detail import DetailForm
from humus.pages.reading import titled
from humus.strategy.models import Goal, Objective, TargetValue
from humus.strategy.models.objective import TEXTS


class GoalForm(DetailForm):
    class Meta:
        model = Goal
        fields = ["code"]


def goals() -> list[tuple[Any, Any]]:
    """The goals in the reader's language, for a choice."""
    rows = Goal.objects.select_related("page").order_by("code")
    titles = {page.pk: page.title for page in titled(goal.page for goal in rows)}
    return [("", "—"), *((goal.pk, f"{goal.code}. {titles[goal.page_id]}") for goal in rows)]


class ObjectiveForm(DetailForm):
    goal = forms.ModelChoiceField(Goal.objects.all(), label=_("Goal"))
    problem = TranslatedField(label=_("Problem"), long=True, required=False)
    consequences = TranslatedField(label=_("Consequences"), long=True, required=False)
    causes = TranslatedField(label=_("Causes"), long=True, required=False, help_text=_("One a line."))
    activities = TranslatedField(label=_("Activities"), long=True, required=False, help_text=_("One a line."))
    obstacles = TranslatedField(label=_("Obstacles"), long=True, required=False, help_text=_("One a line."))
    success_factors = TranslatedField(label=_("Success factors"), long=True, required=False, help_text=_("One a line."))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["goal"].choices = goals()  # type: ignore[attr-defined]
        for name in TEXTS:
            self.initial[name] = getattr(self.instance, name)

    def save_for(self, page: Any) -> Any:
        for name in TEXTS:
            setattr(self.instance, name, self.cleaned_data[name])
        return super().save_for(page)

    class Meta:
        model = Objective
        fields = [
            "goal",
            "code",
            "code_uncertain",
            "facility",
            "core_facility",
        ]


class FigureForm(forms.ModelForm):  # type: ignore[type-arg]
    label = TranslatedField(label=_("What is counted"), max_length=200, required=False)
    text = TranslatedField(label=_("In words"), long=True, required=False)
    note = TranslatedField(label=_("Note"), max_length=500, required=False)
    stated_on = KnownDayField(label=_("Stated on"), required=False, help_text=_("18/03/2026, March 2026 or 2026."))
    replaces = forms.ModelMultipleChoiceField(
        TargetValue.objects.none(),
        label=_("Replaces"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What is replaced stays in the history."),
    )

    class Meta:
        model = TargetValue
        fields = ["horizon", "measure", "label", "value", "out_of", "bound", "unit", "text", "year", "source"]
        help_texts = {
            "measure": _("A short name that is the same for every year of the same figure, for example “countries”."),
            "source": _("Where the figure is stated. A figure without a source is not recorded."),
            "out_of": _("Where the value is a part of a whole: 28 of 196."),
        }

    source_url = forms.URLField(label=_("Address of the source"), max_length=500, required=False, assume_scheme="https")
    field_order = [
        "horizon", "measure", "label", "value", "out_of", "bound", "unit", "text", "year", "source", "source_url",
        "stated_on", "note", "replaces",
    ]  # fmt: skip

    def __init__(self, *args: Any, objective: Objective, **options: Any) -> None:
        super().__init__(*args, **options)
        standing = TargetValue.objects.current().filter(objective=objective)
        self.fields["replaces"].queryset = standing  # type: ignore[attr-defined]
        self.fields["replaces"].label_from_instance = describe  # type: ignore[attr-defined]
        self.fields["bound"].required = False
        if not standing:
            del self.fields["replaces"]

    def clean(self) -> dict[str, Any]:
        fields = super().clean() or {}
        if fields.get("value") is not None and not fields.get("measure"):
            self.add_error("measure", _("A number needs the name of its measure."))
        return fields


def describe(row: TargetValue) -> str:
    from humus.kit.translated import pick
    from humus.strategy import figures

    said = figures.in_words([row]) if row.value is not None else pick(row.text)
    name = pick(row.label) or row.measure
    return f"{row.get_horizon_display()}: {said}" + (f" ({name})" if name else "")
