"""The page in a browser: every feature by mouse and by keyboard, and nothing asked of the network."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from browser.sample import VERY_WORDS, claim_iri, entity_iri, sample_payload

if TYPE_CHECKING:
    from pathlib import Path

    from browser.conftest import OpenPage

pytestmark = pytest.mark.browser

NETWORK = "window.astrograph.picturing.network"
STAY = "Roscosmos plans to stay in ISS partnership"


def place_of(page: Page, name: str) -> dict[str, float]:
    """Return where an entity's mark stands in the window."""
    return _in_window(page, f"{NETWORK}.getPositions([argument])[argument]", entity_iri(name))


def middle_of(page: Page, number: int) -> dict[str, float]:
    """Return where the middle of a relation's line stands in the window."""
    return _in_window(page, f"{NETWORK}.body.edges[argument].edgeType.getPoint(0.5)", number)


def _in_window(page: Page, point: str, argument: object) -> dict[str, float]:
    script = f"""(argument) => {{
        const {{ x, y }} = {NETWORK}.canvasToDOM({point});
        const frame = document.getElementById("canvas").getBoundingClientRect();
        return {{ x: x + frame.x, y: y + frame.y }};
    }}"""
    found: dict[str, float] = page.evaluate(script, argument)
    return found


def number_of(sentence: str) -> int:
    """Return the number of a statement of the sample by its sentence."""
    return [each["sentence"] for each in sample_payload()["statements"]].index(sentence)


def drawn(page: Page, kind: str) -> list[Any]:
    """Return the ids of the nodes or edges that are not hidden."""
    script = f"Object.values({NETWORK}.body.{kind}).filter((one) => !one.options.hidden)"
    ids: list[Any] = page.evaluate(f"{script}.map((one) => one.id)")
    return ids


def highlighted(page: Page) -> list[int]:
    """Return the numbers of the relations that are drawn as chosen."""
    script = f"Object.values({NETWORK}.body.edges).filter((one) => one.options.width > 3)"
    numbers: list[int] = page.evaluate(f"{script}.map((one) => one.id).sort((a, b) => a - b)")
    return numbers


def heading(page: Page) -> Any:  # noqa: ANN401  (playwright's locator)
    """Return the panel's heading."""
    return page.locator("#details h2")


# ---- search ----


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("International Space", "International Space Station"),
        ("мкс", "International Space Station"),
        ("国际", "International Space Station"),
        ("рогозин", "Dmitry Rogozin"),
        ("ROGOZIN", "Dmitry Rogozin"),
        ("luders", "Kathy Lueders"),
        ("id:Soyuz", "Soyuz"),
        ("энергия", "RSC Energia"),
    ],
)
def test_slash_then_any_name_then_enter_opens_the_entity(page: Page, typed: str, label: str) -> None:
    page.keyboard.press("/")
    expect(page.locator("#search")).to_be_focused()
    page.keyboard.type(typed)
    page.keyboard.press("Enter")

    expect(heading(page)).to_have_text(label)
    expect(heading(page)).to_be_focused()


def test_a_found_entity_can_be_clicked(page: Page) -> None:
    page.fill("#search", "russia")
    page.locator("#search-list [role=option]", has_text="Russian human").click()

    expect(heading(page)).to_have_text("Russian human spaceflight program")


def test_arrow_keys_walk_the_list_of_found_entities(page: Page) -> None:
    page.locator("#search").press_sequentially("rus")
    options = page.locator("#search-list [role=option]")
    expect(options.first).to_have_attribute("aria-selected", "true")
    second = options.nth(1).locator(".line").text_content()
    page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    expect(page.locator("#search")).to_have_attribute("aria-activedescendant", "search-list-1")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    expect(heading(page)).to_have_text(str(second))


def test_a_name_that_nobody_bears_is_said_to_be_unknown(page: Page) -> None:
    page.fill("#search", "Mars One")

    expect(page.locator("#search-list")).to_contain_text("No entity has such a name here")


