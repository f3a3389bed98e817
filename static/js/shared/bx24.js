// @ts-check
// Wraps the portal's library. The library may be blocked (undefined), may have failed while loading (null), and may
// never answer a call. Every function therefore has a time limit and a fallback.

/** @typedef {import("./types.js").PortalLibrary} PortalLibrary */
/** @typedef {import("./types.js").PortalAuth} PortalAuth */
/** @typedef {import("./types.js").OpenPathAnswer} OpenPathAnswer */

const LOAD_LIMIT = 8_000;
const INIT_LIMIT = 8_000;
const AUTH_LIMIT = 10_000;

/** @returns {PortalLibrary | null | undefined} */
function library() {
  return /** @type {{ BX24?: PortalLibrary | null }} */ (/** @type {unknown} */ (window)).BX24;
}

/**
 * The value that `begin` passes to its callback, or the fallback after the time limit.
 * @template T
 * @param {number} limit in milliseconds
 * @param {T} fallback
 * @param {(answer: (value: T) => void) => void} begin
 * @returns {Promise<T>}
 */
function withTimeout(limit, fallback, begin) {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(fallback), limit);
    /** @param {T} value */
    const answer = (value) => {
      clearTimeout(timer);
      resolve(value);
    };
    try {
      begin(answer);
    } catch {
      answer(fallback);
    }
  });
}

/** Waits until the library's script has run or failed. */
function whenLoaded() {
  const script = document.getElementById("bx24-js");
  if (library() !== undefined || !script) {
    return Promise.resolve();
  }
  return withTimeout(LOAD_LIMIT, undefined, (/** @type {(value: undefined) => void} */ answer) => {
    script.addEventListener("load", () => answer(undefined), { once: true });
    script.addEventListener("error", () => answer(undefined), { once: true });
    // The script may have failed before this module ran. The page's own load event comes after both.
    if (document.readyState === "complete") {
      answer(undefined);
    } else {
      window.addEventListener("load", () => answer(undefined), { once: true });
    }
  });
}

/** @typedef {"ready" | "blocked" | "silent"} Connection */

/** @type {Promise<Connection> | undefined} */
let connection;
let isConnected = false;

/**
 * Connects to the portal once. `blocked`: the library is missing. `silent`: the portal does not answer it.
 * @returns {Promise<Connection>}
 */
export function connect() {
  connection ??= whenLoaded().then(async () => {
    const bx24 = library();
    if (!bx24 || typeof bx24.init !== "function") {
      return "blocked";
    }
    isConnected = await withTimeout(INIT_LIMIT, false, (answer) => bx24.init(() => answer(true)));
    return isConnected ? "ready" : "silent";
  });
  return connection;
}

/**
 * Runs a command that needs no answer.
 * @param {(bx24: PortalLibrary) => void} command
 * @returns {boolean} whether the command could be sent
 */
function callPortal(command) {
  const bx24 = library();
  if (!isConnected || !bx24) {
    return false;
  }
  try {
    command(bx24);
    return true;
  } catch {
    return false;
  }
}

/** @param {string} title */
export function setTitle(title) {
  callPortal((bx24) => bx24.setTitle?.(title));
}

/**
 * A parameter of the address that opened the app, or an empty string. A portal passes on the parameters of its page or
 * those of a link into the app (b24restdocs api-reference/widgets/universal/app-url.md).
 * @param {string} name
 */
export function openingParameter(name) {
  let value = "";
  callPortal((bx24) => {
    const options = /** @type {Record<string, any>} */ (bx24.placement?.info?.()?.options ?? {});
    value = String(options[name] ?? options["params"]?.[name] ?? options[`params[${name}]`] ?? "");
  });
  return value;
}

export function reloadWindow() {
  return callPortal((bx24) => bx24.reloadWindow?.());
}

export function closeApplication() {
  return callPortal((bx24) => bx24.closeApplication?.());
}

