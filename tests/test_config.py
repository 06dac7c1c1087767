from __future__ import annotations

import sys
import threading
from types import ModuleType

import pytest

from pyverless.config import (
    from_settings,
    override_settings,
    resolve,
    settings,
)
from pyverless.exceptions import ImproperlyConfigured

SECRET = "a secret of this test suite, of 32 bytes and more"


@pytest.fixture(autouse=True)
def _clean(monkeypatch):
    monkeypatch.delenv("PYVERLESS_SETTINGS", raising=False)
    before = list(settings._overrides)
    settings.reset()
    yield
    settings._overrides = before
    monkeypatch.undo()
    settings.reset()


@pytest.fixture
def make_module(monkeypatch):
    """Return a function that makes a settings module and names it to pyverless."""

    def make(name="project.settings", **values):
        module = ModuleType(name)
        vars(module).update(values)
        monkeypatch.setitem(sys.modules, name, module)
        monkeypatch.setenv("PYVERLESS_SETTINGS", name)
        settings.reset()
        return module

    return make


@pytest.fixture
def set_variable(monkeypatch):
    def set_one(name, text):
        monkeypatch.setenv(f"PYVERLESS_{name}", text)
        settings.reset()

    return set_one


# Where a value comes from


def test_without_a_module_the_defaults_hold():
    assert settings.DEBUG is False
    assert settings.PAGE_LIMIT == 20
    assert settings.JWT_ISSUER is None


def test_an_empty_name_of_a_module_is_none(monkeypatch):
    monkeypatch.setenv("PYVERLESS_SETTINGS", "")

    assert settings.PAGE_LIMIT == 20


def test_each_source_goes_before_the_next(make_module, set_variable):
    assert settings.PAGE_LIMIT == 20
    make_module(PAGE_LIMIT=30)
    assert settings.PAGE_LIMIT == 30
    set_variable("PAGE_LIMIT", "40")
    assert settings.PAGE_LIMIT == 40
    settings.configure(PAGE_LIMIT=50)
    assert settings.PAGE_LIMIT == 50
    with override_settings(PAGE_LIMIT=60):
        assert settings.PAGE_LIMIT == 60


def test_the_module_is_asked_first_and_the_defaults_after(make_module):
    make_module(DEBUG=True, MY_OWN="value")

    assert settings.DEBUG is True
    assert settings.MY_OWN == "value"
    assert settings.PAGE_LIMIT == 20


def test_a_module_needs_no_package(tmp_path, monkeypatch):
    (tmp_path / "dotless_settings.py").write_text("PAGE_LIMIT = 7\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv("PYVERLESS_SETTINGS", "dotless_settings")
    settings.reset()

    assert settings.PAGE_LIMIT == 7


def test_another_module_may_be_named_later(make_module):
    make_module("project.one", PAGE_LIMIT=1)
    assert settings.PAGE_LIMIT == 1
    make_module("project.two", PAGE_LIMIT=2)
    assert settings.PAGE_LIMIT == 2


def test_a_module_that_cannot_be_imported_is_named(monkeypatch):
    monkeypatch.setenv("PYVERLESS_SETTINGS", "no.such.settings")

    with pytest.raises(
        ImproperlyConfigured,
        match=r"PYVERLESS_SETTINGS is 'no\.such\.settings', which could not be "
        r"imported: No module named 'no'\. Set it to the dotted path",
    ):
        settings.PAGE_LIMIT  # noqa: B018


def test_values_are_read_once(make_module):
    module = make_module(PAGE_LIMIT=1)
    assert settings.PAGE_LIMIT == 1
    module.PAGE_LIMIT = 2
    assert settings.PAGE_LIMIT == 1
    settings.reset()
    assert settings.PAGE_LIMIT == 2


# Names


def test_an_unknown_setting_is_refused_with_the_closest_one():
    with pytest.raises(
        AttributeError,
        match=r"^There is no setting 'PAGE_LIMITS'\. Did you mean 'PAGE_LIMIT'\?$",
    ):
        settings.PAGE_LIMITS  # noqa: B018


def test_a_setting_like_no_other_is_refused_without_a_suggestion():
    with pytest.raises(AttributeError, match=r"^There is no setting 'XYZXYZ'\.$"):
        settings.XYZXYZ  # noqa: B018


def test_ones_own_settings_are_suggested_too(make_module):
    make_module(MY_QUEUE_URL="")

    with pytest.raises(AttributeError, match="Did you mean 'MY_QUEUE_URL'"):
        settings.MY_QUEUE_UL  # noqa: B018


def test_settings_are_upper_case():
    with pytest.raises(AttributeError, match="there is no 'debug'"):
        settings.debug  # noqa: B018


def test_settings_can_be_listed(make_module):
    make_module(MY_OWN=1, not_a_setting=2)

    assert {"DEBUG", "SECRET_KEY", "MY_OWN", "configure"} <= set(dir(settings))
    assert "not_a_setting" not in dir(settings)


# The environment


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("PAGE_LIMIT", "5", 5),
        ("JWT_LEEWAY", "-1", -1),
        ("DEBUG", "1", True),
        ("DEBUG", "TRUE", True),
        ("DEBUG", " yes ", True),
        ("DEBUG", "on", True),
        ("DEBUG", "0", False),
        ("DEBUG", "False", False),
        ("DEBUG", "no", False),
        ("DEBUG", "off", False),
        ("DEBUG", "", False),
        ("MODEL_MANAGER", "nodes", "nodes"),
        ("DATABASE_URL", "", ""),
        ("JWT_ISSUER", "https://example.com", "https://example.com"),
        ("JWT_AUDIENCE", "https://example.com", "https://example.com"),
        ("JWT_VERIFYING_KEY", '{"kty": "oct"}', '{"kty": "oct"}'),
        ("USER_MODEL", "blog.models.User", "blog.models.User"),
    ],
)
def test_a_scalar_from_the_environment_has_its_type(set_variable, name, text, value):
    set_variable(name, text)

    assert getattr(settings, name) == value
    assert type(getattr(settings, name)) is type(value)


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("PAGE_LIMIT", "many", "int"),
        ("PAGE_LIMIT", "", "int"),
        ("PAGE_LIMIT", "1.5", "int"),
        ("DEBUG", "maybe", "bool"),
    ],
)
def test_a_text_that_is_none_of_its_type_is_refused(set_variable, name, text, kind):
    set_variable(name, text)

    with pytest.raises(
        ImproperlyConfigured,
        match=f"^PYVERLESS_{name} is '{text}', which is not a valid {kind}",
    ):
        getattr(settings, name)


