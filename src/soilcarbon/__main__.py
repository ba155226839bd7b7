"""``python -m soilcarbon`` is the command `soilcarbon`."""

from __future__ import annotations

import sys

from soilcarbon.cli import main

if __name__ == "__main__":
    sys.exit(main())
