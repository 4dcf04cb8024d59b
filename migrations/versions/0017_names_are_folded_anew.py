"""What names are searched and sorted by is made anew: more letters are folded, hyphens and spellings too."""

import sqlalchemy as sa
from alembic import op

from dialogue.domain.text import searched

revision = "0017"
down_revision = "0016"

people = sa.table(
    "people",
    *(sa.column(name, sa.Text()) for name in ("family_name", "given_name", "email", "search_text")),
    sa.column("id", sa.Integer()),
)


def upgrade() -> None:
    # By the code of today, whichever that is: a column that is derived has no form of its own to keep.
    connection = op.get_bind()
    for row in connection.execute(sa.select(people)).all():
        words = searched(f"{row.family_name} {row.given_name} {row.email}")
        connection.execute(people.update().where(people.c.id == row.id).values(search_text=words))


def downgrade() -> None:
    pass
