"""Addresses of people are put into the one spelling in which they are looked up, so that each person is there once."""

import sqlalchemy as sa
from alembic import op

from dialogue.domain.mailboxes import one_spelling
from dialogue.domain.text import searched

revision = "0022"
down_revision = "0021"

people = sa.table(
    "people",
    *(sa.column(name, sa.Text()) for name in ("family_name", "given_name", "email", "search_text")),
    sa.column("id", sa.Integer()),
)


def upgrade() -> None:
    # By the code of today, as what is derived. An address of which another person has the one spelling already stays
    # as it is: nobody can sign in by it any more, and whoever keeps the people sees both and closes one.
    connection = op.get_bind()
    rows = connection.execute(sa.select(people).order_by(people.c.id)).all()
    taken = {row.email for row in rows}
    for row in rows:
        spelled = one_spelling(row.email)
        if spelled not in taken:
            taken.add(spelled)
            words = searched(f"{row.family_name} {row.given_name} {spelled}")
            changed = people.update().where(people.c.id == row.id)
            connection.execute(changed.values(email=spelled, search_text=words))


def downgrade() -> None:
    pass
