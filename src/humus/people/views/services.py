"""On the way to another service that says who one is."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from allauth.account.internal.decorators import login_not_required
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect import views as openid_connect
from allauth.socialaccount.providers.orcid import views as orcid
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from requests import RequestException

View = Callable[..., HttpResponse]


class SignedOpenID(openid_connect.OpenIDConnectOAuth2Adapter):
    """Believes a token only with the service's signature, also where it came over a line of our own."""

    def _decode_id_token(self, app: Any, id_token: str) -> dict[str, Any]:
        self.did_fetch_access_token = False
        return super()._decode_id_token(app, id_token)


def leaving(view: View) -> View:
    """A page that leads on, in place of a redirect: browsers stop a form that ends on another site (form-action)."""

    @wraps(view)
    def onward(request: HttpRequest, **known: Any) -> HttpResponse:
        try:
            response = view(request, **known)
        except RequestException:
            return away(request)
        target = urlsplit(response.get("Location", ""))
        if target.scheme not in ("https", "http"):
            return response
        page = render(request, "people/leaving.html", {"target": target.geturl(), "host": target.netloc})
        page["Refresh"] = f"0; url={target.geturl()}"
        page["Cache-Control"] = "no-store"
        return page

    return onward


def away(request: HttpRequest) -> HttpResponse:
    response = render(request, "socialaccount/authentication_error.html", {"away": True}, status=503)
    response["Retry-After"] = "60"
    return response


@login_not_required
def openid_connect_callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    try:
        return OAuth2CallbackView.adapter_view(SignedOpenID(request, provider_id))(request)
    except SocialApp.DoesNotExist:
        raise Http404 from None


openid_connect_login = leaving(openid_connect.login)
orcid_login = leaving(orcid.oauth2_login)
