"""Pages, their texts in several languages, versions, drafts, labels, files, links and restrictions."""

from humus.pages.models.draft import Draft
from humus.pages.models.file import File, FileVersion
from humus.pages.models.label import Label
from humus.pages.models.link import Link, Redirect
from humus.pages.models.page import Page
from humus.pages.models.proposal import Proposal, ProposalWriter, Remark, SentBack
from humus.pages.models.restriction import Restriction
from humus.pages.models.room import Room, RoomPresence, RoomUpdate, RoomWriter
from humus.pages.models.suggestion import Decision, Suggestion
from humus.pages.models.template import PageTemplate
from humus.pages.models.text import Text
from humus.pages.models.upkeep import Upkeep
from humus.pages.models.version import Version, VersionAuthor
from humus.pages.models.watch import Watch

__all__ = [
    "Decision",
    "Draft",
    "File",
    "FileVersion",
    "Label",
    "Link",
    "Page",
    "PageTemplate",
    "Proposal",
    "ProposalWriter",
    "Redirect",
    "Remark",
    "Restriction",
    "Room",
    "RoomPresence",
    "RoomUpdate",
    "RoomWriter",
    "SentBack",
    "Suggestion",
    "Text",
    "Upkeep",
    "Version",
    "VersionAuthor",
    "Watch",
]
