/* Main: reads what the page holds, and starts it. */

import { App } from "./app";
import { unpack } from "./columns";
import { byId, make } from "./elements";
import * as Names from "./names";
import * as Paths from "./paths";
import type { Picture } from "./payload";
import { Store } from "./store";

async function start(): Promise<void> {
  const store = new Store(await unpack(byId("payload").textContent));
  const app = new App(store, JSON.parse(byId("picture").textContent) as Picture);
  // For whoever looks at the page from a console, and for the tests.
  Object.assign(window, { astrograph: { Names, Paths, store, picturing: app.picturing } });
}

start().catch((error: unknown) => {
  const text = "This page could not be started; a newer browser may open it.";
  byId("list").prepend(make("p", { class: "hint", role: "alert" }, text));
  throw error;
});
