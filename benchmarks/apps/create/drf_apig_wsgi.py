"""Django REST framework behind apig-wsgi: a CreateAPIView with a Serializer."""

from apig_wsgi import make_lambda_handler
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.urls import path

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

from rest_framework import serializers  # noqa: E402
from rest_framework.generics import CreateAPIView  # noqa: E402


class User:
    def __init__(self, **values):
        self.__dict__.update(values)

    def save(self):
        self.id = 7


class UserSerializer(serializers.Serializer):
    id = serializers.IntegerField(read_only=True)
    name = serializers.CharField(max_length=100)
    email = serializers.CharField(max_length=254)
    age = serializers.IntegerField(min_value=0, max_value=150)
    active = serializers.BooleanField()
    score = serializers.FloatField(min_value=0, max_value=1)
    born = serializers.DateField()

    def create(self, validated_data):
        user = User(**validated_data)
        user.save()
        return user


class UserCreate(CreateAPIView):
    serializer_class = UserSerializer


urlpatterns = [path("users", UserCreate.as_view())]
handler = make_lambda_handler(application)
