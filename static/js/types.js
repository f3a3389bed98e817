// @ts-check
// The shapes that the modules share: the API's answers and the part of the portal's library that we call. No code.

/**
 * @typedef {object} Contact
 * @property {number} id
 * @property {string} name
 * @property {string[]} phones
 * @property {string[]} emails
 * @property {string | null} company
 * @property {string | null} created_at
 * @property {number | null} assigned_by
 * @property {string | null} [assigned_by_name]
 * @property {string} url
 */

/**
 * What hangs on a contact; null is "not known".
 * @typedef {object} Related
 * @property {number | null} deals
 * @property {number | null} companies
 * @property {number | null} activities
 */

/** @typedef {Contact & { related: Related }} ContactDetail */

/** @typedef {{ items: Contact[], total: number | null, next: number | null }} ContactPage */

/**
 * @typedef {object} Boot
 * @property {string} [session]
 * @property {number} [expires_at]
 * @property {string} [member_id]
 * @property {string} [portal_domain]
 * @property {string} [portal_origin]
 * @property {number} [user_id]
 * @property {number | null} [contact_id]
 * @property {string} language
 * @property {Record<string, string>} messages
 */

/** @typedef {{ kind: "success" | "error" | "info", title: string, text?: string, requestId?: string }} NoticeContent */

/**
 * @typedef {object} PortalAuth
 * @property {string} [access_token]
 * @property {string} [refresh_token]
 * @property {number | string} [expires_in] in BX24.js the moment it ends, in milliseconds
 * @property {string} [domain]
 * @property {string} [member_id]
 */

/**
 * The portal's library; what a copy lacks is undefined.
 * @typedef {object} PortalLibrary
 * @property {(ready: () => void) => void} init
 * @property {() => void} [installFinish]
 * @property {(done: (auth: PortalAuth | false) => void) => void} [refreshAuth]
 * @property {(width: number, height: number, done?: () => void) => void} [resizeWindow]
 * @property {(done?: () => void) => void} [fitWindow]
 * @property {(title: string, done?: () => void) => void} [setTitle]
 * @property {(path: string, done?: (answer: OpenPathAnswer) => void) => void} [openPath]
 * @property {{ call?: (command: string, parameters: object, done?: (answer: OpenPathAnswer) => void) => void }} [placement]
 * @property {() => void} [reloadWindow]
 * @property {() => void} [closeApplication]
 */

/** @typedef {{ result?: string, errorCode?: string } | undefined} OpenPathAnswer */

export {};
