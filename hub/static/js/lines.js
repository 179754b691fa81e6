// The panel beside the text of minutes follows what is typed, and leads to its lines.
const PAUSE = 800; // milliseconds without a key
const panel = document.querySelector("[data-lines-url]");
const text = document.getElementById("body");

function selectLine(number) {
  const lines = text.value.split("\n");
  const begin = lines.slice(0, number - 1).reduce((sum, line) => sum + line.length + 1, 0);
  text.focus();
  text.setSelectionRange(begin, begin + (lines[number - 1] ?? "").length);
}

// A number of a line is of use only where a press selects the line.
function leadToLines() {
  panel.querySelectorAll("[data-line-number]").forEach((place) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button--plain button--small";
    button.textContent = place.textContent;
    button.dataset.jump = place.dataset.lineNumber;
    place.replaceChildren(button);
  });
}

let waiting;
let asking;

async function readAgain() {
  asking?.abort();
  asking = new AbortController();
  const sent = new FormData();
  sent.set("body", text.value);
  sent.set("csrf_token", text.form.elements.csrf_token.value);
  try {
    const answer = await fetch(panel.dataset.linesUrl, { method: "POST", body: sent, signal: asking.signal });
    if (!answer.ok || answer.redirected) return; // signed out or too long: saving will say so
    panel.innerHTML = await answer.text();
    leadToLines();
  } catch (error) {
    if (error.name !== "AbortError" && !(error instanceof TypeError)) throw error; // no network: later
  }
}

if (panel && text) {
  leadToLines();
  panel.addEventListener("click", (event) => {
    const jump = event.target.closest("[data-jump]");
    if (jump) selectLine(Number(jump.dataset.jump));
  });
  text.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(readAgain, PAUSE);
  });
}
