//! The banner over the list: readable in every language, on a desk and on a phone, by day and by night.

use portal_sim::Sim;

use super::accessibility::{is_accessible, rules};
use super::desk::{APP_FRAME, READY, is_quiet, row, speaks, starts_the_app, visits};
use super::driver::{Browser, LAPTOP};
use super::languages::{LANGUAGES, reads_well};
use crate::support::TestApp;

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
