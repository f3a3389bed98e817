/**
 * The messages between a framed application and its portal.
 *
 * Frame to portal: `method:JSON:callback:APP_SID`. The JSON may contain colons, and may be left out with its colon.
 * Methods whose names contain colons are sent as an object. Portal to frame: `callback:JSON`.
 */

/** Parses a message; `null` if a portal would not understand it. */
export function parseMessage(data) {
  if (typeof data === "string") {
    const parts = data.split(":");
    if (parts.length < 3) {
      return null;
    }
    const json = parts.slice(1, -2).join(":");
    const params = json === "" ? {} : parseJson(json);
    return params === undefined
      ? null
      : { method: parts[0], params, callback: parts.at(-2), appSid: parts.at(-1) };
  }
  if (data !== null && typeof data === "object" && typeof data.method === "string") {
    return {
      method: data.method,
      params: data.params ?? {},
      callback: data.callback ?? "",
      appSid: data.appSid,
    };
  }
  return null;
}

/** Writes an answer. Without a result nothing follows the colon. */
export function formatAnswer(callback, result) {
  return `${callback}:${result === undefined ? "" : JSON.stringify(result)}`;
}

function parseJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
