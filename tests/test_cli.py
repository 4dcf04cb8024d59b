"""The commands, in this process: what they do, what they say, and with which exit status."""

import datetime as dt
import json
import re
import socket

import pytest
from click.testing import CliRunner
from sqlalchemy import inspect, select, text

from dialogue import cli
from dialogue.actions import factors
from dialogue.db import bind, db
from dialogue.domain import factors as second_factors
from dialogue.domain import notices, password_links
from dialogue.domain.factors import Factor, RecoveryCode
from dialogue.domain.incoming import IncomingMail
from dialogue.domain.log import LogEntry
from dialogue.domain.notices import Notice
from dialogue.domain.organisations import Organisation, OrganisationKind
from dialogue.domain.passwords import matches
from dialogue.domain.people import AccountState, Person
from dialogue.operations import schema
from dialogue.rendering.word import stationery
from dialogue.rendering.word.template import OURS
from tests.cast import enter

NEW = ["add-person", "Ada@Example.example", "--given-name", "Ada", "--family-name", "Example"]
AT = dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)
OFFICE = ["--organisation", "office", "--new-organisation", "Joint Office"]


@pytest.fixture
def dialogue(database, data_dir):
    """Run a command on the database of the test."""
    settings = {"DIALOGUE_DATABASE_URL": database.url, "DIALOGUE_DATA_DIR": str(data_dir)}

    def invoke(*typed, stdin="", **environment):
        done = CliRunner().invoke(cli.dialogue, typed, input=stdin, env=settings | environment, catch_exceptions=False)
        bind(database.engine)
        return done

    yield invoke
    stationery.choose(None)


def test_every_command_explains_itself(dialogue):
    names = sorted(cli.dialogue.commands)

    told = {name: dialogue(name, "--help") for name in names}

    assert {name: done.exit_code for name, done in told.items()} == dict.fromkeys(names, 0)
    assert all(done.stdout.startswith("Usage: ") for done in told.values())


@pytest.mark.parametrize(
    "typed", [["no-such"], ["add-person"], ["backup"], ["migrate", "--no-such"], ["add-person", "x"]]
)
def test_a_wrong_use_is_exit_status_2(dialogue, typed):
    assert dialogue(*typed).exit_code == 2


def test_a_setting_that_cannot_be_is_one_sentence_and_exit_status_1(dialogue):
    done = dialogue("migrate", PORT="eighty")

    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == "PORT must be a number from 0 to 65535, not 'eighty'.\n"


@pytest.mark.engines
def test_migrate_builds_the_tables_once(database, dialogue):
    empty = database.empty("empty")
    url = empty.url.render_as_string(hide_password=False)

    first = dialogue("migrate", DIALOGUE_DATABASE_URL=url)
    second = dialogue("migrate", DIALOGUE_DATABASE_URL=url)

    assert first.stdout == f"The database went from nothing to {schema.head()}.\n"
    assert second.stdout == f"The database is up to date ({schema.head()}).\n"
    assert "people" in inspect(empty).get_table_names()
    empty.dispose()


@pytest.mark.engines
@pytest.mark.parametrize("form", ["0001", "9999"])
def test_a_database_of_a_form_that_is_not_known_is_left_as_it_is(database, dialogue, form):
    made = database.another("of_another")
    with made.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :form"), {"form": form})

    done = dialogue("migrate", DIALOGUE_DATABASE_URL=made.url.render_as_string(hide_password=False))

    assert (done.exit_code, done.stdout, schema.current(made)) == (1, "", form)
    assert done.stderr == (
        f"This version of the product does not know the form of this database: {form}. It knows 0016–{schema.head()}.\n"
    )
    made.dispose()


@pytest.mark.engines
@pytest.mark.parametrize("typed", [["seed"], [*NEW, *OFFICE], ["run"], ["serve"], ["tick"], ["worker"]])
def test_a_database_that_was_not_migrated_is_refused(database, dialogue, typed):
    empty = database.empty("empty")

    done = dialogue(*typed, DIALOGUE_DATABASE_URL=empty.url.render_as_string(hide_password=False))

    assert done.exit_code == 1
    assert done.stderr == "The database is not up to date. Please run `dialogue migrate` first.\n"
    empty.dispose()


