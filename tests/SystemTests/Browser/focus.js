// Puts the focus on everything that takes it and reports what does not show it. Run after a key was pressed, so that it counts as keyboard focus.
(forced) => {
  const faults = [];
  const name = (element) => "<" + element.tagName.toLowerCase() + (element.id ? "#" + element.id : "") + "> " + (element.innerText || "").trim().slice(0, 40);
  const ring = (style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 && !/, 0\)$|transparent/.test(style.outlineColor);
  for (const element of document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")) {
    if (!element.checkVisibility() || element.disabled || element.tabIndex < 0) { continue; }
    element.focus();
    if (document.activeElement !== element) { faults.push("focus: takes none: " + name(element)); continue; }
    const label = element.labels?.[0];
    if (!ring(getComputedStyle(element)) && !(label && ring(getComputedStyle(label, "::before")))) { faults.push("focus: does not show: " + name(element)); }
    const style = getComputedStyle(element);
    if (element.innerText && style.color === style.backgroundColor) { faults.push("focus: the words vanish: " + name(element)); }
    if (forced && element.matches("button, .button, .govuk-button") && style.textDecorationLine === "none"
        && (style.borderTopStyle === "none" || parseFloat(style.borderTopWidth) === 0)) { faults.push("forced colours: no edge: " + name(element)); }
  }
  document.activeElement?.blur();
  return faults;
}
