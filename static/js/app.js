/**
 * Mounts what a page asks for: the label or adjudication screen where there is one, and a behaviour module per `data-behaviour`.
 * Their modules come after the page; `data-mounted` says that one is at work.
 */
for (const element of document.querySelectorAll("[data-behaviour]"))
  for (const name of element.dataset.behaviour.split(" ")) mounted(`./behaviours/${name}.js`, element);

const label = document.getElementById("label");
if (label) mounted(`./surface/view/${label.dataset.screen ?? "screen"}.js`, label);

async function mounted(path, element) {
  const module = await import(path).catch(incomplete);
  await module?.mount(element);
  if (module) element.dataset.mounted = "";
}

/** A screen without its program looks whole and takes no keys; its notice says so until it says something else. */
function incomplete() {
  const notice = document.getElementById("notice");
  if (notice) notice.hidden = false;
}
