/** Opening side panels for the application, its widgets, and pages of the portal. */

import { mountAppFrame } from "./app-frame.js";
import { element } from "./dom.js";
import { postForFragment } from "./portal.js";
import { openSlider } from "./slider.js";
import { say } from "./words.js";

const OPENABLE = [
  /^\/crm\/(deal|lead|contact|company|type)\//,
  /^\/marketplace\//,
  /^\/company\/personal\/user\/\d+\//,
  /^\/workgroups\/group\/\d+\//,
];

/** Opens the application's main page. The parameters become its PLACEMENT_OPTIONS. */
export function openApplicationSlider(params, onClose) {
  const { panelOptions, options } = splitParams(params);
  return openSlider({
    kind: "app",
    title: typeof panelOptions.title === "string" ? panelOptions.title : "Contact Eraser",
    label: typeof panelOptions.label?.text === "string" ? panelOptions.label.text : null,
    width: panelWidth(panelOptions),
    fill: (body, slider) => fillWithFrame(body, slider, { options: JSON.stringify(options) }),
    onClose: () => onClose?.(),
  });
}

/** Opens a widget that the application bound to a place of the CRM. */
export function openWidgetSlider({ handler, title, options }) {
  return openSlider({
    kind: "placement",
    title,
    fill: (body, slider) => fillWithFrame(body, slider, { handler, options: JSON.stringify(options) }),
  });
}

/** Opens a page of the portal if an application may open it. */
export function openPathSlider(path, answer) {
  const target = allowedPath(path);
  if (target === null) {
    answer({ result: "error", errorCode: "PATH_NOT_AVAILABLE" });
    return;
  }
  openSlider({
    kind: "page",
    title: target.pathname,
    fill: (body) => {
      target.searchParams.set("IFRAME", "Y");
      const frame = element("iframe", {
        class: "slider-frame",
        src: `${target.pathname}${target.search}`,
        title: say("page"),
        "data-testid": "desktop-slider-frame",
      });
      body.append(frame);
    },
    onClose: () => answer({ result: "close" }),
  });
}

function allowedPath(path) {
  try {
    const decoded = decodeURIComponent(path);
    const target = new URL(decoded, window.location.origin);
    const inside = decoded.startsWith("/") && target.origin === window.location.origin;
    return inside && OPENABLE.some((allowed) => allowed.test(target.pathname)) ? target : null;
  } catch {
    return null;
  }
}

async function fillWithFrame(body, slider, fields) {
  body.append(await postForFragment("/desktop/frame/", fields));
  const layout = body.querySelector("[data-app-frame]");
  return layout ? mountAppFrame(layout, slider) : null;
}

function splitParams(params) {
  const panelOptions = {};
  const options = {};
  for (const [name, value] of Object.entries(params ?? {})) {
    if (name.startsWith("bx24_")) {
      panelOptions[name.slice("bx24_".length)] = value;
    } else {
      options[name] = value;
    }
  }
  return { panelOptions, options };
}

/** @param {{ width?: unknown, leftBoundary?: unknown }} panelOptions */
function panelWidth({ width, leftBoundary }) {
  if (typeof width === "number") {
    return width;
  }
  return typeof leftBoundary === "number" ? window.innerWidth - leftBoundary : undefined;
}
