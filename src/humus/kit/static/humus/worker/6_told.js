// What one is told while no page is open: the words come with the push, sealed for this browser.
addEventListener("push", (event) => {
  const told = event.data.json();
  event.waitUntil(registration.showNotification(told.title, { ...told, icon: SITE.icon, data: told.url }));
});

// In a window of its own, for the open ones may hold words that were not sent.
addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(clients.openWindow(event.notification.data));
});
