"""What the pages of all agreed texts share: where each is found, and who may do what there."""

import pytest

from dialogue import access
from dialogue.app import create_app
from dialogue.config import Config
from dialogue.db import connect
from dialogue.domain.agreed import TEXTS, approved_kinds
from dialogue.web import texts

ACTS = {"sign_off": "edit", "approve": "approve", "return_": "approve", "release": "edit", "download": "read"}


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    data_dir = tmp_path_factory.mktemp("var")
    config = Config(data_dir=data_dir, database_url="sqlite://", base_url="http://localhost", secret_key="k" * 32)
    return create_app(config, engine=connect(config.database_url))


def test_every_kind_of_text_has_its_pages():
    assert texts.PAPERS.keys() == TEXTS.keys()


@pytest.mark.parametrize("kind", sorted(TEXTS))
def test_a_text_is_found_by_its_key_and_its_page_exists(app, kind):
    key = {"corrigendum": "2026-2/1", "draft": "2026-2-01"}.get(kind, "2026-2")

    with app.test_request_context():
        assert app.url_map.bind("localhost").match(texts.address(kind, key))


def test_a_kind_that_is_not_known_has_no_place(app):
    with app.test_request_context():
        assert texts.address("treaty", "2026-2") == ""


@pytest.mark.parametrize("kind", sorted(approved_kinds()))
def test_each_act_is_for_whoever_has_the_right_of_the_kind(app, kind):
    paper = texts.PAPERS[kind]
    rights = access.RIGHTS[paper.noun]
    served = {name: app.view_functions.get(f"{paper.blueprint.name}.{name}") for name in ACTS}

    asked = {
        name: view.mark.right for name, view in served.items() if view is not None and view.mark.noun is paper.noun
    }

    assert {"approve", "return_", "sign_off"} <= asked.keys()
    assert asked == {name: getattr(rights, ACTS[name]) for name in asked}
