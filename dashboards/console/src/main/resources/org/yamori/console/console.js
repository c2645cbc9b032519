"use strict";

const page = document.getElementById("page");
const lost = document.getElementById("lost");
const RETRY_MILLIS = 3000;

/* What changes arrives as HTML from the same templates; only parts that differ are replaced. */

function partsOf(node) {
  return new Map([...node.querySelectorAll("[data-part]")].map((part) => [part.id, part]));
}

function wordsOf(parts) {
  return new Map([...parts].map(([id, part]) => [id, part.outerHTML]));
}

let shown = wordsOf(partsOf(page));

function show(html) {
  const next = new DOMParser().parseFromString(html, "text/html").body;
  const fresh = partsOf(next);
  const words = wordsOf(fresh);
  if ([...shown.keys()].join() !== [...fresh.keys()].join()) {
    page.replaceChildren(...next.childNodes);
  } else {
    for (const [id, part] of fresh) {
      if (shown.get(id) !== words.get(id)) {
        replace(document.getElementById(id), part);
      }
    }
  }
  shown = words;
}

function replace(old, part) {
  const focus = old.contains(document.activeElement) ? document.activeElement : null;
  old.replaceWith(part);
  if (focus) {
    const same = focus.id === part.id ? part : part.querySelector(`a[href="${focus.getAttribute("href")}"]`);
    same?.focus();
  }
}

function listen() {
  const source = new EventSource("/live?" + new URLSearchParams({hours: page.dataset.hours, prefix: page.dataset.prefix}));
  source.addEventListener("parts", (event) => {
    lost.hidden = true;
    show(event.data);
  });
  source.onopen = () => {
    lost.hidden = true;
  };
  source.onerror = () => {
    lost.hidden = false;
    if (source.readyState === EventSource.CLOSED) {
      setTimeout(listen, RETRY_MILLIS);
    }
  };
}

/* Reading single minutes of a chart, with pointer or arrow keys. */

function read(chart, minute) {
  const values = chart.dataset.values.split(",");
  const at = Math.min(Math.max(minute, 0), values.length - 1);
  const percent = ((at + 0.5) / values.length) * 100 + "%";
  const time = new Date((Number(chart.dataset.start) + at * 60) * 1000).toISOString().slice(11, 16);
  const value = values[at] === "" ? "no count" : Number(values[at]).toLocaleString("en") + " " + chart.dataset.unit;
  const cursor = chart.querySelector(".cursor");
  cursor.setAttribute("x1", percent);
  cursor.setAttribute("x2", percent);
  cursor.style.visibility = "visible";
  chart.dataset.minute = at;
  chart.querySelector("output").value = time + "  " + value;
}

function leave(chart) {
  chart.querySelector(".cursor").style.visibility = "hidden";
  chart.querySelector("output").value = "";
  delete chart.dataset.minute;
}

page.addEventListener("pointermove", (event) => {
  const plot = event.target.closest?.(".chart .plot");
  if (plot) {
    const box = plot.getBoundingClientRect();
    const chart = plot.closest(".chart");
    const minutes = chart.dataset.values.split(",").length;
    read(chart, Math.floor(((event.clientX - box.left) / box.width) * minutes));
  }
});

page.addEventListener("pointerout", (event) => {
  const chart = event.target.closest?.(".chart");
  if (chart && !chart.contains(event.relatedTarget)) {
    leave(chart);
  }
});

page.addEventListener("focusout", (event) => {
  if (event.target.matches?.(".chart")) {
    leave(event.target);
  }
});

page.addEventListener("keydown", (event) => {
  const chart = event.target;
  if (!chart.matches?.(".chart")) {
    return;
  }
  const last = chart.dataset.values.split(",").length - 1;
  const now = Number(chart.dataset.minute ?? last + 1);
  const to = { ArrowLeft: now - 1, ArrowRight: now + 1, PageUp: now - 10, PageDown: now + 10, Home: 0, End: last };
  if (event.key in to) {
    event.preventDefault();
    read(chart, to[event.key]);
  }
});

listen();
