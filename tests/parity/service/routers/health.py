"""The documentation's sample of several files: /status."""

from __future__ import annotations

from pyverless.routing import Router

router = Router()


@router.get("/status")
def health() -> dict:
    return {"status": "OK"}
