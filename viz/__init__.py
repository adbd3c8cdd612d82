"""Pictures of the park: the network page and what it is made of; knows no HTTP and computes no result."""

from viz.network import NetworkFlow, network_page, write_network_page

__all__ = ["NetworkFlow", "network_page", "write_network_page"]
