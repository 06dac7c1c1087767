"""How large an answer is, for the limits of Lambda and of its fronts.

https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html: 6 MB, and
https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html:
1 MB behind a load balancer. Both count the JSON of the whole answer.
"""

from __future__ import annotations

import json
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["measure_answer"]


def measure_answer(answer: dict[str, Any]) -> int:
    """Return the bytes that an answer takes as the runtime writes it."""
    # AWS's own runtimes write UTF-8 from Python 3.12 on. All others escape what is not
    # ASCII, which makes it longer.
    is_managed = os.environ.get("AWS_EXECUTION_ENV", "").startswith("AWS_Lambda_python")
    escapes = not is_managed or sys.version_info < (3, 12)
    return len(json.dumps(answer, ensure_ascii=escapes).encode())
