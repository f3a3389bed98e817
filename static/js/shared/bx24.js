// @ts-check
// The portal's library behind our own words. It may be blocked (undefined), may have thrown on loading (null), and
// may never answer a call: everything here has a time limit and a way on.

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
 * The value that `start` passes on, or the fallback once the time is over.
 * @template T
 * @param {number} limit in milliseconds
 * @param {T} fallback
 * @param {(answer: (value: T) => void) => void} start
 * @returns {Promise<T>}
 */
function within(limit, fallback, start) {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(fallback), limit);
    /** @param {T} value */
    const answer = (value) => {
      clearTimeout(timer);
      resolve(value);
    };
    try {
      start(answer);
    } catch {
      answer(fallback);
    }
  });
}

/** Waits until the library's script has run or failed. */
function loaded() {
  const script = document.getElementById("bx24-js");
  if (library() !== undefined || !script) {
    return Promise.resolve();
  }
  return within(LOAD_LIMIT, undefined, (/** @type {(value: undefined) => void} */ answer) => {
    script.addEventListener("load", () => answer(undefined), { once: true });
    script.addEventListener("error", () => answer(undefined), { once: true });
    // The script may have failed before this module ran; the page's own load event comes after both.
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
let usable = false;

/**
 * Connects to the portal once: `blocked` when the library is not there, `silent` when the portal does not answer it.
 * @returns {Promise<Connection>}
 */
export function connect() {
  connection ??= loaded().then(async () => {
    const bx24 = library();
    if (!bx24 || typeof bx24.init !== "function") {
      return "blocked";
    }
    usable = await within(INIT_LIMIT, false, (answer) => bx24.init(() => answer(true)));
    return usable ? "ready" : "silent";
  });
  return connection;
}

/**
 * Runs an order that needs no answer.
 * @param {(bx24: PortalLibrary) => void} order
 * @returns {boolean} whether it could be given
 */
function tell(order) {
  const bx24 = library();
  if (!usable || !bx24) {
    return false;
  }
  try {
    order(bx24);
    return true;
  } catch {
    return false;
  }
}

/** @param {string} title */
export function setTitle(title) {
  tell((bx24) => bx24.setTitle?.(title));
}

/**
 * What the address that opened the app says under a name; nothing where it says nothing. Portals hand on the parameters of
 * the page or those of a link into the app (b24restdocs api-reference/widgets/universal/app-url.md).
 * @param {string} name
 */
export function askedFor(name) {
  let asked = "";
  tell((bx24) => {
    const options = /** @type {Record<string, any>} */ (bx24.placement?.info?.()?.options ?? {});
    asked = String(options[name] ?? options["params"]?.[name] ?? options[`params[${name}]`] ?? "");
  });
  return asked;
}

export function reloadWindow() {
  return tell((bx24) => bx24.reloadWindow?.());
}

export function closeApplication() {
  return tell((bx24) => bx24.closeApplication?.());
}

let finished = false;

/** Finishes the installation, once in the life of the page. */
export function installFinish() {
  if (finished) {
    return false;
  }
  finished = tell((bx24) => {
    if (!bx24.installFinish) {
      throw new Error("the library has no installFinish");
    }
    bx24.installFinish();
  });
  return finished;
}

/**
 * A fresh authorization for the signed-in user; null when the portal refuses, which it does by not answering.
 * @returns {Promise<PortalAuth | null>}
 */
export async function refreshAuth() {
  await connect();
  return within(AUTH_LIMIT, /** @type {PortalAuth | null} */ (null), (answer) => {
    const given = tell((bx24) => bx24.refreshAuth?.((auth) => answer(auth || null)));
    if (!given) {
      answer(null);
    }
  });
}

/**
 * Opens a page of the portal in its side panel.
 * @param {string} path
 * @param {() => void} otherwise called when the portal cannot
 * @returns {boolean} whether the portal was asked
 */
export function openPath(path, otherwise) {
  const bx24 = library();
  /** @param {OpenPathAnswer} answer */
  const answered = (answer) => {
    if (answer?.result === "error") {
      otherwise();
    }
  };
  // Copies of the library without openPath pass the command on through the placement's interface.
  if (bx24?.openPath) {
    return tell((portal) => portal.openPath?.(path, answered));
  }
  return Boolean(bx24?.placement?.call) && tell((portal) => portal.placement?.call?.("openPath", { path }, answered));
}

/**
 * Asks for a height. The answer never comes where the portal sizes the frame itself: side panels and widgets.
 * @param {number} height
 * @returns {Promise<boolean>}
 */
export function resize(height) {
  return within(3_000, false, (answer) => {
    const given = tell((bx24) => {
      // resizeWindow can shrink but pins the width; fitWindow then sets it back to all there is. Asking again before
      // that, or leaving out a scroll bar's width, would make the frame narrower and the page taller each time.
      bx24.resizeWindow?.(window.innerWidth, height, () => {
        if (bx24.fitWindow) {
          bx24.fitWindow(() => answer(true));
        } else {
          answer(true);
        }
      });
    });
    if (!given) {
      answer(false);
    }
  });
}

export function canSelectUser() {
  return usable && typeof library()?.selectUser === "function";
}

/**
 * Lets a person be picked in the portal's own dialog. Nothing happens when none is: there the portal never answers.
 * @param {(id: number, name: string) => void} picked
 */
export function selectUser(picked) {
  tell((bx24) =>
    bx24.selectUser?.((user) => {
      const id = Number(user?.id);
      if (id > 0) {
        picked(id, user?.name ?? `#${id}`);
      }
    }),
  );
}

export function canSelectUsers() {
  return usable && typeof library()?.selectUsers === "function";
}

/**
 * Lets several people be picked in the portal's own dialog. Nothing happens when none is.
 * @param {(people: { id: number, name: string }[]) => void} picked
 */
export function selectUsers(picked) {
  tell((bx24) =>
    bx24.selectUsers?.((users) => {
      const people = Object.values(users ?? {}).map((user) => ({ id: Number(user?.id), name: user?.name ?? "" }));
      picked(people.filter((user) => user.id > 0));
    }),
  );
}

/**
 * What was kept for this user in the portal; nothing where the portal's library is not there.
 * @param {string} name
 * @returns {string}
 */
export function userOption(name) {
  try {
    const kept = usable ? library()?.userOption?.get?.(name) : undefined;
    return typeof kept === "string" ? kept : "";
  } catch {
    return "";
  }
}

/**
 * Keeps something for this user in the portal.
 * @param {string} name
 * @param {string} value
 */
export function keepUserOption(name, value) {
  tell((bx24) => bx24.userOption?.set?.(name, value));
}
