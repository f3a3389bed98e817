/** Requests from the desktop to its portal. */

/** Posts form fields and reads a JSON answer. */
export async function postForm(path, fields, { keepalive = false } = {}) {
  const response = await fetch(path, {
    method: "POST",
    body: new URLSearchParams(fields),
    keepalive,
  });
  return response.json();
}

/** Posts form fields and reads HTML that the portal rendered. */
export async function postForFragment(path, fields) {
  const response = await fetch(path, {
    method: "POST",
    body: new URLSearchParams(fields),
  });
  const template = document.createElement("template");
  template.innerHTML = await response.text();
  return template.content;
}

/** Reads JSON. */
export async function getJson(path) {
  const response = await fetch(path);
  return response.json();
}

/** Reads a JSON block of the page; `null` if the page has none. */
export function readBlock(root, selector) {
  const block = root.querySelector(selector);
  return block ? JSON.parse(block.textContent) : null;
}
