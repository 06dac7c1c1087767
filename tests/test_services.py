"""The real parts that other tests rely on: PostgreSQL and AWS's services."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import time
import uuid
import zipfile
from pathlib import Path
from textwrap import dedent

import botocore.session
import psycopg
import pytest
from sqlalchemy import create_engine, text

from tests.integration.provisioning import (
    ROOT,
    get_ministack_environment,
    get_postgresql,
)
from tests.services.availability import have
from tests.services.aws import DynamoDBEndpoint, MiniStack
from tests.services.postgresql import PostgreSQL, PostgreSQLServer

FUNCTION = """
    import os
    import subprocess

    def handler(event, context):
        return [os.getpid(), subprocess.Popen(["sleep", "60"]).pid]
"""


def execute(url, *statements):
    """Return the rows that the last statement selects."""
    engine = create_engine(url)
    try:
        with engine.begin() as connection:
            for statement in statements:
                result = connection.execute(text(statement))
            return [tuple(row) for row in result] if result.returns_rows else []
    finally:
        engine.dispose()


def make_client(service, environment, monkeypatch):
    """Return AWS's client, which knows where to go only from the environment."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return botocore.session.Session().create_client(service)


def make_table(client):
    """Return the name of a new table with `id` as its key."""
    name = f"articles-{uuid.uuid4().hex}"
    client.create_table(
        TableName=name,
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "N"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        BillingMode="PAY_PER_REQUEST",
    )
    client.get_waiter("table_exists").wait(TableName=name)
    return name


def deploy(client):
    """Return the name of a new function that answers with ids of two processes."""
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as archive:
        archive.writestr("function.py", dedent(FUNCTION))
    created = client.create_function(
        FunctionName=f"pid-{uuid.uuid4().hex}",
        Runtime=f"python3.{sys.version_info[1]}",
        Role="arn:aws:iam::000000000000:role/test",
        Handler="function.handler",
        Code={"ZipFile": code.getvalue()},
    )
    return created["FunctionName"]


def is_running(pid):
    """Return whether there is such a process; a zombie is none."""
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False


def soon(happens):
    """Return whether something happens before long."""
    deadline = time.monotonic() + 10
    while not happens() and time.monotonic() < deadline:
        time.sleep(0.01)
    return happens()


def ends(pid):
    """Return whether a process ends before long."""
    return soon(lambda: not is_running(pid))


# PostgreSQL


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_an_address_names_the_driver(scheme):
    server = PostgreSQLServer(f"{scheme}://me:secret@db:5433/mine?sslmode=require")

    expected = "postgresql+psycopg://me:secret@db:5433/mine?sslmode=require"
    assert server.url == expected


def test_a_row_is_written_and_read(postgresql_url):
    execute(
        postgresql_url,
        "CREATE TABLE articles (id integer PRIMARY KEY, title text)",
        "INSERT INTO articles VALUES (1, 'Ça va')",
    )

    assert execute(postgresql_url, "SELECT * FROM articles") == [(1, "Ça va")]


def test_databases_do_not_see_each_other(postgresql_server):
    urls = [postgresql_server.make_database() for _ in range(2)]
    for number, url in enumerate(urls):
        execute(url, f"CREATE TABLE numbers AS SELECT {number} AS number")

    assert [execute(url, "SELECT * FROM numbers") for url in urls] == [[(0,)], [(1,)]]
    for url in urls:
        postgresql_server.drop_database(url)


def test_text_is_sorted_in_the_same_way_everywhere(postgresql_url):
    values = "(VALUES ('a'), ('B'), ('é'), ('Z')) AS v(letter)"

    rows = execute(postgresql_url, f"SELECT letter FROM {values} ORDER BY letter")

    assert [letter for (letter,) in rows] == ["B", "Z", "a", "é"]


def test_a_database_is_dropped_whoever_is_connected(postgresql_server):
    url = postgresql_server.make_database()
    engine = create_engine(url)
    with engine.connect():
        postgresql_server.drop_database(url)
    engine.dispose()

    with pytest.raises(Exception, match="does not exist"):
        execute(url, "SELECT 1")


@pytest.mark.parametrize("mode", ["fast", "immediate"])
def test_a_restart_keeps_the_address_and_the_data(
    restartable_postgresql, postgresql_url, mode
):
    execute(postgresql_url, "CREATE TABLE numbers AS SELECT 1 AS number")

    restartable_postgresql.restart(mode)

    assert execute(postgresql_url, "SELECT * FROM numbers") == [(1,)]


def test_a_server_that_is_stopped_refuses_and_comes_back(
    restartable_postgresql, postgresql_url
):
    restartable_postgresql.stop()
    with pytest.raises(Exception, match="refused"):
        execute(postgresql_url, "SELECT 1")

    restartable_postgresql.start()

    assert execute(postgresql_url, "SELECT 1") == [(1,)]


