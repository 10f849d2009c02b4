"""The names and addresses by which this machine is reached, and the names that a Host header may
have.

Nothing is sent to find them: the system is asked for the addresses of its interfaces.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import struct
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
ON_THIS_MACHINE = ("127.0.0.1", "localhost", "::1")  # the same as hosts to listen on
EVERYWHERE = ("0.0.0.0", "::")  # hosts that stand for all addresses of the machine
HOST = re.compile(r"(?P<name>[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::(?P<port>[0-9]{1,5}))?")

# A socket that is connected to them has the address by which this machine reaches others. They are
# kept for documentation (RFC 5737 and 3849), and a UDP socket sends nothing when it is connected.
_FAR = ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1"))
_INTERFACES = Path("/proc/net/if_inet6")
_SIOCGIFADDR = 0x8915  # Linux's ioctl for the IPv4 address of an interface


def bracketed(address: str) -> str:
    """Returns the address as it is written in a URL and in a Host header."""
    return f"[{address}]" if ":" in address else address


def names_of(host: str) -> tuple[str, ...]:
    """The names by which a server is reached that listens on ``host``, besides those of loopback:
    the one for others first, an IPv4 address where there is one."""
    if host not in EVERYWHERE:
        return (bracketed(host).lower(),)
    addresses = own_addresses(host == "::")
    name = socket.gethostname().lower()
    names = (name, f"{name}.local") if "." not in name else (name,)
    return (*map(bracketed, addresses), *(name for name in names if HOST.fullmatch(name)))


def own_addresses(with_ipv6: bool) -> list[str]:
    """Returns the addresses of this machine's interfaces: the one that leads to others first, IPv4
    before IPv6, without loopback and without link-local ones, which need the name of an interface
    beside them."""
    of_interfaces = _of_interfaces() if sys.platform.startswith("linux") else _of_the_name()
    every = [ipaddress.ip_address(text) for text in dict.fromkeys([*_routed(), *of_interfaces])]
    usable = [address for address in every if not (address.is_loopback or address.is_link_local)]
    versions = (4, 6) if with_ipv6 else (4,)
    return [
        str(address) for version in versions for address in usable if address.version == version
    ]


def _routed() -> Iterator[str]:
    for family, far in _FAR:
        with suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((far, 9))
            yield probe.getsockname()[0]


def _of_the_name() -> Iterator[str]:
    """Returns the addresses that the host's name leads to: all addresses on Windows, most on macOS.
    Elsewhere a distant name server might have to be asked for the name."""
    with suppress(OSError):
        for entry in socket.getaddrinfo(socket.gethostname(), None):
            yield str(entry[4][0]).partition("%")[0]


def _of_interfaces() -> Iterator[str]:
    """Returns the addresses of each interface, as Linux reports them."""
    import fcntl

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        for _, name in socket.if_nameindex():
            with suppress(OSError):  # it has no address
                request = struct.pack("256s", name.encode()[:15])
                yield socket.inet_ntoa(fcntl.ioctl(probe, _SIOCGIFADDR, request)[20:24])
    with suppress(OSError):
        for line in _INTERFACES.read_text("ascii").splitlines():
            yield str(ipaddress.IPv6Address(int(line.split()[0], 16)))
