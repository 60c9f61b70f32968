/** Mounts what a page asks for: the label or adjudication screen where there is one, and a behaviour module per `data-behaviour`. */
for (const element of document.querySelectorAll("[data-behaviour]"))
  for (const name of element.dataset.behaviour.split(" ")) behaves(name, element);

const label = document.getElementById("label");
if (label) mounted(`./surface/view/${label.dataset.screen ?? "screen"}.js`, label);

/** The module comes after the page; `data-mounted` names what works by now. */
async function behaves(name, element) {
  if (await mounted(`./behaviours/${name}.js`, element))
    element.dataset.mounted = `${element.dataset.mounted ?? ""} ${name}`.trim();
}

async function mounted(path, element) {
  const module = await import(path).catch(incomplete);
  module?.mount(element);
  return Boolean(module);
}

/** A screen without its program looks whole and takes no keys; its notice says so until it says something else. */
function incomplete() {
  const notice = document.getElementById("notice");
  if (notice) notice.hidden = false;
}
