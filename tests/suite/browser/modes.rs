//! The pages for users who need enlarged text, the system's colours, or no motion.

use portal_sim::{Portal, Sim};
use serde_json::{Value, json};

use super::bulk::reads_the_impact;
use super::driver::{Browser, DESKTOP, Screen};
use super::portal_page::{
    fits_its_frame, goes_up, is_laid_out, opens_the_app, opens_the_widget, row, visits,
};
use super::states::{answers, jobs};
use crate::support::TestApp;

/// At a zoom of 200 %, a desktop window is half as wide and half as high.
const ENLARGED: Screen = Screen { width: 640, height: 400, dark: false };
/// The width that WCAG 1.4.10 requires: a desktop window at a zoom of 400 %.
const REFLOWED: Screen = Screen { width: 320, height: 640, dark: false };
const PATHS: [&str; 5] = ["/", "/privacy", "/help", "/oauth/start?portal=company.bitrix24.com", "/app"];

/// A browser with all frames in one process, so that all of them receive the system's preferences.
async fn opens(contacts: usize) -> (TestApp, Portal, Browser) {
    let sim = Sim::builder().portals(1).contacts(contacts).installed(false).no_bucket();
    let app = TestApp::with(sim).await;
    let portal = app.portal();
    app.opens(&portal.frame_post(1)).await;
    portal.install_finished();
    let arguments = ["--disable-site-isolation-trials"];
    let browser = Browser::start_as(DESKTOP, json!({}), &arguments).await;
    (app, portal, browser)
}

/// Sets a preference of the system. `frame_has_preference` checks that a frame has received it.
async fn sets_preference(browser: &Browser, name: &str, value: &str) {
    let media = json!({"features": [{"name": name, "value": value}]});
    browser.devtools("Emulation.setEmulatedMedia", media).await;
}

async fn frame_has_preference(browser: &Browser, name: &str, value: &str) {
    let heard = format!("return matchMedia('({name}: {value})').matches");
    assert_eq!(browser.runs(&heard).await, json!(true), "{name}");
}

/// The page to check.
struct Place<'a> {
    name: &'a str,
    asks: bool,
}

