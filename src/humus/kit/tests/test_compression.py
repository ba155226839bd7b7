import gzip
from types import SimpleNamespace

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from humus.kit import richtext
from humus.pages import domain


def test_page_is_compressed_for_who_asks_and_a_file_never(cast: SimpleNamespace, client: Client) -> None:
    page = domain.create(actor=cast.secretary, space=cast.public, title="Front")
    domain.publish(actor=cast.secretary, page=page, language="en", title="Front", body=richtext.paragraphs("Soil."))
    upload = SimpleUploadedFile("long.txt", b"soil " * 500)
    file = domain.upload(actor=cast.secretary, page=page, uploaded=upload)
    plain = client.get("/s/climate-soil/", headers={"accept-encoding": "identity"})
    small = client.get("/s/climate-soil/", headers={"accept-encoding": "gzip"})
    assert "Content-Encoding" not in plain.headers
    assert len(small.content) < len(plain.content) / 2
    assert b"Soil." in gzip.decompress(small.content)
    served = client.get(file.get_absolute_url(), headers={"accept-encoding": "gzip"})
    assert "Content-Encoding" not in served.headers
