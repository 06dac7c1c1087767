"""Objects that come with what they are related to: how many statements it takes."""

from __future__ import annotations

import pytest
from sqlalchemy import inspect

from pyverless.contrib.sqlalchemy import atomic
from pyverless.exceptions import ImproperlyConfigured
from tests.contrib.sqlalchemy.models import (
    Article,
    Author,
    Book,
    Comment,
    Company,
    Writer,
)

COUNT = 100
COMMENTS = ("comments__writer__company",)


@pytest.fixture
def articles(database):
    with atomic() as session:
        companies = [Company(name=f"company {n}") for n in range(3)]
        writers = [Writer(name=f"{n}", company=companies[n % 3]) for n in range(10)]
        session.add_all(
            Article(
                title=f"{n}",
                writer=writers[n % 10],
                comments=[Comment(text=f"{n}", writer=writers[n % 7])] * (n % 3),
            )
            for n in range(COUNT)
        )


@pytest.mark.parametrize(
    ("load", "count"),
    [
        (lambda found: found.with_related("title", "writer", "comments"), 3),
        (lambda found: found.select_related("writer").with_related("comments"), 2),
        (lambda found: found.prefetch_related("writer", "comments"), 3),
        (lambda found: found.select_related("writer", "comments"), 1),
        (lambda found: found.prefetch_related("writer").select_related("writer"), 1),
        (
            lambda found: found.with_related(
                "nothing", "title__writer", "writer__name"
            ),
            2,
        ),
    ],
)
def test_a_list_is_loaded_with_few_statements(articles, statements, load, count):
    found = list(load(Article.objects.order_by("id")))

    assert len(statements) == count
    assert [article.id for article in found] == list(range(1, COUNT + 1))
    for article in found:
        if "comments" not in inspect(article).unloaded:
            assert len(article.comments) == min((article.id - 1) % 3, 1)


@pytest.mark.parametrize(
    ("load", "count"),
    [
        (lambda found: found.with_related("writer__company__name", "comments"), 4),
        (lambda found: found.with_related("writer__company", *COMMENTS), 6),
        (lambda found: found.select_related("writer__company", *COMMENTS), 1),
        (
            lambda found: found.select_related("writer__company").prefetch_related(
                *COMMENTS
            ),
            4,
        ),
        (
            lambda found: found.select_related("writer").with_related(
                "writer__company", "comments"
            ),
            3,
        ),
    ],
)
def test_there_is_one_statement_for_each_relationship_at_most(
    articles, statements, load, count
):
    with atomic():
        found = list(load(Article.objects))
        assert len(statements) == count
        for article in found:
            # In a unit, so that what was not loaded would be.
            assert article.writer.company.name
            assert len(article.comments) == min((article.id - 1) % 3, 1)
        assert len(statements) == count


def test_all_of_a_list_can_be_serialized_without_more_statements(articles, statements):
    with atomic():
        found = list(Article.objects.with_related("writer__company", *COMMENTS))
        for article in found:
            assert article.writer.company.name
            assert all(each.writer.company.name for each in article.comments)

    assert len(statements) == 6


def test_a_page_has_as_many_objects_as_it_says(articles, statements):
    page = Article.objects.select_related("comments", "writer").paginate(limit=10)

    assert len(page.items) == 10
    assert len(statements) == 1


def test_without_being_asked_nothing_comes_along(articles):
    article = Article.objects.get(id=1)

    assert {"writer", "comments"} <= inspect(article).unloaded


def test_what_the_model_says_about_loading_counts(database, statements):
    author = Author(email="a")
    author.save()
    Book(author_id=author.id, number=1).save()
    statements.clear()

    (found,) = Author.objects.with_related("books", "books__author")

    assert found.books[0].number == 1
    assert len(statements) <= 2


def test_querysets_remember_all_names(articles, statements):
    found = Article.objects.select_related("writer").select_related("writer__company")
    list(found.prefetch_related("comments").prefetch_related("comments__writer"))

    assert len(statements) <= 3


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("title", "Article has no relationship 'title'.*Choose from: writer, comments"),
        (
            "writer__name",
            "Writer has no .*'name', which 'writer__name' names.*: company",
        ),
        ("writer__company__a", "Company has no .*'a'.*Choose from: none"),
    ],
)
def test_what_is_no_relationship_is_a_mistake(database, name, message):
    for found in (
        Article.objects.select_related(name),
        Article.objects.prefetch_related(name),
    ):
        with pytest.raises(ImproperlyConfigured, match=message):
            list(found)


def test_counting_loads_nothing_along(articles, statements):
    assert Article.objects.select_related("comments").count() == COUNT
    assert "comments" not in statements[0]


def test_locked_objects_can_come_with_others(articles, statements):
    with atomic():
        found = Article.objects.select_for_update().with_related("comments")
        found = found.select_related("writer").get(id=2)
        assert (found.writer.name, found.comments[0].text) == ("1", "1")
