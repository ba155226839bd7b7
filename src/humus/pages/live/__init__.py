"""Several people in one page at once: rooms of Yjs documents, kept in PostgreSQL, served by the live process."""
