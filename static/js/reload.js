// @ts-check
// The one button of an error page: the portal's form is sent once more.

document.getElementById("reload")?.addEventListener("click", () => window.location.reload());
