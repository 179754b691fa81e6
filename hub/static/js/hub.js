// Makes pages smoother; nothing is possible only with it.
"use strict";

// What was typed survives a closed window or an expired session: kept in this browser under the
// account until the form is sent, and forgotten at sign-out.
const PREFIX = "hub-draft:";

function keepTyping(form) {
  const key = PREFIX + form.dataset.keep;
  const fields = () => [...form.querySelectorAll("textarea[name], input.control[name]")];
  const notice = form.querySelector("[data-kept-notice]");
  const kept = JSON.parse(localStorage.getItem(key) || "null");
  const first = JSON.stringify(fields().map((field) => field.value));
  if (kept && notice && JSON.stringify(kept.values) !== first && form.dataset.fresh !== undefined) {
    notice.hidden = false;
    form.closest("details")?.setAttribute("open", "");
    notice.querySelector("[data-restore]").addEventListener("click", () => {
      fields().forEach((field, index) => { field.value = kept.values[index] ?? field.value; });
      notice.hidden = true;
      fields()[0]?.focus();
    });
    notice.querySelector("[data-discard]").addEventListener("click", () => {
      localStorage.removeItem(key);
      notice.hidden = true;
    });
  }
  let waiting;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      localStorage.setItem(key, JSON.stringify({ values: fields().map((field) => field.value) }));
    }, 500);
  });
  form.addEventListener("submit", () => clearTimeout(waiting));
}

// What was saved is forgotten first, so that it is not offered again.
document.querySelectorAll("[data-saved]").forEach((mark) => localStorage.removeItem(PREFIX + mark.dataset.saved));
document.querySelectorAll("form[data-keep]").forEach(keepTyping);
document.querySelectorAll("form[data-forgets-drafts]").forEach((form) => {
  form.addEventListener("submit", () => {
    Object.keys(localStorage).filter((key) => key.startsWith(PREFIX)).forEach((key) => localStorage.removeItem(key));
  });
});

// A select or a check box that is all a form asks for sends it; the button stays for the rest.
document.querySelectorAll("form[data-send-on-change]").forEach((form) => {
  form.addEventListener("change", () => form.requestSubmit());
});

document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});

// The summary of errors is what to read first.
document.querySelector(".notice--stop[role=alert]")?.focus();
