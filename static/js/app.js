/** Mounts what a page asks for: the label or adjudication screen where there is one, and a behaviour module per `data-behaviour`. */
for (const element of document.querySelectorAll("[data-behaviour]")) {
  for (const name of element.dataset.behaviour.split(" ")) {
    import(`./behaviours/${name}.js`).then((module) => module.mount(element));
  }
}

const label = document.getElementById("label");
if (label) import(`./surface/view/${label.dataset.screen ?? "screen"}.js`).then((module) => module.mount(label));
