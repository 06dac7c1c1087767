"""Permissions: what each says, and what combinations of them mean."""

from __future__ import annotations

from itertools import product
from types import SimpleNamespace
from uuid import UUID

import pytest

from pyverless.auth import (
    AllowAny,
    BasePermission,
    ClaimsUser,
    HasGroup,
    HasScope,
    IsAuthenticated,
    IsOwner,
    ReadOnly,
)
from pyverless.exceptions import ImproperlyConfigured
from pyverless.test import override_settings


def handler_of(user=None, method="GET", claims=()):
    request = SimpleNamespace(method=method, claims=dict(claims))
    return SimpleNamespace(user=user, request=request)


ADA = ClaimsUser("7", {})


# Those that come along


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        ("GET", True),
        ("HEAD", True),
        ("OPTIONS", True),
        ("POST", False),
        ("PUT", False),
        ("PATCH", False),
        ("DELETE", False),
        ("get", False),
        (None, False),
    ],
)
def test_read_only_knows_the_safe_methods(method, expected):
    assert ReadOnly().has_permission(handler_of(method=method)) is expected


@pytest.mark.parametrize(
    ("user", "claims", "expected"),
    [
        (ClaimsUser("7", {"scope": "read write"}), {}, True),
        (ClaimsUser("7", {"scp": ["write"]}), {}, True),
        (ClaimsUser("7", {"scope": "writer"}), {}, False),
        (ClaimsUser("7", {"scope": "read,write"}), {}, False),
        (SimpleNamespace(), {"scope": "write"}, True),
        (SimpleNamespace(scopes=["write"]), {}, True),
        (SimpleNamespace(scopes=[]), {"scope": "write"}, False),
        (SimpleNamespace(scopes=None), {"scope": "write"}, False),
        (SimpleNamespace(scopes=("read", "write")), {"scope": "read"}, False),
        (SimpleNamespace(scopes=("read", "write")), {"scope": "write x"}, True),
        (None, {"scope": "write"}, False),
    ],
)
def test_has_scope_looks_at_the_user_and_else_at_the_claims(user, claims, expected):
    handler = handler_of(user, claims=claims)

    assert HasScope("write").has_permission(handler) is expected


@pytest.mark.parametrize(
    ("user", "claims", "expected"),
    [
        (ClaimsUser("7", {"cognito:groups": ["admins"]}), {}, True),
        (ClaimsUser("7", {"groups": "[users admins]"}), {}, True),
        (ClaimsUser("7", {"groups": ["administrators"]}), {}, False),
        (SimpleNamespace(), {"groups": ["admins"]}, True),
        (SimpleNamespace(groups={"admins"}), {}, True),
        (SimpleNamespace(groups=()), {"groups": ["admins"]}, False),
        (SimpleNamespace(groups=None), {"groups": ["admins"]}, False),
        (SimpleNamespace(groups=iter(["admins"])), {}, True),
        (None, {"groups": ["admins"]}, False),
    ],
)
def test_has_group_looks_at_the_user_and_else_at_the_claims(user, claims, expected):
    handler = handler_of(user, claims=claims)

    assert HasGroup("admins").has_permission(handler) is expected


@pytest.mark.parametrize("names", ["admins", object()])
def test_what_is_no_list_of_names_is_a_mistake(names):
    # Such as a manager, which Django's users have as `groups`.
    user = SimpleNamespace(groups=names, scopes=names)

    for rule in (HasGroup("admins"), HasScope("admins")):
        with pytest.raises(
            TypeError, match=r"SimpleNamespace.\w+ is .* no list of names"
        ):
            rule.has_permission(handler_of(user, claims={"groups": ["admins"]}))


@pytest.mark.parametrize("scope", ["", "a b", 'a"', "a\\b", "a\n", "\u00e9"])
def test_a_scope_is_what_a_token_can_name(scope):
    with pytest.raises(ValueError, match="takes one scope"):
        HasScope(scope)


def test_a_group_has_a_name():
    with pytest.raises(ValueError, match="name of a group"):
        HasGroup("")


UUID_7 = UUID(int=7)


@pytest.mark.parametrize(
    ("user", "owner", "expected"),
    [
        (ADA, "7", True),
        (ADA, 7, True),
        (ADA, "8", False),
        (ADA, None, False),
        (ADA, "", False),
        (ADA, SimpleNamespace(id=7), True),
        (ADA, {"id": "7"}, True),
        (ADA, {}, False),
        (ADA, object(), False),
        (SimpleNamespace(id=7), 7, True),
        (SimpleNamespace(id=UUID_7), UUID_7, True),
        (ClaimsUser(str(UUID_7), {}), UUID_7, True),
        (SimpleNamespace(id=None), None, False),
        (SimpleNamespace(), None, False),
        (None, None, False),
        (None, "7", False),
    ],
)
def test_the_owner_is_known_by_the_id_as_text(user, owner, expected):
    handler, rule = handler_of(user), IsOwner("author_id")

    assert rule.decide_object(handler, {"author_id": owner}) is expected
    assert rule.decide_object(handler, SimpleNamespace(author_id=owner)) is expected