def test_a_server_of_ones_own_is_as_it_was_afterwards(postgresql_server):
    with PostgreSQLServer(
        postgresql_server.url.replace("postgresql+psycopg:", "postgres:")
    ) as server:
        url = server.make_database()
        assert execute(url, "SELECT 1") == [(1,)]

    with pytest.raises(Exception, match="does not exist"):
        execute(url, "SELECT 1")


@pytest.mark.integration
def test_postgresql_is_gone_after_the_block():
    with PostgreSQL(have(get_postgresql)) as server:
        (pid,) = execute(server.url, "SELECT pg_backend_pid()")[0]
        home = Path(execute(server.url, "SHOW data_directory")[0][0])

    with pytest.raises(psycopg.OperationalError, match="refused"):
        psycopg.connect(server.url.replace("+psycopg", ""))
    assert ends(pid)
    assert not home.exists()


# AWS's services


def test_an_item_is_written_and_read(dynamodb, monkeypatch):
    client = make_client("dynamodb", dynamodb.environment, monkeypatch)
    table = make_table(client)
    item = {"id": {"N": "1"}, "title": {"S": "Ça va"}}

    client.put_item(TableName=table, Item=item)

    found = client.get_item(
        TableName=table, Key={"id": {"N": "1"}}, ConsistentRead=True
    )
    assert found["Item"] == item
    client.delete_table(TableName=table)


def test_a_write_on_a_condition_that_does_not_hold_is_refused(dynamodb, monkeypatch):
    client = make_client("dynamodb", dynamodb.environment, monkeypatch)
    table = make_table(client)
    write = {
        "TableName": table,
        "Item": {"id": {"N": "1"}},
        "ConditionExpression": "attribute_not_exists(id)",
    }
    client.put_item(**write)

    with pytest.raises(client.exceptions.ConditionalCheckFailedException):
        client.put_item(**write)
    client.delete_table(TableName=table)


def test_every_service_is_at_the_same_place(ministack, monkeypatch):
    sqs = make_client("sqs", ministack.environment, monkeypatch)
    s3 = make_client("s3", ministack.environment, monkeypatch)
    name = f"things-{uuid.uuid4().hex}"

    s3.create_bucket(
        Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
    )
    url = sqs.create_queue(QueueName=name)["QueueUrl"]

    assert url.startswith(f"{ministack.endpoint}/")
    assert name in [bucket["Name"] for bucket in s3.list_buckets()["Buckets"]]


@pytest.mark.integration
def test_a_reset_removes_everything(monkeypatch):
    with MiniStack(have(get_ministack_environment)) as services:
        client = make_client("dynamodb", services.environment, monkeypatch)
        make_table(client)
        services.reset()

        assert client.list_tables()["TableNames"] == []


@pytest.mark.integration
def test_services_and_their_functions_are_gone_after_the_block(monkeypatch):
    with MiniStack(have(get_ministack_environment)) as services:
        client = make_client("lambda", services.environment, monkeypatch)
        answer = client.invoke(FunctionName=deploy(client))
        pids = json.load(answer["Payload"])
        assert [is_running(pid) for pid in pids] == [True, True]

    assert [ends(pid) for pid in pids] == [True, True]
    with pytest.raises(botocore.exceptions.EndpointConnectionError):
        client.list_functions()


def test_an_endpoint_of_ones_own_gets_the_credentials_of_the_environment(monkeypatch):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "mine")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY", raising=False)

    found = DynamoDBEndpoint("http://127.0.0.1:1").environment

    assert found["AWS_ENDPOINT_URL_DYNAMODB"] == "http://127.0.0.1:1"
    assert found["AWS_ACCESS_KEY_ID"] == "mine"
    assert found["AWS_SECRET_ACCESS_KEY"] == "testtest"


# What happens to tests


def test_a_test_that_names_a_service_is_an_integration_test(request, dynamodb):
    assert request.node.get_closest_marker("integration")


def test_a_test_that_is_not_marked_starts_no_service(tmp_path):
    file = tmp_path / "test_it.py"
    file.write_text("def test_it(request): request.getfixturevalue('dynamodb')")

    options = ("-c", "pyproject.toml", "-p", "tests.conftest", "-m", "not integration")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, file],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )

    assert "is not marked `integration`" in done.stdout


@pytest.mark.integration
def test_servers_end_when_the_tests_are_killed():
    program = """
        import sys
        from tests.integration.provisioning import get_postgresql
        from tests.services.postgresql import PostgreSQL

        with PostgreSQL(get_postgresql()) as server:
            print(server._connect().execute("SHOW data_directory").fetchone()[0])
            sys.stdout.flush()
            input()
    """
    have(get_postgresql)
    with subprocess.Popen(
        [sys.executable, "-c", dedent(program)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as tests:
        directory = Path(tests.stdout.readline().strip())
        pid = (directory / "postmaster.pid").read_text().splitlines()[0]
        assert is_running(pid)
        tests.kill()

    assert ends(pid)
    assert soon(lambda: not directory.parent.exists())