/// Opens the app, the widget and the pages for a browser tab one after the other, and checks each.
async fn walks(app: &TestApp, portal: &Portal, browser: &Browser, looks: impl AsyncFn(Place<'_>)) {
    let sees = async |name| looks(Place { name, asks: false }).await;
    let reads = async |name| looks(Place { name, asks: true }).await;
    opens_the_app(browser, portal, 1).await;
    browser.finds_css(&row(2)).await;
    answers(browser, &jobs()).await;
    browser.runs("document.querySelector('#guide-done')?.click()").await;
    for id in [2, 3] {
        browser.runs(&format!("document.querySelector(\"{} [type=checkbox]\").click()", row(id))).await;
    }
    sees("list").await;
    presses(browser, "filter-no-company").await;
    presses(browser, "filters-toggle").await;
    browser.until("the conditions", async || browser.counts("#filters:not([hidden])").await == 1).await;
    sees("filters").await;
    presses(browser, "filters-toggle").await;
    browser.runs("document.querySelector('[data-testid=contact-delete]').click()").await;
    browser.sees("confirm-dialog").await;
    browser.sees("impact").await;
    reads("one").await;
    presses(browser, "confirm-cancel").await;
    presses(browser, "select-all-matching").await;
    presses(browser, "delete-selected").await;
    reads_the_impact(browser).await;
    reads("many").await;
    presses(browser, "confirm-cancel").await;
    looks_at_the_other_parts(browser, &looks).await;
    visits(browser, portal, 1).await;
    opens_the_widget(browser, portal, 5).await;
    browser.sees("impact").await;
    sees("widget").await;
    for path in PATHS {
        browser.goes_to(&format!("{}{path}", app.url)).await;
        sees(path).await;
    }
}

async fn looks_at_the_other_parts(browser: &Browser, looks: &impl AsyncFn(Place<'_>)) {
    let sees = async |name| looks(Place { name, asks: false }).await;
    presses(browser, "tab-jobs").await;
    browser.until("the jobs", async || browser.counts("[data-testid='job-row']").await == jobs().len()).await;
    browser.runs("document.querySelector('[data-job-id=\"85\"] [data-testid=job-items]').click()").await;
    browser.until("the contacts", async || browser.counts("[data-testid='job-item']").await > 0).await;
    sees("jobs").await;
    presses(browser, "tab-history").await;
    browser.until("the history", async || browser.counts("[data-testid='history-row']").await > 0).await;
    sees("history").await;
    presses(browser, "tab-settings").await;
    let read = "return document.querySelector('[name=snapshot_days]').value !== ''";
    browser.until("the settings", async || browser.runs(read).await == json!(true)).await;
    browser.runs("for (const fold of document.querySelectorAll('details')) { fold.open = true; }").await;
    sees("settings").await;
}

/// Clicks the element with this test id at its position. In a low window the portal's header covers much of the page.
async fn presses(browser: &Browser, test_id: &str) {
    let css = format!("[data-testid={test_id}]");
    let ready =
        format!("const one = document.querySelector('{css}'); return one.checkVisibility() && !one.disabled");
    browser.until(test_id, async || browser.runs(&ready).await == json!(true)).await;
    browser.runs(&format!("document.querySelector('{css}').click()")).await;
}

async fn checks(browser: &Browser, check: &str) -> Value {
    browser.runs(include_str!("modes.js")).await;
    let script = format!("const done = arguments[0]; Promise.resolve(modes.{check}()).then(done)");
    browser.runs_until_answered(&script, vec![]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_is_readable_when_enlarged() {
    let (app, portal, browser) = opens(100).await;
    walks(&app, &portal, &browser, async |place| {
        for (screen, size) in [(ENLARGED, "200"), (REFLOWED, "400")] {
            browser.turns_to(screen).await;
            browser.pictures(&format!("enlarged-{}-{size}", named(place.name))).await;
            // The simulator's own contact page is made for wider windows.
            if place.name == "widget" {
                fits_its_frame(&browser).await;
            } else {
                is_laid_out(&browser).await;
            }
            if place.asks {
                let seen = async || checks(&browser, "unseen").await == json!([]);
                browser.until(&format!("question and buttons at {size} %: {}", place.name), seen).await;
            }
        }
        browser.turns_to(DESKTOP).await;
        browser.settles().await;
        goes_up(&browser).await;
    })
    .await;
    browser.ends().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_is_usable_in_forced_colours() {
    let (app, portal, browser) = opens(100).await;
    sets_preference(&browser, "forced-colors", "active").await;
    walks(&app, &portal, &browser, async |place| {
        frame_has_preference(&browser, "forced-colors", "active").await;
        browser.pictures(&format!("forced-{}", named(place.name))).await;
        assert_eq!(checks(&browser, "forced").await, json!([]), "{}", place.name);
    })
    .await;
    browser.ends().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_moves_with_reduced_motion() {
    let (app, portal, browser) = opens(100).await;
    sets_preference(&browser, "prefers-reduced-motion", "reduce").await;
    walks(&app, &portal, &browser, async |place| {
        frame_has_preference(&browser, "prefers-reduced-motion", "reduce").await;
        assert_eq!(checks(&browser, "moving").await, json!([]), "{}", place.name);
        // The signs of waiting are shown too.
        browser.runs("for (const one of document.querySelectorAll('button')) one.setAttribute('aria-busy', 'true')").await;
        assert_eq!(checks(&browser, "moving").await, json!([]), "{} while it waits", place.name);
        browser.runs("for (const one of document.querySelectorAll('button')) one.removeAttribute('aria-busy')").await;
    })
    .await;
    browser.ends().await;
}

fn named(place: &str) -> String {
    let words: Vec<_> =
        place.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    if words.is_empty() { "home".to_owned() } else { words.join("-") }
}
