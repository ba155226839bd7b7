"""What people say below a page, how others take it, and what each reader has seen."""

from humus.discussions.models.comment import Comment, Earlier, Mention
from humus.discussions.models.holding import Holding
from humus.discussions.models.moderation import Hiding, Report
from humus.discussions.models.passage import Passage
from humus.discussions.models.poll import Ballot, Choice, Poll
from humus.discussions.models.reaction import REACTIONS, Reaction
from humus.discussions.models.seen import Seen
from humus.discussions.models.topic import TOPIC_KINDS, Topic

__all__ = [
    "REACTIONS",
    "TOPIC_KINDS",
    "Ballot",
    "Choice",
    "Comment",
    "Earlier",
    "Hiding",
    "Holding",
    "Mention",
    "Passage",
    "Poll",
    "Reaction",
    "Report",
    "Seen",
    "Topic",
]
