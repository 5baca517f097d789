// Small scripts of the console. Every page works without them; they add live lists, the alarm and shortcuts.
"use strict";
(() => {
  // One stream for the whole page: browsers open few at a time to one place.
  const alarms = document.querySelector("[data-alarms]");
  const feed = alarms ? new EventSource(alarms.dataset.feed) : null;
  const list = document.querySelector("[data-live-list]");
  // The page that gives words back has no session to keep, and made anew it would have lost them: its stream only stops.
  const session = document.body.dataset.ended ? keepSession(document.body.dataset) : { leave: () => feed.close(), ask: () => { } };
  if (feed) {
    feed.addEventListener("ended", session.leave);
    feed.addEventListener("error", session.ask);
    keepAlarmsLive(alarms);
    if (list) { keepListLive(list); }
    const standing = document.querySelector("[data-standing]");
    if (standing) { sayWhenChanged(standing); }
  }

  // Ready questions: choosing one puts its words, in the reporter's language, into the box, where they can be changed.
  for (const chooser of document.querySelectorAll("select[data-fills]")) {
    const box = document.getElementById(chooser.dataset.fills);
    chooser.addEventListener("change", () => {
      const language = document.getElementById(chooser.dataset.language)?.value.toLowerCase();
      const words = chooser.selectedOptions[0]?.getAttribute("data-words-" + language);
      if (box && words) {
        box.value = box.value.trim() === "" ? words : box.value.trimEnd() + "\n" + words;
        box.focus();
      }
      chooser.selectedIndex = 0;
    });
  }

  // Buttons that do what a script does at once.
  for (const button of document.querySelectorAll("[data-without-script]")) { button.hidden = true; }

  // A list with a search box is narrowed while typing; what is ticked stays.
  for (const box of document.querySelectorAll("input[data-finds]")) {
    const fold = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replaceAll("đ", "d").replaceAll("_", " ");
    const narrow = () => {
      const words = fold(box.value).split(" ").filter(Boolean);
      for (const entry of document.getElementsByClassName(box.dataset.finds)) {
        const text = fold(entry.textContent);
        entry.hidden = !entry.querySelector("input").checked && !words.every((word) => text.includes(word));
      }
      for (const group of document.querySelectorAll(".desk-group")) {
        group.hidden = !group.querySelector("." + box.dataset.finds + ":not([hidden])");
        group.open = words.length > 0 || group.querySelector("input:checked") !== null;
      }
    };
    box.addEventListener("input", narrow);
    // Enter in the box narrows; it does not create an account that is half filled in.
    box.addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); } });
  }

  // A group of boxes says how many of them are ticked, also while it is closed.
  for (const count of document.querySelectorAll("[data-counts]")) {
    const group = count.closest("details");
    group.addEventListener("change", () => {
      count.textContent = count.dataset.counts.replace("{chosen}", group.querySelectorAll("input:checked").length).replace("{all}", group.querySelectorAll("input").length);
    });
  }

  // Choosing a desk shows it at once; without scripts there is a button.
  for (const chooser of document.querySelectorAll("select[data-submits]")) {
    chooser.form.querySelector("button").hidden = true;
    chooser.addEventListener("change", () => chooser.form.requestSubmit());
  }

  // Threat: an invitation in a path or query would stay in logs, histories and referrers. It travels behind '#',
  // which browsers never send, and is wiped from the address as soon as it is read.
  const invitation = document.querySelector("input[data-from-fragment]");
  if (invitation && location.hash.length > 1) {
    invitation.value = decodeURIComponent(location.hash.slice(1));
    history.replaceState(null, "", location.pathname);
  }

  // An open report is not replaced under the reader's hands, who may be typing: a line says that there is more.
  function sayWhenChanged(note) {
    const ask = async () => {
      try {
        const answer = await fetch(note.dataset.asks, { headers: { "X-Requested-With": "fetch" }, cache: "no-store", redirect: "manual" });
        if (answer.ok && await answer.text() !== note.dataset.standing) { note.hidden = false; }
      } catch { /* asked again with the next change */ }
    };
    feed.addEventListener("hello", ask);
    feed.addEventListener("changed", ask);
  }

  // Threat: a screen whose member has gone, or has signed out in another window, goes on showing a reporter's words. A page goes once its
  // session has ended; where nobody answers, it covers itself when the time it was given is over. A key or a click keeps the session
  // open, so that nobody loses words while writing them; what a page asks by itself does not.
  function keepSession({ ended, left, warns, whose, session: mark }) {
    const note = document.querySelector("[data-ending]");
    const token = document.querySelector("input[name=__RequestVerificationToken]").value;
    let until = Date.now() + left * 1000;
    let asked = Date.now();
    let used = false;
    let gone = false;
    const cover = (on) => document.documentElement.classList.toggle("covered", on);

    const ask = inTurn(async () => {
      if (gone) { return; }
      asked = Date.now();
      const [method, body] = used ? ["POST", new URLSearchParams({ __RequestVerificationToken: token })] : ["GET", null];
      used = false;
      const say = (method, body) => fetch("/session", { method, body, headers: { "X-Requested-With": "fetch" }, cache: "no-store", redirect: "manual", signal: AbortSignal.timeout(10000) });
      let answer = await say(method, body);
      // Refused: it is over, or a form of this page is one of another session. Whose that is, only a question tells.
      const refused = answer.status === 400;
      if (refused) { answer = await say("GET", null); }
      const [seconds, now, who] = answer.ok ? (await answer.text()).split(" ") : [];
      if (refused || answer.status === 401 || (answer.ok && now !== mark)) { leave(answer.ok && who !== whose); }
      else if (answer.ok) { until = Date.now() + seconds * 1000; look(); }
    }, () => { /* asked again; covered meanwhile, when the time is over */ });

    // What was begun goes where words go that were sent too late: it is given back there, and shown only when asked for. Threat: somebody
    // else has signed in at this browser; their page gets none of it, and the server asks once more whose it is.
    function leave(toAnother) {
      if (gone) { return; }
      gone = true;
      cover(true);
      feed?.close();
      const begun = toAnother ? [] : begunWords();
      if (begun.length === 0) { location.replace(ended); return; }
      const form = document.createElement("form");
      form.method = "post";
      form.action = ended + "&covered=true";
      for (const [name, value] of [["Whose", whose], ...begun]) {
        const field = document.createElement("input");
        [field.type, field.name, field.value] = ["hidden", name, value];
        form.append(field);
      }
      document.body.append(form);
      form.submit();
    }

    // Of every form: what a page says again that was refused, or asks about once more before it is sent, stands in its boxes from the start.
    function begunWords() {
      const boxes = [...document.querySelectorAll("main form :is([name=Words], [name=Purpose], [name=Text]):is(textarea, input[type=text], input[type=hidden][name=Words])")]
        .filter((box) => !box.readOnly && box.value.trim() !== "" && (box.name === "Words" || box.form.dataset.unsaved === "true" || box.value !== box.defaultValue));
      // A rule is begun with a tick or a choice alone, too.
      const rule = [...document.querySelectorAll("main form :is(input, select, textarea)[name^='Rule.']")].find((box) => box.form.dataset.unsaved === "true" || isChanged(box))?.form;
      return [
        ...["Words", "Purpose", "Text"].map((name) => [name, [...new Set(boxes.filter((box) => box.name === name).map((box) => box.value))].join("\n\n")]).filter(([, said]) => said !== ""),
        ...[...(rule ? new FormData(rule) : [])].filter(([name]) => name.startsWith("Rule."))
      ];
    }

    function isChanged(box) {
      if (box.matches("select")) { return box.selectedOptions[0] !== ([...box.options].findLast((option) => option.defaultSelected) ?? box.options[0]); }
      return box.type === "checkbox" ? box.checked !== box.defaultChecked : box.value !== box.defaultValue;
    }

    function look() {
      const rest = until - Date.now();
      cover(gone || rest <= 0);
      note.hidden = gone || rest > warns * 1000;
      const heard = feed && feed.readyState === EventSource.OPEN;
      const every = rest <= 0 ? 2000 : used && !note.hidden ? 0 : used || (heard && note.hidden) ? 60000 : 10000;
      if (!gone && Date.now() - asked >= every) { ask(); }
    }

    for (const kind of ["keydown", "pointerdown", "wheel", "input"]) {
      addEventListener(kind, (event) => { used ||= event.isTrusted; }, { passive: true });
    }
    // The click alone: a screen reader or a spoken word presses the button without a pointer.
    note.querySelector("button").addEventListener("click", () => { used = true; look(); });
    setInterval(look, 1000);
    addEventListener("visibilitychange", () => { if (!document.hidden) { ask(); } });
    // Back from the browser's memory: covered until the answer comes.
    addEventListener("pageshow", (event) => { if (event.persisted) { gone = false; until = 0; look(); } });
    return { leave: () => leave(false), ask };
  }

  // Every page says what nobody has taken, and sounds until somebody has.
  function keepAlarmsLive(bar) {
    const line = bar.querySelector("[data-alarm-line]");
    const plainTitle = document.title.replace(/^\(\d+\) /, "");
    let timer = 0;
    let ended = false;
    const ring = keepSound(bar);

    function alarm() {
      if (ended) { return; }
      const waiting = Number(line.querySelector("[data-waiting]")?.dataset.waiting ?? 0);
      document.title = waiting > 0 ? "(" + waiting + ") " + plainTitle : plainTitle;
      bar.classList.toggle("alarms--on", waiting > 0);
      clearTimeout(timer);
      if (waiting > 0) { ring(); timer = setTimeout(alarm, 10000); }
    }

    const refresh = inTurn(async () => {
      const answer = await fetch(bar.dataset.alarms, { headers: { "X-Requested-With": "fetch" }, cache: "no-store", redirect: "manual" });
      if (!answer.ok) { return; }
      const words = await answer.text();
      // Written anew only when it says something else: a screen reader reads it out.
      if (words.trim() !== line.dataset.said) { line.innerHTML = words; line.dataset.said = words.trim(); }
      alarm();
    }, () => { /* asked again with the next change */ });

    bar.hidden = false;
    feed.addEventListener("hello", refresh);
    feed.addEventListener("changed", refresh);
    feed.addEventListener("over", () => { feed.close(); refresh(); });
    // Threat: a number that nobody counts any more is shown, and rung for, as if it were so.
    feed.addEventListener("ended", () => {
      ended = bar.hidden = true;
      clearTimeout(timer);
      document.title = plainTitle;
      for (const words of document.querySelectorAll("[data-with-alarms]")) { words.hidden = true; }
    });
    setInterval(refresh, 60000);
    alarm();
  }

  // The sound is wanted until it is turned off; that is kept for this tab. Browsers allow it only after a click or key, some anew on every
  // page: while they refuse it, the bar says so.
  function keepSound(bar) {
    const place = bar.querySelector("[data-sound]");
    const remember = (choice) => { try { sessionStorage.setItem("alarm-sound", choice); } catch { /* kept for this page only */ } };
    let wanted = true;
    try { wanted = sessionStorage.getItem("alarm-sound") !== "off"; } catch { /* no storage: as on the first page */ }
    let sound = null;

    const say = () => {
      const state = !wanted ? "off" : sound?.state === "running" ? "on" : "blocked";
      place.hidden = false;
      for (const words of place.querySelectorAll("[data-sound-says]")) { words.hidden = words.dataset.soundSays !== state; }
      for (const button of place.querySelectorAll("[data-sound-turn]")) { button.hidden = (button.dataset.soundTurn === "off") !== (state === "on"); }
    };
    const start = () => {
      if (!wanted) { return; }
      if (!sound) { sound = new AudioContext(); sound.addEventListener("statechange", say); }
      // Where it is not allowed yet, this answers only after a gesture: nobody waits for it.
      sound.resume().then(say, say);
    };
    const turn = (on) => {
      wanted = on;
      remember(on ? "on" : "off");
      if (on) { start(); } else { sound?.suspend(); }
      say();
    };
    for (const button of place.querySelectorAll("[data-sound-turn]")) {
      button.addEventListener("click", () => { turn(button.dataset.soundTurn === "on"); ring(); });
    }
    addEventListener("pointerdown", start);
    addEventListener("keydown", start);
    start();
    say();

    function ring() {
      if (!wanted || sound?.state !== "running") { return; }
      for (const [start, pitch] of [[0, 880], [0.18, 660], [0.36, 880]]) {
        const tone = sound.createOscillator();
        const volume = sound.createGain();
        const from = sound.currentTime + start;
        tone.frequency.value = pitch;
        volume.gain.setValueAtTime(0.0001, from);
        volume.gain.exponentialRampToValueAtTime(0.25, from + 0.02);
        volume.gain.exponentialRampToValueAtTime(0.0001, from + 0.15);
        tone.connect(volume).connect(sound.destination);
        tone.start(from);
        tone.stop(from + 0.16);
      }
    }

    return ring;
  }

  // One fetch at a time; what is asked meanwhile is one more after it.
  function inTurn(work, failed) {
    let running = false;
    let again = false;
    return async function run() {
      if (running) { again = true; return; }
      running = true;
      try { await work(); } catch { failed(); }
      running = false;
      if (again) { again = false; run(); }
    };
  }

  function keepListLive(list) {
    const state = document.querySelector("[data-live-state]");
    const words = state?.dataset ?? {};
    const say = (mode, text) => { if (state) { state.dataset.state = mode; state.textContent = text; } };

    const refresh = inTurn(async () => {
      const answer = await fetch(list.dataset.rows, { headers: { "X-Requested-With": "fetch" }, cache: "no-store", redirect: "manual" });
      if (answer.type === "opaqueredirect" || answer.status === 401) { session.leave(); return; }
      if (answer.ok) {
        const focused = document.activeElement?.id;
        list.innerHTML = await answer.text();
        if (focused) { document.getElementById(focused)?.focus(); }
      }
    }, () => say("lost", words.lost ?? ""));

    // j and k walk through the list, Enter opens, as in other lists of work; nothing happens while somebody types.
    addEventListener("keydown", (event) => {
      const step = { j: 1, k: -1 }[event.key];
      if (!step || event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.("input, select, textarea")) { return; }
      const links = [...list.querySelectorAll("a.open")];
      const next = links.indexOf(document.activeElement) + step;
      links[Math.max(0, Math.min(next, links.length - 1))]?.focus();
    });

    feed.addEventListener("hello", () => { say("live", words.live ?? ""); refresh(); });
    feed.addEventListener("changed", refresh);
    feed.addEventListener("over", () => location.reload());
    feed.addEventListener("error", () => say("lost", words.lost ?? ""));
    setInterval(refresh, 60000);
  }
})();
