"""Numbers as their columns give them back."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal

from sqlalchemy import Float

from pyverless.casts import InvalidValueError, cast

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from sqlalchemy import Numeric

__all__ = ["NumberForm"]

# How many digits fit before the point and after it where the column does not say:
# https://www.postgresql.org/docs/current/datatype-numeric.html, and those of a float.
_NUMERIC_DIGITS = (131072, 16383)
_FLOAT_DIGITS = 308
# What SQLAlchemy reads of a float when the column does not say.
_READ_SCALE = 10


class NumberForm:
    """The form that a column gives numbers: how many digits there are, and of what."""

    def __init__(
        self, column_type: Numeric[Any] | Float[Any], *, is_exact: bool
    ) -> None:
        """Look at a type; `is_exact` is whether the database keeps decimals as such."""
        precision, scale = column_type.precision, column_type.scale
        if isinstance(column_type, Float):
            # Its precision is counted in bits.
            precision, is_exact = None, False
        if precision is not None and scale is None:
            scale = 0
        limit = _NUMERIC_DIGITS[0] if is_exact else _FLOAT_DIGITS
        whole = limit if precision is None else precision - (scale or 0)
        self._digits = min(whole, limit)
        self._scale = scale
        # None: all digits that there are.
        self._read_scale = None if is_exact else _get_read_scale(column_type)
        self._as_decimal = column_type.asdecimal

    def convert(self, value: Any) -> Decimal | float:
        """Return a number, or text that is one, rounded as PostgreSQL would.

        Raises InvalidValueError for what the column can't hold.
        """
        number = self._round(cast(value, Decimal))
        if self._read_scale is not None:
            number = Decimal(f"{float(number):.{self._read_scale}f}")
        # Databases know no -0.
        number = number if number else number.copy_abs()
        return number if self._as_decimal else float(number)

    def _round(self, number: Decimal) -> Decimal:
        # Before anything is computed: it may have a billion digits.
        self._check(number)
        places = self._get_places(number)
        context = Context(prec=max(self._digits, 0) + places + 1)
        unit = Decimal((0, (1,), -places))
        rounded = number.quantize(unit, ROUND_HALF_UP, context)
        self._check(rounded)
        return rounded

    def _get_places(self, number: Decimal) -> int:
        if self._scale is not None:
            return self._scale
        exponent = int(number.as_tuple().exponent)
        return min(max(-exponent, 0), _NUMERIC_DIGITS[1])

    def _check(self, number: Decimal) -> None:
        if number and number.adjusted() >= self._digits:
            raise InvalidValueError(
                "The number is too large for its column",
                f"a number with at most {max(self._digits, 0)} digits before the point",
            )


def _get_read_scale(column_type: Numeric[Any] | Float[Any]) -> int:
    scales = (column_type.decimal_return_scale, column_type.scale, _READ_SCALE)
    return next(scale for scale in scales if scale is not None)
