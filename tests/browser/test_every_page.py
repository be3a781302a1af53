"""Every page that somebody may open, as they see it: accessible, inside its window, without errors, light on the wire."""

from collections import defaultdict

import pytest
from axe_playwright_python.sync_playwright import Axe
from in_browser import visit
from matrix import MATRIX, ROLES
from scene import addresses, scene

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
WINDOWS = ((1280, "light"), (390, "dark"))
MOST_BYTES = 100_000
OPTIONS = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}


def pages(role: str, made: object) -> list[tuple[str, str]]:
    """What ``role`` is the first of all roles to be let into with GET."""
    found = []
    for name, places in addresses():
        let_in = MATRIX[name].get.let_in
        if MATRIX[name].is_page and next((each for each in ROLES if each in let_in), "") == role:
            found.append((name, made.address(name, places)))
    return found


@pytest.mark.parametrize("role", ROLES)
def test_every_page(chromium, role: str):
    made = scene()
    wrong: dict[str, list[str]] = defaultdict(list)
    axe = Axe()

    for width, scheme in WINDOWS:
        with visit(chromium, made.client(role), width=width, scheme=scheme) as window:
            for name, address in pages(role, made):
                window.problems.clear()
                window.client = made.client(role)
                if window.client.get(address).status_code != 200:  # leads elsewhere
                    continue
                window.go(address)
                found = [*window.problems]
                if (over := window.overflow()) > 0:
                    found.append(f"{over} px wider than its window")
                if window.weight > MOST_BYTES:
                    found.append(f"{window.weight} bytes: {window.weights}")
                result = axe.run(window.page, options=OPTIONS).response
                for each in result["violations"]:
                    nodes = "; ".join(node["html"][:160] for node in each["nodes"][:3])
                    found.append(f"axe {each['id']} ({each['help']}): {nodes}")
                wrong[f"{name} at {width} {scheme}"] += found

    told = "\n".join(f"{place}: {each}" for place, found in wrong.items() for each in found)
    assert not told, told


@pytest.mark.parametrize("width", [1280, 390])
def test_style_guide_is_drawn_in_both_colors(chromium, client, tmp_path_factory, width: int):
    """The screenshots stay in the test's folder, to be looked at; every section is seen, and dark is not light."""
    folder = tmp_path_factory.getbasetemp().parent / "style-guide"
    folder.mkdir(exist_ok=True)
    shots = {}
    for scheme in ("light", "dark"):
        with visit(chromium, client, width=width, scheme=scheme) as window:
            window.go("/ui/")
            heights = window.page.eval_on_selector_all("main section", "all => all.map(each => each.offsetHeight)")
            shots[scheme] = window.page.screenshot(full_page=True, path=folder / f"{width}-{scheme}.png")

        assert min(heights) > 100

    assert shots["light"] != shots["dark"]