def test_escape_closes_the_list_then_leaves_the_field_then_the_card(page: Page) -> None:
    page.goto(page.url + "#entity=id:NASA")
    expect(heading(page)).to_have_text("NASA")
    page.locator("#search").press_sequentially("iss")
    page.keyboard.press("Escape")
    expect(page.locator("#search-list")).to_be_hidden()
    expect(page.locator("#search")).to_have_value("iss")
    page.keyboard.press("Escape")

    expect(page.locator("#search")).not_to_be_focused()
    expect(heading(page)).to_have_text("Who says so?")


# ---- the panel ----


def test_clicking_an_entity_shows_its_names_and_relations(page: Page) -> None:
    page.mouse.click(**place_of(page, "ISS"))

    expect(heading(page)).to_have_text("International Space Station")
    expect(page.locator("#details .aliases")).to_have_text("Also: ISS, МКС, 国际空间站")
    expect(page.locator("#details .aliases [lang=ru]")).to_have_text("МКС")
    expect(page.locator("#details [data-relation]")).to_have_count(2)


def test_an_entity_card_lists_what_is_claimed_without_being_drawn(page: Page) -> None:
    page.mouse.click(**place_of(page, "DmitryRogozin"))

    expect(page.locator("#details")).to_contain_text("Also claimed, but not drawn as a relation")
    expect(page.locator("#details")).to_contain_text("Rogozin repeatedly threatened")
    expect(page.locator("#details")).to_contain_text("a threat · reported · said by Dmitry Rogozin")


def test_clicking_a_line_shows_its_evidence(page: Page) -> None:
    page.mouse.click(**middle_of(page, number_of(STAY)))

    expect(heading(page)).to_have_text(STAY)
    claim = page.locator("#details .claim").first
    for words in [
        "a plan",
        "accepted",
        "confidence 90 %",
        "Said byRoscosmos",
        "Said toNASA",
        "Relayed byReuters",
        "“until at least 2028”",
        "Endsno earlier than 2028-01-01",
        "sentence 1, characters 100–190",
        "supersedesRoscosmos had first said that it would quit",
        "is in tension withBorisov told Putin",
        "is elaborated by",
    ]:
        expect(claim).to_contain_text(words)
    expect(claim.locator("blockquote")).to_have_text(VERY_WORDS)
    expect(page.locator("#details .chips").first).to_contain_text("disputed")
    expect(page.locator("#details .inverse")).to_have_text(
        "Read the other way: ISS partnership is planned to keep Roscosmos"
    )


def test_a_linked_claim_opens_and_back_returns(page: Page) -> None:
    page.mouse.click(**middle_of(page, number_of(STAY)))
    page.get_by_role("button", name="Roscosmos had first said").first.click()

    expect(heading(page)).to_have_text("A claim")
    expect(page.locator("#details .claim")).to_contain_text("superseded")
    expect(page.locator("#details .claim")).to_contain_text("is superseded by")
    page.get_by_role("button", name="← Back").click()
    expect(heading(page)).to_have_text(STAY)
    page.get_by_role("button", name="← Back").click()
    expect(heading(page)).to_have_text("Who says so?")


def test_the_evidence_is_reached_by_keyboard_alone(page: Page) -> None:
    page.keyboard.press("/")
    page.keyboard.type("роскосмос")
    page.keyboard.press("Enter")
    row = page.locator("#details [data-relation]", has_text=STAY)
    for _ in range(30):
        page.keyboard.press("Tab")
        if row.evaluate("(row) => row === document.activeElement"):
            break
    page.keyboard.press("Enter")

    expect(heading(page)).to_have_text(STAY)
    expect(heading(page)).to_be_focused()
    page.keyboard.press("Escape")
    expect(heading(page)).to_have_text("Who says so?")


def test_clicking_beside_everything_clears_the_choice(page: Page) -> None:
    page.mouse.click(**place_of(page, "NASA"))
    frame = page.locator("#canvas").bounding_box()
    assert frame is not None
    page.mouse.click(frame["x"] + 4, frame["y"] + 4)

    expect(heading(page)).to_have_text("Who says so?")


