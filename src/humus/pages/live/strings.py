"""The words of writing together; the English ones stand in editor/src/live/strings.js too."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LIVE_STRINGS: dict[str, str | Promise] = {
    "opening": _("Opening"),
    "someone": _("Somebody"),
    "you": _("You"),
    "here": _("Here now"),
    "follow": _("Follow {name}"),
    "following": _("You follow {name}"),
    "reads": _("reads along"),
    "savedAll": _("Saved. Everyone here sees it."),
    "savedAlone": _("Saved"),
    "offline": _("Offline. What you write is kept on this device."),
    "offlineKeeping": _("Offline: being kept"),
    "offlineKept": _("Offline: kept on this device"),
    "openAgain": _("Open the page again when there is a line"),
    "offer": _("What you wrote, as a copy"),
    "offerWhy": _(
        "It could not be saved here, because you may not change this page any more. Nobody else sees it. Copy it, or"
        " save it as a file."
    ),
    "offerCopy": _("Copy"),
    "offerCopied": _("Copied"),
    "offerSave": _("Save as a file"),
    "waiting": _("Still saving. It is kept on this device."),
    "noEntry": _("You may not write here any more. What was not saved is kept on this device."),
    "readOnly": _("You read along; you may not change this page."),
    "tooLong": _("This page has become too long to take more. Take something away first."),
    "publishedNow": _("Version {number} is published."),
    "notYet": _("Not published: the server does not have your last words yet. They are kept on this device."),
    "broughtIn": _("What you wrote while you were away is joined with what others wrote."),
    "notBroughtIn": _(
        "What you wrote while you were away is kept on this device, and will be joined when the server answers."
    ),
}
