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

  // The words of a row stay unfolded until another row is reached, and nothing moves between press and release of a
  // pointer: what moves away under it is not clicked.
  let pressed = false, at = null, waiting = [];
  const still = (done) => { if (pressed) waiting.push(done); else done(); };
  const reach = () => {
    const row = document.activeElement.closest("[data-row]");
    if (!row || row === at) return;
    if (at) at.classList.remove("at");
    row.classList.add("at");
    at = row;
  };
  const released = () => setTimeout(() => {
    pressed = false;
    for (const done of waiting.splice(0)) done();
  });
  document.documentElement.classList.add("follows");
  document.addEventListener("pointerdown", () => { pressed = true; }, true);
  // A list that opens over the page may keep the release to itself; what is chosen or typed then tells of it.
  for (const end of ["pointerup", "pointercancel", "dragend", "keydown", "input"]) document.addEventListener(end, released, true);
  document.addEventListener("focusin", () => still(reach));
  reach();

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
    still(told);
  });
  for (const button of document.querySelectorAll("[hidden]:is([data-take], #draft)")) button.hidden = false;
  document.addEventListener("htmx:after:swap", () => {
    for (const button of document.querySelectorAll("[data-drop]")) button.hidden = false;
  });
  told();

  // How much of a fold is known stands beside its heading, and moves as it is filled.
  const known = (row) => [...row.querySelectorAll("input, select, textarea")].some((one) =>
    !/^(u|d|since|route)\./.test(one.name) && one.value && (one.checked || !["radio", "checkbox", "hidden"].includes(one.type)));
  const count = (fold) => {
    const place = fold.querySelector("[data-known]");
    if (!place) return;
    const told = [...fold.querySelectorAll("[data-row], .ticks")].filter(known).length;
    place.textContent = place.dataset.known.replace("{}", told);
  };
  document.addEventListener("input", (event) => {
    const fold = event.target.closest(".fold");
    if (fold) count(fold);
  });

  // A file is dropped anywhere; where none is asked for, the page stays as it is.
  for (const kind of ["dragover", "drop"]) {
    document.addEventListener(kind, (event) => {
      if (!event.dataTransfer || ![...event.dataTransfer.types].includes("Files")) return;
      event.preventDefault();
      const file = document.getElementById("file");
      if (kind !== "drop" || !file) return;
      file.files = event.dataTransfer.files;
      file.form.requestSubmit();
    });
  }

  // Of a question with answers to choose from, they are offered where it is tried out.
  document.addEventListener("change", (event) => {
    if (event.target.id !== "what-if-fact") return;
    const of = [...form.elements].filter((one) => one.name === `f.${event.target.value}` && one.type !== "hidden");
    const told = of.flatMap((one) => (one.tagName === "SELECT" ? [...one.options] : one.type === "radio" ? [one] : []));
    const said = (one) => (one.type === "radio" ? one.closest("label") : one).textContent.trim();
    const typed = document.getElementById("what-if-value"), chosen = document.getElementById("what-if-answer");
    chosen.replaceChildren(...told.filter((one) => one.value).map((one) => new Option(said(one), one.value)));
    typed.disabled = typed.hidden = told.length > 0;
    chosen.disabled = chosen.hidden = !told.length;
  });

  // A jump opens the fold that holds its field.
  const unfold = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    for (let fold = target.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    target.focus();
  };
  unfold();
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
