"""Begin a discussion on one screen; change what may still be changed beside its words."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from humus.discussions.models import TOPIC_KINDS, Choice, Topic
from humus.discussions.topics import voting
from humus.kit.errors import DeedError
from humus.pages.detail import DetailForm

HELP = _("**bold**, - a list, > a quote, @Name to tell somebody.")


def end_of(day: Any) -> datetime | None:
    """The end of the day in the reader's time zone."""
    if day is None:
        return None
    return datetime.combine(day + timedelta(days=1), time(0), timezone.get_current_timezone()).astimezone(UTC)


def day_of(end: datetime | None) -> Any:
    return timezone.localtime(end - timedelta(seconds=1)).date() if end else None


def day_field() -> forms.DateField:
    return forms.DateField(
        label=_("Last day to vote"),
        required=False,
        help_text=_("Without a day the poll stays open until you close it."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )


class StartForm(forms.Form):
    """What the deed refuses comes back at its field."""

    kind = forms.ChoiceField(label=_("Kind"), widget=forms.RadioSelect, initial="talk")
    title = forms.CharField(label=_("Title"), max_length=250)
    text = forms.CharField(
        label=_("Text"),
        required=False,
        strip=False,
        help_text=HELP,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
    )
    choices = forms.CharField(
        label=_("Choices of a poll"),
        required=False,
        help_text=_("One a line."),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )
    several = forms.BooleanField(label=_("One may choose several"), required=False)
    anonymous = forms.BooleanField(
        label=_("Nobody sees who chose what"),
        required=False,
        help_text=_("When the poll ends the platform itself forgets who voted."),
    )
    closes_at = day_field()

    def __init__(self, *args: Any, announce: bool, names: str = "", **more: Any) -> None:
        super().__init__(*args, **more)
        kinds = [(name, words) for name, (_icon, words) in TOPIC_KINDS.items() if announce or name != "announcement"]
        # Needed by a poll alone: neither required nor optional can be said beside it.
        self.fields["choices"].sometimes_needed = True  # type: ignore[attr-defined]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        self.fields["text"].widget.attrs["data-talk"] = names

    def asked(self) -> dict[str, Any]:
        """What ``start_discussion`` takes."""
        given = dict(self.cleaned_data)
        return given | {"choices": given["choices"].splitlines(), "closes_at": end_of(given["closes_at"])}


class TopicForm(DetailForm):
    """In the editor: the last day of a poll, and its choices until somebody has voted."""

    class Meta:
        model = Topic
        fields: list[str] = []

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        poll = getattr(self.instance, "poll", None) if self.instance.pk else None
        self.poll = poll if poll and poll.is_open else None
        if self.poll is None:
            return
        if not self.poll.ballots.exists():
            self.fields["choices"] = forms.CharField(
                label=_("Choices of a poll"),
                help_text=_("One a line."),
                initial="\n".join(self.poll.choices.values_list("label", flat=True)),
                widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
            )
        self.fields["closes_at"] = day_field()
        self.fields["closes_at"].initial = day_of(self.poll.closes_at)

    def clean_choices(self) -> list[str]:
        return self._checked(voting.cleaned, self.cleaned_data["choices"].splitlines())

    def clean_closes_at(self) -> Any:
        end = end_of(self.cleaned_data["closes_at"])
        self._checked(voting.check_end, end)
        return end

    @staticmethod
    def _checked(check: Any, value: Any) -> Any:
        try:
            return check(value)
        except DeedError as refused:
            raise forms.ValidationError(str(refused)) from refused

    def save_for(self, page: Any) -> Any:
        if self.poll is None:
            return self.instance
        poll = type(self.poll).objects.select_for_update(of=("self",)).get(pk=self.poll.pk)
        poll.closes_at = self.cleaned_data["closes_at"]
        poll.save(update_fields=["closes_at"])
        labels = self.cleaned_data.get("choices")
        if labels and not poll.ballots.exists():
            poll.choices.all().delete()
            Choice.objects.bulk_create(Choice(poll=poll, position=n, label=one) for n, one in enumerate(labels, 1))
        return self.instance
