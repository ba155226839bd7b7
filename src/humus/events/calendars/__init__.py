"""Events by month and as a list, of the site, a space or a person; and as feeds for other calendars."""
