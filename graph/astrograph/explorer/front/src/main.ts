/* Main: reads what the page holds, and starts it. */

import { App } from "./app";
import { Aside } from "./aside";
import { fromColumns } from "./columns";
import { byId, make } from "./elements";
import { fetchingLine } from "./fetching";
import { Live } from "./live";
import * as Names from "./names";
import * as Paths from "./paths";
import { unpacked } from "./packing";
import type { Picture } from "./payload";
import { Store } from "./store";

/** From how many signs on what the page holds is unpacked aside. */
const LARGE = 1_000_000;

let made: Aside | null = null;
/** Start the worker when it is first needed. */
const aside = (): Aside => (made ??= new Aside());

async function start(): Promise<void> {
  const packed = byId("payload").textContent;
  const bytes = await (packed.length > LARGE ? aside().unpack(packed) : unpacked(packed));
  const store = new Store(fromColumns(new Uint8Array(bytes)));
  const reach = store.live && new Live(store, store.live, fetchingLine());
  const app = new App(store, JSON.parse(byId("picture").textContent) as Picture, aside, reach);
  // For whoever looks at the page from a console, and for the tests.
  Object.assign(window, { astrograph: { Names, Paths, store, connecting: app.connecting, picturing: app.picturing, overview: app.overview } });
}

start().catch((error: unknown) => {
  const text = "This page could not be started; a newer browser may open it.";
  byId("list").prepend(make("p", { class: "hint", role: "alert" }, text));
  throw error;
});
