// Offers words and titles while somebody types in the search box: a combobox with a list of its
// own (WAI-ARIA). Without it the box is a plain form.
"use strict";

const WAIT = 200; // milliseconds without typing

function offer(form, number) {
  const input = form.querySelector("input[name=q]");
  const list = document.createElement("ul");
  const says = document.createElement("span");
  let asked = "";
  let clock;
  let asking;
  let chosen = -1;

  list.id = `suggestions-${number}`;
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.dataset.suggestLabel);
  list.hidden = true;
  says.className = "visually-hidden";
  says.setAttribute("role", "status");
  form.append(list, says);
  for (const [name, value] of Object.entries({
    role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-haspopup": "listbox",
    "aria-expanded": "false", "aria-controls": list.id,
  })) input.setAttribute(name, value);

  function close() {
    list.hidden = true;
    list.replaceChildren();
    input.setAttribute("aria-expanded", "false");
    says.textContent = "";
    choose(-1);
  }

  function choose(place) {
    chosen = place;
    [...list.children].forEach((option, index) => option.setAttribute("aria-selected", index === place));
    const option = list.children[place];
    if (!option) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  function take(place) {
    input.value = list.children[place].dataset.text;
    close();
    form.requestSubmit();
  }

  function show(items) {
    list.replaceChildren(...items.map((item, index) => {
      const option = document.createElement("li");
      option.id = `${list.id}-${index}`;
      option.dataset.text = item.text;
      option.setAttribute("role", "option");
      option.append(Object.assign(document.createElement("span"), { textContent: item.text }));
      if (item.label) {
        option.append(Object.assign(document.createElement("span"), { className: "kind", textContent: item.label }));
      }
      option.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
      option.addEventListener("click", () => take(index));
      return option;
    }));
    choose(-1);
    list.hidden = items.length === 0;
    input.setAttribute("aria-expanded", String(items.length > 0));
    says.textContent = items.length ? form.dataset.suggestFound.replace("{count}", items.length) : "";
  }

  async function ask() {
    const text = input.value.trim();
    if (text === asked && !list.hidden) return;
    asked = text;
    asking?.abort();
    if (!text) return close();
    asking = new AbortController();
    try {
      const answer = await fetch(`${form.dataset.suggest}?q=${encodeURIComponent(text)}`, { signal: asking.signal });
      if (answer.ok && document.activeElement === input) show((await answer.json()).items);
    } catch {
      close(); // nothing to offer; the form works as it is
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(clock);
    clock = setTimeout(ask, WAIT);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return; // the keys belong to the conversion of kana
    const last = list.children.length - 1;
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if (event.key === "ArrowDown" && list.hidden) {
      event.preventDefault();
      asked = "";
      ask();
    } else if (event.key === "ArrowDown" && last >= 0) {
      event.preventDefault();
      choose(chosen === last ? -1 : chosen + 1);
    } else if (event.key === "ArrowUp" && !list.hidden) {
      event.preventDefault();
      choose(chosen === -1 ? last : chosen - 1);
    } else if (event.key === "Enter" && chosen >= 0) {
      event.preventDefault();
      take(chosen);
    }
  });
  input.addEventListener("blur", () => {
    clearTimeout(clock);
    asking?.abort();
    close();
  });
  form.addEventListener("submit", () => clearTimeout(clock));
}

document.querySelectorAll("form[data-suggest]").forEach(offer);
