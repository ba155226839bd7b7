from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LibraryConfig(AppConfig):
    name = "humus.library"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from humus.library.forms import ResourceForm
        from humus.library.models import Resource
        from humus.pages import kinds
        from humus.pages.detail import restore_of, snapshot_of

        kinds.register(
            "resource",
            kinds.PageKind(
                _("Resource"),
                icon="external",
                detail="resource",
                form=lambda: ResourceForm,
                header="library/resource.html",
                card="library/card.html",
                snapshot=snapshot_of(Resource),
                restore=restore_of(Resource),
                search_words=lambda page: page.resource.address if hasattr(page, "resource") else "",
            ),
        )
