"""Django REST framework behind apig-wsgi: many function views."""

import os

from apig_wsgi import make_lambda_handler
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.urls import clear_url_caches, path

settings.configure(
    ALLOWED_HOSTS=["*"],
    INSTALLED_APPS=["rest_framework"],
    # Lambda has configured logging.
    LOGGING_CONFIG=None,
    MIDDLEWARE=[],
    REST_FRAMEWORK={
        "DEFAULT_AUTHENTICATION_CLASSES": [],
        "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
        "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
        "UNAUTHENTICATED_USER": None,
    },
    ROOT_URLCONF=__name__,
    USE_TZ=True,
)
application = get_wsgi_application()

from rest_framework.decorators import api_view  # noqa: E402
from rest_framework.response import Response  # noqa: E402

urlpatterns = []


def make_route(number):
    @api_view(["GET"])
    def retrieve(request, item):  # noqa: ARG001
        return Response({"route": number, "item": item})

    return path(f"r{number}/<item>", retrieve)


def make_handler(count):
    urlpatterns[:] = [make_route(number) for number in range(count)]
    clear_url_caches()
    return make_lambda_handler(application)


handler = make_handler(int(os.environ["ROUTES"]))