def test_the_first_admin_is_entered_with_an_organisation_of_their_own(dialogue, db):
    done = dialogue(*NEW, *OFFICE, "--standing", "admin", stdin="a long enough secret\n")

    assert (done.exit_code, done.stdout) == (0, "Ada Example may sign in as ada@example.example.\n")
    ada = db.scalars(select(Person)).one()
    assert (ada.standing, ada.organisation.slug, ada.organisation.kind) == (
        AccountState.ADMIN,
        "office",
        OrganisationKind.OTHER,
    )
    assert matches("a long enough secret", ada.password_hash)


def test_a_person_joins_an_organisation_that_is_there(dialogue, db):
    dialogue(*NEW, *OFFICE, stdin="a long enough secret\n")

    done = dialogue(
        *["add-person", "bo@example.example", "--given-name", "Bo", "--family-name", "Example"],
        *["--organisation", "office"],
        stdin="a long enough secret\n",
    )

    assert done.exit_code == 0
    assert len(db.scalars(select(Organisation)).all()) == 1


def test_whoever_runs_the_machine_lets_a_locked_out_person_in_again(dialogue, db):
    dialogue(*NEW, *OFFICE, "--standing", "admin", stdin="a long enough secret\n")
    person = db.scalars(select(Person)).one()
    factors.add(
        Factor(kind=second_factors.FactorKind.AUTHENTICATOR, name="Telephone", seed="seed", added_at=AT, person=person),
        at=AT,
    )
    db.commit()
    assert len(db.scalars(select(RecoveryCode)).all()) == 10
    db.remove()

    done = dialogue("reset-factor", " ADA@example.example")

    assert (done.exit_code, done.stdout.split(",")[0]) == (0, "Ada Example signs in with the password alone")
    assert [len(db.scalars(select(kind)).all()) for kind in (Factor, RecoveryCode)] == [0, 0]
    logged = db.scalars(select(LogEntry).where(LogEntry.verb == "reset second factors")).one()
    assert (logged.noun, logged.by_id) == ("people", None)
    _set_up, taken, told = db.scalars(select(Notice.body).order_by(Notice.id.desc()).limit(3)).all()[::-1]
    assert "were taken away" in taken
    assert "Taking away the second factors of Ada Example" in told
    assert "Whoever runs the machine has done this alone" in told


def test_a_link_is_made_on_the_machine_itself_on_record_and_told(dialogue, db):
    people = enter(db)
    who, email = people.secretary_prishtina.id, people.secretary_prishtina.email
    db.remove()

    done = dialogue("make-link", email, DIALOGUE_SECRET_KEY="k" * 40)

    token = re.search(r"/password/links/(\S+)", done.stdout)[1]
    link = db.scalars(password_links.by_token(token)).one()
    assert (done.exit_code, link.person_id, link.made_by, link.handed_to) == (0, who, None, None)
    assert db.scalar(select(LogEntry.verb).where(LogEntry.verb == "set up alone: password")) is not None
    assert db.scalar(select(LogEntry.by_id).where(LogEntry.verb == "make link")) is None
    told = {(notice.recipient.email, notice.dispatch.kind) for notice in db.scalars(select(Notice))}
    assert told == {(email, "your account"), ("secretary.brussels@dialogue.example", "second word")}


