// Buttons that copy what stands beside them; without this script there are none.
"use strict";

for (const button of document.querySelectorAll("button[data-copy]")) {
  const words = button.textContent;
  button.closest(".copy").hidden = false;
  button.addEventListener("click", async () => {
    const source = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(source.textContent);
    } catch {
      // Where there is no clipboard, as on some pages from disk, it is selected at least.
      window.getSelection().selectAllChildren(source);
      return;
    }
    button.textContent = button.dataset.done;
    setTimeout(() => { button.textContent = words; }, 2000);
  });
}
