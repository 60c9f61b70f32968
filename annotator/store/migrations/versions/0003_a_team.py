"""What a team needs: doors, rights, batches, leases, guideline history, gold decisions, requests to look again."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

REVIEW = ("pair_sum", "pair_count", "answer", "look", "decision", "merge", "guideline_seen")
PASSES = ("batch_page", "pass_right", "batch")
DOORS = ("invitation", "api_token", "failure", "identity")


def upgrade() -> None:
    _doors()
    _passes()
    _review()
    _counts()
    _columns()


def downgrade() -> None:
    with op.batch_alter_table("task") as task:
        task.drop_index("ix_task_batch_id")
        task.drop_index("ix_task_person_id_last_at")
        for name in ("skip_reason", "assigned", "lease_until", "batch_id"):
            task.drop_column(name)
    for table, names in {
        "guideline": ("change", "made_by", "made_at"),
        "pass": ("holdback", "suggestions", "required", "queue_order", "people"),
        "project": ("times_shown",),
        "session": ("agent",),
        "person": ("password", "languages"),
    }.items():
        for name in names:
            op.drop_column(table, name)
    for table in (*REVIEW, *PASSES, *DOORS):
        op.drop_table(table)


def _doors() -> None:
    _table("identity", "issuer subject", _text("issuer subject"), _reference("person"), _text("linked_at"))
    _table("failure", "id", _number("id"), _text("account at"))
    _index("failure", "account", "at")
    _table(
        "api_token",
        "id",
        _number("id"),
        _text("token_sha256"),
        _reference("person"),
        _text("name scope"),
        [sa.Column("project_id", sa.Integer())],
        _text("created_at expires_at"),
        _text("seen_at revoked_at", null=True),
        [sa.UniqueConstraint("token_sha256", name="uq_api_token_token_sha256")],
    )
    _table(
        "invitation",
        "token_sha256",
        _text("token_sha256"),
        _number("project_id"),
        _text("role"),
        _json("languages"),
        _reference("person", "made_by"),
        _text("expires_at"),
        _text("used_at", null=True),
        _reference("person", "used_by", null=True),
    )
    for table in ("identity", "api_token"):
        _index(table, "person_id")
    _index("invitation", "project_id")


def _passes() -> None:
    _table("pass_right", "pass_id person_id", _reference("pass"), _reference("person"), _flag("label adjudicate"))
    _index("pass_right", "person_id")
    _table(
        "batch",
        "id",
        _number("id"),
        _reference("pass"),
        _text("name"),
        _number("position"),
        [sa.Column("people", sa.Integer())],
        _text("queue_order"),
        _flag("open practice"),
        _json("takers"),
        _text("created_at"),
        [sa.UniqueConstraint("pass_id", "name", name="uq_batch_pass_id_name")],
    )
    parts = (_reference("pass"), _reference("page"), _reference("batch"), _number("position"))
    _table("batch_page", "pass_id page_id", *parts)
    for column in ("page_id", "batch_id"):
        _index("batch_page", column)
    _table("guideline_seen", "project_id person_id", _reference("project"), _reference("person"), _text("version at"))
    _index("guideline_seen", "person_id")
    _table(
        "merge",
        "id",
        _number("id"),
        _reference("project"),
        _json("gone"),
        _text("into"),
        _json("moved"),
        _text("by at"),
        _text("undone_at", null=True),
    )
    _index("merge", "project_id")


def _review() -> None:
    _table(
        "decision",
        "id",
        _number("id"),
        _reference("page"),
        _reference("pass"),
        _text("layer place choice"),
        _json("value"),
        _text("seen reason by at"),
    )
    _index("decision", "page_id", "pass_id", "layer")
    _table(
        "look",
        "id",
        _number("id"),
        _reference("task"),
        [sa.Column(name, sa.Integer()) for name in ("start", "end")],
        _text("reason by at"),
        _text("done_at", null=True),
    )
    _index("look", "task_id", "done_at")
    _table("answer", "id", _number("id"), _reference("task"), _text("note_id text by at"))
    _index("answer", "task_id", "note_id")


def _counts() -> None:
    _table(
        "pair_count",
        "task_a task_b layer",
        _reference("task", "task_a"),
        _reference("task", "task_b"),
        _text("layer"),
        [sa.Column(name, sa.BigInteger(), nullable=False) for name in ("rev_a", "rev_b")],
        _json("counts"),
    )
    _index("pair_count", "task_b")
    _table(
        "pair_sum",
        "project_id asked by bucket",
        _reference("project"),
        _text("asked by"),
        _number("bucket"),
        _text("mark"),
        _json("sums"),
    )


def _columns() -> None:
    """New columns of old tables; what may not be empty begins with what was true before."""
    no, yes, none = sa.false(), sa.true(), sa.text("'[]'")
    new: dict[str, list[sa.Column[Any]]] = {
        "person": [_with("languages", sa.JSON(), none), sa.Column("password", sa.Text())],
        "session": [_with("agent", sa.Text(), "")],
        "project": [_with("times_shown", sa.Boolean(), no)],
        "pass": [
            sa.Column("people", sa.Integer()),
            _with("queue_order", sa.Text(), "name"),
            _with("required", sa.JSON(), none),
            _with("suggestions", sa.Boolean(), yes),
            _with("holdback", sa.Integer(), "10"),
        ],
        "guideline": [sa.Column("made_at", sa.Text()), sa.Column("made_by", sa.Text()), _with("change", sa.Text(), "")],
        "task": [
            sa.Column("batch_id", sa.Integer()),
            sa.Column("lease_until", sa.Text()),
            _with("assigned", sa.Boolean(), no),
            sa.Column("skip_reason", sa.Text()),
        ],
    }
    for table, columns in new.items():
        for column in columns:
            op.add_column(table, column)
    _index("task", "batch_id")
    _index("task", "person_id", "last_at")


def _table(name: str, key: str, *parts: list[sa.schema.SchemaItem]) -> None:
    columns = [item for part in parts for item in part]
    op.create_table(name, *columns, sa.PrimaryKeyConstraint(*key.split(), name=f"pk_{name}"))


def _index(table: str, *columns: str) -> None:
    op.create_index(f"ix_{table}_{'_'.join(columns)}", table, list(columns))


def _text(names: str, *, null: bool = False) -> list[sa.schema.SchemaItem]:
    return [sa.Column(name, sa.Text(), nullable=null) for name in names.split()]


def _number(names: str) -> list[sa.schema.SchemaItem]:
    return [sa.Column(name, sa.Integer(), nullable=False) for name in names.split()]


def _flag(names: str) -> list[sa.schema.SchemaItem]:
    return [sa.Column(name, sa.Boolean(), nullable=False) for name in names.split()]


def _json(names: str) -> list[sa.schema.SchemaItem]:
    return [sa.Column(name, sa.JSON(), nullable=False) for name in names.split()]


def _reference(table: str, column: str = "", *, null: bool = False) -> list[sa.schema.SchemaItem]:
    """A column with the key of another table: `<table>_id`, where it has no name of its own."""
    name = column or f"{table}_id"
    return [sa.Column(name, sa.Integer(), sa.ForeignKey(f"{table}.id"), nullable=null)]


def _with(name: str, kind: sa.types.TypeEngine[Any], default: Any) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False, server_default=default)
