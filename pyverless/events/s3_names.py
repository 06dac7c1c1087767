"""What happened to a file: the names that Amazon S3 has for it.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-event-types-and-destinations.html
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["check_event_name", "get_event_name", "is_removal", "matches"]

_NAMES = {
    "IntelligentTiering": (),
    "LifecycleExpiration": ("Delete", "DeleteMarkerCreated"),
    "LifecycleTransition": (),
    "ObjectAcl": ("Put",),
    "ObjectAnnotation": ("Put", "Delete"),
    "ObjectCreated": ("Put", "Post", "Copy", "CompleteMultipartUpload"),
    "ObjectRemoved": ("Delete", "DeleteMarkerCreated"),
    "ObjectRestore": ("Post", "Completed", "Delete"),
    "ObjectRetention": ("Put",),
    "ObjectTagging": ("Put", "Delete"),
    "ReducedRedundancyLostObject": (),
    "Replication": (
        "OperationFailedReplication",
        "OperationMissedThreshold",
        "OperationNotTracked",
        "OperationReplicatedAfterThreshold",
    ),
}

# What EventBridge calls the same.
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-mapping-troubleshooting.html
_DETAIL_TYPES = {
    "Object ACL Updated": "ObjectAcl:Put",
    "Object Access Tier Changed": "IntelligentTiering",
    "Object Restore Completed": "ObjectRestore:Completed",
    "Object Restore Expired": "ObjectRestore:Delete",
    "Object Restore Initiated": "ObjectRestore:Post",
    "Object Storage Class Changed": "LifecycleTransition",
    "Object Tags Added": "ObjectTagging:Put",
    "Object Tags Deleted": "ObjectTagging:Delete",
}
_CREATED = {
    "CompleteMultipartUpload": "CompleteMultipartUpload",
    "CopyObject": "Copy",
    "POST Object": "Post",
    "PutObject": "Put",
}
_DELETED = {
    "Delete Marker Created": "DeleteMarkerCreated",
    "Permanently Deleted": "Delete",
}


def get_event_name(event: dict[str, Any]) -> str | None:
    """Return what a notification would call the event of EventBridge.

    What is not known keeps EventBridge's own name.
    """
    kind: str = event.get("detail-type") or ""
    detail = event["detail"]
    reason = detail.get("reason")
    if kind == "Object Created":
        return _join("ObjectCreated", _CREATED.get(reason, reason))
    if kind == "Object Deleted":
        by_rule = reason == "Lifecycle Expiration"
        family = "LifecycleExpiration" if by_rule else "ObjectRemoved"
        how = detail.get("deletion-type")
        return _join(family, _DELETED.get(how, how))
    return _DETAIL_TYPES.get(kind, kind) or None


def is_removal(name: str | None) -> bool:
    """Return whether there is no file any more, at least none that is shown."""
    return _get_family(name) in ("ObjectRemoved", "LifecycleExpiration")


def matches(name: str | None, pattern: str) -> bool:
    """Return whether a pattern as in `ObjectCreated:*` is about an event."""
    if pattern.endswith(":*"):
        return _get_family(name) == pattern[:-2]
    return name == pattern


def check_event_name(pattern: str) -> str:
    """Return a pattern without `s3:`, which notifications leave out.

    Raises ValueError for one that S3 has no events for.
    """
    name = pattern.removeprefix("s3:")
    family, _, action = name.partition(":")
    actions = _NAMES.get(family)
    is_known = actions is not None and (
        action in (*actions, "*") if actions else name == family
    )
    if not is_known:
        raise ValueError(f"S3 has no events {pattern!r}")
    return name


def _join(family: str, action: str | None) -> str:
    return f"{family}:{action}" if action else family


def _get_family(name: str | None) -> str:
    return (name or "").partition(":")[0]
