"""What happens without a request: the functions of the queue, the bucket and sockets.

A message or file that fails comes back, because exceptions get out. Each has a unit of
work of its own, and is done when that is committed.
"""

from __future__ import annotations

import logging
import re
from typing import Any

from example_project.emails import send_emails
from example_project.models import (
    Article,
    Attachment,
    Follower,
    Notification,
    ProcessedMessage,
    User,
)
from example_project.schemas import ArticlePublishedSchema
from example_project.sockets import Readers, tell_readers
from pyverless.handlers import S3Handler, SQSHandler

logger = logging.getLogger(__name__)


class ArticlePublished(SQSHandler):
    """A message that an article was published: e-mail followers, tell readers.

    A message that is delivered twice is processed once: the store knows which are done.
    The rows are written exactly once, because they are in one transaction with that.
    What goes out is outside of it: after a crash it goes out again.
    """

    model = Article
    serializer = ArticlePublishedSchema
    idempotency_store = ProcessedMessage

    def process_message(self, message: Any) -> None:
        """Write the rows first, then what goes out: little can fail after it."""
        article = Article.objects.get_or_none(id=self.body["article_id"])
        if article is None:
            logger.info("Article %s was deleted", self.body["article_id"])
            return
        if article.published is None:
            # See announce(): it may be in a moment. The message comes back.
            raise RuntimeError(f"Article {article.id} is not published.")
        users = get_followers(article)
        new = [user for user in users if is_news(article, user)]
        send_emails([write_email(article, user) for user in new])
        tell_readers(article, {user.id for user in users})


class AttachmentUploaded(S3Handler):
    """A change in the bucket: `articles/{id}/{name}` is a file of that article."""

    model = Attachment
    prefix = "articles/"
    event_names = ["ObjectCreated:*", "ObjectRemoved:*"]

    def process_file(self, file: Any) -> None:
        """Note what is in the bucket now, unless there was newer news of the key."""
        key = file["file_name"]
        article = find_article(key)
        if article is None:
            logger.info("No article has the file %r", key)
            return
        found = Attachment.objects.select_for_update().get_or_none(key=key)
        if found is not None and not file.is_newer_than(found.sequencer):
            return
        attachment = found or Attachment(key=key, article_id=article.id)
        attachment.size, attachment.etag = file["size"], file["etag"]
        attachment.sequencer = file["sequencer"]
        attachment.is_removed = file["event_name"].startswith("ObjectRemoved")
        attachment.save()


def get_followers(article: Article) -> list[User]:
    """Return who wants to hear of an article."""
    followers = Follower.objects.filter(author_id=article.author_id)
    ids = [follower.user_id for follower in followers]
    return list(User.objects.filter(id__in=ids).order_by("id"))


def is_news(article: Article, user: User) -> bool:
    """Note that a user is told of an article; return whether this is the first time."""
    both = {"article_id": article.id, "user_id": user.id}
    if Notification.objects.get_or_none(**both):
        return False
    Notification(**both).save()
    return True


def write_email(article: Article, user: User) -> dict[str, str]:
    """Return the e-mail to a follower."""
    return {"to": user.email, "subject": article.title, "text": article.text}


def find_article(key: str) -> Article | None:
    """Return the article that a key of the bucket is about."""
    match = re.fullmatch(r"articles/(\d{1,9})/.+", key, re.DOTALL)
    return match and Article.objects.get_or_none(id=int(match[1]))


article_published = ArticlePublished.as_handler()
attachment_uploaded = AttachmentUploaded.as_handler()
readers = Readers.as_handler()
