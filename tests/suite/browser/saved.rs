//! Views that an administrator shares: their section in the settings, and the drafts that they prepare.

use contact_eraser::worker;
use portal_sim::Sim;

use super::bulk::{reads_the_impact, waits_for_state};
use super::driver::{Browser, LAPTOP, PHONE};
use super::languages::LANGUAGES;
use super::portal_page::{
    APP_FRAME, READY, chooses_option, goes_up, is_in_order, is_laid_out, is_quiet, opens_the_app,
    reads_no_key, speaks, starts_the_app, types, visits,
};
use crate::renewal::silence::flows_of;
use crate::support::TestApp;

/// Shares the view of the dialog and lets it prepare a draft each month.
async fn shares_monthly(browser: &Browser) {
    browser.clicks("filter-shared").await;
    chooses_option(browser, "filter-every", "month").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_filter_is_saved_and_its_draft_is_reviewed_and_confirmed() {
    let app = TestApp::with(Sim::builder().portals(1).contacts(130).installed(true)).await;
    let portal = app.portal();
    let browser = Browser::start(LAPTOP).await;
    opens_the_app(&browser, &portal, 1).await;
    browser.clicks("filter-no-phone").await;
    browser.clicks("filter-no-email").await;
    browser.until("fewer rows", async || browser.counts("[data-testid='contact-row']").await < 30).await;
    let listed = browser.counts("[data-testid='contact-row']").await;
    browser.clicks("filter-save").await;
    browser.sees("confirm-dialog").await;
    types(&browser, "filter-name", "Nobody can reach them").await;
    shares_monthly(&browser).await;
    browser.pictures("filter-dialog").await;
    browser.clicks("confirm-delete").await;
    browser.sees("notice").await;
    assert!(browser.text("notice").await.contains("Next draft:"));
    assert_eq!(app.rows("saved_filters WHERE shared = 1 AND zone IS NOT NULL").await, 1);
    goes_up(&browser).await;
    browser.clicks("tab-settings").await;
    browser.clicks("section-views").await;
    browser.finds("saved-filter").await;
    let row = browser.text("saved-filter").await;
    assert!(row.contains("Nobody can reach them") && row.contains("No phone · No e-mail"), "{row}");
    assert!(row.contains("Next draft:"), "{row}");
    let shows = "document.querySelector('[data-testid=saved-filters]').scrollIntoView({ block: 'center' })";
    browser.runs(shows).await;
    browser.pictures("saved-filters").await;
    browser
        .runs("document.querySelector('[data-testid=tab-jobs]').scrollIntoView({ block: 'center' })")
        .await;
    app.runs("UPDATE saved_filters SET next_at = 1").await;
    worker::round(&flows_of(&app, &[]).await).await;
    browser.clicks("tab-jobs").await;
    waits_for_state(&browser, 1, "draft").await;
    assert!(browser.text("job-row").await.contains("Prepared by a scheduled view."));
    browser.pictures("job-prepared").await;
    browser.clicks("job-review").await;
    reads_the_impact(&browser).await;
    browser.clicks("confirm-delete").await;
    waits_for_state(&browser, 2, "done").await;
    waits_for_state(&browser, 1, "cancelled").await;
    assert!(portal.deletions().len() <= listed && !portal.deletions().is_empty());
    browser.clicks("tab-settings").await;
    browser.clicks("saved-use").await;
    browser.finds("filter-save").await;
    browser.clicks("tab-settings").await;
    browser.clicks("saved-delete").await;
    browser.sees("confirm-dialog").await;
    assert!(browser.text("confirm-dialog").await.contains("No more drafts are prepared."));
    browser.clicks("confirm-delete").await;
    browser.until("the filter is gone", async || app.rows("saved_filters").await == 0).await;
    is_in_order(&browser).await;
    browser.ends().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_dialogs_fit_a_phone_in_every_language() {
    let app = TestApp::with(Sim::builder().portals(1).contacts(130).installed(true)).await;
    let portal = app.portal();
    let admin = app.signs_in(&portal, 1).await;
    let job = admin.deletes(&portal.contact_ids()[3..6]).await;
    admin.ends(job).await;
    let browser = Browser::start(PHONE).await;
    visits(&browser, &portal, 1).await;
    for (code, tag) in LANGUAGES {
        speaks(&browser, code).await;
        starts_the_app(&browser, &portal).await;
        browser.enters(APP_FRAME, READY).await;
        browser.clicks("filter-no-phone").await;
        browser.clicks("filter-save").await;
        browser.sees("confirm-dialog").await;
        shares_monthly(&browser).await;
        looks_right(&browser, &format!("filter-dialog-{tag}")).await;
        browser.clicks("tab-jobs").await;
        browser.clicks("job-more").await;
        browser.clicks("job-record").await;
        browser.sees("confirm-dialog").await;
        looks_right(&browser, &format!("record-dialog-{tag}")).await;
        is_quiet(&browser).await;
        browser.leaves_the_frame().await;
    }
    browser.ends().await;
}

async fn looks_right(browser: &Browser, name: &str) {
    browser.pictures(name).await;
    is_laid_out(browser).await;
    reads_no_key(browser).await;
    browser.clicks("confirm-cancel").await;
}
