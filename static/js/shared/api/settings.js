// @ts-check
// The API's calls about the portal's settings.

import { request, requestWithVersion } from "./client.js";

/** @typedef {import("../types.js").DeletionSettings} DeletionSettings */
/** @typedef {import("../types.js").Settings} Settings */
/** @typedef {{ settings: Settings, version: string }} SettingsVersion */

const PATH = "/api/settings";
const SAVE_LIMIT = 120_000;

/** @returns {Promise<DeletionSettings>} what a deletion needs; anybody may read it */
export const loadSettings = () => request("GET", PATH);

/** @returns {Promise<SettingsVersion>} */
export async function loadSettingsVersion() {
  const { data, version } = await requestWithVersion("GET", PATH);
  return { settings: data, version };
}

/**
 * Saves changes. The service refuses them if the settings are no longer at this version.
 * @param {Record<string, unknown>} changes
 * @param {string} version
 * @returns {Promise<SettingsVersion>}
 */
export async function saveSettings(changes, version) {
  const options = { body: changes, headers: { "If-Match": version }, limit: SAVE_LIMIT };
  const answer = await requestWithVersion("PUT", PATH, options);
  return { settings: answer.data, version: answer.version };
}
