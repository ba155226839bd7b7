"""A mail provider posts here what came for us and what became of our mails; off unless one is named in the settings."""
