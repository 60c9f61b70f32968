"""The first schema: people, projects, pages, tasks with their labels, and the append-only log.

A migration is history: later models don't change it, so it spells every column out.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

APPEND_ONLY = ("op", "event")
TYPES: dict[str, sa.types.TypeEngine[Any]] = {
    "text": sa.Text(),
    "number": sa.Integer(),
    "large": sa.BigInteger(),
    "flag": sa.Boolean(),
    "json": sa.JSON(),
    "bytes": sa.LargeBinary(),
}
GOLD = sa.text("role = 'gold'")


def upgrade() -> None:
    for make in (_people, _projects, _registry, _pages, _around_pages, _tasks, _labels):
        make()
    for table in APPEND_ONLY:
        _refuse_changes(table)


def downgrade() -> None:
    bind = op.get_bind()
    tables = sa.MetaData()
    tables.reflect(bind)
    tables.remove(tables.tables["alembic_version"])
    tables.drop_all(bind)
    if bind.dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change")


def _people() -> None:
    """Settings of the instance, people, their links and sessions, the audit trail."""
    _table("setting", "key", text="key value")
    _table(
        "person",
        "id",
        sa.UniqueConstraint("name"),
        number="id",
        text="name created_at",
        flag="admin can_sign_in",
        maybe_text="disabled_at",
    )
    _table(
        "sign_in_link",
        "token_sha256",
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        text="token_sha256 expires_at",
        number="person_id",
        maybe_text="used_at",
    )
    op.create_index("ix_sign_in_link_person_id", "sign_in_link", ["person_id"])
    _table(
        "session",
        "token_sha256",
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        text="token_sha256 created_at seen_at expires_at",
        number="person_id",
    )
    op.create_index("ix_session_person_id", "session", ["person_id"])
    _table(
        "event",
        "seq",
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        number="seq",
        text="at action",
        maybe_number="person_id",
        json="detail",
    )


def _projects() -> None:
    """Projects, members, passes and guidelines."""
    _table(
        "project", "id", sa.UniqueConstraint("slug"), number="id", text="slug name created_at", json="scheme languages"
    )
    _table(
        "membership",
        "project_id person_id",
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"]),
        number="project_id person_id",
        text="role",
    )
    op.create_index("ix_membership_person_id", "membership", ["person_id"])
    _table(
        "pass",
        "id",
        sa.ForeignKeyConstraint(["project_id"], ["project.id"]),
        sa.UniqueConstraint("project_id", "name"),
        number="id project_id position",
        text="name",
        json="layers",
        flag="open",
        maybe_text="guideline base",
    )
    _table(
        "guideline",
        "project_id version",
        sa.ForeignKeyConstraint(["project_id"], ["project.id"]),
        number="project_id",
        text="version text",
    )


def _registry() -> None:
    """Entities and stance targets."""
    _table(
        "entity",
        "project_id id",
        sa.ForeignKeyConstraint(["project_id"], ["project.id"]),
        number="project_id",
        text="id name kind status folded by at",
        json="aliases",
        maybe_text="wikidata",
    )
    _table(
        "target",
        "project_id entity_id",
        sa.ForeignKeyConstraint(["project_id", "entity_id"], ["entity.project_id", "entity.id"]),
        number="project_id position",
        text="entity_id status",
    )
    op.create_index("ix_target_project_id_position", "target", ["project_id", "position"])


def _pages() -> None:
    """Pages, their texts and sources."""
    _table(
        "page",
        "id",
        sa.ForeignKeyConstraint(["project_id"], ["project.id"]),
        sa.UniqueConstraint("project_id", "name"),
        sa.UniqueConstraint("project_id", "uid"),
        number="id project_id length line_count",
        text="uid name sha256 encoding meta added_at",
        maybe_text="url site language title published story rights",
        maybe_json="source",
    )
    op.create_index("ix_page_project_id_sha256", "page", ["project_id", "sha256"])
    _table("page_text", "page_id", sa.ForeignKeyConstraint(["page_id"], ["page.id"]), number="page_id", text="text")
    _table(
        "page_source",
        "page_id",
        sa.ForeignKeyConstraint(["page_id"], ["page.id"]),
        number="page_id",
        bytes="raw",
        text="sha256 encoding",
    )


def _around_pages() -> None:
    """The entities that came with a page, and where people stopped on it."""
    _table(
        "page_entity",
        "page_id entity_id",
        sa.ForeignKeyConstraint(["page_id"], ["page.id"]),
        sa.ForeignKeyConstraint(["project_id", "entity_id"], ["entity.project_id", "entity.id"]),
        number="page_id project_id",
        text="entity_id",
    )
    _table(
        "place",
        "person_id page_id",
        sa.ForeignKeyConstraint(["page_id"], ["page.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        number="person_id page_id",
        maybe_number="line",
        maybe_text="quote",
        text="at",
    )
    op.create_index("ix_place_person_id_at", "place", ["person_id", "at"])


def _tasks() -> None:
    """Tasks, their layers, and the log."""
    _table(
        "task",
        "id",
        sa.ForeignKeyConstraint(["page_id"], ["page.id"]),
        sa.ForeignKeyConstraint(["pass_id"], ["pass.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.UniqueConstraint("page_id", "pass_id", "person_id", "role"),
        number="id page_id pass_id person_id next_position",
        large="rev active_ms",
        text="role status text_sha256",
        maybe_text="started finished last_at page_type reason",
        maybe_flag="usable",
        json="answers",
        flag="no_body",
    )
    op.create_index("ix_task_person_id_status", "task", ["person_id", "status"])
    op.create_index("uq_task_gold", "task", ["page_id"], unique=True, sqlite_where=GOLD, postgresql_where=GOLD)
    _table(
        "task_layer",
        "task_id layer",
        sa.ForeignKeyConstraint(["task_id"], ["task.id"]),
        number="task_id",
        text="layer status pass_name",
        maybe_text="guideline base",
    )
    _table(
        "op",
        "seq",
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"]),
        sa.UniqueConstraint("op_id"),
        sa.UniqueConstraint("task_id", "rev"),
        number="seq task_id person_id",
        large="rev base_rev",
        text="op_id client step kind payload payload_sha256 server_at",
        maybe_text="undoes inverse client_at",
    )
    op.create_index("ix_op_task_id_step", "op", ["task_id", "step"])


def _labels() -> None:
    """What annotators make."""
    _table(
        "line_run",
        "task_id first",
        sa.ForeignKeyConstraint(["task_id"], ["task.id"]),
        number="task_id first last",
        text="label by origin",
        maybe_text="kind at source",
        json="flags",
    )
    _table(
        "quote",
        "task_id id",
        sa.ForeignKeyConstraint(["task_id"], ["task.id"]),
        number="task_id position",
        text="id by origin",
        json="contents cues sources via addressee flags",
        maybe_text="source_kind speaker at source",
    )
    _table(
        "stance",
        "task_id id",
        sa.ForeignKeyConstraint(["task_id"], ["task.id"]),
        number="task_id position",
        text="id level target polarity by origin",
        maybe_text="quote holder at source",
        maybe_flag="explicit",
        json="evidence",
    )
    op.create_index("ix_stance_task_id_quote", "stance", ["task_id", "quote"])
    _table(
        "note",
        "task_id id",
        sa.ForeignKeyConstraint(["task_id"], ["task.id"]),
        number="task_id position start end",
        text="id note by origin",
        maybe_text="at source",
    )


def _refuse_changes(table: str) -> None:
    """Make a table append-only, for every program that opens the database."""
    if op.get_bind().dialect.name == "sqlite":
        for change in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_{change.lower()} BEFORE {change} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        return
    op.execute(
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def _table(name: str, key: str, *constraints: sa.Constraint, **columns: str) -> None:
    """Make a table; `columns` maps a kind of column to the names of the columns of that kind."""
    made = [
        sa.Column(column, TYPES[kind.removeprefix("maybe_")], nullable=kind.startswith("maybe_"))
        for kind, names in columns.items()
        for column in names.split()
    ]
    op.create_table(name, *made, sa.PrimaryKeyConstraint(*key.split()), *constraints)
