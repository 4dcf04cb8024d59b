"""Forms of a follow-up: the same in either register, and what each may name."""

from dialogue.web import compartments, followups
from dialogue.web.pursued import DropForm, ReportForm


def test_both_registers_ask_for_the_same(app):
    with app.test_request_context():
        for plain, own in ((ReportForm, compartments.OwnReportForm), (DropForm, compartments.OwnDropForm)):
            asked = [[one.name for one in form(formdata=None)] for form in (plain, own)]
            assert asked[0] == asked[1]


def test_a_compartment_is_named_in_its_own_register_alone(app):
    with app.test_request_context():
        forms = (followups.ReportForm, followups.DropForm, compartments.OwnReportForm, compartments.OwnDropForm)

        assert [form(formdata=None).may_name for form in forms] == [False, False, True, True]
