// Looks at the page as it stands and returns what is wrong with it, one sentence each. Runs in the page, sent by the test.
(limits) => {
  const faults = [];
  const name = (element) => {
    const words = (element.innerText || element.getAttribute("aria-label") || element.id || "").trim().replace(/\s+/g, " ").slice(0, 40);
    return "<" + element.tagName.toLowerCase() + (element.id ? "#" + element.id : "") + (element.className && element.className.baseVal === undefined ? "." + String(element.className).trim().split(/\s+/).join(".") : "") + "> " + words;
  };
  const shown = (element) => {
    const box = element.getBoundingClientRect();
    const style = getComputedStyle(element);
    return box.width > 1 && box.height > 1 && style.visibility !== "hidden" && style.display !== "none" && element.checkVisibility();
  };
  const width = document.documentElement.clientWidth;
  const all = [...document.body.querySelectorAll("*")];

  // Sideways: nothing sticks out, whatever the body hides. What scrolls on its own (tables of data) may be wider.
  if (document.documentElement.scrollWidth > width + 1) { faults.push("sideways: the page is " + document.documentElement.scrollWidth + " px wide on " + width); }
  const scrolls = (element) => {
    for (let up = element.parentElement; up && up !== document.body; up = up.parentElement) {
      if (["auto", "scroll"].includes(getComputedStyle(up).overflowX) || getComputedStyle(up).clipPath !== "none") { return true; }
    }
    return false;
  };
  for (const element of all) {
    if (shown(element) && element.getBoundingClientRect().right > width + 1 && !scrolls(element)) { faults.push("sideways: sticks out: " + name(element)); break; }
  }

  // On citizen pages everything ends where the column ends.
  for (const column of document.querySelectorAll(".citizen main")) {
    const end = column.getBoundingClientRect().right + 1;
    for (const element of column.querySelectorAll("*")) {
      if (shown(element) && element.getBoundingClientRect().right > end && !scrolls(element)) { faults.push("sideways: past the column: " + name(element)); break; }
    }
  }

  // Nor may a menu or a list of cards scroll on its own: nothing on a phone shows that there is more.
  for (const element of document.querySelectorAll("nav, .stacked, .cards")) {
    const box = element.closest(".scroll") ?? element;
    if (width <= 760 && shown(element) && ["auto", "scroll"].includes(getComputedStyle(box).overflowX) && box.scrollWidth > box.clientWidth + 1) { faults.push("sideways: scrolls unseen: " + name(element)); }
  }

  // Targets: a link inside a sentence is excepted, as the guideline does; a box and its label are one target.
  const inSentence = (element) => element.tagName === "A" && getComputedStyle(element).display === "inline"
    && [...element.parentElement.childNodes].some((node) => node !== element && node.nodeType === Node.TEXT_NODE && node.textContent.trim().length > 3);
  for (const element of document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button]")) {
    if (!shown(element) || inSentence(element)) { continue; }
    let box = element.getBoundingClientRect();
    if (box.bottom <= 0 || box.right <= 0 || element.getAttribute("aria-hidden") === "true") { continue; }
    let [high, wide] = [box.height, box.width];
    for (const label of element.matches("input[type=checkbox], input[type=radio]") ? element.labels : []) {
      const more = label.getBoundingClientRect();
      high = Math.max(high, more.height);
      wide = Math.max(box.right, more.right) - Math.min(box.left, more.left);
    }
    if (high < limits.target - 0.5 || wide < limits.target - 0.5) { faults.push("target: " + Math.round(wide) + " x " + Math.round(high) + " px: " + name(element)); }
  }

  // Clipped words: text in a box that hides what does not fit.
  const hides = (value) => value === "hidden" || value === "clip";
  for (const element of all) {
    const style = getComputedStyle(element);
    const silent = element.clientWidth <= 1 || element.clientHeight <= 1 || !shown(element) || element.innerText?.trim() === "" || element.innerText === undefined;
    if (silent || ["SELECT", "OPTION", "TEXTAREA", "VIDEO", "AUDIO"].includes(element.tagName)) { continue; }
    if ((hides(style.overflowX) && element.scrollWidth > element.clientWidth + 1) || (hides(style.overflowY) && element.scrollHeight > element.clientHeight + 2)) { faults.push("clipped: " + name(element)); }
    else if (element.tagName === "BUTTON" && element.scrollWidth > element.clientWidth + 1) { faults.push("clipped: " + name(element)); }
  }

  // Words that were never translated, and placeholders nobody filled.
  const untold = document.body.innerText.match(/\{[a-z]+\}|\b(?:staff|answer|check|about|sent|start|report|status|error|place)\.[a-z][a-z.]+\b/g);
  if (untold) { faults.push("words: " + [...new Set(untold)].join(", ")); }

  // Bare frame: what a screen reader starts from.
  if (!document.documentElement.lang) { faults.push("frame: no language"); }
  if (!document.title) { faults.push("frame: no title"); }
  return [...new Set(faults)];
}
