"""Running, backing up and looking after one installation."""
