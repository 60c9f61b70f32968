"""What the dataset needs: splits, near-duplicates, DOM maps, releases, withdrawn pages, work in the background."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

OF_PAGES = ("split", "split_group", "withdrawn_at", "withdrawn_by", "withdrawn_why", "erased_at")
GROUPING = ("split_group", "site", "story")
KEPT = (
    *("seq", "op_id", "task_id", "rev", "base_rev", "person_id", "client", "step", "undoes", "kind"),
    *("payload_sha256", "client_at", "server_at"),
)
"""Columns of an operation that nothing changes; its payload and what takes it back may be emptied with the page."""
TABLES = ("job", "release_page", "release", "page_band", "page_sketch", "page_nodes")


def upgrade() -> None:
    op.add_column("project", sa.Column("split_plan", sa.JSON()))
    for name in OF_PAGES:
        op.add_column("page", sa.Column(name, sa.Text()))
    for name in GROUPING:
        op.create_index(f"ix_page_project_id_{name}", "page", ["project_id", name])
    _blob("page_nodes", "nodes")
    _blob("page_sketch", "sketch")
    _table(
        "page_band",
        "project_id band page_id",
        _reference("project"),
        sa.Column("band", sa.BigInteger(), nullable=False),
        _reference("page"),
    )
    op.create_index("ix_page_band_page_id", "page_band", ["page_id"])
    _releases()
    _let_erasing_pass()


def downgrade() -> None:
    _refuse_every_change()
    for table in TABLES:
        op.drop_table(table)
    for name in GROUPING:
        op.drop_index(f"ix_page_project_id_{name}", "page")
    for name in reversed(OF_PAGES):
        op.drop_column("page", name)
    op.drop_column("project", "split_plan")


def _releases() -> None:
    _table(
        "release",
        "id",
        sa.Column("id", sa.Integer(), nullable=False),
        _reference("project"),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("version", "made_at", "made_by", "sha256")),
        *(sa.Column(name, sa.JSON(), nullable=False) for name in ("options", "manifest")),
        sa.UniqueConstraint("project_id", "version", name="uq_release_project_id_version"),
    )
    _table("release_page", "release_id page_id", _reference("release"), _reference("page"))
    op.create_index("ix_release_page_page_id", "release_page", ["page_id"])
    _table(
        "job",
        "id",
        sa.Column("id", sa.Integer(), nullable=False),
        _reference("project"),
        _reference("person"),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("kind", "state", "created_at")),
        *(sa.Column(name, sa.JSON(), nullable=False) for name in ("options", "report")),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer()),
        *(sa.Column(name, sa.Text()) for name in ("file", "beat_at", "ended_at")),
    )
    op.create_index("ix_job_project_id_created_at", "job", ["project_id", "created_at"])


def _let_erasing_pass() -> None:
    """Let the words of an erased page's operations go; everything else of the log stays as unchangeable as it was."""
    erased = (
        "EXISTS (SELECT 1 FROM task JOIN page ON page.id = task.page_id "
        "WHERE task.id = OLD.task_id AND page.erased_at IS NOT NULL)"
    )
    if op.get_bind().dialect.name == "sqlite":
        same = " AND ".join(f"NEW.{name} IS OLD.{name}" for name in KEPT)
        op.execute("DROP TRIGGER op_update")
        op.execute(
            f"CREATE TRIGGER op_update BEFORE UPDATE ON op WHEN NOT ({erased} AND {same}) "
            "BEGIN SELECT RAISE(ABORT, 'op is append-only'); END"
        )
        return
    same = " AND ".join(f"NEW.{name} IS NOT DISTINCT FROM OLD.{name}" for name in KEPT)
    op.execute(
        "CREATE OR REPLACE FUNCTION refuse_change_unless_erased() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF {erased} AND {same} THEN RETURN NEW; END IF; RAISE EXCEPTION 'op is append-only'; END $$"
    )
    op.execute("DROP TRIGGER op_change ON op")
    op.execute(
        "CREATE TRIGGER op_change BEFORE DELETE OR TRUNCATE ON op FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        "CREATE TRIGGER op_update BEFORE UPDATE ON op FOR EACH ROW EXECUTE FUNCTION refuse_change_unless_erased()"
    )


def _refuse_every_change() -> None:
    """Make the log append-only without an exception, as it was before."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER op_update")
        op.execute("CREATE TRIGGER op_update BEFORE UPDATE ON op BEGIN SELECT RAISE(ABORT, 'op is append-only'); END")
        return
    op.execute("DROP TRIGGER op_update ON op")
    op.execute("DROP FUNCTION refuse_change_unless_erased")
    op.execute("DROP TRIGGER op_change ON op")
    op.execute(
        "CREATE TRIGGER op_change BEFORE UPDATE OR DELETE OR TRUNCATE ON op "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def _blob(table: str, column: str) -> None:
    _table(table, "page_id", _reference("page"), sa.Column(column, sa.LargeBinary(), nullable=False))


def _reference(table: str) -> sa.Column[int]:
    name = f"{table}_id"
    return sa.Column(name, sa.Integer(), sa.ForeignKey(f"{table}.id"), nullable=False)


def _table(name: str, key: str, *parts: sa.schema.SchemaItem) -> None:
    op.create_table(name, *parts, sa.PrimaryKeyConstraint(*key.split(), name=f"pk_{name}"))
