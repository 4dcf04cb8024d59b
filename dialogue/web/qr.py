"""QR codes: an address for the camera of a telephone."""

import segno


def picture(address: str) -> str:
    """The code as a picture that stands in the page itself."""
    return str(segno.make(address, error="m").svg_data_uri(scale=4, border=4, light="#ffffff", dark="#1c2733"))
