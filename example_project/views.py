"""What needs no class: function views, to be included in an App."""

from __future__ import annotations

from example_project.models import Article
from pyverless.http import Response
from pyverless.routing import Router

router = Router()


@router.get("/health")
def health() -> dict[str, str]:
    """GET /health: for whoever watches over the API."""
    return {"status": "ok"}


@router.get("/articles.txt", cache_control="max-age=60")
def titles() -> Response:
    """GET /articles.txt: the ten newest titles, a line each."""
    newest = Article.objects.order_by("-id")[:10]
    text = "".join(f"{article.title}\n" for article in newest)
    return Response(text, content_type="text/plain; charset=utf-8")
