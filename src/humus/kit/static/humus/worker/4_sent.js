// Forms: never answered from here. Where one cannot be sent, the page stays as it is, with everything that was typed.
async function sent(event, url) {
  if (url.pathname === "/account/logout/") await inTurn(() => empty());
  const offline = !navigator.onLine;
  try {
    return await fetch(event.request);
  } catch {
    return unsent(event, url, offline);
  }
}

async function unsent({ request }, url, offline) {
  const pages = (await clients.matchAll({ type: "window" })).filter((page) => page.url.split("#")[0] === request.referrer);
  if (!pages.length) return away(url);
  const words = Object.fromEntries(Object.entries(SITE.words).map(([language, one]) => [language, offline ? one.unsent : one.unsure]));
  for (const page of pages) page.postMessage({ unsent: words });
  // No content: the browser stays where it is.
  return new Response(null, { status: 204 });
}

const ours = ({ request }) => request.referrer.startsWith(`${location.origin}/`);

async function emptied() {
  await inTurn(async () => {
    const { reader, changed } = await read();
    await empty(reader, changed);
  });
  return Response.redirect("/kept/", 303);
}