# ---- the legend ----


def test_hiding_a_type_hides_its_entities_and_their_relations(page: Page) -> None:
    page.click("[data-filter='type:State']")

    states = {entity_iri(name) for name in ("Russia", "Ukraine", "UnitedStates")}
    assert states.isdisjoint(drawn(page, "nodes"))
    ends = [{each["subject"], each["object"]} for each in sample_payload()["statements"]]
    assert drawn(page, "edges") == [n for n, pair in enumerate(ends) if not pair & states]
    expect(page.locator("#shown")).to_have_text("21 of 24 entities and 22 of 30 relations shown")
    expect(page.locator("[data-filter='type:State']")).to_have_attribute("aria-pressed", "false")
    page.click("text=Show everything")
    assert len(drawn(page, "nodes")) == 24


@pytest.mark.parametrize(
    ("chosen", "kept"),
    [
        ("tense:plan", lambda each: each["tense"] != "plan"),
        ("tense:past", lambda each: each["tense"] != "past"),
        ("tense:present", lambda each: each["tense"] != "present"),
        ("standing:disputed", lambda each: not each["disputed"]),
        ("standing:undisputed", lambda each: each["disputed"]),
    ],
)
def test_relations_are_filtered_by_keyboard(page: Page, chosen: str, kept: Any) -> None:  # noqa: ANN401
    page.locator(f"[data-filter='{chosen}']").focus()
    page.keyboard.press("Space")

    wanted = [n for n, each in enumerate(sample_payload()["statements"]) if kept(each)]
    assert drawn(page, "edges") == wanted
    assert 0 < len(wanted) < 30
    page.keyboard.press("Space")
    assert len(drawn(page, "edges")) == 30


def test_the_lines_tell_the_tenses_apart_without_colour(page: Page) -> None:
    dashes = page.evaluate(
        f"Object.values({NETWORK}.body.edges).map((one) => JSON.stringify(one.options.dashes))"
    )
    tenses = [each["tense"] for each in sample_payload()["statements"]]

    assert {
        tense: {dash for dash, other in zip(dashes, tenses, strict=True) if other == tense}
        for tense in tenses
    } == {"present": {"false"}, "past": {"[1.5,5]"}, "plan": {"[9,6]"}}


# ---- connections ----


def test_a_connection_is_found_by_mouse(page: Page) -> None:
    page.mouse.click(**place_of(page, "DmitryRogozin"))
    page.get_by_role("button", name="Connect from here").click()
    page.mouse.click(**place_of(page, "ISS"))
    page.get_by_role("button", name="Connect to here").click()

    expect(heading(page)).to_have_text("Dmitry Rogozin to International Space Station")
    expect(page.locator(".path")).to_have_count(3)
    first = page.locator(".path").first
    expect(first).to_have_attribute("aria-current", "true")
    expect(first).to_contain_text("Dmitry Rogozin formerly led Roscosmos")
    expect(first).to_contain_text("Roscosmos participates in ISS partnership")
    expect(first).to_contain_text(STAY)
    expect(first).to_contain_text("ISS partnership concerns International Space Station")
    sentences = [
        "Dmitry Rogozin formerly led Roscosmos",
        "Roscosmos participates in ISS partnership",
        STAY,
        "ISS partnership concerns International Space Station",
    ]
    assert highlighted(page) == sorted(number_of(each) for each in sentences)
    page.locator(".path .lead").nth(1).click()
    expect(page.locator(".path").nth(1)).to_have_attribute("aria-current", "true")
    assert highlighted(page) != sorted(number_of(each) for each in sentences)


def test_a_connection_is_found_by_keyboard(page: Page) -> None:
    page.locator("#from").focus()
    page.keyboard.type("рогозин")
    page.keyboard.press("Enter")
    expect(page.locator("#to")).to_be_focused()
    page.keyboard.type("мкс")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")

    expect(heading(page)).to_have_text("Dmitry Rogozin to International Space Station")
    expect(heading(page)).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(heading(page)).to_have_text("Who says so?")
    expect(page.locator("#from")).to_have_value("")


