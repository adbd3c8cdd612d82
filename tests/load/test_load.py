"""A smoke of ``python -m tests.load``; figures of the whole are in docs/operating.md."""

from __future__ import annotations

from tests.load.load import mixed, serving


def test_light_requests_are_answered_beside_heavy_ones_and_the_server_is_idle_after_them(
    park_url: str,
) -> None:
    """Case D1; bounds are wide here, because tests run beside one another."""
    with serving(park_url, SYMBIOFLOW_HEAVY_PLACES="4") as server:
        found = mixed(server, heavy=8, light=20)
        assert found.failed == 0
        assert found.busy >= 1
        assert found.beside < max(10.0 * found.alone, 2.0)
        assert found.idle < 10.0
        held = server.held()
        mixed(server, heavy=8, light=20, first_seed=100)
        assert server.held().threads <= held.threads + 8
        assert server.held().files <= held.files + 16
