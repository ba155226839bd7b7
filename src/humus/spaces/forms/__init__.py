"""Forms of spaces: joining, people, settings."""