def test_typed_names_are_taken_when_they_are_sure_and_asked_about_when_not(page: Page) -> None:
    page.fill("#from", "Rogozin")
    page.fill("#to", "Vladimir")
    page.get_by_role("button", name="Connect", exact=True).click()

    expect(page.locator("#to")).to_be_focused()
    expect(page.locator("#to-list [role=option]")).to_have_count(2)
    page.locator("#to-list [role=option]", has_text="Solovyov").click()
    expect(heading(page)).to_have_text("Dmitry Rogozin to Vladimir Solovyov")


def test_filters_bind_the_connections_and_it_says_when_they_remove_all(page: Page) -> None:
    page.goto(page.url + "#from=id:DmitryRogozin&to=id:ISS")
    expect(page.locator(".path")).to_have_count(3)
    page.click("[data-filter='type:SpaceAgency']")
    expect(page.locator(".path").first).not_to_contain_text("Roscosmos")
    page.click("[data-filter='tense:past']")

    expect(page.locator(".path")).to_have_count(0)
    expect(page.locator("#details")).to_contain_text(
        "The legend's filters hide every connection; without them there are at least 3, "
        "the shortest of 3 hops."
    )
    page.get_by_role("button", name="Show everything again").click()
    expect(page.locator(".path")).to_have_count(3)


def test_entities_that_nothing_connects_are_said_to_be_unconnected(
    open_page: OpenPage, tmp_path: Path
) -> None:
    from browser.conftest import write_html

    payload = sample_payload()
    payload["entities"].append(
        {"iri": "x:mir", "curie": "x:mir", "label": "Mir", "type": "SpaceStation", "aliases": []}
    )
    payload["path"] = {"from": "x:mir", "to": entity_iri("ISS")}
    page = open_page(write_html(payload, tmp_path / "page.html"))

    expect(page.locator("#details")).to_contain_text(
        "Nothing on this page connects Mir and International Space Station within 6 hops."
    )


# ---- address, view, theme, list ----


@pytest.mark.parametrize(
    ("address", "part", "text"),
    [
        ("#entity=id%3ARoscosmos", "#details h2", "Roscosmos"),
        ("#relation=id%3ARoscosmos+plansToStayIn+id%3AISSPartnership+plan", "#details h2", STAY),
        (f"#claim={quote(claim_iri(1), safe='')}", "#details .claim", "Roscosmos had first said"),
        ("#from=id%3ADmitryRogozin&to=id%3AISS&path=2", ".path[aria-current]", "2. 4 hops"),
        ("#hide=tense%3Apast&hide=type%3AState", "#shown", "21 of 24 entities and 16 of 30"),
        ("#view=list", "#list", "Every relation on this page"),
    ],
)
def test_the_address_brings_back_the_same_view(
    open_page: OpenPage, sample_html: Path, address: str, part: str, text: str
) -> None:
    page = open_page(sample_html, address)

    assert page.evaluate("location.hash") == address
    expect(page.locator(part)).to_contain_text(text)
    expect(page.locator(part)).to_be_visible()


def test_choices_are_written_into_the_address(page: Page) -> None:
    page.mouse.click(**place_of(page, "NASA"))
    page.click("[data-filter='tense:plan']")

    assert page.evaluate("location.hash") == "#entity=id%3ANASA&hide=tense%3Aplan"


@pytest.mark.parametrize(
    "address",
    ["#entity=id%3ANobody&relation=x&claim=constructor&path=-4", "#%E0%A4%A", "#from=&to=&hide=x"],
)
def test_an_address_that_says_nonsense_shows_the_start(
    open_page: OpenPage, sample_html: Path, address: str
) -> None:
    page = open_page(sample_html, address)

    expect(heading(page)).to_have_text("Who says so?")
    assert len(drawn(page, "nodes")) == 24


