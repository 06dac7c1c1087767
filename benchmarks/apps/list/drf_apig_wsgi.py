"""Django REST framework behind apig-wsgi: a ListAPIView with a Serializer."""

import os
from datetime import UTC, datetime

from apig_wsgi import make_lambda_handler
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.urls import path

GZIPPED = bool(os.environ["GZIPPED"])

settings.configure(
    ALLOWED_HOSTS=["*"],
    INSTALLED_APPS=["rest_framework"],
    # Lambda has configured logging.
    LOGGING_CONFIG=None,
    MIDDLEWARE=["django.middleware.gzip.GZipMiddleware"] if GZIPPED else [],
    REST_FRAMEWORK={
        "DEFAULT_AUTHENTICATION_CLASSES": [],
        "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
        "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
        "UNAUTHENTICATED_USER": None,
    },
    ROOT_URLCONF=__name__,
    TIME_ZONE="UTC",
    USE_TZ=True,
)
application = get_wsgi_application()

from rest_framework import serializers  # noqa: E402
from rest_framework.generics import ListAPIView  # noqa: E402
from rest_framework.pagination import LimitOffsetPagination  # noqa: E402
from rest_framework.response import Response  # noqa: E402


class User:
    def __init__(self, number):
        self.id = number
        self.name = f"User {number}"
        self.email = f"user{number}@example.com"
        self.active = number % 2 == 0
        self.score = number / 4
        self.created = datetime(2026, 11, 21, 12, 0, number % 60, tzinfo=UTC)


USERS = [User(number) for number in range(1, 1001)]


class UserSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField()
    email = serializers.CharField()
    active = serializers.BooleanField()
    score = serializers.FloatField()
    created = serializers.DateTimeField()


class PlainPagination(LimitOffsetPagination):
    default_limit = 20
    max_limit = 100

    def get_paginated_response(self, data):
        return Response(data)


class UserList(ListAPIView):
    pagination_class = PlainPagination
    serializer_class = UserSerializer

    def get_queryset(self):
        return USERS


urlpatterns = [path("users", UserList.as_view())]
handler = make_lambda_handler(application, binary_support=GZIPPED)
