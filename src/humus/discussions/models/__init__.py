"""What people say below a page, how others take it, and what each reader has seen."""

from humus.discussions.models.comment import Comment, Earlier, Mention
from humus.discussions.models.moderation import Hiding, Report
from humus.discussions.models.reaction import REACTIONS, Reaction
from humus.discussions.models.seen import Seen

__all__ = ["REACTIONS", "Comment", "Earlier", "Hiding", "Mention", "Reaction", "Report", "Seen"]
