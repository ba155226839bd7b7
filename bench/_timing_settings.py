"""The platform's settings, with a hasher that does little work."""

from humus.settings import *  # noqa: F403

PASSWORD_HASHERS = ["_timing_site.QuickHasher"]
