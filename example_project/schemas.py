"""What bodies must look like, and what answers do look like."""

from __future__ import annotations

from marshmallow import Schema, fields
from marshmallow.validate import Length


class LoginSchema(Schema):
    """The body of POST /login."""

    email = fields.String(required=True)
    password = fields.String(required=True)


class RefreshSchema(Schema):
    """The body of POST /refresh."""

    refresh_token = fields.String(required=True)


class UserSchema(Schema):
    """A user; the password goes in, but never out."""

    id = fields.Integer(dump_only=True)
    email = fields.Email(required=True, validate=Length(max=254))
    password = fields.String(required=True, load_only=True)


class ArticleSchema(Schema):
    """An article; only the title and the text can be written."""

    id = fields.Integer(dump_only=True)
    title = fields.String(required=True, validate=Length(min=1, max=200))
    text = fields.String(required=True)
    created = fields.DateTime(dump_only=True)
    published = fields.DateTime(dump_only=True)
    author_id = fields.Integer(dump_only=True)


class AttachmentSchema(Schema):
    """A file of an article."""

    key = fields.String(dump_only=True)
    size = fields.Integer(dump_only=True)
    etag = fields.String(dump_only=True)


class ArticlePublishedSchema(Schema):
    """The message that an article was published."""

    article_id = fields.Integer(required=True, strict=True)
