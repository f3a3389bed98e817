/** What the scripts say, in the language of the page; the page brings the words along. */

const words = JSON.parse(document.body.dataset.words ?? "{}");

export const say = (key) => words[key] ?? key;
