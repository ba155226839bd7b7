"""How the sources of the figures that come with the platform are called in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

NAMES = {
    "4 per 1000 Initiative": _("4 per 1000 Initiative"),
    "data sheet": _("data sheet"),
    "Objective A1, first wording (mid-2020)": _("Objective A1, first wording (mid-2020)"),
    "Objective A1, later wording": _("Objective A1, later wording"),
    "Strategy of the 4 per 1000 Initiative, as far as it is public": _(
        "Strategy of the 4 per 1000 Initiative, as far as it is public"
    ),
}
