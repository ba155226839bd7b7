"""Finding a time: a group answers which of the proposed ones suit, and one of them becomes an event."""
