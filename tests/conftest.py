"""The cast of the apps' own tests serves here too."""

from humus.conftest import cast, sign_in, silence

__all__ = ["cast", "sign_in", "silence"]
