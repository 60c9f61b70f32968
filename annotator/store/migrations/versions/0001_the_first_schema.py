"""The first schema: people, projects, pages, tasks with their labels, and the append-only log.

A migration is history: later models don't change it, so it spells every column out. Constraint names follow
the convention in `models/base.py`. The file is long because it is one moment of history: all tables at once.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

APPEND_ONLY = ("op", "event")
GOLD = sa.text("role = 'gold'")


def upgrade() -> None:
    op.create_table(
        "person",
        _number("id"),
        _text("name"),
        _flag("admin"),
        _flag("can_sign_in"),
        _text("created_at"),
        _maybe_text("disabled_at"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
    )
    op.create_table(
        "project",
        _number("id"),
        _text("slug"),
        _text("name"),
        _json("scheme"),
        _json("languages"),
        _text("created_at"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("slug"),
    )
    op.create_table("setting", _text("key"), _text("value"), sa.PrimaryKeyConstraint("key"))
    op.create_table(
        "entity",
        _number("project_id"),
        _text("id"),
        _text("name"),
        _text("kind"),
        _json("aliases"),
        _maybe_text("wikidata"),
        _text("status"),
        _text("folded"),
        _text("by"),
        _text("at"),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"]),
        sa.PrimaryKeyConstraint("project_id", "id"),
    )
    op.create_table(
        "event",
        _number("seq"),
        _text("at"),
        _maybe_number("person_id"),
        _text("action"),
        _json("detail"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("seq"),
    )
    op.create_table(
        "guideline",
        _number("project_id"),
        _text("version"),
        _text("text"),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"]),
        sa.PrimaryKeyConstraint("project_id", "version"),
    )
    op.create_table(
        "membership",
        _number("project_id"),
        _number("person_id"),
        _text("role"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"]),
        sa.PrimaryKeyConstraint("project_id", "person_id"),
    )
    op.create_index("ix_membership_person_id", "membership", ["person_id"])
    op.create_table(
        "page",
        _number("id"),
        _number("project_id"),
        _text("uid"),
        _text("name"),
        _maybe_text("url"),
        _maybe_text("site"),
        _maybe_text("language"),
        _maybe_text("title"),
        _maybe_text("published"),
        _maybe_text("story"),
        _maybe_text("rights"),
        _text("sha256"),
        _number("length"),
        _number("line_count"),
        _text("encoding"),
        _text("meta"),
        _maybe_json("source"),
        _text("added_at"),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("project_id", "name"),
        sa.UniqueConstraint("project_id", "uid"),
    )
    op.create_index("ix_page_project_id_sha256", "page", ["project_id", "sha256"])
    op.create_table(
        "pass",
        _number("id"),
        _number("project_id"),
        _text("name"),
        _number("position"),
        _json("layers"),
        _flag("open"),
        _maybe_text("guideline"),
        _maybe_text("base"),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("project_id", "name"),
    )
    op.create_table(
        "session",
        _text("token_sha256"),
        _number("person_id"),
        _text("created_at"),
        _text("seen_at"),
        _text("expires_at"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("token_sha256"),
    )
    op.create_index("ix_session_person_id", "session", ["person_id"])
    op.create_table(
        "sign_in_link",
        _text("token_sha256"),
        _number("person_id"),
        _text("expires_at"),
        _maybe_text("used_at"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("token_sha256"),
    )
    op.create_index("ix_sign_in_link_person_id", "sign_in_link", ["person_id"])
    op.create_table(
        "page_entity",
        _number("page_id"),
        _text("entity_id"),
        _number("project_id"),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"]),
        sa.ForeignKeyConstraint(["project_id", "entity_id"], ["entity.project_id", "entity.id"]),
        sa.PrimaryKeyConstraint("page_id", "entity_id"),
    )
    op.create_table(
        "page_source",
        _number("page_id"),
        _bytes("raw"),
        _text("sha256"),
        _text("encoding"),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"]),
        sa.PrimaryKeyConstraint("page_id"),
    )
    op.create_table(
        "page_text",
        _number("page_id"),
        _text("text"),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"]),
        sa.PrimaryKeyConstraint("page_id"),
    )
    op.create_table(
        "place",
        _number("person_id"),
        _number("page_id"),
        _maybe_number("line"),
        _maybe_text("quote"),
        _text("at"),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("person_id", "page_id"),
    )
    op.create_index("ix_place_person_id_at", "place", ["person_id", "at"])
    op.create_table(
        "target",
        _number("project_id"),
        _text("entity_id"),
        _number("position"),
        _text("status"),
        sa.ForeignKeyConstraint(["project_id", "entity_id"], ["entity.project_id", "entity.id"]),
        sa.PrimaryKeyConstraint("project_id", "entity_id"),
    )
    op.create_index("ix_target_project_id_position", "target", ["project_id", "position"])
    op.create_table(
        "task",
        _number("id"),
        _number("page_id"),
        _number("pass_id"),
        _number("person_id"),
        _text("role"),
        _text("status"),
        _number("rev"),
        _number("next_position"),
        _text("text_sha256"),
        _maybe_text("started"),
        _maybe_text("finished"),
        _number("active_ms"),
        _maybe_text("last_at"),
        _maybe_text("page_type"),
        _maybe_flag("usable"),
        _maybe_text("reason"),
        _json("answers"),
        _flag("no_body"),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"]),
        sa.ForeignKeyConstraint(["pass_id"], ["pass.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("page_id", "pass_id", "person_id", "role"),
    )
    op.create_index("ix_task_person_id_status", "task", ["person_id", "status"])
    op.create_index("uq_task_gold", "task", ["page_id"], unique=True, sqlite_where=GOLD, postgresql_where=GOLD)
    op.create_table(
        "line_run",
        _number("task_id"),
        _number("first"),
        _number("last"),
        _text("label"),
        _maybe_text("kind"),
        _json("flags"),
        _text("by"),
        _maybe_text("at"),
        _text("origin"),
        _maybe_text("source"),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"]),
        sa.PrimaryKeyConstraint("task_id", "first"),
    )
    op.create_table(
        "note",
        _number("task_id"),
        _text("id"),
        _number("position"),
        _number("start"),
        _number("end"),
        _text("note"),
        _text("by"),
        _maybe_text("at"),
        _text("origin"),
        _maybe_text("source"),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"]),
        sa.PrimaryKeyConstraint("task_id", "id"),
    )
    op.create_table(
        "op",
        _number("seq"),
        _text("op_id"),
        _number("task_id"),
        _number("rev"),
        _number("base_rev"),
        _number("person_id"),
        _text("client"),
        _text("step"),
        _maybe_text("undoes"),
        _text("kind"),
        _text("payload"),
        _text("payload_sha256"),
        _maybe_text("inverse"),
        _maybe_text("client_at"),
        _text("server_at"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"]),
        sa.PrimaryKeyConstraint("seq"),
        sa.UniqueConstraint("op_id"),
        sa.UniqueConstraint("task_id", "rev"),
    )
    op.create_index("ix_op_task_id_step", "op", ["task_id", "step"])
    op.create_table(
        "quote",
        _number("task_id"),
        _text("id"),
        _number("position"),
        _json("contents"),
        _json("cues"),
        _json("sources"),
        _json("via"),
        _json("addressee"),
        _maybe_text("source_kind"),
        _maybe_text("speaker"),
        _json("flags"),
        _text("by"),
        _maybe_text("at"),
        _text("origin"),
        _maybe_text("source"),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"]),
        sa.PrimaryKeyConstraint("task_id", "id"),
    )
    op.create_table(
        "stance",
        _number("task_id"),
        _text("id"),
        _number("position"),
        _text("level"),
        _maybe_text("quote"),
        _maybe_text("holder"),
        _text("target"),
        _text("polarity"),
        _maybe_flag("explicit"),
        _json("evidence"),
        _text("by"),
        _maybe_text("at"),
        _text("origin"),
        _maybe_text("source"),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"]),
        sa.PrimaryKeyConstraint("task_id", "id"),
    )
    op.create_index("ix_stance_task_id_quote", "stance", ["task_id", "quote"])
    op.create_table(
        "task_layer",
        _number("task_id"),
        _text("layer"),
        _text("status"),
        _text("pass_name"),
        _maybe_text("guideline"),
        _maybe_text("base"),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"]),
        sa.PrimaryKeyConstraint("task_id", "layer"),
    )

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


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _maybe_text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=True)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _maybe_number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=True)


def _flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), nullable=False)


def _maybe_flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), nullable=True)


def _json(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.JSON(), nullable=False)


def _maybe_json(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.JSON(), nullable=True)


def _bytes(name: str) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary(), nullable=False)
