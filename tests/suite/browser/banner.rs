//! The banner over the list: readable in every language, on a desk and on a phone, by day and by night.

use portal_sim::Sim;
use serde_json::json;

use super::accessibility::{is_accessible, rules};
use super::desk::{APP_FRAME, READY, is_quiet, opens_the_app, row, speaks, starts_the_app, visits};
use super::driver::{Browser, LAPTOP};
use super::languages::{LANGUAGES, reads_well};
use crate::support::TestApp;

const DELETE: &str = "\u{e017}";

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_connected_stands_over_the_list() {
    // Neither widgets nor names were granted.
    let app = TestApp::with(Sim::builder().portals(1).contacts(100).scope("crm").no_bucket()).await;
    let portal = app.portal();
    let browser = Browser::start(LAPTOP).await;
    visits(&browser, &portal, 1).await;
    starts_the_app(&browser, &portal).await;
    for (code, tag) in LANGUAGES {
        browser.leaves_the_frame().await;
        speaks(&browser, code).await;
        starts_the_app(&browser, &portal).await;
        browser.enters(APP_FRAME, READY).await;
        browser.finds_css(&row(1)).await;
        assert_eq!(browser.counts("[data-testid='banner'] li").await, 4, "{tag}");
        reads_well(&browser, tag, "banner").await;
    }
    is_quiet(&browser).await;
    if let Some(rules) = rules() {
        is_accessible(&browser, &rules, "the banner", LAPTOP).await;
    }
    browser.ends().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_who_may_not_delete_is_told_before_they_try() {
    let app = TestApp::with(Sim::builder().portals(1).contacts(100).installed(true)).await;
    let portal = app.portal();
    let admin = app.signs_in(&portal, 1).await;
    let browser = Browser::start(LAPTOP).await;
    opens_the_app(&browser, &portal, 2).await;
    assert_eq!(browser.counts("[data-testid='banner']").await, 0, "everybody may delete");
    browser.leaves_the_frame().await;
    admin.decides(&json!({"who_may_delete": "administrators"})).await;
    for (code, tag) in LANGUAGES {
        speaks(&browser, code).await;
        starts_the_app(&browser, &portal).await;
        browser.enters(APP_FRAME, READY).await;
        browser.finds_css(&row(1)).await;
        reads_well(&browser, tag, "barred").await;
        browser.leaves_the_frame().await;
    }
    speaks(&browser, "en").await;
    starts_the_app(&browser, &portal).await;
    browser.enters(APP_FRAME, READY).await;
    let said = browser.text("banner").await;
    assert!(said.contains("You can look at contacts here, but not delete them"), "{said}");
    if let Some(rules) = rules() {
        is_accessible(&browser, &rules, "the banner of somebody who may not delete", LAPTOP).await;
    }
    // Nothing offers a deletion, by mouse or by key. A request is refused all the same.
    let offered = "return ['#ids-open', '#select-all', '#select-page', '[data-testid=contact-delete]', '[data-testid=contact-select]']
        .filter((css) => document.querySelector(css).checkVisibility({ visibilityProperty: true }))";
    assert_eq!(browser.runs(offered).await, json!([]));
    browser.runs(&format!("document.querySelector(\"{}\").focus()", row(1))).await;
    for key in ["x", DELETE] {
        browser.presses(key).await;
    }
    assert_eq!(browser.counts("dialog[open], [data-testid='contact-select']:checked").await, 0);
    assert_eq!(app.signs_in(&portal, 2).await.erases(1).await.problem(), (403, "not_permitted"));
    assert!(portal.contact(1).is_some());
    visits(&browser, &portal, 1).await;
    starts_the_app(&browser, &portal).await;
    browser.enters(APP_FRAME, READY).await;
    browser.finds_css(&row(1)).await;
    assert_eq!(browser.counts("[data-testid='banner']").await, 0, "an administrator may");
    browser.ends().await;
}
