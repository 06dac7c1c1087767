"""The endpoints. The functions at the end are what Lambda calls, one per endpoint."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from example_project.models import Article, Attachment, Follower, User, now
from example_project.permissions import IsAdmin, IsAuthor
from example_project.queues import announce
from example_project.schemas import (
    ArticleSchema,
    AttachmentSchema,
    LoginSchema,
    RefreshSchema,
    UserSchema,
)
from pyverless.auth import IsAuthenticated, authenticate, find_user
from pyverless.contrib.sqlalchemy import atomic
from pyverless.crypto import (
    decode_refresh_token,
    get_json_web_token,
    get_refresh_token,
    make_password,
    validate_password,
)
from pyverless.exceptions import ConflictError, NotFoundError, UnauthorizedError
from pyverless.handlers import (
    AuthorizationMixin,
    BaseHandler,
    ConditionalMixin,
    CreateHandler,
    DeleteHandler,
    ListHandler,
    MethodHandler,
    ObjectMixin,
    RequestBodyMixin,
    RetrieveHandler,
    UpdateHandler,
)


class Register(CreateHandler):
    """POST /users: open an account."""

    model = User
    serializer = UserSchema

    def create_object(self, *, email: str, password: str) -> User:
        """Keep a hash instead of the password, which must be good enough."""
        validate_password(password, similar_to=[email])
        return super().create_object(email=email, password=make_password(password))


class Login(RequestBodyMixin, BaseHandler):
    """POST /login: trade e-mail and password for tokens."""

    model = User
    allowed_methods = ("POST",)
    input_serializer = LoginSchema

    def perform_action(self) -> dict[str, str]:
        """Return a token to call with and one to get more of these, or 401."""
        user = authenticate(**self.body)
        if user is None:
            raise UnauthorizedError("The e-mail address or the password is wrong.")
        return {
            "access_token": get_json_web_token({"sub": user.id}),
            "refresh_token": get_refresh_token({"sub": user.id}),
        }


class Refresh(RequestBodyMixin, BaseHandler):
    """POST /refresh: trade a refresh token for a new access token."""

    model = User
    allowed_methods = ("POST",)
    input_serializer = RefreshSchema

    def perform_action(self) -> dict[str, str]:
        """Return a token for a user who is still there, or 401."""
        user = find_user(decode_refresh_token(self.body["refresh_token"]))
        return {"access_token": get_json_web_token({"sub": user.id})}


class Me(AuthorizationMixin, RetrieveHandler):
    """GET /me: who am I?"""

    model = User
    serializer = UserSchema

    def get_object(self) -> User:
        """Return the caller."""
        return self.user


class UserList(AuthorizationMixin, ListHandler):
    """GET /users: administrators see who has an account."""

    model = User
    serializer = UserSchema
    ordering = "id"
    permission_classes = [IsAuthenticated, IsAdmin]


class Follow(AuthorizationMixin, ObjectMixin, MethodHandler):
    """PUT or DELETE /users/{id}/follow: hear of what somebody publishes, or no more."""

    model = User
    success_code = 204

    def put(self) -> None:
        """Follow; who does so already goes on."""
        with suppress(ConflictError), atomic():
            Follower(user_id=self.user.id, author_id=self.object.id).save()

    def delete(self) -> None:
        """Follow no more."""
        both = {"user_id": self.user.id, "author_id": self.object.id}
        for follower in Follower.objects.filter(**both):
            follower.delete()


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
    """PUT or PATCH /articles/{id}: author or administrator; 412 for an old version."""

    model = Article
    serializer = ArticleSchema
    permission_classes = [IsAuthenticated, IsAuthor | IsAdmin]


class ArticleDelete(AuthorizationMixin, DeleteHandler):
    """DELETE /articles/{id}: author or administrator."""

    model = Article
    permission_classes = [IsAuthenticated, IsAuthor | IsAdmin]


class ArticlePublish(AuthorizationMixin, RetrieveHandler):
    """POST /articles/{id}/publish: author or administrator; once is enough."""

    model = Article
    serializer = ArticleSchema
    allowed_methods = ("POST",)
    permission_classes = [IsAuthenticated, IsAuthor | IsAdmin]

    def locks_object(self) -> bool:
        """Let the second of two at the same time see that it is done."""
        return True

    def perform_action(self) -> Any:
        """Publish the article, unless it is, and let its author's followers know."""
        if self.object.published is None:
            self.object.published = now()
            self.object.save()
            announce(self.object)
        return self.retrieve()


class AttachmentList(ListHandler):
    """GET /articles/{id}/attachments: the files that were uploaded for an article."""

    model = Attachment
    serializer = AttachmentSchema
    ordering = "key"

    def get_queryset(self) -> Any:
        """Return those of the article; 404 where there is no such article."""
        article = Article.objects.get_or_none(id=self.kwargs["id"])
        if article is None:
            raise NotFoundError
        found = super().get_queryset()
        return found.filter(article_id=article.id, is_removed=False)


register = Register.as_handler()
login = Login.as_handler()
refresh = Refresh.as_handler()
list_users = UserList.as_handler()
me = Me.as_handler()
follow = Follow.as_handler()
list_articles = ArticleList.as_handler()
create_article = ArticleCreate.as_handler()
retrieve_article = ArticleRetrieve.as_handler()
update_article = ArticleUpdate.as_handler()
delete_article = ArticleDelete.as_handler()
publish_article = ArticlePublish.as_handler()
list_attachments = AttachmentList.as_handler()
