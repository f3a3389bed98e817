//! The app's buttons in the portal's own pages: a side panel about one contact, which closes after the deletion.

use portal_sim::{Portal, Sim};
use serde_json::json;

use super::driver::{Browser, LAPTOP, PHONE};
use super::portal_page::{READY, SLIDER_FRAME, is_in_order, opens_the_widget, visits};
use crate::support::TestApp;

/// A service whose installation has bound the widgets.
async fn installed() -> (TestApp, Portal) {
    let app = TestApp::with(Sim::builder().portals(1).contacts(100).installed(false)).await;
    let portal = app.portal();
    app.opens(&portal.frame_post(1)).await;
    portal.install_finished();
    (app, portal)
}

fn in_the_list(id: u64) -> String {
    format!("[data-testid='desktop-contact-row'][data-contact-id='{id}']")
}

/// Marks the portal's page, so that a reload can be detected.
async fn marks_the_page(browser: &Browser) {
    browser.runs_outside("window.stillTheSame = true").await;
}

/// Waits until the portal has closed its side panel and reloaded its page.
async fn is_left(browser: &Browser) {
    let left = "window.stillTheSame === undefined && document.readyState === 'complete' \
        && document.querySelector('.slider') === null";
    browser
        .until("the panel is closed and the page is new", async || {
            browser.runs_outside(left).await == json!(true)
        })
        .await;
    browser.leaves_the_frame().await;
}

async fn confirms(browser: &Browser, portal: &Portal, id: u64) {
    browser.finds("placement-contact").await;
    browser.sees("confirm-dialog").await;
    browser.sees("impact").await;
    assert_eq!(portal.delete_requests(id), 0, "no deletion before the confirmation");
    browser.clicks("confirm-delete").await;
    browser.finds_css("[data-testid='notice'][data-kind='success']").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn side_panel_closes_after_a_deletion_and_the_page_reloads() {
    let (_app, portal) = installed().await;
    let browser = Browser::start(LAPTOP).await;
    visits(&browser, &portal, 2).await;

    browser.goes_to(&format!("{}/crm/contact/list/", portal.origin())).await;
    marks_the_page(&browser).await;
    browser.clicks_css(&format!("{} [data-testid='desktop-row-menu']", in_the_list(5))).await;
    browser.clicks_css(&format!("{} [data-testid='desktop-widget-button']", in_the_list(5))).await;
    browser.enters(SLIDER_FRAME, READY).await;
    is_in_order(&browser).await;
    confirms(&browser, &portal, 5).await;
    browser.pictures("widget-deleted").await;
    is_in_order(&browser).await;
    is_left(&browser).await;
    browser.finds_css(&in_the_list(6)).await;
    assert_eq!(browser.counts(&in_the_list(5)).await, 0, "the list still shows the contact");

    opens_the_widget(&browser, &portal, 42).await;
    marks_the_page(&browser).await;
    browser.pictures("widget").await;
    browser.turns_to(PHONE).await;
    browser.pictures("widget-phone").await;
    is_in_order(&browser).await;
    browser.turns_to(LAPTOP).await;
    confirms(&browser, &portal, 42).await;
    is_left(&browser).await;
    // The portal itself no longer has a page for the deleted contact.
    let errors = browser.console_errors().await;
    assert!(errors.iter().all(|error| error.contains("/crm/contact/details/42/")), "{errors:?}");

    let deletions: Vec<_> = portal.deletions().iter().map(|one| (one.contact_id, one.user_id)).collect();
    assert_eq!(deletions, [(5, 2), (42, 2)]);
    browser.ends().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn widget_of_a_gone_contact_offers_no_deletion() {
    let (_app, portal) = installed().await;
    let browser = Browser::start(LAPTOP).await;
    visits(&browser, &portal, 2).await;
    browser.goes_to(&format!("{}/crm/contact/details/42/", portal.origin())).await;
    portal.remove_contact(42);
    browser.clicks("desktop-widget-button").await;
    browser.enters(SLIDER_FRAME, READY).await;
    browser.finds_css("[data-testid='notice'][data-kind='info']").await;
    browser.pictures("widget-gone").await;
    assert!(!browser.finds("confirm-delete").await.is_displayed().await.unwrap());

    // The contact is removed while the panel is open. The deletion finds no contact and reports this.
    opens_the_widget(&browser, &portal, 43).await;
    portal.remove_contact(43);
    browser.clicks("confirm-delete").await;
    browser.finds_css("[data-testid='notice'][data-kind='info']").await;
    assert!(portal.deletions().is_empty());
    browser.ends().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn deletion_in_the_side_panel_can_be_undone_or_cancelled() {
    let (_app, portal) = installed().await;
    let browser = Browser::start(LAPTOP).await;
    visits(&browser, &portal, 2).await;
    opens_the_widget(&browser, &portal, 41).await;
    browser.clicks("confirm-cancel").await;
    let closed = "document.querySelector('.slider') === null";
    browser.until("the dialog is closed", async || browser.runs_outside(closed).await == json!(true)).await;
    assert!(portal.deletions().is_empty());

    opens_the_widget(&browser, &portal, 41).await;
    confirms(&browser, &portal, 41).await;
    browser.clicks("notice-action").await;
    browser.finds_css("[data-testid='notice'] a[href*='/crm/contact/details/']").await;
    assert!(portal.contact_ids().into_iter().any(|id| id > 100), "the contact is restored with a new id");
    browser.pictures("widget-undone").await;
    is_in_order(&browser).await;
    marks_the_page(&browser).await;
    browser.clicks("close-panel").await;
    is_left(&browser).await;
    browser.ends().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_entry_above_the_contact_list_opens_the_app() {
    let (_app, portal) = installed().await;
    let browser = Browser::start(LAPTOP).await;
    visits(&browser, &portal, 1).await;
    browser.goes_to(&format!("{}/crm/contact/list/", portal.origin())).await;
    browser.clicks_css("[data-testid='desktop-toolbar'] [data-testid='desktop-widget-button']").await;
    browser.enters(SLIDER_FRAME, READY).await;
    browser.finds("contact-row").await;
    browser.pictures("widget-app").await;
    is_in_order(&browser).await;
    browser.ends().await;
}
