"""Invented words for the gallery of components."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.paginator import Paginator

from humus.kit.icons import PATHS

ROLES = [("member", "Team member"), ("leader", "Task force leader"), ("region", "Regional representative")]
REGIONS = [("africa", "Africa"), ("americas", "Americas"), ("asia", "Asia and Pacific"), ("europe", "Europe")]


class SampleForm(forms.Form):
    title = forms.CharField(help_text="A few words that say what it is about.")
    why = forms.CharField(widget=forms.Textarea, label="Why do you qualify?", required=False)
    starts = forms.DateField(label="Starts on", widget=forms.DateInput(attrs={"type": "date"}), required=False)
    members = forms.ChoiceField(label="Country", choices=[("1", "Burkina Faso"), ("2", "Chile"), ("3", "France")])
    role = forms.ChoiceField(label="Your role", choices=ROLES, widget=forms.RadioSelect)
    regions = forms.MultipleChoiceField(choices=REGIONS, widget=forms.CheckboxSelectMultiple)
    declaration = forms.FileField(label="Declaration of intent", help_text="A signed PDF, at most 10 MB.")
    agree = forms.BooleanField(label="I speak for my organisation and may sign for it")


TREE = [
    {
        "title": "Objective A1",
        "url": "#",
        "open": True,
        "children": [
            {"title": "Why national plans matter", "url": "#", "current": True},
            {"title": "Country notes", "url": "#", "children": [{"title": "Chile", "url": "#"}]},
        ],
    },
    {"title": "Minutes of meetings", "url": "#"},
]


def samples() -> dict[str, Any]:
    return {
        "icon_names": sorted(PATHS),
        "day": date(2026, 10, 27),
        "points": [{"year": 2020, "value": 36}, {"year": 2030, "value": 120}, {"year": 2050, "value": 196}],
        "unknown_points": [{"year": 2020, "value": None}, {"year": 2030, "value": 30}, {"year": 2050, "value": None}],
        "reorder": ["Problem and causes", "Activities", "Obstacles", "Factors of success"],
        "tree": TREE,
        "chosen": [{"label": "Research and education", "url": "#"}],
        "page": Paginator(range(240), 20).page(4),
        "steps": [
            {"label": "Form", "state": "done"},
            {"label": "Declaration", "state": "now"},
            {"label": "Bureau", "state": ""},
            {"label": "Letter", "state": ""},
        ],
        "tabs": [
            {"label": "Overview", "url": "#", "current": True},
            {"label": "Pages", "url": "#", "count": 42},
            {"label": "People", "url": "#", "count": 18},
            {"label": "Files", "url": "#"},
        ],
        "crumbs": [
            {"label": "Spaces", "url": "#"},
            {"label": "Strategy", "url": "#"},
            {"label": "Goal A: Inception", "url": "#"},
        ],
        "facets": [
            {
                "label": "Category",
                "choices": [
                    {"label": "Research and education", "count": 62, "url": "#", "current": True},
                    {"label": "Civil society", "count": 88, "url": "#"},
                    {"label": "Companies", "count": 36, "url": "#"},
                ],
            },
            {
                "label": "Region",
                "choices": [{"label": label, "count": 20, "url": "#"} for _value, label in REGIONS],
            },
        ],
        "bands": [
            {"value": "61", "label": "organisations registered here", "url": "#"},
            {"value": "200", "label": "people", "url": "#"},
            {"value": "24", "label": "objectives, each with a task force", "url": "#"},
            {"value": "38", "label": "countries"},
        ],
    }
