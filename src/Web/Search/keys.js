// Single keys: / goes to the search, g and a letter to a page, j and k from row to row, ? to the list of them.
// Without this script the same is reached by links.
(() => {
  const box = document.querySelector("[data-keys]");
  if (!box) return;
  const pages = new Map(box.dataset.keys.split(" ").map(one => [one[0], one.slice(2)]));
  const secondKeyWithin = 1500;
  let going = 0;

  const move = by => {
    const rows = [...document.querySelectorAll("main tbody th a")];
    const place = rows.indexOf(document.activeElement) + by;
    rows[Math.min(Math.max(place, 0), rows.length - 1)]?.focus();
  };

  addEventListener("keydown", event => {
    const isTyped = event.isComposing || event.target.closest?.("input, textarea, select");
    if (isTyped || event.ctrlKey || event.metaKey || event.altKey) return;
    const page = performance.now() - going < secondKeyWithin ? pages.get(event.key) : undefined;
    going = 0;
    if (page) location.assign(page);
    else if (event.key === "g") going = performance.now();
    else if (event.key === "/") box.querySelector("input").focus();
    else if (event.key === "?") location.assign(box.dataset.help);
    else if (event.key === "j") move(1);
    else if (event.key === "k") move(-1);
    else return;
    event.preventDefault();
  });
})();
