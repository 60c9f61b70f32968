/** A drop zone around a file input: dropped files become the input's files. `data-behaviour="drop"` on the label. */
export function mount(zone) {
  const input = zone.querySelector('input[type="file"]');
  const mark = (on) => (event) => {
    event.preventDefault();
    zone.classList.toggle("over", on);
  };
  zone.addEventListener("dragover", mark(true));
  zone.addEventListener("dragleave", mark(false));
  zone.addEventListener("drop", (event) => {
    mark(false)(event);
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
}
