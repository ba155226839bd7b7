// A film of another site comes when it is asked for: <a href="the film" data-film="its player">.
for (const film of document.querySelectorAll("a[data-film]")) {
  film.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const frame = document.createElement("iframe");
    Object.assign(frame, { className: "film__frame", title: film.querySelector(".film__play").textContent, allowFullscreen: true });
    frame.allow = "autoplay; fullscreen; picture-in-picture; encrypted-media";
    // The site learns which address the film is shown on, not which page; some play nothing without.
    frame.referrerPolicy = "strict-origin";
    frame.setAttribute("sandbox", "allow-scripts allow-same-origin allow-presentation allow-popups");
    frame.src = film.dataset.film;
    film.replaceWith(frame);
    frame.focus();
  });
}
