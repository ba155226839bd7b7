// Repeated, for translation, in src/humus/pages/live/strings.py.
import { add } from "../strings.js";

export const liveWords = {
  opening: "Opening",
  someone: "Somebody",
  you: "You",
  here: "Here now",
  follow: "Follow {name}",
  following: "You follow {name}",
  reads: "reads along",
  savedAll: "Saved. Everyone here sees it.",
  savedAlone: "Saved",
  offline: "Offline. What you write is kept on this device.",
  offlineKeeping: "Offline: being kept",
  offlineKept: "Offline: kept on this device",
  openAgain: "Open the page again when there is a line",
  offer: "What you wrote, as a copy",
  offerWhy: "It could not be saved here, because you may not change this page any more. Nobody else sees it. Copy it, or save it as a file.",
  offerCopy: "Copy",
  offerCopied: "Copied",
  offerSave: "Save as a file",
  waiting: "Still saving. It is kept on this device.",
  noEntry: "You may not write here any more. What was not saved is kept on this device.",
  readOnly: "You read along; you may not change this page.",
  tooLong: "This page has become too long to take more. Take something away first.",
  publishedNow: "Version {number} is published.",
  notYet: "Not published: the server does not have your last words yet. They are kept on this device.",
  broughtIn: "What you wrote while you were away is joined with what others wrote.",
  notBroughtIn: "What you wrote while you were away is kept on this device, and will be joined when the server answers.",
};

add(liveWords);
