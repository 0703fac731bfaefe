// Progressive enhancements. Every page works without this file.
(() => {
  "use strict";

  // A page that answers what was sent would keep it in the browser's own list of pages, on the disk,
  // to send it again: from here on it is a page like another.
  window.history.replaceState(window.history.state, "", window.location.href);

  const ESCAPE_WINDOW = 600; // milliseconds between two presses of Échap
  const RELEASE_AFTER = 10000; // a submit button never stays disabled longer than this
  let leaving = false;

  // --- Quick exit -------------------------------------------------------------------------

  function quickExit() {
    const form = document.querySelector("form[data-quick-exit]");
    if (!form || leaving) return;
    leaving = true;
    document.documentElement.classList.add("is-gone");
    document.title = "Accueil";
    try {
      fetch(form.action, {
        method: "POST",
        body: new FormData(form),
        keepalive: true,
        redirect: "manual",
        credentials: "same-origin",
      }).catch(() => {});
    } finally {
      window.location.replace(form.dataset.quickExit);
    }
  }

  let lastEscape = -Infinity;

  function onEscape(event) {
    if (event.repeat) return;
    if (event.timeStamp - lastEscape < ESCAPE_WINDOW) {
      event.preventDefault();
      quickExit();
      return;
    }
    lastEscape = event.timeStamp;
    closeMenus(null, true);
  }

  window.addEventListener("keydown", (event) => {
    if (event.key === "Escape") onEscape(event);
  }, true);

  // --- Menus made of <details> ------------------------------------------------------------

  function closeMenus(except, restoreFocus) {
    document.querySelectorAll("details.menu[open]").forEach((menu) => {
      if (menu === except) return;
      const held = menu.contains(document.activeElement);
      menu.open = false;
      if (held && restoreFocus) menu.querySelector("summary").focus();
    });
  }

  document.addEventListener("click", (event) => {
    closeMenus(event.target.closest("details.menu"), false);
  });

  // --- Confirmation -----------------------------------------------------------------------

  const confirmed = new WeakSet();

  function element(tag, className, text) {
    const node = document.createElement(tag);
    if (className) node.className = className;
    if (text) node.textContent = text;
    return node;
  }

  function askConfirmation(source, proceed) {
    const dialog = element("dialog");
    const title = element("h2", "", source.dataset.confirmTitle || "Confirmer ?");
    title.id = "confirm-title";
    dialog.setAttribute("aria-labelledby", title.id);
    const actions = element("div", "form-actions");
    const tone = source.dataset.confirmTone === "danger" ? "btn-danger" : "btn-primary";
    const yes = element("button", `btn ${tone}`, source.dataset.confirmAction || "Confirmer");
    const no = element("button", "btn btn-quiet", "Annuler");
    yes.type = no.type = "button";
    yes.addEventListener("click", () => { dialog.close(); proceed(); });
    no.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => dialog.remove());
    actions.append(yes, no);
    dialog.append(title, element("p", "", source.dataset.confirm), actions);
    document.body.append(dialog);
    dialog.showModal();
    no.focus();
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    const source = event.submitter?.dataset.confirm ? event.submitter : form;
    if (!source.dataset.confirm || confirmed.has(form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const submitter = event.submitter;
    askConfirmation(source, () => {
      confirmed.add(form);
      form.requestSubmit(submitter);
      confirmed.delete(form);
    });
  }, true);

  // --- Submitting once --------------------------------------------------------------------

  function release(button) {
    button.disabled = false;
    button.removeAttribute("aria-busy");
  }

  function holdButtons(form) {
    form.querySelectorAll("button[type=submit], button:not([type])").forEach((button) => {
      if (button.disabled) return;
      button.disabled = true;
      button.setAttribute("aria-busy", "true");
      window.setTimeout(release, RELEASE_AFTER, button);
    });
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("[data-quick-exit]")) {
      event.preventDefault();
      quickExit();
    } else if (!event.defaultPrevented && !form.matches("[data-download]")) {
      dirty.delete(form);
      // After this turn, so that the pressed button's own name and value are still sent.
      window.setTimeout(holdButtons, 0, form);
    }
  });

  window.addEventListener("pageshow", () => {
    document.querySelectorAll("button[aria-busy]").forEach(release);
  });

  // --- Forms left unfinished --------------------------------------------------------------

  const dirty = new Set();

  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-guard]");
    if (form) dirty.add(form);
  });

  window.addEventListener("beforeunload", (event) => {
    const unfinished = [...dirty].some((form) => form.isConnected);
    if (unfinished && !leaving) event.preventDefault();
  });

  // --- Filters that apply by themselves ---------------------------------------------------

  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-autosubmit]");
    if (form && event.target.matches("select, [type=checkbox], [type=radio], [type=date]")) {
      form.requestSubmit();
    }
  });

  // --- Counters and focus, also after a part of the page was replaced ---------------------

  function addCounter(field) {
    const counter = element("p", "field-counter");
    counter.id = `${field.id || field.name}-counter`;
    const show = () => {
      const left = field.maxLength - field.value.length;
      counter.textContent = `${left} caractère${Math.abs(left) < 2 ? "" : "s"} restant${Math.abs(left) < 2 ? "" : "s"}`;
      const short = left <= 50;
      counter.classList.toggle("is-short", short);
      counter.setAttribute("aria-live", short ? "polite" : "off");
    };
    field.dataset.counted = "";
    field.after(counter);
    field.addEventListener("input", show);
    show();
  }

  // The same count as organisations/passwords.py, without the words it alone knows: a hint only.
  function bitsOf(password) {
    let left = password.slice(0, 1);
    for (let i = 1; i < password.length; i += 1) {
      if (Math.abs(password.charCodeAt(i) - password.charCodeAt(i - 1)) > 1) left += password[i];
    }
    let size = 0;
    if (/[a-zà-öø-ÿ]/.test(left)) size += 26;
    if (/[A-ZÀ-ÖØ-Þ]/.test(left)) size += 26;
    if (/[0-9]/.test(left)) size += 10;
    if (/[^a-zà-öø-ÿA-ZÀ-ÖØ-Þ0-9]/.test(left)) size += 37;
    return size ? left.length * Math.log2(size) : 0;
  }

  function addStrength(field) {
    const hint = element("p", "field-counter");
    hint.setAttribute("role", "status");
    field.dataset.measured = "";
    field.after(hint);
    field.addEventListener("input", () => {
      const enough = Math.round(bitsOf(field.value)) >= 80;
      const said = enough ? "Assez long." : "Encore trop court : ajoutez un mot.";
      const text = field.value ? said : "";
      if (hint.textContent !== text) hint.textContent = text;
    });
  }

  function enhance(root) {
    root.querySelectorAll("form").forEach((form) => {
      const field = form.querySelector("input[type=password][autocomplete=new-password]");
      if (field && !("measured" in field.dataset)) addStrength(field);
    });
    root.querySelectorAll("textarea[maxlength]:not([data-counted])").forEach(addCounter);
    root.querySelectorAll("[data-print]").forEach((button) => {
      button.hidden = false;
      button.onclick = () => window.print();
    });
    root.querySelector("[data-focus]")?.focus();
  }

  document.addEventListener("DOMContentLoaded", () => {
    enhance(document);
    const current = document.querySelector(".main-nav [aria-current]");
    const bar = current?.closest("ul");
    if (bar) bar.scrollLeft = current.offsetLeft - 24;
  });
  document.addEventListener("htmx:load", (event) => enhance(event.detail.elt));
})();