@override_settings(USER_ID_FIELD="email")
def test_users_and_owners_are_known_by_the_field_of_the_settings():
    ada = SimpleNamespace(email="a@x.org", id=1)

    assert IsOwner().decide_object(handler_of(ada), {"owner_id": "a@x.org"})
    assert not IsOwner().decide_object(handler_of(ada), {"owner_id": 1})
    # The id of a token's user is that claim, whatever the field is called.
    ada = ClaimsUser("a@x.org", {})
    assert IsOwner().decide_object(handler_of(ada), {"owner_id": "a@x.org"})


def test_an_owner_can_be_named_by_a_subclass():
    class IsAuthor(IsOwner):
        field = "author_id"

    assert IsAuthor().decide_object(handler_of(ADA), {"author_id": 7})


def test_an_object_without_the_field_is_a_mistake_and_nobodys():
    with pytest.raises(KeyError):
        IsOwner().has_object_permission(handler_of(ADA), {})
    with pytest.raises(AttributeError):
        IsOwner().has_object_permission(handler_of(ADA), object())


# Combinations: every one of three rules on the caller and three about objects


class Rule(BasePermission):
    """Says what it is told to."""

    def __init__(self, caller=True):
        self.caller = caller

    def has_permission(self, handler):
        return self.caller

    def __repr__(self):
        return f"{type(self).__name__}({self.caller})"


class ObjectRule(Rule):
    def __init__(self, caller=True, obj=True):
        super().__init__(caller)
        self.obj = obj

    def has_object_permission(self, handler, obj):
        return self.obj

    def __repr__(self):
        return f"ObjectRule({self.caller}, {self.obj})"


RULES = [Rule(True), Rule(False)]
RULES += [ObjectRule(*each) for each in product((True, False), repeat=2)]


def truth(rule):
    """What a rule says of a caller and an object, both of which are known."""
    return rule.caller and getattr(rule, "obj", True)


def undecided(rule):
    return isinstance(rule, ObjectRule) and rule.caller


@pytest.mark.parametrize(("a", "b"), list(product(RULES, repeat=2)), ids=repr)
def test_on_objects_combinations_mean_what_they_say(a, b):
    assert (a & b).decide_object(None, None) is (truth(a) and truth(b))
    assert (a | b).decide_object(None, None) is (truth(a) or truth(b))
    assert (~a).decide_object(None, None) is (not truth(a))
    assert (~(a | b)).decide_object(None, None) is (~a & ~b).decide_object(None, None)
    assert (~~a).decide_object(None, None) is truth(a)


@pytest.mark.parametrize(("a", "b"), list(product(RULES, repeat=2)), ids=repr)
def test_what_is_decided_before_the_object_is_known_holds_for_all_objects(a, b):
    for rule in (a & b, a | b, ~a, ~(a | b), ~(a & ~b)):
        early = rule.decide(None)
        if early is not None:
            assert rule.decide_object(None, None) is early
        assert rule.has_permission(None) is (early is not False)


@pytest.mark.parametrize(("a", "b"), list(product(RULES, repeat=2)), ids=repr)
def test_a_combination_abstains_only_where_an_object_would_decide(a, b):
    both = (a & b).decide(None)
    either = (a | b).decide(None)

    assert (both is None) is (a.caller and b.caller and (undecided(a) or undecided(b)))
    settled = any(each.caller and not undecided(each) for each in (a, b))
    assert (either is None) is (not settled and (undecided(a) or undecided(b)))
    assert ((~a).decide(None) is None) is undecided(a)


def test_what_is_no_truth_refuses():
    class Forgetful(BasePermission):
        def has_permission(self, handler):
            """Return nothing."""

    assert Forgetful().decide(None) is False
    assert (Forgetful | Forgetful).has_permission(None) is False


def test_classes_and_instances_are_combined_alike():
    ada, nobody = handler_of(ADA), handler_of(None, "POST")

    for rule in (
        IsAuthenticated | ReadOnly,
        IsAuthenticated() | ReadOnly,
        IsAuthenticated | ReadOnly(),
        IsAuthenticated() | ReadOnly(),
        ~(~IsAuthenticated & ~ReadOnly),
        ~(~IsAuthenticated() & ~ReadOnly()),
    ):
        assert rule.has_permission(ada)
        assert not rule.has_permission(nobody)
    rule = IsAuthenticated & ReadOnly
    assert rule.has_permission(ada)
    assert not rule.has_permission(handler_of(ADA, "POST"))


@pytest.mark.parametrize("other", [None, 1, "IsAuthenticated"])
@pytest.mark.parametrize("rule", [IsAuthenticated, IsAuthenticated()])
def test_only_permissions_can_be_combined(rule, other):
    for combine in (
        lambda: rule & other,
        lambda: rule | other,
        lambda: other & rule,
        lambda: other | rule,
    ):
        with pytest.raises(TypeError):
            combine()


