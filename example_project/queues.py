"""What the API puts on queues; `events` has the handlers at their other ends."""

from __future__ import annotations

import logging

from pyverless.config import settings
from pyverless.encoding import dumps

TYPE_CHECKING = False
if TYPE_CHECKING:
    from example_project.models import Article

logger = logging.getLogger(__name__)


def announce(article: Article) -> None:
    """Put a message about a published article on the queue, where there is one.

    Called before the commit. After it, a crash in between would leave an article that
    is published and nobody hears of. This way round, a crash or a refused commit leaves
    a message about an article that is not published. Its handler raises then, so that
    the message comes back: later the article is published, or the message ends in the
    dead-letter queue.
    """
    url = settings.ARTICLES_QUEUE_URL
    if url is None:
        logger.warning("No ARTICLES_QUEUE_URL: nobody hears of article %s", article.id)
        return
    # Here, because most requests publish nothing and need no boto3.
    from pyverless.aws import get_client

    body = dumps({"article_id": article.id})
    get_client("sqs").send_message(QueueUrl=url, MessageBody=body)
