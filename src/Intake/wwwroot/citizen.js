// Only adds: the pages do everything without it. Nothing is stored on the device.
(() => {
  "use strict";

  // Esc three times leaves the page; replacing it keeps this page out of "back", and a new entry before that keeps later ones out of "forward".
  const exit = document.getElementById("exit");
  if (exit) {
    const leave = () => {
      document.body.hidden = true;
      if (window.navigation?.canGoForward) { history.pushState(null, "", location.href); }
      location.replace(exit.href);
    };
    let presses = [];
    addEventListener("keydown", (event) => {
      if (event.key !== "Escape") { presses = []; return; }
      const now = Date.now();
      presses = presses.filter((time) => now - time < 2000).concat(now);
      if (presses.length >= 3) { leave(); }
    });
    exit.addEventListener("click", (event) => { event.preventDefault(); leave(); });
  }

  document.getElementById("error-summary")?.focus();

  // A field of one answer in several lines: Enter sends it, as in a field of one line.
  for (const box of document.querySelectorAll("textarea[data-enter-sends]")) {
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing || event.shiftKey) { return; }
      event.preventDefault();
      box.form.requestSubmit(box.form.querySelector("button[type=submit]"));
    });
  }

  // Characters left, once it matters.
  for (const box of document.querySelectorAll("textarea[data-limit]")) {
    const limit = Number(box.dataset.limit);
    const words = document.createElement("p");
    words.className = "govuk-hint";
    words.setAttribute("role", "status");
    box.after(words);
    let timer = 0;
    const count = () => {
      const left = limit - box.value.length;
      words.classList.toggle("over", left < 0);
      words.textContent = left < 0 ? box.dataset.over.replace("{n}", -left) : left < limit / 4 ? box.dataset.left.replace("{n}", left) : "";
    };
    box.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(count, 400); });
    count();
  }

  // A second tap does not send twice; with files, how far the upload has come.
  for (const form of document.querySelectorAll("form")) {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sending) { event.preventDefault(); return; }
      form.dataset.sending = "1";
      setTimeout(() => { delete form.dataset.sending; }, 8000);
      const files = form.querySelector("input[type=file]");
      if (form.id !== "send" || !files || files.files.length === 0 || event.submitter?.hasAttribute("formaction")) { return; }
      event.preventDefault();
      upload(form);
    });
  }

  function upload(form) {
    const progress = document.getElementById("progress");
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.responseType = "document";
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) { progress.textContent = form.dataset.progress.replace("{n}", Math.floor(100 * event.loaded / event.total)); }
    });
    request.addEventListener("load", () => {
      if (!request.response) { form.submit(); return; }
      history.replaceState(null, "", form.action + new URL(exit.href).search);
      document.documentElement.replaceWith(document.adoptNode(request.response.documentElement));
      scrollTo(0, 0);
      const again = document.createElement("script");
      again.src = document.querySelector("script[src*='citizen.js']").src;
      document.body.append(again);
    });
    request.addEventListener("error", () => { delete form.dataset.sending; progress.textContent = ""; form.submit(); });
    request.send(new FormData(form));
  }

  addEventListener("pageshow", () => { for (const form of document.querySelectorAll("form")) { delete form.dataset.sending; } });
})();
