// Every few seconds, while somebody looks, the live part of the page is replaced by what the server makes of it now,
// until the server marks it as done. Without this script the same is seen by loading the page again.
(() => {
  const part = document.querySelector("[data-live]");
  const silent = document.querySelector("[data-silent]");
  const ended = document.querySelector("[data-ended]");
  if (!part) return;
  const every = part.dataset.every ?? 5000;

  const show = text => {
    const open = [...part.querySelectorAll("details")].map(one => one.open);
    part.innerHTML = text;
    part.querySelectorAll("details").forEach((one, place) => one.open = !!open[place]);
  };

  const ask = async () => {
    // Who reads in it by keyboard, or marks a text, keeps their place.
    if (document.hidden || part.contains(document.activeElement) || !getSelection().isCollapsed) return true;
    const answer = await fetch(part.dataset.live, { redirect: "error" });
    if (answer.ok) show(await answer.text());
    return answer.ok;
  };

  const again = async () => {
    const heard = await ask().catch(() => false);
    silent.hidden = heard;
    if (part.querySelector("[data-done]")) ended.hidden = false;
    else setTimeout(again, every);
  };
  setTimeout(again, every);
})();