def test_a_standing_role_is_given_while_the_house_is_set_up_on_record_and_no_longer(dialogue, db):
    people = enter(db)
    people.secretary_prishtina.standing = AccountState.NONE
    db.commit()
    new = ["add-person", "--given-name", "Besa", "--family-name", "Example", "--standing", "secretary"]
    db.remove()

    second = dialogue(*new, "a@nato.example", "--organisation", "nato", stdin="a long enough secret\n")
    first = dialogue(*new, "b@kosovo.example", "--organisation", "kosovo", stdin="a long enough secret\n")

    assert (second.exit_code, first.exit_code) == (1, 0)
    assert "Another secretary is made with a second person’s word" in second.stderr
    assert db.scalars(select(Person.standing).where(Person.family_name == "Example")).all() == ["secretary"]
    rows = db.execute(select(LogEntry.verb, LogEntry.by_id).where(LogEntry.noun == "mandates")).all()
    assert rows == [("set up alone: particulars", None)]
    told = db.scalars(select(Notice).order_by(Notice.id)).all()
    assert [one.address for one in told] == ["b@kosovo.example", "secretary.brussels@dialogue.example"]


def test_nobody_is_let_in_again_who_is_not_there(dialogue):
    done = dialogue("reset-factor", "nobody@example.example")

    assert (done.exit_code, done.stderr) == (1, "There is no person with this e-mail address.\n")


def test_the_letterhead_is_exported_and_taken_again(dialogue, tmp_path):
    file = tmp_path / "own.docx"

    assert dialogue("export", "letterhead", "-o", str(file)).exit_code == 0
    assert dialogue("tick", DIALOGUE_LETTERHEAD=str(file)).exit_code == 0
    assert file.read_bytes() == OURS.read_bytes()


@pytest.mark.parametrize("typed", [["tick"], ["worker"], ["serve"], ["run"], ["export", "tracker", "-o", "-"]])
def test_nothing_that_makes_papers_starts_on_a_letterhead_that_bears_none(dialogue, tmp_path, typed):
    (tmp_path / "own.docx").write_bytes(b"a picture")

    done = dialogue(*typed, DIALOGUE_LETTERHEAD=str(tmp_path / "own.docx"))

    assert (done.exit_code, done.stderr.count("\n")) == (1, 1)
    assert done.stderr.endswith("on which no paper can stand: it is no Word document (.docx) that can be read.\n")


def test_a_backup_asks_for_no_letterhead(dialogue, tmp_path):
    assert dialogue("backup", str(tmp_path / "b"), DIALOGUE_LETTERHEAD=str(tmp_path / "none.docx")).exit_code == 0


@pytest.mark.parametrize(
    ("typed", "password", "sentence"),
    [
        ([*NEW, "--organisation", "nowhere"], "a long enough secret", "There is no organisation nowhere."),
        ([*NEW, *OFFICE, "--standing", "secretary"], "a long enough secret", "A secretary belongs to one of the two"),
        ([*NEW, *OFFICE], "short", "A password needs at least 12 characters."),
        ([*NEW, *OFFICE], "Ada.Example.2026", "This password is little more than names"),
    ],
)
def test_a_person_who_cannot_be_is_refused_in_a_sentence(dialogue, db, typed, password, sentence):
    done = dialogue(*typed, stdin=f"{password}\n")

    assert done.exit_code == 1
    assert done.stderr.startswith(sentence)
    assert db.scalars(select(Person)).all() == []


@pytest.mark.engines
def test_a_second_person_at_the_same_address_is_refused(dialogue, db):
    dialogue(*NEW, *OFFICE, stdin="a long enough secret\n")

    done = dialogue(*NEW, *OFFICE, stdin="another good secret\n")

    assert (done.exit_code, done.stderr) == (1, "There is a person with this e-mail address already.\n")
    assert matches("a long enough secret", db.scalars(select(Person)).one().password_hash)


@pytest.mark.engines
def test_backup_says_where_its_manifest_is(dialogue, tmp_path):
    done = dialogue("backup", str(tmp_path / "copy"))

    manifest = tmp_path / "copy" / "manifest.json"
    assert (done.exit_code, done.stdout) == (0, f"Backed up and read back: {manifest}\n")
    assert json.loads(manifest.read_text())["migration"] == schema.head()


def test_backup_into_a_folder_with_something_in_it_is_refused(dialogue, tmp_path):
    folder = tmp_path / "full"
    folder.mkdir()
    (folder / "mine").touch()

    done = dialogue("backup", str(folder))

    assert (done.exit_code, done.stderr) == (1, f"The folder {folder} is not empty.\n")
    assert [path.name for path in folder.iterdir()] == ["mine"]


