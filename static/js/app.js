/** Mounts what a page asks for: the label or adjudication screen where there is one, and a behaviour module per `data-behaviour`. */
for (const element of document.querySelectorAll("[data-behaviour]"))
  for (const name of element.dataset.behaviour.split(" ")) mounted(`./behaviours/${name}.js`, element);

const label = document.getElementById("label");
if (label) mounted(`./surface/view/${label.dataset.screen ?? "screen"}.js`, label);

async function mounted(path, element) {
  (await import(path).catch(incomplete))?.mount(element);
}

/** A screen without its program looks whole and takes no keys; its notice says so until it says something else. */
function incomplete() {
  const notice = document.getElementById("notice");
  if (notice) notice.hidden = false;
}
