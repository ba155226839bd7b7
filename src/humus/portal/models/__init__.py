"""What the secretariat sets for the whole site, and what was loaded at the start."""

from humus.portal.models.loaded import LoadedPart
from humus.portal.models.setting import SiteSetting

__all__ = ["LoadedPart", "SiteSetting"]