@pytest.mark.parametrize("name", ["WARMUP_SOURCES", "AUTHENTICATION_CLASSES"])
def test_a_list_does_not_come_from_the_environment(set_variable, name):
    set_variable(name, "a,b")

    with pytest.raises(
        ImproperlyConfigured, match=f"Set {name} in your settings module"
    ):
        getattr(settings, name)


def test_only_settings_of_pyverless_come_from_the_environment(
    make_module, set_variable
):
    make_module(MY_OWN="module")
    set_variable("MY_OWN", "environment")

    assert settings.MY_OWN == "module"


# SECRET_KEY


@pytest.mark.parametrize("secret", ["", None, lambda: ""])
def test_an_empty_secret_is_refused_when_it_is_needed(secret):
    with (
        override_settings(SECRET_KEY=secret),
        pytest.raises(ImproperlyConfigured, match="SECRET_KEY is empty"),
    ):
        settings.SECRET_KEY  # noqa: B018


def test_a_secret_may_come_from_the_environment(set_variable):
    set_variable("SECRET_KEY", SECRET)

    assert settings.SECRET_KEY == SECRET


def test_a_function_fetches_the_secret_once_when_it_is_first_needed():
    calls = []

    def fetch():
        calls.append(1)
        return SECRET

    with override_settings(SECRET_KEY=fetch):
        assert settings.has("SECRET_KEY")
        assert calls == []
        assert settings.SECRET_KEY == settings.SECRET_KEY == SECRET
        assert calls == [1]


def test_a_secret_can_be_looked_at_without_being_fetched():
    with override_settings(SECRET_KEY=len, SECRET_KEY_FALLBACKS=[len, ""]):
        assert settings.peek("SECRET_KEY") is len
        assert settings.peek("SECRET_KEY_FALLBACKS") == [len, ""]
    with (
        override_settings(SECRET_KEY_FALLBACKS="canary"),
        pytest.raises(ImproperlyConfigured, match="is a text; make it a list") as error,
    ):
        settings.peek("SECRET_KEY_FALLBACKS")
    assert "canary" not in str(error.value)


def test_fallbacks_that_are_not_there_are_left_out():
    fallbacks = ["a", "", None, lambda: "b", lambda: None, lambda: ""]
    with override_settings(SECRET_KEY_FALLBACKS=fallbacks):
        assert settings.SECRET_KEY_FALLBACKS == ["a", "b"]


def test_only_the_secret_key_is_called():
    with override_settings(ERROR_RENDERER=dict):
        assert settings.ERROR_RENDERER is dict


def test_whether_a_setting_has_a_value_can_be_asked():
    assert settings.has("PAGE_LIMIT")
    assert not settings.has("SECRET_KEY")
    assert not settings.has("JWT_ISSUER")
    with pytest.raises(AttributeError, match="Did you mean 'JWT_ISSUER'"):
        settings.has("JWT_ISUER")


