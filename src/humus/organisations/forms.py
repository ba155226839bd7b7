"""Forms of the register."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from humus.kit.known_days import KnownDayField
from humus.organisations import categories, documents
from humus.organisations.domain import joining as deeds
from humus.organisations.models import Application, Organisation
from humus.organisations.models.figure import WHAT
from humus.people import countries
from humus.people.validators import single_line

TONGUES = (("en", _("English")), ("fr", _("French")), ("es", _("Spanish")))
PICTURES = {"accept": "image/png,image/jpeg,image/webp"}
PAPERS = {"accept": "application/pdf,.pdf"}


def line(label: Any, most: int, required: bool = False, **known: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, required=required, validators=[single_line], **known)


def address(label: Any) -> forms.URLField:
    return forms.URLField(label=label, required=False, assume_scheme="https", max_length=200)


def clean_logo(form: forms.Form) -> Any:
    """A logo drawn anew, an empty string to take it away, or the one that was there."""
    upload = form.cleaned_data["logo"]
    if upload is False:
        return ""
    from humus.people import pictures

    return pictures.logo(upload) if upload and "logo" in form.files else upload


class OrganisationForm(forms.Form):
    """All of an entry, for the secretariat; ``own`` leaves what a focal point may change."""

    name = line(_("Name"), 250, required=True)
    other_names = forms.CharField(
        label=_("Other names"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One per line, in any language."),
    )
    acronym = line(_("Acronym"), 40)
    category = forms.ChoiceField(
        label=_("Category"), required=False, choices=lambda: [("", _("not known")), *categories.offered()]
    )
    country = forms.ChoiceField(label=_("Country"), required=False, choices=countries.country_choices)
    city = line(_("City"), 120)
    website = address(_("Website"))
    logo = forms.FileField(label=_("Logo"), required=False, widget=forms.ClearableFileInput(attrs=PICTURES))
    source = line(_("Source of this entry"), 250)
    note = forms.CharField(
        label=_("Note of the secretariat"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, organisation: Organisation | None = None, own: bool = False, **known: Any) -> None:
        super().__init__(*args, **known)
        for code, label in TONGUES:
            self.fields[f"description_{code}"] = forms.CharField(
                label=_("What it does") + f" ({label})",
                required=False,
                max_length=3000,
                widget=forms.Textarea(attrs={"rows": 4, "lang": code}),
            )
        if own:
            for name in ("name", "other_names", "category", "country", "source", "note"):
                del self.fields[name]
        if organisation:
            self.initial = {name: getattr(organisation, name, "") for name in self.fields} | dict(self.initial)
            self.initial = dict(self.initial) | {
                f"description_{code}": organisation.description.get(code, "") for code, _label in TONGUES
            }
            self.initial["other_names"] = "\n".join(organisation.other_names)

    clean_logo = clean_logo

    def clean_other_names(self) -> list[str]:
        return [name.strip() for name in self.cleaned_data["other_names"].splitlines() if name.strip()]

    def values(self) -> dict[str, Any]:
        """What to write: the descriptions together, the logo only where it changed."""
        fields = {name: value for name, value in self.cleaned_data.items() if not name.startswith("description_")}
        texts = {code: self.cleaned_data[f"description_{code}"].strip() for code, _label in TONGUES}
        fields["description"] = {code: text for code, text in texts.items() if text}
        if "logo" not in self.changed_data:
            del fields["logo"]
        return fields


class AffiliationForm(forms.Form):
    kind = forms.ChoiceField(label=_("Affiliation"), choices=categories.affiliation_choices)
    since = forms.DateField(
        label=_("Since"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    decided_by_text = line(_("Decided by"), 200, help_text=_("For example: Bureau of 4 June 2024."))
    note = line(_("Note"), 250)


class UntilForm(forms.Form):
    until = forms.DateField(
        label=_("Until"),
        initial=timezone.localdate,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class AskForm(forms.Form):
    position = line(_("Your position there"), 120)


class ReasonForm(forms.Form):
    reason = line(_("Reason"), 250, required=True)


class DomainForm(forms.Form):
    domain = line(
        _("E-mail domain"), 120, required=True, help_text=_("You have checked that it is theirs, e.g. example.org.")
    )


class FigureForm(forms.Form):
    what = forms.ChoiceField(
        label=_("What is counted"),
        choices=lambda: list(WHAT.items()),
    )
    value = forms.IntegerField(label=_("Number"), min_value=0, max_value=2_000_000_000)
    stated_on = KnownDayField(label=_("Stated on"), help_text=_("18/03/2026, March 2026 or 2026."))
    source = line(_("Source"), 250, required=True)


class CorrectionForm(FigureForm):
    """What a figure should have said, or that it was never stated."""

    KEPT = ("value", "stated_on", "source")
    what = None  # type: ignore[assignment]
    taken_back = forms.BooleanField(
        label=_("It was never stated: take it back"),
        required=False,
        help_text=_("The list then shows no figure in its place."),
    )
    reason = line(
        _("Reason for the correction"), 250, required=True, help_text=_("Everyone can read it in the history.")
    )

    def said(self) -> dict[str, Any]:
        fields = dict(self.cleaned_data)
        return fields | ({"value": None} if fields.pop("taken_back") else {})


class TableForm(forms.Form):
    table = forms.FileField(label=_("Table (CSV, UTF-8)"), widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}))

    def clean_table(self) -> str:
        upload = self.cleaned_data["table"]
        if upload.size > 3_000_000:
            raise forms.ValidationError(_("The file is larger than 3 MB."))
        try:
            text: str = upload.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            raise forms.ValidationError(
                _("The file is not in UTF-8. Save it in your spreadsheet as “CSV UTF-8” and bring it again.")
            ) from None
        if "\0" in text:
            raise forms.ValidationError(_("This is not a text file."))
        return text


class ApplicationForm(forms.Form):
    """Becoming a partner. Nothing is required while it is a draft; what lacks is named when it is handed in."""

    kind = forms.ChoiceField(
        label=_("We ask to become"), required=False, choices=categories.affiliation_choices, widget=forms.RadioSelect
    )
    category = forms.ChoiceField(
        label=_("Category"), required=False, choices=lambda: [("", "—"), *categories.offered()]
    )
    name = line(_("Name of the organisation"), 250)
    acronym = line(_("Acronym"), 40)
    country = forms.ChoiceField(label=_("Country"), required=False, choices=countries.country_choices)
    city = line(_("City"), 120)
    website = address(_("Website"))
    why = forms.CharField(
        label=_("Why you wish to join and what you bring"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("In a few sentences. The Bureau decides by them."),
    )
    signatory = line(_("Authorised signatory (name and position)"), 200)
    declaration = forms.FileField(
        label=_("Declaration of Intent, signed (PDF)"), required=False, widget=forms.FileInput(attrs=PAPERS)
    )
    proof = forms.FileField(
        label=_("Proof of status (PDF)"),
        required=False,
        widget=forms.FileInput(attrs=PAPERS),
        help_text=_("Not-for-profit or commercial status. States, local authorities and companies need none."),
    )
    logo = forms.FileField(label=_("Logo"), required=False, widget=forms.ClearableFileInput(attrs=PICTURES))

    use_required_attribute = False
    GROUPS = (
        (_("What you ask for"), ("kind", "category")),
        (_("Your organisation"), ("name", "acronym", "country", "city", "website", "logo")),
        (_("Your commitment"), ("why", "signatory", "declaration", "proof")),
    )

    def __init__(self, *args: Any, application: Application, **known: Any) -> None:
        known.setdefault("initial", {name: getattr(application, name) for name in self.base_fields})
        super().__init__(*args, **known)
        self.application = application

    clean_logo = clean_logo

    def clean_declaration(self) -> Any:
        return self._paper("declaration")

    def clean_proof(self) -> Any:
        return self._paper("proof")

    def _paper(self, name: str) -> Any:
        upload = self.cleaned_data[name]
        return documents.pdf(upload) if upload and name in self.files else upload

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        category = categories.find(found.get("category", ""))
        if found.get("kind") == "member" and category and not category.may_be_member:
            self.add_error("kind", category.no_member)
        return found

    def values(self) -> dict[str, Any]:
        """What is sound so far; papers only where a new one came."""
        fields = dict(self.cleaned_data)
        return {
            name: value
            for name, value in fields.items()
            if name not in ("declaration", "proof", "logo") or name in self.changed_data
        }

    def groups(self) -> list[dict[str, Any]]:
        """For the page: by subject, with those marked that must be there before it is handed in."""
        for name in deeds.WANTED:
            self.fields[name].required = True
        return [{"title": title, "fields": [self[name] for name in names]} for title, names in self.GROUPS]


def words(label: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=5000, widget=forms.Textarea(attrs={"rows": 4}))


class QuestionForm(forms.Form):
    prefix = "question"
    text = words(_("Your question; the applicant reads it"))


class RemarkForm(forms.Form):
    prefix = "remark"
    text = words(_("Note; only the Bureau reads it"))


class AnswerForm(forms.Form):
    text = words(_("Your answer"))


class DecisionForm(forms.Form):
    entry = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Entry in the register"),
        required=False,
        empty_label=_("a new entry"),
        help_text=_("Entries with a similar name are offered, so that none is doubled."),
    )
    reason = forms.CharField(
        label=_("Reason, or words that go into the letter"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Needed to decline. The applicant reads it."),
    )

    def __init__(self, *args: Any, alike: Any, **known: Any) -> None:
        super().__init__(*args, **known)
        self.fields["entry"].queryset = alike  # type: ignore[attr-defined]
