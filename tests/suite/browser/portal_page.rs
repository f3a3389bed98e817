//! Methods for the portal's page and the app in its frame, and checks that hold on every page.

use portal_sim::Portal;
use serde_json::{Value, json};

use super::driver::Browser;

pub(crate) const APP_FRAME: &str = "desktop-app-frame";
pub(crate) const SLIDER_FRAME: &str = "desktop-slider-frame";
pub(crate) const READY: &str = "body[data-testid='app-ready']";
pub(crate) const DIALOG: &str = "dialog[open]";

/// Opens the portal's start page as a user.
pub(crate) async fn visits(browser: &Browser, portal: &Portal, user: u64) {
    browser.goes_to(&format!("{}/", portal.origin())).await;
    browser.runs(&format!("document.cookie = 'sim_user={user}; path=/'")).await;
}

/// Sets the portal's language for its page and for the data it posts to the app.
pub(crate) async fn speaks(browser: &Browser, code: &str) {
    browser.runs_outside(&format!("document.cookie = 'sim_lang={code}; path=/'")).await;
}

/// Clicks the app's entry in the portal's menu.
pub(crate) async fn starts_the_app(browser: &Browser, portal: &Portal) {
    browser.goes_to(&format!("{}/", portal.origin())).await;
    browser.clicks("desktop-menu-app").await;
}

pub(crate) async fn opens_the_app(browser: &Browser, portal: &Portal, user: u64) {
    visits(browser, portal, user).await;
    starts_the_app(browser, portal).await;
    browser.enters(APP_FRAME, READY).await;
}

/// Opens the app's button on a contact's card.
pub(crate) async fn opens_the_widget(browser: &Browser, portal: &Portal, contact: u64) {
    browser.goes_to(&format!("{}/crm/contact/details/{contact}/", portal.origin())).await;
    browser.clicks("desktop-widget-button").await;
    browser.enters(SLIDER_FRAME, READY).await;
}

pub(crate) async fn types(browser: &Browser, test_id: &str, text: &str) {
    browser.finds(test_id).await.send_keys(text).await.unwrap();
}

/// Chooses an option of a select like a user.
pub(crate) async fn chooses_option(browser: &Browser, test_id: &str, value: &str) {
    let script = format!(
        "const select = document.querySelector('[data-testid={test_id}]'); select.value = '{value}';
         for (const kind of ['input', 'change']) select.dispatchEvent(new Event(kind, {{ bubbles: true }}));
         return select.value"
    );
    assert_eq!(browser.runs(&script).await, json!(value), "{test_id} has the option");
}

pub(crate) fn row(id: u64) -> String {
    format!("[data-testid='contact-row'][data-contact-id='{id}']")
}

pub(crate) async fn searches_one(browser: &Browser, text: &str, id: u64) {
    types(browser, "contact-search", text).await;
    browser.until("one row", async || browser.counts("[data-testid='contact-row']").await == 1).await;
    browser.finds_css(&row(id)).await;
}

/// Clicks the delete button of a row, so that the confirmation opens.
pub(crate) async fn asks_to_delete(browser: &Browser, id: u64) {
    browser.clicks_css(&format!("{} [data-testid='contact-delete']", row(id))).await;
    browser.sees("confirm-dialog").await;
}

/// The test id of the element with the focus.
pub(crate) async fn focused(browser: &Browser) -> Value {
    browser.runs("return document.activeElement?.getAttribute('data-testid')").await
}

/// Scrolls the portal's page to the top. The portal's header stays at the window's top and may cover the element to
/// click.
pub(crate) async fn goes_up(browser: &Browser) {
    browser.runs_outside("scrollTo(0, 0)").await;
}

/// No text's key or placeholder is visible instead of its words.
pub(crate) async fn reads_no_key(browser: &Browser) {
    let unfinished = r"
        const read = (node) => [node.innerText, ...[...node.querySelectorAll('[title], [aria-label], [placeholder]')]
            .flatMap((one) => [one.title, one.getAttribute('aria-label'), one.placeholder])].join('\n');
        return read(document.body).match(/Unknown localization|\{ ?\$?[a-z]+ ?\}|\b(js|app|page|problem|confirm|placement|install|banner|filter|preset|view|views|bulk|ids|restore|job|settings|installation|requests|disconnect|history)-[a-z]+(-[a-z]+)*\b/g)";
    assert_eq!(browser.runs(unfinished).await, json!(null), "a text is missing");
}

/// The console has no error, and nothing scrolls sideways, neither in the frame nor around it.
pub(crate) async fn is_in_order(browser: &Browser) {
    is_laid_out(browser).await;
    is_quiet(browser).await;
}

/// No console errors and no failed requests since the last check.
pub(crate) async fn is_quiet(browser: &Browser) {
    let errors = browser.console_errors().await;
    assert!(errors.is_empty(), "{errors:?}");
}

const TOO_WIDE: &str = "document.documentElement.scrollWidth > document.documentElement.clientWidth";

pub(crate) async fn is_laid_out(browser: &Browser) {
    fits_its_frame(browser).await;
    let outside = browser.runs_outside(TOO_WIDE).await;
    assert_eq!(outside, json!(false), "the portal's page is wider than the window");
}

/// Checks our page only, not the portal's page around it.
pub(crate) async fn fits_its_frame(browser: &Browser) {
    let inside = browser.runs(&format!("return {TOO_WIDE} ? [...document.querySelectorAll('body *')].filter((one) => one.getBoundingClientRect().right > innerWidth).map((one) => one.outerHTML.slice(0, 160)) : null")).await;
    assert_eq!(inside, json!(null), "the page is wider than its frame");
    let clipped = browser.runs(CLIPPED).await;
    assert_eq!(clipped, json!([]), "texts are cut off");
}

/// Our own texts that are cut off. Contact data may be cut, because its title contains the whole value.
const CLIPPED: &str = "
    const cut = [];
    const unseen = (element) => element !== null
        && (getComputedStyle(element).clipPath === 'inset(50%)' || unseen(element.parentElement));
    for (const element of document.body.querySelectorAll('*')) {
        const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
        const box = element.getBoundingClientRect();
        if (!own || box.width <= 1 || !element.checkVisibility({ visibilityProperty: true })) continue;
        if (unseen(element) || element.closest('.ce-value, .ce-clamp, .ce-dialog__name, [data-scrolls] bdi')) continue;
        const style = getComputedStyle(element);
        const wide = style.overflowX !== 'visible' && element.scrollWidth > element.clientWidth + 1;
        const high = style.overflowY === 'hidden' && element.scrollHeight > element.clientHeight + 1;
        const scrolls = element.closest('.ce-tabs, .ce-sections') !== null;
        const beside = !scrolls && (box.right > innerWidth + 1 || box.left < -1);
        const parent = element.parentElement.getBoundingClientRect();
        const outside = !scrolls && style.position !== 'absolute' && parent.width > 1 && box.right > parent.right + 1;
        if (wide || high || beside || outside) cut.push(element.outerHTML.slice(0, 160));
    }
    for (const field of document.querySelectorAll('input[placeholder]')) {
        const style = getComputedStyle(field, '::placeholder');
        if (!field.checkVisibility() || style.color === 'rgba(0, 0, 0, 0)') continue;
        const own = getComputedStyle(field);
        const pen = document.createElement('canvas').getContext('2d');
        pen.font = own.font;
        const room = field.clientWidth - parseFloat(own.paddingLeft) - parseFloat(own.paddingRight);
        if (pen.measureText(field.placeholder).width > room) cut.push(field.placeholder);
    }
    return cut;";
