"""The explorer's page over HTTP, and the parts that it asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from browser.columns import columns_of, payload_of

if TYPE_CHECKING:
    from pathlib import Path

    from serving import Served

from serving import serving

ID = "https://w3id.org/astrograph/id/"


def test_the_page_opens_around_what_its_address_names(server: Served) -> None:
    """With as many entities as it says."""
    page = server.client.get("/?focus=Rogozin&size=5&utm_source=x")
    held = payload_of(columns_of(page.text))

    assert page.headers["content-type"].startswith("text/html")
    assert len(held["entities"]) == 5
    assert held["focus"] == [f"{ID}DmitryRogozin"]


def test_the_page_has_a_policy_of_its_own(server: Served) -> None:
    """It runs only what stands in it, and asks only its own server."""
    policy = server.client.get("/").headers["content-security-policy"]

    assert "default-src 'none'" in policy
    assert "script-src 'sha256-" in policy
    assert "connect-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize(
    "path", ["/", "/?size=5", "/explorer/part?around=id:NASA", "/explorer/beside?of=id:NASA"]
)
def test_who_has_an_answer_already_is_told_so(server: Served, path: str) -> None:
    """Without any work, and without another policy, which would take the place of the page's."""
    first = server.client.get(path)
    again = server.client.get(path, headers={"if-none-match": first.headers["etag"]})

    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    assert "content-security-policy" not in again.headers


def test_a_part_holds_what_lies_around_and_is_not_held(server: Served) -> None:
    """Asked for by address, or as a form."""
    start = payload_of(columns_of(server.client.get("/?focus=Rogozin&size=5").text))
    numbers = sorted(each["node"] for each in start["entities"])
    steps = [number - last for number, last in zip(numbers, [0, *numbers], strict=False)]
    wish = {
        "around": "id:Roscosmos",
        "held": ".".join(map(str, steps)),
        "state": start["live"]["state"],
    }
    told = server.client.get("/explorer/part", params=wish)

    held = payload_of(told.content)
    assert not {each["iri"] for each in held["entities"]} & {
        each["iri"] for each in start["entities"]
    }
    assert held["live"]["whole"] == [f"{ID}Roscosmos"]
    assert server.client.post("/explorer/part", data=wish).content == told.content


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/?focus=Roscosmo", "no entity is called"),
        ("/?from=NASA", "from goes with to"),
        ("/?size=x", "size is a whole number"),
        ("/?size=0", "1 to 500 entities"),
        ("/?size=5&size=6", "more than once"),
        ("/explorer/part?held=1.x", "held is a whole number"),
        ("/explorer/part?held=1.-2", "held is a whole number"),
        ("/explorer/part?held=" + "1." * 20_000 + "1", ""),
        ("/explorer/part?state=old", "the graph has changed"),
        ("/explorer/part?" + "also=x&" * 301, "at most 300"),
        ("/explorer/beside", "'of' is missing"),
    ],
)
def test_what_makes_no_sense_is_refused(server: Served, path: str, told: str) -> None:
    """In the one shape of all errors."""
    answer = server.client.get(path)

    assert answer.status_code in {400, 414}
    assert told in answer.json()["error"]["message"]


def test_a_wish_that_is_no_form_is_refused(server: Served) -> None:
    """And so is one that is too long to be one."""
    refused = server.client.post("/explorer/part", json={"around": "id:NASA"})
    long = server.client.post("/explorer/part", data={"held": "1." * (1 << 20)})

    assert (refused.status_code, long.status_code) == (415, 413)


def test_the_index_and_the_explorer_lead_to_each_other(server: Served) -> None:
    """And an entity's page leads to what lies around it."""
    assert 'href="/about"' in server.client.get("/").text
    assert 'href="/"' in server.client.get("/about").text
    assert 'href="/?focus=id%3ANASA"' in server.client.get("/doc/id/NASA.html").text.replace(
        "id:", "id%3A"
    )


def test_files_as_they_stand_have_an_index_and_no_explorer(tmp_path: Path) -> None:
    """They hold no claims that could be explored."""
    data = tmp_path / "data.nt"
    data.write_text("<x:a> <x:b> <x:c> .\n", encoding="utf-8")
    with serving("--workers", "1", "--data", str(data)) as served:
        assert "/sparql" in served.client.get("/").text
        assert served.client.get("/explorer/part").status_code == 404
