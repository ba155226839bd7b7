"""The command `soilcarbon`.

Exit codes: 0 answered; 1 input refused (every bad cell is named); 2 wrong usage; 3 an optional package is absent.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from soilcarbon import SoilCarbonError, __version__
from soilcarbon._cli import change, design, grid, rothc, stock, template, tier1, tier2
from soilcarbon._cli.output import OK, REFUSED, CommandError, show

SUBCOMMANDS = (stock, change, design, rothc, tier1, tier2, grid, template)


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    top = argparse.ArgumentParser(
        prog="soilcarbon",
        description="Soil organic carbon: stocks, changes, sampling design and models.",
        epilog="exit codes: 0 answered; 1 input refused; 2 wrong usage; 3 an optional package is absent",
    )
    top.add_argument("--version", action="version", version=f"soilcarbon {__version__}")
    commands = top.add_subparsers(metavar="COMMAND", required=True)
    for module in SUBCOMMANDS:
        module.add(commands)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code (argparse itself exits with 2 on wrong usage)."""
    args = parser().parse_args(argv)
    try:
        if args.plot:
            from soilcarbon._cli import plots

            plots.check_target(args.plot)
        answer = args.run(args)
        if args.plot and answer.chart is not None:
            plots.save(answer.chart, args.plot)
            answer.data["plot"] = args.plot
        show(answer, args.json)
    except BrokenPipeError:
        # The reader (head, less) has gone: nothing is wrong, and nothing more can be said.
        sys.stdout = None
    except CommandError as error:
        print(f"soilcarbon: {error}", file=sys.stderr)
        return error.code
    except SoilCarbonError as error:
        print(f"soilcarbon: {error}", file=sys.stderr)
        return REFUSED
    return OK


if __name__ == "__main__":
    sys.exit(main())
