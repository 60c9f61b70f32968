"""What the dataset needs: splits, near-duplicates, DOM maps, releases, withdrawn pages, work in the background."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

OF_PAGES = ("split", "split_group", "withdrawn_at", "withdrawn_by", "withdrawn_why", "erased_at")
GROUPING = ("split_group", "site", "story")
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


def downgrade() -> None:
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


def _blob(table: str, column: str) -> None:
    _table(table, "page_id", _reference("page"), sa.Column(column, sa.LargeBinary(), nullable=False))


def _reference(table: str) -> sa.Column[int]:
    name = f"{table}_id"
    return sa.Column(name, sa.Integer(), sa.ForeignKey(f"{table}.id"), nullable=False)


def _table(name: str, key: str, *parts: sa.schema.SchemaItem) -> None:
    op.create_table(name, *parts, sa.PrimaryKeyConstraint(*key.split(), name=f"pk_{name}"))