def test_the_page_works_in_a_sandboxed_frame(open_page: OpenPage, sample_html: Path) -> None:
    outer = sample_html.with_name("outer.html")
    outer.write_text(
        f"<iframe sandbox='allow-scripts' width=1300 height=850 src='{sample_html.name}'></iframe>"
        "<script>document.documentElement.dataset.ready = 'true'</script>",
        encoding="utf-8",
    )
    page = open_page(outer)
    frame = page.frame_locator("iframe")
    frame.locator("#search").fill("soyuz")
    frame.locator("#search-list [role=option]").first.click()

    expect(frame.locator("#details h2")).to_have_text("Soyuz")


def test_colours_follow_the_system_and_the_button(open_page: OpenPage, sample_html: Path) -> None:
    page = open_page(sample_html, color_scheme="dark")
    ground = "getComputedStyle(document.body).backgroundColor"
    dark = page.evaluate(ground)
    page.get_by_role("button", name="Switch to light colours").click()
    light = page.evaluate(ground)

    assert (dark, light) == ("rgb(16, 21, 28)", "rgb(251, 250, 247)")
    page.get_by_role("button", name="Switch to dark colours").press("Enter")
    assert page.evaluate(ground) == dark


def test_the_list_says_what_the_drawing_shows(page: Page) -> None:
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#list")).to_be_focused()
    rows = page.locator("#list tr[data-statement]:not([hidden])")
    statements = sample_payload()["statements"]

    assert rows.count() == len(statements)
    labels = {each["iri"]: each["label"] for each in sample_payload()["entities"]}
    for row, each in zip(rows.all(), statements, strict=True):
        cells = row.locator("th, td").all_text_contents()
        assert cells[:4] == [
            labels[each["subject"]],
            each["relation"]["label"],
            labels[each["object"]],
            each["tense"],
        ]
        assert cells[5] == ("disputed" if each["disputed"] else "undisputed")
    page.click("[data-filter='tense:present']")
    assert rows.count() == sum(each["tense"] != "present" for each in statements)
    rows.first.locator("td button").first.click()
    expect(page.locator("#details .claim")).to_have_count(1)


def test_without_scripts_the_page_is_a_readable_table(
    open_page: OpenPage, sample_html: Path
) -> None:
    page = open_page(sample_html, java_script_enabled=False)

    expect(page.locator("#list")).to_be_visible()
    expect(page.locator("#list")).to_contain_text("plans to shift its focus to")
    expect(page.locator("#stage")).to_be_hidden()
    expect(page.locator("aside")).to_be_hidden()


def test_the_drawing_zooms_by_button_and_by_key(page: Page) -> None:
    scale = f"{NETWORK}.getScale()"
    start = page.evaluate(scale)
    page.get_by_role("button", name="Zoom in").click()
    nearer = page.evaluate(scale)
    page.get_by_role("button", name="Zoom out").click()
    page.get_by_role("button", name="Zoom out").click()
    farther = page.evaluate(scale)
    page.get_by_role("button", name="Show the whole drawing").click()

    assert farther < start < nearer
    assert page.evaluate(scale) == pytest.approx(start)
    page.locator(".vis-network").focus()
    page.keyboard.down("+")
    page.wait_for_timeout(200)
    page.keyboard.up("+")
    assert page.evaluate(scale) > start


def test_every_control_is_reached_by_tab_and_shows_its_focus(page: Page) -> None:
    seen: dict[str, bool] = {}
    script = """() => {
        const one = document.activeElement;
        const style = getComputedStyle(one);
        const name = one.id || one.dataset.filter || one.className || one.tagName;
        const visible = style.outlineStyle !== "none" || style.boxShadow !== "none";
        return [name, visible];
    }"""
    for _ in range(60):
        page.keyboard.press("Tab")
        name, visible = page.evaluate(script)
        if name == "BODY":
            break
        seen[name] = visible

    assert all(seen.values()), [name for name, visible in seen.items() if not visible]
    wanted = {"skip", "search", "view-drawing", "view-list", "theme", "vis-network", "zoom-fit"}
    assert wanted | {"from", "to", "tense:plan", "standing:disputed", "type:Person"} <= set(seen)
