/** The words of the scripts in the language of the page. The page contains them. */

const words = JSON.parse(document.body.dataset.words ?? "{}");

export const say = (key) => words[key] ?? key;
