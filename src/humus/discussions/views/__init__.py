"""Screens of the conversation."""