def test_a_combination_shows_what_it_is_made_of():
    rule = (IsAuthenticated & ReadOnly) | ~IsOwner("a")

    assert repr(rule) == "((IsAuthenticated & ReadOnly) | ~IsOwner)"


def test_a_choice_has_the_first_message_of_its_sides():
    class IsAdmin(BasePermission):
        message = "Admins only."

    assert (AllowAny | IsAdmin).message == "Admins only."
    assert (AllowAny | ReadOnly).message is None
    assert (~IsAdmin).message is None


# Slips


def test_what_python_returns_for_unknown_operands_is_no_verdict():
    with pytest.raises(TypeError, match="returned NotImplemented"):
        Rule(NotImplemented).decide(None)


def test_a_coroutine_is_no_verdict():
    async def refuse():
        """Refuse."""

    class Rule(BasePermission):
        def has_permission(self, handler):
            coroutine = refuse()
            coroutine.close()
            return coroutine

    for rule in (Rule(), Rule | IsAuthenticated, ~Rule):
        with pytest.raises(TypeError, match="Rule has returned <coroutine"):
            rule.decide(handler_of(ADA))


class Empty(BasePermission):
    def has_permissions(self, handler):
        return False


class FilterOnly(BasePermission):
    def filter_queryset(self, handler, queryset):
        return queryset


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        (Empty(), "Empty overrides neither has_permission"),
        (BasePermission(), "BasePermission overrides neither"),
        (IsAuthenticated & Empty, "Empty overrides neither"),
        (~(IsAuthenticated | Empty), "Empty overrides neither"),
        (FilterOnly(), "FilterOnly overrides neither"),
        (
            type("Half", (FilterOnly, IsAuthenticated), {})(),
            r"Half has filter_queryset\(\), .* but no has_object_permission",
        ),
    ],
    ids=repr,
)
def test_a_rule_that_would_let_everybody_in_is_refused(rule, message):
    def check():
        for leaf in rule.get_leaves():
            leaf.check()

    with pytest.raises(ImproperlyConfigured, match=message):
        check()


@pytest.mark.parametrize("rule", [AllowAny(), AllowAny | IsOwner, ReadOnly & IsOwner])
def test_rules_that_say_something_are_in_order(rule):
    for leaf in rule.get_leaves():
        leaf.check()


def test_rules_are_not_chosen_between_by_accident():
    for choose in (
        lambda: IsAuthenticated() and ReadOnly(),
        lambda: IsAuthenticated() or ReadOnly(),
        lambda: not IsAuthenticated(),
    ):
        with pytest.raises(TypeError, match="Combine IsAuthenticated with &"):
            choose()


@pytest.mark.parametrize("make", [HasScope, HasGroup, IsOwner])
@pytest.mark.parametrize("value", [5, ["a", "b"], IsAuthenticated])
def test_a_rule_takes_one_name(make, value):
    with pytest.raises(TypeError, match="takes a text"):
        make(value)


# Lists


class Filters:
    """A queryset that notes what it is filtered by."""

    def __init__(self, *applied):
        self.applied = applied

    def filter(self, **lookup):
        return Filters(*self.applied, lookup)


MINE = {"author_id": "7"}


class IsAdmin(BasePermission):
    def has_permission(self, handler):
        return handler.user is not ADA


ADMIN = ClaimsUser("1", {})


@pytest.mark.parametrize(
    ("rule", "user", "applied"),
    [
        (IsOwner("author_id"), ADA, [MINE]),
        (IsAdmin | IsOwner("author_id"), ADA, [MINE]),
        (IsAdmin | IsOwner("author_id"), ADMIN, []),
        (IsOwner("author_id") | IsAdmin, ADMIN, []),
        (IsAuthenticated & IsOwner("author_id"), ADA, [MINE]),
        (IsOwner("author_id") & IsOwner("editor_id"), ADA, [MINE, {"editor_id": "7"}]),
        (IsAdmin | (IsAuthenticated & IsOwner("author_id")), ADA, [MINE]),
        (ReadOnly | IsOwner("author_id"), ADA, []),
        (IsAuthenticated, ADA, []),
    ],
)
def test_a_list_is_limited_to_what_the_rule_allows(rule, user, applied):
    limited = (rule() if isinstance(rule, type) else rule).filter_queryset(
        handler_of(user), Filters()
    )

    assert list(limited.applied) == applied


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (IsAuthenticated(), True),
        (IsOwner(), True),
        (ObjectRule(), False),
        (IsAdmin | IsOwner, True),
        (IsOwner & IsOwner("b"), True),
        (IsOwner & ObjectRule(), False),
        (IsAdmin | ObjectRule(), False),
        (IsOwner | IsOwner("b"), False),
        (~IsAuthenticated, True),
        (~IsOwner(), False),
    ],
    ids=repr,
)
def test_a_rule_knows_whether_lists_can_be_limited_by_it(rule, expected):
    assert rule.can_filter is expected


def test_a_combination_checks_changes_where_a_side_does():
    assert (IsAdmin | IsOwner).checks_changes
    assert (~IsOwner()).checks_changes
    assert not (IsAdmin | ReadOnly).checks_changes
