"""A form made from what a block may be told, for screens without the editor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms

from humus.kit.richtext import attributes
from humus.kit.richtext.blocks import Block
from humus.pages import reading
from humus.pages.chosen import Chosen
from humus.pages.models import Page
from humus.spaces.models import Space

MOST_CHOICES = 500


def _text(form: dict[str, Any], page: Page, person: Any) -> forms.Field:
    return forms.CharField(max_length=form.get("limit", 300))


def _lines(form: dict[str, Any], page: Page, person: Any) -> forms.Field:
    return forms.CharField(max_length=form.get("limit", 2000), widget=forms.Textarea(attrs={"rows": 4}))


def _choice(form: dict[str, Any], page: Page, person: Any) -> forms.Field:
    options = form["options"]() if callable(form["options"]) else form["options"]
    return forms.ChoiceField(choices=[(value, str(words)) for value, words in options.items()])


def _number(form: dict[str, Any], page: Page, person: Any) -> forms.Field:
    return forms.IntegerField(min_value=form["low"], max_value=form["high"])


def _flag(form: dict[str, Any], page: Page, person: Any) -> forms.Field:
    return forms.BooleanField()


def _date(form: dict[str, Any], page: Page, person: Any) -> forms.Field:
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}))


def _page(form: dict[str, Any], page: Page, person: Any) -> forms.Field:
    """Pages of the same space; any other page is found in the editor."""
    pages = Page.objects.visible_to(person).published().filter(space=page.space_id).select_related("space")
    titles = [(one.key, one.title) for one in reading.titled(pages[:MOST_CHOICES])]
    return forms.ChoiceField(choices=[("", "—"), *titles])


def _space(form: dict[str, Any], page: Page, person: Any) -> forms.Field:
    spaces = sorted(Space.objects.visible_to(person).current(), key=lambda space: str(space).casefold())
    return forms.ChoiceField(choices=[("", "—"), *((space.slug, str(space)) for space in spaces)])


FIELDS: dict[str, Callable[[dict[str, Any], Page, Any], forms.Field]] = {
    "text": _text,
    "lines": _lines,
    "choice": _choice,
    "number": _number,
    "flag": _flag,
    "date": _date,
    "page": _page,
    "space": _space,
}


class BlockForm(forms.Form):
    """``attrs`` are the clean attributes, once it is valid; what it has no field for stays as it was."""

    def __init__(self, block: Block, now: dict[str, Any], page: Page, person: Any, data: Any = None) -> None:
        super().__init__(data)
        self.block, self.now = block, now
        for name, attribute in block.attributes.items():
            make = FIELDS.get(attribute.form.get("kind", "text"))
            if make is None:
                continue
            field = make(attribute.form, page, person)
            field.label, field.required = str(block.attribute_labels.get(name, name)), attribute.required
            field.initial = self._shown(field, name, person)
            self.fields[name] = field

    def _shown(self, field: forms.Field, name: str, person: Any) -> Any:
        """A value that is not among the choices stays one of them, under its name."""
        value = self.now.get(name, self.block.attributes[name].default)
        if isinstance(field, forms.ChoiceField) and value and value not in dict(field.choices):  # type: ignore[arg-type]
            words = Chosen(person, [(self.block, {name: value})]).words(self.block, name, value)
            field.choices = [*field.choices, (value, words)]  # type: ignore[misc]
        return value

    @property
    def complete(self) -> bool:
        """Whether this form can ask for all that the block must be told."""
        lacking = self.block.attributes.keys() - self.fields.keys() - self.now.keys()
        return not any(self.block.attributes[name].required for name in lacking)

    @property
    def attrs(self) -> dict[str, Any]:
        given = {
            name: str(value) if hasattr(value, "isoformat") else value for name, value in self.cleaned_data.items()
        }
        return attributes.read_all(self.block.attributes, self.now | given) or {}
