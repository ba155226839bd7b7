"""A power cut without hands: a file system of our own in a file, shut down by the kernel with nothing more written."""

from __future__ import annotations

import fcntl
import os
import struct
import subprocess
import time
from pathlib import Path

# FS_IOC_SHUTDOWN, and its flag for "do not flush the journal either".
SHUTDOWN, NO_FLUSH = 0x8004587D, 2


class Disk:
    def __init__(self, folder: Path, megabytes: int = 900) -> None:
        self.image, self.mount_point, self.megabytes = folder / "disk.img", folder / "disk", megabytes

    def make(self) -> None:
        self.mount_point.mkdir()
        with self.image.open("wb") as image:
            image.truncate(self.megabytes << 20)
        _call("mkfs.ext4", "-q", "-F", self.image)
        self.mount()

    def mount(self) -> None:
        _call("mount", "-o", "loop", self.image, self.mount_point)

    def unmount(self) -> None:
        """Processes that were killed a moment ago may still be letting go."""
        for _ in range(100):
            if subprocess.run(["umount", self.mount_point], capture_output=True).returncode == 0:
                return
            time.sleep(0.1)
        _call("umount", self.mount_point)

    def cut(self) -> None:
        handle = os.open(self.mount_point, os.O_RDONLY)
        try:
            fcntl.ioctl(handle, SHUTDOWN, struct.pack("I", NO_FLUSH))
        finally:
            os.close(handle)

    def remove(self) -> None:
        subprocess.run(["umount", "-l", self.mount_point], capture_output=True)
        self.image.unlink(missing_ok=True)


def possible(folder: Path) -> str | None:
    """None where power can be cut here, else the reason why not."""
    if os.geteuid() != 0:
        return "only root mounts file systems"
    disk = Disk(folder, megabytes=16)
    try:
        disk.make()
        disk.cut()
        disk.unmount()
    except (OSError, subprocess.CalledProcessError) as error:
        return f"this machine does not allow it: {error}"
    finally:
        disk.remove()
        if disk.mount_point.exists():
            disk.mount_point.rmdir()
    return None


def _call(*command: object) -> None:
    subprocess.run([str(part) for part in command], check=True, capture_output=True)
