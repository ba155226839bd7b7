// Notices on this device: asked of the browser by a button; where it takes them is told to the server in a form.
const box = document.querySelector("[data-push]");
const workers = navigator.serviceWorker;
const MEMORY = "humus-push";
const remember = (who) => { try { who ? localStorage.setItem(MEMORY, who) : localStorage.removeItem(MEMORY); } catch { /* Then it is not brought back by itself. */ } };
const remembered = () => { try { return localStorage.getItem(MEMORY); } catch { return null; } };
const keeps = () => { try { return localStorage.getItem("humus-keep") !== "off"; } catch { return false; } };
const show = (state) => {
  box.hidden = false;
  for (const one of box.querySelectorAll("[data-push-state]")) one.hidden = one.dataset.pushState !== state;
};
const mark = async ({ endpoint }) => {
  const sum = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(endpoint)));
  return [...sum.slice(0, 8)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
};
const mine = async (subscription) => subscription && document.querySelector(`[data-push-device="${await mark(subscription)}"]`);

function filled(subscription) {
  const form = box.querySelector("[data-push-form]");
  const { endpoint, keys } = subscription.toJSON();
  for (const [name, value] of Object.entries({ endpoint, p256dh: keys.p256dh, auth: keys.auth })) form.elements[name].value = value;
  return form;
}

async function subscribed(manager) {
  const wanted = { userVisibleOnly: true, applicationServerKey: box.dataset.push };
  try {
    return await manager.subscribe(wanted);
  } catch (trouble) {
    // One of an earlier key of the site stands in the way.
    const old = await manager.getSubscription();
    if (!old) throw trouble;
    await old.unsubscribe();
    return manager.subscribe(wanted);
  }
}

async function turnOn({ pushManager }, button) {
  const trouble = box.querySelector("[data-push-trouble]");
  trouble.hidden = true;
  button.disabled = true;
  try {
    const answer = await Notification.requestPermission();
    if (answer === "denied") return show("refused");
    if (answer !== "granted") return undefined;
    const form = filled(await subscribed(pushManager));
    remember(box.dataset.pushPerson);
    return form.requestSubmit();
  } catch {
    trouble.hidden = false;
    return undefined;
  } finally {
    button.disabled = false;
  }
}

function known(line, subscription) {
  line.querySelector("[data-push-here]").hidden = false;
  line.querySelector("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    remember("");
    await subscription.unsubscribe().catch(() => {});
    event.target.submit();
  }, { once: true });
  show("on");
}

// On before this person signed in anew: brought back without a word.
async function again(subscription) {
  const form = new FormData(filled(subscription));
  form.append("again", "");
  const answer = await fetch(box.querySelector("[data-push-form]").action, { method: "POST", body: form });
  if (answer.status === 204) location.reload();
}

async function begin() {
  if (!keeps()) return show("unkept");
  if (Notification.permission === "denied") return show("refused");
  const registration = await workers.ready;
  const subscription = Notification.permission === "granted" ? await registration.pushManager.getSubscription() : null;
  const line = await mine(subscription);
  if (line) return known(line, subscription);
  show("off");
  box.querySelector("[data-push-on]").addEventListener("click", ({ currentTarget }) => turnOn(registration, currentTarget));
  return subscription && remembered() === box.dataset.pushPerson ? again(subscription) : undefined;
}

if (box && workers && window.PushManager && window.Notification) begin().catch(() => {});
