"""Discussions: pages on which people ask, announce and vote. Each is talked about in the comments below it."""
