"""A small identity provider on this machine: OpenID Connect with discovery and signed tokens, and what ORCID offers."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "humus", "between us two"
ORCID = "0000-0002-1825-0097"


class Provider:
    """``person`` is who sits before the screen there; ``spoil`` changes a token before it is signed."""

    def __init__(self) -> None:
        self.key = self.new_key()
        self.published = self.keys()
        self.person: dict[str, Any] = {"sub": "42", "name": "Olga Outside", "email": "olga@example.org"}
        self.person["email_verified"] = True
        self.spoil: dict[str, Any] = {}
        self.asked: dict[str, dict[str, str]] = {}
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (Handler,), {"provider": self}))
        self.url = f"http://localhost:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @staticmethod
    def new_key() -> rsa.RSAPrivateKey:
        return rsa.generate_private_key(public_exponent=65537, key_size=2048)

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "userinfo_endpoint": f"{self.url}/userinfo",
            "jwks_uri": f"{self.url}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            "code_challenge_methods_supported": ["S256"],
        }

    def keys(self) -> dict[str, Any]:
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [public | {"kid": "one", "alg": "RS256", "use": "sig"}]}

    def id_token(self) -> str:
        now = int(time.time())
        claims = {"iss": self.url, "aud": CLIENT, "iat": now, "exp": now + 300, "jti": secrets.token_hex(8)}
        return jwt.encode(claims | self.person | self.spoil, self.key, "RS256", headers={"kid": "one"})

    def token(self, given: dict[str, str]) -> dict[str, Any] | None:
        """None for a code that was never given or was used, a wrong secret, address or verifier."""
        asked = self.asked.pop(given.get("code", ""), None)
        if asked is None or given.get("client_secret") != SECRET or given.get("client_id") != CLIENT:
            return None
        if given.get("redirect_uri") != asked["redirect_uri"]:
            return None
        if "code_challenge" in asked:
            digest = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
            if base64.urlsafe_b64encode(digest).decode().rstrip("=") != asked["code_challenge"]:
                return None
        answer = {"access_token": "open sesame", "token_type": "bearer", "expires_in": 300}
        if "openid" in asked.get("scope", ""):
            return answer | {"id_token": self.id_token()}
        return answer | {"orcid": ORCID, "name": self.person["name"]}

    def record(self) -> dict[str, Any]:
        """ORCID's public record, of which an address is seldom part."""
        given, _space, family = self.person["name"].partition(" ")
        name = {"given-names": {"value": given}, "family-name": {"value": family}}
        return {"orcid-identifier": {"path": ORCID}, "person": {"name": name, "emails": {"email": []}}}


class Handler(BaseHTTPRequestHandler):
    provider: Provider

    def do_GET(self) -> None:
        where, query = urlsplit(self.path).path, urlsplit(self.path).query
        asked = {name: values[0] for name, values in parse_qs(query).items()}
        if where == "/authorize":
            self._page(asked)
        elif where == "/allow":
            code = secrets.token_hex(8)
            self.provider.asked[code] = asked
            self._back(asked, code=code)
        elif where == "/refuse":
            self._back(asked, error="access_denied")
        elif where == "/.well-known/openid-configuration":
            self._json(self.provider.discovery())
        elif where == "/keys":
            self._json(self.provider.published)
        elif where == "/userinfo" and self.headers["Authorization"] == "Bearer open sesame":
            self._json(self.provider.person)
        elif where == "/favicon.ico":
            self._answer(b"", "image/x-icon")
        elif where.endswith("/record"):
            self._json(self.provider.record())
        else:
            self._json({"error": "invalid_request"}, 401)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        answer = self.provider.token({name: values[0] for name, values in parse_qs(body).items()})
        self._json(answer or {"error": "invalid_grant"}, 200 if answer else 400)

    def _page(self, asked: dict[str, str]) -> None:
        query = urlencode(asked)
        links = f'<a href="/allow?{query}">Allow</a> <a href="/refuse?{query}">Refuse</a>'
        self._answer(f"<!doctype html><title>Elsewhere</title>{links}".encode(), "text/html; charset=utf-8")

    def _back(self, asked: dict[str, str], **what: str) -> None:
        self.send_response(302)
        self.send_header("Location", f"{asked['redirect_uri']}?{urlencode({'state': asked['state'], **what})}")
        self.end_headers()

    def _json(self, content: Any, status: int = 200) -> None:
        self._answer(json.dumps(content).encode(), "application/json", status)

    def _answer(self, body: bytes, kind: str, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_words: Any) -> None:
        pass