let finished = false;

/** Finishes the installation, at most once for each page load. */
export function installFinish() {
  if (finished) {
    return false;
  }
  finished = callPortal((bx24) => {
    if (!bx24.installFinish) {
      throw new Error("the library has no installFinish");
    }
    bx24.installFinish();
  });
  return finished;
}

/**
 * Gets a fresh authorization for the signed-in user. The result is null if the portal does not answer, which is how it
 * refuses.
 * @returns {Promise<PortalAuth | null>}
 */
export async function refreshAuth() {
  await connect();
  return withTimeout(AUTH_LIMIT, /** @type {PortalAuth | null} */ (null), (answer) => {
    const isSent = callPortal((bx24) => bx24.refreshAuth?.((auth) => answer(auth || null)));
    if (!isSent) {
      answer(null);
    }
  });
}

/**
 * Opens a page of the portal in its side panel.
 * @param {string} path
 * @param {() => void} onFailure called if the portal cannot open the page
 * @returns {boolean} whether the portal was asked
 */
export function openPath(path, onFailure) {
  const bx24 = library();
  /** @param {OpenPathAnswer} answer */
  const answered = (answer) => {
    if (answer?.result === "error") {
      onFailure();
    }
  };
  // Copies of the library without openPath accept the command through the placement's interface.
  if (bx24?.openPath) {
    return callPortal((portal) => portal.openPath?.(path, answered));
  }
  return Boolean(bx24?.placement?.call) && callPortal((portal) => portal.placement?.call?.("openPath", { path }, answered));
}

/**
 * Asks the portal for a frame height. Side panels and widgets set their height themselves and never answer.
 * @param {number} height
 * @returns {Promise<boolean>}
 */
export function resize(height) {
  return withTimeout(3_000, false, (answer) => {
    const isSent = callPortal((bx24) => {
      // resizeWindow can make the frame smaller but fixes its width. fitWindow then restores the full width. Without
      // it, each call would make the frame narrower and the page taller.
      bx24.resizeWindow?.(window.innerWidth, height, () => {
        if (bx24.fitWindow) {
          bx24.fitWindow(() => answer(true));
        } else {
          answer(true);
        }
      });
    });
    if (!isSent) {
      answer(false);
    }
  });
}

export function canSelectUser() {
  return isConnected && typeof library()?.selectUser === "function";
}

/**
 * Opens the portal's dialog to select one user. The portal does not answer if the person selects none.
 * @param {(id: number, name: string) => void} onSelect
 */
export function selectUser(onSelect) {
  callPortal((bx24) =>
    bx24.selectUser?.((user) => {
      const id = Number(user?.id);
      if (id > 0) {
        onSelect(id, user?.name ?? `#${id}`);
      }
    }),
  );
}

export function canSelectUsers() {
  return isConnected && typeof library()?.selectUsers === "function";
}

/**
 * Opens the portal's dialog to select several users. The portal does not answer if the person selects none.
 * @param {(people: { id: number, name: string }[]) => void} onSelect
 */
export function selectUsers(onSelect) {
  callPortal((bx24) =>
    bx24.selectUsers?.((users) => {
      const people = Object.values(users ?? {}).map((user) => ({ id: Number(user?.id), name: user?.name ?? "" }));
      onSelect(people.filter((user) => user.id > 0));
    }),
  );
}

/**
 * Reads an option that the portal stores for this user. The result is empty if the library is missing.
 * @param {string} name
 * @returns {string}
 */
export function readUserOption(name) {
  try {
    const value = isConnected ? library()?.userOption?.get?.(name) : undefined;
    return typeof value === "string" ? value : "";
  } catch {
    return "";
  }
}

/**
 * Stores an option for this user in the portal.
 * @param {string} name
 * @param {string} value
 */
export function saveUserOption(name, value) {
  callPortal((bx24) => bx24.userOption?.set?.(name, value));
}
