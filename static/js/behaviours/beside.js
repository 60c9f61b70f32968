/** Opens what belongs beside the text (guideline, requests, answers) in a panel over the right edge; Escape closes it. */

/** @param {HTMLAnchorElement} link  leads to the same things as a page of their own */
export function mount(link) {
  const panel = document.createElement("aside");
  panel.id = "beside";
  panel.hidden = true;
  panel.tabIndex = -1;
  panel.setAttribute("aria-label", "Guideline and remarks");
  document.body.append(panel);
  link.setAttribute("role", "button");
  link.setAttribute("aria-controls", panel.id);
  const show = (open) => {
    panel.hidden = !open;
    link.setAttribute("aria-expanded", String(open));
    (open ? panel : (document.getElementById("surface") ?? link)).focus();
  };
  link.setAttribute("aria-expanded", "false");
  link.addEventListener("click", async (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (!panel.hidden) return show(false);
    const answer = await fetch(`${link.href}?part=1`, { redirect: "manual" });
    if (!answer.ok) return window.open(link.href, link.target);
    panel.replaceChildren(closer(() => show(false)), document.createRange().createContextualFragment(await answer.text()));
    show(true);
  });
  // The keys of the label screen rest while one reads.
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape") show(false);
    event.stopPropagation();
  });
  panel.addEventListener("click", (event) => {
    const line = event.target.closest?.("a[href*='#L']")?.hash.slice(1);
    const there = line && document.getElementById(line);
    if (!there) return;
    event.preventDefault();
    there.scrollIntoView({ block: "center" });
    there.click();
  });
}

function closer(close) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button small close";
  button.textContent = "Close";
  button.addEventListener("click", close);
  return button;
}