# Changes


def test_overrides_nest_and_end():
    with override_settings(PAGE_LIMIT=1, MAX_LIMIT=10) as override:
        assert override.values == {"PAGE_LIMIT": 1, "MAX_LIMIT": 10}
        with override_settings(PAGE_LIMIT=2):
            assert (settings.PAGE_LIMIT, settings.MAX_LIMIT) == (2, 10)
        assert (settings.PAGE_LIMIT, settings.MAX_LIMIT) == (1, 10)
    assert (settings.PAGE_LIMIT, settings.MAX_LIMIT) == (20, 100)


def test_equal_overrides_nest():
    with override_settings(PAGE_LIMIT=1):
        with override_settings(PAGE_LIMIT=1):
            pass
        assert settings.PAGE_LIMIT == 1


def test_an_override_ends_with_an_exception():
    with pytest.raises(KeyError), override_settings(PAGE_LIMIT=1):
        raise KeyError
    assert settings.PAGE_LIMIT == 20


def test_an_override_decorates_a_function():
    @override_settings(PAGE_LIMIT=1)
    def page_limit(*arguments, **keywords):
        """Return the limit."""
        return settings.PAGE_LIMIT, arguments, keywords

    assert page_limit(2, a=3) == (1, (2,), {"a": 3})
    assert page_limit.__doc__ == "Return the limit."
    assert settings.PAGE_LIMIT == 20


def test_a_decorated_function_may_call_itself():
    @override_settings(PAGE_LIMIT=1)
    def countdown(n):
        return [settings.PAGE_LIMIT, *(countdown(n - 1) if n else [])]

    assert countdown(2) == [1, 1, 1]
    assert settings.PAGE_LIMIT == 20


def test_an_override_may_name_a_setting_that_is_nobodys():
    with override_settings(MY_OWN=1):
        assert settings.MY_OWN == 1
    with pytest.raises(AttributeError):
        settings.MY_OWN  # noqa: B018


def test_configured_values_stay_below_an_override():
    settings.configure(PAGE_LIMIT=5)
    with override_settings(PAGE_LIMIT=6):
        settings.configure(MAX_LIMIT=7)
        assert (settings.PAGE_LIMIT, settings.MAX_LIMIT) == (6, 7)

    assert (settings.PAGE_LIMIT, settings.MAX_LIMIT) == (5, 7)


def test_every_change_is_a_generation():
    generations = [settings.generation]
    settings.configure(PAGE_LIMIT=5)
    generations.append(settings.generation)
    with override_settings(PAGE_LIMIT=6):
        generations.append(settings.generation)
    generations.append(settings.generation)
    settings.reset()
    generations.append(settings.generation)

    assert generations == sorted(set(generations))


def test_a_value_that_was_looked_up_before_a_change_is_not_there_after_it():
    def fetch():
        # What another thread may do while this one waits for its secret.
        settings.configure(SECRET_KEY="new")
        return "old"

    with override_settings(SECRET_KEY=fetch):
        assert settings.SECRET_KEY == "old"
        assert settings.SECRET_KEY == "new"


def test_threads_read_and_change_settings_at_the_same_time():
    failures = []
    stop = threading.Event()

    def read():
        while not stop.is_set():
            try:
                assert settings.PAGE_LIMIT in (20, 21)
            except Exception as exc:  # noqa: BLE001 - told to the test's own thread
                failures.append(exc)
                return

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    readers = [threading.Thread(target=read) for _ in range(2)]
    try:
        for reader in readers:
            reader.start()
        for _ in range(300):
            with override_settings(PAGE_LIMIT=21):
                pass
    finally:
        stop.set()
        for reader in readers:
            reader.join()
        sys.setswitchinterval(interval)

    assert failures == []


# from_settings and resolve


class Listing:
    limit = from_settings("PAGE_LIMIT")


def test_a_class_attribute_reads_its_setting_at_access():
    assert Listing.limit == Listing().limit == 20
    with override_settings(PAGE_LIMIT=1):
        assert Listing.limit == Listing().limit == 1


def test_a_subclass_and_an_instance_say_otherwise():
    class Short(Listing):
        limit = 5

    listing = Listing()
    listing.limit = 6

    assert (Short.limit, listing.limit, Listing.limit) == (5, 6, 20)


def test_a_dotted_path_is_resolved_and_anything_else_is_itself():
    assert resolve("collections.OrderedDict", "a test").__name__ == "OrderedDict"
    assert resolve(Listing, "a test") is Listing
    assert resolve(None, "a test") is None
