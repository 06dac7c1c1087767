"""The endpoints. The functions at the end are what Lambda calls, one per endpoint."""

from __future__ import annotations

from typing import Any

from example_project.models import Article, User
from example_project.permissions import IsAuthor
from example_project.schemas import ArticleSchema, LoginSchema, UserSchema
from pyverless.auth import IsAuthenticated, authenticate
from pyverless.crypto import get_json_web_token, make_password
from pyverless.exceptions import UnauthorizedError
from pyverless.handlers import (
    AuthorizationMixin,
    BaseHandler,
    ConditionalMixin,
    CreateHandler,
    DeleteHandler,
    ListHandler,
    RequestBodyMixin,
    RetrieveHandler,
    UpdateHandler,
)


class Register(CreateHandler):
    """POST /users: open an account."""

    model = User
    serializer = UserSchema

    def create_object(self, *, email: str, password: str) -> User:
        """Keep a hash instead of the password."""
        return super().create_object(email=email, password=make_password(password))


class Login(RequestBodyMixin, BaseHandler):
    """POST /login: trade e-mail and password for a token."""

    model = User
    allowed_methods = ("POST",)
    input_serializer = LoginSchema

    def perform_action(self) -> dict[str, str]:
        """Return a token for the user, or 401."""
        user = authenticate(**self.body)
        if user is None:
            raise UnauthorizedError("The e-mail address or the password is wrong.")
        return {"access_token": get_json_web_token({"sub": user.id})}


class Me(AuthorizationMixin, RetrieveHandler):
    """GET /me: who am I?"""

    model = User
    serializer = UserSchema

    def get_object(self) -> User:
        """Return the caller."""
        return self.user


class ArticleList(ListHandler):
    """GET /articles: everybody reads, the newest first unless they say otherwise."""

    model = Article
    serializer = ArticleSchema
    filter_fields = ["author_id", "created__gte", "created__lt", "title__icontains"]
    ordering_fields = ["created", "title"]
    ordering = "-id"


class ArticleCreate(AuthorizationMixin, CreateHandler):
    """POST /articles: who is logged in writes."""

    model = Article
    serializer = ArticleSchema
    location = "/articles/{id}"

    def create_object(self, **data: Any) -> Article:
        """Note who wrote it."""
        return super().create_object(**data, author_id=self.user.id)


class VersionMixin(ConditionalMixin):
    """An article's version is its ETag, so that it need not be hashed."""

    def get_etag(self) -> str:
        """Return the version."""
        return str(self.object.version)


class ArticleRetrieve(VersionMixin, RetrieveHandler):
    """GET /articles/{id}: everybody reads; 304 for who has it already."""

    model = Article
    serializer = ArticleSchema


class ArticleUpdate(AuthorizationMixin, VersionMixin, UpdateHandler):
    """PUT or PATCH /articles/{id}: only the author; 412 for who has an old one."""

    model = Article
    serializer = ArticleSchema
    permission_classes = [IsAuthenticated, IsAuthor]


class ArticleDelete(AuthorizationMixin, DeleteHandler):
    """DELETE /articles/{id}: only the author deletes."""

    model = Article
    permission_classes = [IsAuthenticated, IsAuthor]


register = Register.as_handler()
login = Login.as_handler()
me = Me.as_handler()
list_articles = ArticleList.as_handler()
create_article = ArticleCreate.as_handler()
retrieve_article = ArticleRetrieve.as_handler()
update_article = ArticleUpdate.as_handler()
delete_article = ArticleDelete.as_handler()
