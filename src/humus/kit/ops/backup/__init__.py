"""A backup is a folder: the database's dump, every file, and a manifest that names and hashes all of it."""
