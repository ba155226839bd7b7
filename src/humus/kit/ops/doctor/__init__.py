"""`humus doctor`: everything one asks before calling for help, asked at once."""

from humus.kit.ops.doctor.examine import doctor

__all__ = ["doctor"]
