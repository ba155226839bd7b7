"""Forms as they are drawn: tied together for those who listen, and nothing typed is lost."""

from __future__ import annotations

import re

from django import forms

from humus.kit.gallery_samples import SampleForm


class Plain(forms.Form):
    title = forms.CharField(help_text="A few words.")
    note = forms.CharField(required=False)


def test_label_help_and_error_are_tied_to_the_field():
    html = Plain({"title": ""}).render()
    assert '<label class="field__label" for="id_title">Title</label>' in html
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_title_helptext"' in html
    assert 'id="id_title_error"' in html


def test_summary_of_errors_links_to_each_field():
    html = Plain({"title": ""}).render()
    assert '<div class="error-summary" role="alert" tabindex="-1" data-focus>' in html
    assert '<a href="#id_title">Title</a>' in html


def test_form_without_errors_has_no_summary():
    assert "error-summary" not in Plain().render()


def test_what_was_typed_is_kept():
    html = Plain({"title": "", "note": '<b> & "q"'}).render()
    assert 'value="&lt;b&gt; &amp; &quot;q&quot;"' in html


def test_optional_fields_say_so_and_required_ones_do_not():
    html = Plain().render()
    assert html.count("field__optional") == 1
    assert html.index("Note") < html.index("field__optional")


def test_choices_stand_in_a_fieldset_with_a_legend_that_the_summary_can_reach():
    html = SampleForm({}).render()
    assert html.count("<fieldset") == html.count("</fieldset>") == html.count("<legend") == 2
    assert '<a href="#id_role_0">' in html
    assert 'id="id_role_0"' in html


def test_each_id_is_used_once():
    ids = re.findall(r'\sid="([^"]+)"', SampleForm({}).render())
    assert len(ids) == len(set(ids))
