"""Views of this app, by what one comes for."""
