"""Views of the strategy."""
