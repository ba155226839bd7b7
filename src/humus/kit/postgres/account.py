"""Which account the server runs as. PostgreSQL refuses root, so root steps down first."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

NAMESPACE = ("unshare", "--user", "--map-user=1000", "--map-group=1000")


@dataclass(frozen=True)
class Account:
    """How to start a program as the server's account."""

    name: str
    prefix: tuple[str, ...] = ()
    uid: int | None = None
    gid: int | None = None

    def command(self, program: Path, *arguments: object) -> list[str]:
        return [*self.prefix, str(program), *map(str, arguments)]

    def own(self, path: Path) -> None:
        """Hand a file or folder to the server's account."""
        if self.uid is not None and self.gid is not None:
            os.chown(path, self.uid, self.gid)

    def popen(self) -> dict[str, Any]:
        """Arguments of subprocess: a clean environment, no rights beyond the account's."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith("PG") and k not in ("LANG", "LANGUAGE", "TZ")}
        options: dict[str, Any] = {"cwd": "/", "env": {**kept, "LC_ALL": "C"}}
        if self.uid is not None:
            options |= {"user": self.uid, "group": self.gid, "extra_groups": []}
        return options


@cache
def current() -> Account:
    """The running account; as root one in a user namespace of its own, else `nobody`."""
    if os.geteuid() != 0:
        return Account("user")
    if shutil.which(NAMESPACE[0]) and subprocess.run([*NAMESPACE, "true"], capture_output=True).returncode == 0:
        return Account("root in a user namespace", prefix=NAMESPACE)
    nobody = pwd.getpwnam("nobody")
    return Account("nobody", uid=nobody.pw_uid, gid=nobody.pw_gid)
