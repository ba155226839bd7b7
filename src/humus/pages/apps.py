from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "humus.pages"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from humus.pages import blocks, loading, panels, personal, room, rules

        blocks.register()
        personal.furnish()
        room.furnish()
        loading.ALONG["suggested"] = (
            "EXISTS (SELECT 1 FROM pages_suggestion x WHERE x.page_id = p.id AND x.sent_at IS NOT NULL)"
        )
        panels.BESIDE.append(panels.Item("page_suggestions", _("Suggestions"), "inbox"))
        assert rules.may_edit
