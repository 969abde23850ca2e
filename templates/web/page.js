// Keys for rows of answers, words beside fields, taking over the last answer, and a draft in this tab where it is wanted.
// Everything works without it, from the form to the PDF.
"use strict";
(() => {
  const form = document.getElementById("intake");
  const changed = (field) => field.dispatchEvent(new Event("input", { bubbles: true }));

  // Where focus is in a row of answers it goes to the one that is chosen, so that Tab leads to the next question.
  const pick = (radio) => {
    radio.checked = true;
    if (document.activeElement && document.activeElement.name === radio.name) radio.focus();
  };
  // A digit or letter chooses in the row in focus, the minus key is "not known"; focus stays where it is.
  const choose = (row, key) => {
    const radio = [...row.querySelectorAll("input[type=radio]")].find((one) => one.dataset.key === key);
    if (!radio) return false;
    pick(radio);
    changed(radio);
    return true;
  };
  const again = (row) => {
    const button = row.querySelector("[data-take]");
    if (!button) return false;
    const fields = [...row.querySelectorAll("input, select, textarea")].filter((one) => one.name === button.dataset.of);
    const radio = fields.find((one) => one.type === "radio" && one.value === button.dataset.take);
    const field = radio || fields[0];
    if (!field) return false;
    if (radio) pick(radio); else field.value = button.dataset.take;
    changed(field);
    return true;
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const row = event.target.closest("[data-row]");
    if (!row) return;
    const typed = event.target.type === "radio" || event.target.tagName === "SELECT";
    if (event.key === "=" && event.target.tagName !== "TEXTAREA") {
      if (again(row)) event.preventDefault();
    } else if (event.target.type === "radio" && choose(row, event.key.toLowerCase())) {
      event.preventDefault();
    } else if (event.key === "-" && typed && event.target.tagName === "SELECT") {
      event.target.value = "";
      changed(event.target);
      event.preventDefault();
    }
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-take], [data-drop]");
    if (!button) return;
    if ("take" in button.dataset) again(button.closest("[data-row]"));
    else document.getElementById("supposed").replaceChildren();
  });

  // What is wrong or doubtful is said beside its field too; what came or went is said once, politely.
  let marked = [];
  const told = () => {
    for (const place of marked) place.textContent = "";
    for (const field of document.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
    marked = [];
    for (const item of document.querySelectorAll("[data-say]")) {
      const place = document.getElementById(`${item.dataset.say}-say`);
      if (!place) continue;
      place.textContent = item.textContent;
      marked.push(place);
      const field = document.getElementById(item.dataset.say);
      if (field && item.closest(".slips")) field.setAttribute("aria-invalid", "true");
    }
    const said = document.querySelector("[data-said]"), place = document.getElementById("said");
    if (said && place && place.textContent !== said.textContent) place.textContent = said.textContent;
  };
  // What was unfolded stays so, and focus stays where it was, when the plan is drawn anew.
  let unfolded = [], focused = "";
  document.addEventListener("htmx:before:swap", () => {
    unfolded = [...document.querySelectorAll("#plan details[open][id]")].map((fold) => fold.id);
    focused = document.activeElement && document.activeElement.closest("#plan") ? document.activeElement.id : "";
  });
  document.addEventListener("htmx:after:swap", () => {
    for (const id of unfolded) { const fold = document.getElementById(id); if (fold) fold.open = true; }
    const field = focused && document.getElementById(focused);
    if (field) field.focus();
    told();
  });
  for (const button of document.querySelectorAll("[hidden]:is([data-take], #draft)")) button.hidden = false;
  document.addEventListener("htmx:after:swap", () => {
    for (const button of document.querySelectorAll("[data-drop]")) button.hidden = false;
  });
  told();

  // A jump opens the fold that holds its field.
  const unfold = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    for (let fold = target.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    target.focus();
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (link) setTimeout(unfold);
  });

  // The draft: only in this tab, only where it was switched on.
  const draft = document.getElementById("draft");
  if (!draft || !form) return;
  const kept = "als-planner-draft";
  const fields = () => [...new FormData(form)].filter(([, value]) => typeof value === "string");
  const keep = () => { if (draft.checked) sessionStorage.setItem(kept, JSON.stringify(fields())); };
  const held = sessionStorage.getItem(kept);
  if (held) {
    draft.checked = true;
    for (const [name, value] of JSON.parse(held)) {
      for (const field of form.elements) {
        if (field.name !== name || field.type === "submit") continue;
        if (field.type === "radio" || field.type === "checkbox") { if (field.value === value) field.checked = true; }
        else field.value = value;
      }
    }
    changed(form);
  }
  draft.addEventListener("change", () => (draft.checked ? keep() : sessionStorage.removeItem(kept)));
  form.addEventListener("input", keep);
})();
