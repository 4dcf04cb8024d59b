<%
def body(code):
    return "\n".join(line for line in (code or "pass").splitlines() if "###" not in line).strip()
%>\
"""${message[0].upper()}${message[1:]}."""

import sqlalchemy as sa
from alembic import op
${imports if imports else ""}
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade() -> None:
    ${body(upgrades)}


def downgrade() -> None:
    ${body(downgrades)}
