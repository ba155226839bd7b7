"""Deeds of the register: entries, colleagues, merging, joining, tables."""
