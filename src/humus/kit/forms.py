"""How every form is drawn: label, help, field and error tied together, and a summary of errors on top."""

from __future__ import annotations

from django.forms.renderers import TemplatesSetting


class FormRenderer(TemplatesSetting):
    form_template_name = "humus/forms/form.html"
    field_template_name = "humus/forms/field.html"
    formset_template_name = "humus/forms/formset.html"
