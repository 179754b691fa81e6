// Keeps what is being written on the server every 20 seconds; saving stays a matter of the button.
"use strict";

const PAUSE = 20_000;

function keepOnServer(form) {
  const says = form.querySelector("[data-autosave-says]");
  const typed = () => [...form.querySelectorAll("textarea")].map((field) => field.value).join("\n");
  const sending = new AbortController();
  let last = typed();

  async function send() {
    const text = typed();
    if (text === last) return;
    let message = form.dataset.autosaveFailed;
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: "POST", body: new FormData(form), signal: sending.signal,
      });
      const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
      if (isJson) ({ message } = await answer.json());
      if (answer.ok && isJson) last = text;
    } catch (error) {
      if (error.name === "AbortError") return;
    }
    if (says.textContent !== message) says.textContent = message;
  }

  const clock = setInterval(send, PAUSE);
  form.addEventListener("submit", () => {
    clearInterval(clock);
    sending.abort();
  });
}

document.querySelectorAll("form[data-autosave]").forEach(keepOnServer);
