/**
 * One application in its frame: submits the hidden form into it and answers its messages.
 *
 * A message must come from the origin of the registered address and contain this frame's APP_SID. Other messages are
 * dropped without an answer, as a portal does.
 */

import { commands } from "./commands.js";
import { readBlock } from "./portal.js";
import { formatAnswer, parseMessage } from "./wire.js";

/** Connects a rendered frame with the page. Returns the function that disconnects it. */
export function mountAppFrame(layout, slider = null) {
  const boot = readBlock(layout, "script[data-frame-boot]");
  const frame = layout.querySelector("iframe");
  const context = {
    boot,
    frame,
    layout,
    slider,
    denied: deniedCommands(boot, slider),
    pendingUserOptions: new Map(),
  };
  const listen = (event) => receive(context, event);
  window.addEventListener("message", listen);
  frame.addEventListener("load", () => layout.classList.remove("is-loading"));
  layout.querySelector("form").submit();
  return () => window.removeEventListener("message", listen);
}

function deniedCommands(boot, slider) {
  const denied = new Set();
  if (boot.placement !== "DEFAULT") {
    denied.add("setTitle").add("resizeWindow");
  }
  if (slider) {
    denied.add("resizeWindow");
  }
  return denied;
}

function receive(context, event) {
  const { boot, denied } = context;
  if (event.origin !== boot.app_origin) {
    return;
  }
  const message = parseMessage(event.data);
  if (message === null || message.appSid !== boot.app_sid) {
    return;
  }
  if (!Object.hasOwn(commands, message.method) || denied.has(message.method)) {
    return;
  }
  commands[message.method](context, message.params, (result) => answer(context, message.callback, result));
}

function answer({ boot, frame }, callback, result) {
  if (callback) {
    frame.contentWindow?.postMessage(formatAnswer(callback, result), boot.app_origin);
  }
}
