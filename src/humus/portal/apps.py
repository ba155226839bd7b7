from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "humus.portal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from humus.discussions import panel
        from humus.kit.sources import NAMES
        from humus.pages import fronts
        from humus.portal import blocks, home, room, sections, site, sources

        blocks.register()
        sections.register()
        fronts.register(home.is_home, home.FRONT)
        room.furnish()
        NAMES.update(sources.NAMES)
        panel.UNSPOKEN.append(site.is_notice)