@pytest.mark.engines
def test_restore_puts_a_backup_into_an_empty_place_and_says_what_cannot_be_known(dialogue, database, tmp_path):
    dialogue(*NEW, *OFFICE, stdin="a long enough secret\n")
    dialogue("backup", str(tmp_path / "copy"))
    place = database.empty("restored")
    url = place.url.render_as_string(hide_password=False)

    done = dialogue("restore", str(tmp_path / "copy"), DIALOGUE_DATABASE_URL=url)
    again = dialogue("restore", str(tmp_path / "copy"), DIALOGUE_DATABASE_URL=url)
    verified = dialogue("verify-log", DIALOGUE_DATABASE_URL=url)

    assert (done.exit_code, done.stderr) == (0, "")
    said = done.stdout.splitlines()
    assert [line.split(":")[0].split(",")[0] for line in said] == [
        "Put back", "Held", "Ended", "Calendar addresses that answer", f"Lost is what was done since {since(said)}",
    ]  # fmt: skip
    assert (again.exit_code, again.stdout) == (1, "")
    assert again.stderr.endswith("\n") and again.stderr.count("\n") == 1
    assert verified.stdout.startswith("The log is whole. Rows: 2.")
    place.dispose()


def since(said):
    return re.search(r"the backup of (\S+?),", said[0])[1].partition(":")[0]


def test_restore_of_no_backup_is_refused(dialogue, tmp_path):
    done = dialogue("restore", str(tmp_path))

    assert (done.exit_code, done.stderr) == (1, f"There is no backup in {tmp_path} that could be read.\n")


@pytest.mark.engines
def test_verify_log_tells_length_and_head_of_a_whole_log(dialogue, db):
    empty = dialogue("verify-log")
    dialogue(*NEW, *OFFICE, stdin="a long enough secret\n")
    head = db.scalars(select(LogEntry.hash)).one()

    one, noted = dialogue("verify-log"), dialogue("verify-log", "--head", head)

    assert (empty.exit_code, empty.stdout) == (0, "The log has no rows yet.\n")
    assert (one.exit_code, one.stdout) == (0, f"The log is whole. Rows: 1. Head: {head}\n")
    assert (noted.exit_code, noted.stdout) == (0, one.stdout)


@pytest.mark.engines
def test_verify_log_tells_the_first_row_that_does_not_fit(dialogue, db):
    dialogue(*NEW, *OFFICE, stdin="a long enough secret\n")
    db.add(LogEntry(at=AT, by_id=None, verb="v", noun="n", thing_id=1, session_id=None, previous="a", hash="b"))
    db.commit()

    done = dialogue("verify-log")

    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith("The log does not fit from row 2 on (the 2. of the chain)")


@pytest.mark.engines
def test_verify_log_misses_a_head_that_was_noted_before(dialogue, db):
    dialogue(*NEW, *OFFICE, stdin="a long enough secret\n")

    done = dialogue("verify-log", "--head", "c0ffee")

    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == "The log fits together, but it does not hold c0ffee: rows were taken away or redone.\n"


def test_run_refuses_a_port_that_is_in_use(dialogue):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        done = dialogue("run", PORT=str(port))

    assert (done.exit_code, done.stderr) == (1, f"Port {port} is in use. Set PORT to another one.\n")


def test_run_does_not_serve_other_machines_over_plain_http(dialogue):
    done = dialogue("run", "--host", "0.0.0.0")  # noqa: S104 as an answer is a refusal

    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith("Plain http serves this machine alone.")


# What is done by itself


def put(db, at):
    person = Person(
        email="ada@example.example",
        given_name="Ada",
        family_name="Example",
        organisation=Organisation(
            slug="o", kind=OrganisationKind.OTHER, short_name="O", long_name="O", neutral_name="O"
        ),
    )
    db.add(
        notices.dispatch(notices.NoticeKind.ACCOUNT, [notices.Draft(person, "S", "B", "/")], key="k", by=None, at=at)
    )
    db.commit()
    db.remove()


