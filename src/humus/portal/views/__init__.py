"""Views of the portal: home, the secretariat's room, the demonstration."""
