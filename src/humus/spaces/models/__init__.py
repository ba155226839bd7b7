"""Spaces and the people in them."""

from humus.spaces.models.invitation import Invitation
from humus.spaces.models.join_request import JoinRequest
from humus.spaces.models.membership import Membership
from humus.spaces.models.space import FormerSlug, Space

__all__ = ["FormerSlug", "Invitation", "JoinRequest", "Membership", "Space"]
