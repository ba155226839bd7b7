"""Views of spaces."""
