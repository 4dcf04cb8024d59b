"""Where a request comes from, as tries are counted."""

import ipaddress


def network(address: str) -> str:
    """What one machine cannot change by itself: of IPv6 the first 64 bits, whose rest it chooses as it likes."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    return address if known.version == 4 else str(ipaddress.ip_network((known, 64), strict=False))
