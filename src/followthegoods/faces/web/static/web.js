"use strict";
// Every page works without this script. It makes things quicker: what stands in a form with
// data-live is asked for while one types, what has data-again is asked for again while it runs, and
// a key presses the button that names it in data-key.

const parse = (text) => new DOMParser().parseFromString(text, "text/html");

// The part of a page that a selector names, taken out of what another address answers. The answer is
// a page of this server, in which no text of a record is markup.
async function replace(selector, address, signal) {
  const answer = await fetch(address, { signal, headers: { Accept: "text/html" } });
  const fresh = parse(await answer.text()).querySelector(selector);
  const old = document.querySelector(selector);
  if (fresh && old) old.replaceWith(document.adoptNode(fresh));
  return Boolean(fresh);
}

function live(form) {
  const selector = form.dataset.live;
  let asked = null;
  let timer = 0;
  const ask = async () => {
    if (asked) asked.abort();
    asked = new AbortController();
    const query = new URLSearchParams(new FormData(form));
    const address = `${form.action}?${query}`;
    try {
      if (await replace(selector, address, asked.signal)) history.replaceState(null, "", address);
    } catch (error) {
      if (error.name !== "AbortError") throw error;
    }
  };
  form.addEventListener("input", () => {
    if (!document.querySelector(selector)) return;
    clearTimeout(timer);
    timer = setTimeout(ask, 60);
  });
}

function again(selector) {
  const part = document.querySelector(selector);
  if (!part || !part.dataset.again) return;
  setTimeout(async () => {
    await replace(selector, location.href);
    again(selector);
  }, Number(part.dataset.again));
}

function typing(element) {
  return element.closest("input, textarea, select, [contenteditable]") !== null;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (event.key === "/") {
    const box = document.getElementById("q");
    if (box) {
      event.preventDefault();
      box.focus();
      box.select();
    }
    return;
  }
  // What is typed before the browser gave the box its focus is the box's, from the first letter.
  const first = document.querySelector("input[autofocus]");
  if (first && event.target === document.body && /^\S$/u.test(event.key)) {
    first.focus();
    return;
  }
  const pressed = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (pressed) {
    event.preventDefault();
    pressed.click();
  }
});

function dropping(form) {
  const files = form.querySelector("input[type=file]");
  const over = (on) => (event) => {
    event.preventDefault();
    form.classList.toggle("over", on);
  };
  form.addEventListener("dragover", over(true));
  form.addEventListener("dragleave", over(false));
  form.addEventListener("drop", (event) => {
    over(false)(event);
    files.files = event.dataTransfer.files;
    form.requestSubmit();
  });
}

// Files are sent one after another, as they are, straight to where they are kept: how far that is can
// be seen, and it can be stopped. The page then goes on as the form itself would.
function sending(form) {
  const part = form.querySelector("[data-sending]");
  const [bar, said, stop] = ["progress", "[data-said]", "[data-stop]"].map((one) => part.querySelector(one));
  const megabytes = (bytes) => `${(bytes / 1e6).toLocaleString(undefined, { maximumFractionDigits: 1 })} MB`;

  const send = (file, before, whole) => new Promise((done, fail) => {
    const request = new XMLHttpRequest();
    request.open("POST", `${form.dataset.send}?${new URLSearchParams({ name: file.name })}`);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.upload.addEventListener("progress", (event) => {
      bar.value = (before + event.loaded) / whole;
      said.textContent = `${file.name}: ${megabytes(before + event.loaded)} of ${megabytes(whole)} sent.`;
    });
    request.addEventListener("load", () => {
      const answer = JSON.parse(request.responseText);
      if (request.status === 201) done(answer.id);
      else fail(new Error([answer.detail, answer.do].filter(Boolean).join(" ")));
    });
    request.addEventListener("error", () => fail(new Error("The server cannot be reached.")));
    request.addEventListener("abort", () => fail(new Error("Stopped: nothing more is sent.")));
    stop.onclick = () => request.abort();
    request.send(file);
  });

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const files = [...form.querySelector("input[type=file]").files];
    const whole = files.reduce((sum, file) => sum + file.size, 0) || 1;
    const button = form.querySelector("button.main");
    part.hidden = stop.hidden = bar.hidden = false;
    said.textContent = `Sending ${megabytes(whole)}.`;
    button.disabled = true;
    try {
      let before = 0;
      let last = "";
      for (const file of files) {
        last = await send(file, before, whole);
        before += file.size;
      }
      location.href = files.length === 1 ? `${form.action}/${last}` : form.action;
    } catch (error) {
      said.textContent = error.message;
      stop.hidden = bar.hidden = true;
    }
    button.disabled = false;
  });
}

