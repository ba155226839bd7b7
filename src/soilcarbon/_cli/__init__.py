"""The parts of the command `soilcarbon`: reading files, one module a subcommand, writing answers."""
