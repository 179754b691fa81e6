// Agenda items are put in order by dragging their number; the buttons 上へ and 下へ do the same.
"use strict";

document.querySelectorAll("ol[data-drag]").forEach((list) => {
  const items = [...list.children];
  const movable = items.filter((item) => item.querySelector("form[data-move]"));
  let dragged = null;

  movable.forEach((item) => {
    const handle = item.querySelector(".no");
    handle.draggable = true;
    handle.classList.add("handle");
    handle.title = list.dataset.drag;
    handle.addEventListener("dragstart", (event) => {
      dragged = item;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", "");
      event.dataTransfer.setDragImage(item, 0, 0);
    });
    handle.addEventListener("dragend", () => {
      if (dragged) list.append(...items); // let go outside: as it was
      dragged = null;
    });
  });

  list.addEventListener("dragover", (event) => {
    const over = event.target.closest("ol[data-drag] > li");
    if (!dragged || !movable.includes(over)) return;
    event.preventDefault();
    if (over === dragged) return;
    const middle = over.getBoundingClientRect().top + over.offsetHeight / 2;
    list.insertBefore(dragged, event.clientY < middle ? over : over.nextElementSibling);
  });

  list.addEventListener("drop", (event) => {
    if (!dragged) return;
    event.preventDefault();
    const form = dragged.querySelector("form[data-move]");
    const place = document.createElement("input");
    place.type = "hidden";
    place.name = "to";
    place.value = [...list.children].indexOf(dragged) + 1;
    form.append(place);
    dragged = null;
    form.submit();
  });
});