// The cells of a row are shown below it; a click with a modifier opens their page as ever.
document.addEventListener("click", async (event) => {
  const link = event.target.closest("a.cells-of");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const row = link.closest("tr");
  const open = row.nextElementSibling;
  if (open && open.classList.contains("opened")) {
    open.remove();
    link.setAttribute("aria-expanded", "false");
    return;
  }
  const answer = await fetch(link.href);
  const cells = parse(await answer.text()).getElementById("cells");
  if (!cells) {
    location.href = link.href;
    return;
  }
  const place = document.createElement("tr");
  place.className = "opened";
  const cell = place.insertCell();
  cell.colSpan = row.cells.length;
  cells.removeAttribute("id");
  cell.append(document.adoptNode(cells));
  row.after(place);
  link.setAttribute("aria-expanded", "true");
});

// A search through all lines: what is found stands in the table at once, until it is enough.
const ENOUGH = 1000;
async function search(part) {
  const stop = new AbortController();
  const [bar, said, button] = ["progress", "[data-said]", "[data-stop]"].map((one) => part.querySelector(one));
  const table = document.getElementById("lines");
  button.addEventListener("click", () => stop.abort());
  let found = 0;
  const take = (one) => {
    table.append(...parse(`<table><tbody>${one.rows}</tbody></table>`).querySelectorAll("tr"));
    found += one.found;
    bar.max = one.of;
    bar.value = one.lines;
    said.textContent = `${found.toLocaleString()} found in ${one.lines.toLocaleString()} of ${one.of.toLocaleString()} lines.`;
    if (found >= ENOUGH && one.lines < one.of) stop.abort();
  };
  try {
    const answer = await fetch(part.dataset.search, { signal: stop.signal });
    if (!answer.ok) throw new Error(parse(await answer.text()).querySelector("h1")?.textContent || answer.status);
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let rest = "", piece = await reader.read(); !piece.done; piece = await reader.read()) {
      const whole = (rest + piece.value).split("\n");
      rest = whole.pop();
      whole.forEach((line) => take(JSON.parse(line)));
    }
  } catch (error) {
    if (error.name === "AbortError") said.textContent += " Stopped.";
    else said.textContent = error.message;
  }
  button.remove();
}
for (const part of document.querySelectorAll("[data-search]")) search(part);

// What takes longer than the page around it comes after it; of a chart that is there for wide and for
// narrow screens, the one that is shown; the cells of a line once it is opened.
function later() {
  for (const part of document.querySelectorAll("[data-later]")) {
    if (part.offsetParent === null || part.closest("details:not([open])")) continue;
    const address = part.dataset.later;
    part.removeAttribute("data-later");
    replace(`#${part.id}`, address);
  }
}
later();
matchMedia("(max-width: 46rem)").addEventListener("change", later);
document.addEventListener("toggle", later, true);
for (const form of document.querySelectorAll("form[data-live]")) live(form);
for (const form of document.querySelectorAll("form[data-drop]")) dropping(form);
for (const form of document.querySelectorAll("form[data-send]")) sending(form);
again("#job");
