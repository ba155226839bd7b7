"""The scripts that a written text asks for, and no others."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from humus.kit.templatetags.humus import modules

register = template.Library()
# What is found in the text, and the module that brings it to life; without scripts all of it can be read.
MODULES = {
    "<thead": "sortable",
    "data-tabset": "tabset",
    "data-film": "film",
    "data-about": "term",
    "data-held": "held",
}


@register.simple_tag
def enliven(*texts: str) -> SafeString:
    """``{% enliven body %}``: the modules for the blocks in these texts."""
    wanted = [module for sign, module in MODULES.items() if any(sign in (text or "") for text in texts)]
    return modules(*wanted) if wanted else SafeString("")
