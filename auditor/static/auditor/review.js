"use strict";
// Keys press buttons; the next flag is painted before the server answers.
(() => {
  const $ = what => document.querySelector(what);
  const all = what => [...document.querySelectorAll(what)];
  const typed = [];
  let busy = 0, seen = Date.now(), end = 0;

  const wait = by => document.body.toggleAttribute("aria-busy", (busy += by) > 0);
  const named = event => event.shiftKey && /^Digit/.test(event.code) ? `Shift+${event.code[5]}`
    : event.shiftKey && /^\p{L}$/u.test(event.key) ? `Shift+${event.key.toUpperCase()}` : event.key;

  const button = key => all(`[aria-keyshortcuts="${CSS.escape(key)}"]`).find(one => one.checkVisibility());

  const flag = () => $("#card")?.dataset.flag;
  const press = key => {
    const found = button(key);
    if (found?.matches("input,select,textarea")) found.focus(); else found?.click();
    return found;
  };

  addEventListener("keydown", event => {
    seen = Date.now();
    if (event.repeat || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    const at = event.target;
    if (at.closest("input:not([type=radio],[type=checkbox]),textarea,select") && event.key !== "Escape") return;
    if (event.key === "Enter" && at.closest("a,button,summary")) return;
    const key = named(event);
    if (busy) {
      if (button(key)) typed.push([key, flag()]);
    } else if (!press(key)) return;
    event.preventDefault();
  });

  const show = () => {
    const words = all(`mark.is-${flag()}`);
    for (const one of all("mark.flag")) one.classList.toggle("now", words.includes(one));
    for (const one of all("#others a")) one.ariaCurrent = one.dataset.flag === flag() ? "true" : null;
    for (let fold; (fold = words[0]?.closest("details:not([open])")); ) fold.open = true;
    const text = $("#text");
    if (words[0] && text) {
      const box = words[0].getBoundingClientRect(), pane = text.getBoundingClientRect();
      text.scrollTop += box.top - pane.top - Math.max(0, (pane.height - Math.min(box.height, pane.height)) / 2);
    }
  };

  const paint = () => {
    const ready = $("#ahead-card") ?? $("#ahead-desk"), old = ready?.id === "ahead-desk" ? $("#desk") : $("#card");
    if (!ready || !old) return;
    old.replaceWith(ready.content.cloneNode(true));
    ready.remove();
    htmx.process(document.body);
    show();
  };

  const clock = () => {
    const lease = $("#lease");
    if (!lease) return;
    if (lease.dataset.left) end = Date.now() + 1000 * lease.dataset.left, delete lease.dataset.left;
    const left = Math.max(0, Math.round((end - Date.now()) / 1000));
    lease.querySelector("span").textContent = !left ? "claim ended" : left > 89 ? `${Math.round(left / 60)} min left` : `${left} s left`;
    lease.querySelector("progress").value = left;
    lease.classList.toggle("late", left < 60);
  };

  // Typed for the flag shown then.
  const done = () => {
    wait(-1);
    clock();
    while (!busy && typed.length) {
      const [key, at] = typed.shift();
      if (at === flag()) press(key);
    }
  };

  addEventListener("htmx:configRequest", ({ detail }) => {
    const pressed = detail.triggeringEvent?.submitter;
    if (pressed?.name) detail.parameters[pressed.name] = pressed.value;
  });
  const ended = (xhr, { verb, path, parameters, headers }) => {
    if (xhr.status && xhr.status < 500) {
      show();
      if (document.activeElement === document.body) $("[autofocus], [aria-invalid]")?.focus();
      return done();
    }
    $("#status").textContent = "No answer from the server: yours is kept and sent until one comes.";
    setTimeout(() => { busy--; htmx.ajax(verb, path, { target: "#side", swap: "innerHTML", values: parameters, headers, source: "#desk" }); }, 2000);
  };
  addEventListener("htmx:beforeRequest", ({ detail: { elt, xhr, requestConfig: sent } }) => {
    if (/beat|ahead/.test(elt.id)) return;
    wait(1);
    if (sent.triggeringEvent?.submitter?.hasAttribute("data-paints")) paint();
    const gone = !elt.isConnected;
    if (gone) {  // htmx looks for the answer's place from where the form is
      elt.id = "";
      elt.hidden = true;
      document.body.append(elt);
    }
    xhr.addEventListener("loadend", () => {
      if (gone) elt.remove();
      ended(xhr, sent);
    });
  });

  addEventListener("click", event => {
    seen = Date.now();
    const box = event.target.closest("#map")?.getBoundingClientRect(), text = $("#text");
    if (box) text.scrollTop = (event.clientY - box.top) / box.height * text.scrollHeight - text.clientHeight / 2;
  });
  addEventListener("pagehide", () => $("#let-go") && navigator.sendBeacon($("#let-go").action, new FormData($("#let-go"))));
  addEventListener("DOMContentLoaded", () => {
    show();
    clock();
    setInterval(clock, 5000);
    // An idle or hidden window lets its claim run out.
    setInterval(() => !document.hidden && Date.now() - seen < 300000 && $("#beat") && htmx.trigger("#beat", "beat"), 60000);
  });
})();
