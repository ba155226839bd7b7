from django.apps import AppConfig


class DiscussionsConfig(AppConfig):
    name = "humus.discussions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from humus.discussions import indexing, passages, personal, queue, rules, telling, words
        from humus.discussions.panel import below_page
        from humus.discussions.topics import kinds as topic_kinds
        from humus.discussions.topics import rules as topic_rules
        from humus.kit.happenings import listen
        from humus.pages import loading, panels
        from humus.pages.views import asking
        from humus.search import indexing as search_indexing

        panels.register(below_page)
        asking.KNOWN.append(words.spoke_on)
        panels.BESIDE.append(panels.Item("page_comments", _("Comments on passages"), "chat"))
        loading.ALONG["talked_about"] = "EXISTS (SELECT 1 FROM discussions_comment x WHERE x.page_id = p.id)"
        listen(indexing.hear)
        search_indexing.AGAIN.append(indexing.all_again)
        personal.furnish()
        queue.furnish()
        telling.furnish()
        topic_kinds.furnish()
        listen(passages.hear)
        listen(topic_kinds.hear)
        assert rules.may_add
        assert topic_rules.may_start