@pytest.mark.engines
def test_tick_sends_once_what_is_due(dialogue, db, data_dir):
    put(db, dt.datetime.now(dt.UTC))

    done = [dialogue("tick") for _ in range(2)]

    assert [(one.exit_code, one.output) for one in done] == [(0, "")] * 2
    assert len(list((data_dir / "outbox").iterdir())) == 1
    assert db.scalars(select(notices.Notice)).one().attempts == 1


@pytest.mark.engines
def test_tick_does_the_rest_and_says_what_could_not_be_done(dialogue, db, database):
    put(db, dt.datetime.now(dt.UTC))
    rename = "ALTER TABLE {} RENAME TO {}"
    with database.engine.begin() as connection:
        connection.execute(text(rename.format("beats", "gone")))

    done = dialogue("tick")

    with database.engine.begin() as connection:
        connection.execute(text(rename.format("gone", "beats")))
    assert (done.exit_code, done.stderr) == (1, "Not all of it could be done: forget_old_beats.\n")
    assert db.scalars(select(notices.Notice)).one().state is notices.NoticeState.WRITTEN


def test_the_first_people_of_a_party_come_onto_a_list_on_record_and_the_third_does_not(dialogue, db):
    people = enter(db)
    emails = [people.chair_nato.email, people.delegate_nato.email, people.secretary_brussels.email]
    db.remove()

    done = [dialogue("admit", "military-to-military", email) for email in emails]

    assert [one.exit_code for one in done] == [0, 0, 1]
    assert done[0].stdout == "Nora Chair is on the list, for NATO.\n"
    assert done[2].stderr == "This Party has its first people on the list; it names the next ones itself.\n"
    assert db.scalars(select(LogEntry.verb).where(LogEntry.noun == "track_members")).all() == ["admit", "admit"]


# Mail that comes in


MAIL = b"From: a@b.example\nSubject: Yes\n\nI come.\n"


def kept():
    db.rollback()
    return [one.raw for one in db.scalars(select(IncomingMail).order_by(IncomingMail.id))]


@pytest.mark.engines
def test_a_mail_from_a_pipe_is_kept_and_the_same_again_is_the_same(dialogue):
    for _ in range(2):
        assert dialogue("mail-in", stdin=MAIL).exit_code == 0

    assert kept() == [MAIL]


@pytest.mark.engines
def test_from_a_pipe_every_fault_asks_the_mail_server_to_try_again(database, dialogue):
    empty = database.empty("without_tables")
    url = empty.url.render_as_string(hide_password=False)

    faults = [
        dialogue("mail-in", stdin=MAIL, DIALOGUE_DATABASE_URL=url),
        dialogue("mail-in", stdin=MAIL, DIALOGUE_DATABASE_URL="sqlite:////nowhere/at/all.db"),
        dialogue("mail-in", stdin=MAIL, PORT="eighty"),
    ]

    assert [one.exit_code for one in faults] == [75] * 3
    assert all(len(one.stderr.splitlines()) == 1 for one in faults)
    assert kept() == []
    empty.dispose()


def test_a_maildir_is_emptied_of_its_new_mails(dialogue, tmp_path):
    for name in ("new", "cur"):
        (tmp_path / name).mkdir()
    (tmp_path / "new" / "1.host").write_bytes(MAIL)

    done = dialogue("mail-in", "--maildir", str(tmp_path))

    assert (done.exit_code, done.stdout, kept()) == (0, "Mails taken in: 1.\n", [MAIL])


@pytest.mark.parametrize(
    ("typed", "status"), [(["--imap"], 1), (["--maildir", "/nowhere"], 1), (["--maildir", ".", "--imap"], 2)]
)
def test_what_cannot_be_fetched_from_is_one_sentence(dialogue, typed, status):
    assert dialogue("mail-in", *typed).exit_code == status
