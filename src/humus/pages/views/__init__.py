"""Views of pages; each finds its page through the person."""
