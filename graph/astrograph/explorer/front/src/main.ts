/* Main: reads what the page holds, and starts it. */

import { App } from "./app";
import { byId } from "./elements";
import * as Names from "./names";
import * as Paths from "./paths";
import type { Claim, Payload, Picture, Source } from "./payload";
import { Store } from "./store";

const embedded = (id: string): unknown => JSON.parse(byId(id).textContent);

type Plain = Omit<Payload, "claims" | "sources"> & { claims: Record<string, Claim>; sources: Record<string, Source> };

const plain = embedded("payload") as Plain;
const store = new Store({
  ...plain,
  claims: new Map(Object.entries(plain.claims)),
  sources: new Map(Object.entries(plain.sources)),
});
const app = new App(store, embedded("picture") as Picture);

// For whoever looks at the page from a console, and for the tests.
Object.assign(window, { astrograph: { Names, Paths, store, picturing: app.picturing } });
