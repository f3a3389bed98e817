// @ts-check
// The button of an error page: it sends the portal's form again.

document.getElementById("reload")?.addEventListener("click", () => window.location.reload());
