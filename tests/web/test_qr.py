"""QR codes: a picture that the page may show, of the address and no other."""

from dialogue.web.qr import picture


def test_a_code_is_a_picture_in_the_page() -> None:
    shown = picture("otpauth://totp/x")

    assert shown.startswith("data:image/svg+xml")
    assert shown == picture("otpauth://totp/x") != picture("otpauth://totp/y")
