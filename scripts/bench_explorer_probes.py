"""Holds what the explorer's bench runs inside a page, and reads what the browser tells of one."""

from __future__ import annotations

import json

SEARCH = """(keys) => {
    const index = new astrograph.Names.Index(astrograph.store.entities);
    const begun = performance.now();
    index.grow();
    const made = performance.now() - begun;
    const times = keys.flatMap((typed) => [...typed].map((_, place) => {
        const start = performance.now();
        index.find(typed.slice(0, place + 1), 12);
        return performance.now() - start;
    }));
    return [made, ...times];
}"""

LONGEST = """() => {
    window.longest = 0;
    let last = performance.now();
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
        const now = performance.now();
        window.longest = Math.max(window.longest, now - last);
        last = now;
        channel.port2.postMessage(0);
    };
    channel.port2.postMessage(0);
}"""

FIND = """async ([pairs, wanted]) => {
    const { connecting, store } = astrograph;
    const shown = new Set(store.statements.keys());
    const walked = new Uint8Array(store.statements.length).fill(1);
    const times = [];
    window.longest = 0;
    for (const [from, to] of pairs) {
        const start = performance.now();
        await connecting.paths(from, to, walked, wanted);
        times.push(performance.now() - start);
    }
    return [window.longest, ...times];
}"""

READY_TO_ASK = """async () => {
    const start = performance.now();
    document.getElementById("view-query").click();
    for (;;) {
        await new Promise((resolve) => setTimeout(resolve, 5));
        if (document.getElementById("query-status")?.textContent === "Ready.") break;
    }
    return performance.now() - start;
}"""

EXAMPLES = """[...document.getElementById("query-examples").options]
    .map(({ value }) => value).filter(Boolean)"""

ASK = """async (name) => {
    const choice = document.getElementById("query-examples");
    const status = document.getElementById("query-status");
    const answered = new Promise((resolve) => new MutationObserver((_, observer) => {
        if (status.textContent === "Running…") return;
        observer.disconnect();
        resolve(performance.now());
    }).observe(status, { childList: true, characterData: true, subtree: true }));
    choice.value = name;
    const start = performance.now();
    choice.dispatchEvent(new Event("change"));
    const took = (await answered) - start;
    await new Promise((resolve) => setTimeout(resolve, 30));
    return took;
}"""


def longest_task(trace: bytes) -> float:
    """Return the milliseconds that the longest task of a page's main thread computed.

    Args:
        trace: What the browser has written down of the tasks of its threads.
    """
    events = json.loads(trace)["traceEvents"]
    mains = {
        (each["pid"], each["tid"])
        for each in events
        if each["name"] == "thread_name" and each["args"]["name"] == "CrRendererMain"
    }
    own = (each for each in events if (each["pid"], each["tid"]) in mains)
    return max(float(each.get("tdur", 0)) for each in own) / 1000
