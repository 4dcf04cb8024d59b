"""Where a request comes from: what one machine cannot change by itself."""

import pytest

from dialogue.domain.networks import network


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("198.51.100.7", "198.51.100.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("", ""),
        ("unix", "unix"),
    ],
)
def test_of_ipv6_the_first_64_bits_count(address, counted):
    assert network(address) == counted
