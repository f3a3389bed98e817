//! The page, the service, its worker and the portal together. No part is replaced.

use portal_sim::{Fault, Nth, Sim};
use serde_json::json;

use super::bulk::{chooses, reads_the_impact, waits_for_state};
use super::driver::{Browser, DESKTOP, LAPTOP, PHONE, Screen};
use super::portal_page::{goes_up, is_in_order, opens_the_app, types};
use crate::jobs::add_contacts;
use crate::support::TestApp;

#[tokio::test(flavor = "multi_thread")]
async fn selected_contacts_are_deleted_and_restored_after_a_reload() {
    let app = TestApp::with(Sim::builder().portals(1).contacts(120).installed(true)).await;
    let portal = app.portal();
    let before = portal.contact_ids();
    let browser = Browser::start(LAPTOP).await;
    opens_the_app(&browser, &portal, 1).await;
    for id in &before[3..6] {
        chooses(&browser, *id).await;
    }
    browser.clicks("delete-selected").await;
    reads_the_impact(&browser).await;
    browser.pictures("whole-dialog").await;
    browser.clicks("confirm-delete").await;
    waits_for_state(&browser, 1, "done").await;
    browser.pictures("whole-done").await;
    let gone = before.len() - portal.contact_count();
    assert!(gone > 0 && portal.deletions().iter().all(|one| one.user_id == 1));
    assert!(browser.text("job-outcomes").await.contains(&format!("{gone} deleted")));
    // The job is still there on another page and another day.
    browser.leaves_the_frame().await;
    opens_the_app(&browser, &portal, 1).await;
    browser.clicks("tab-jobs").await;
    waits_for_state(&browser, 1, "done").await;
    browser.clicks("job-restore").await;
    browser.sees("confirm-dialog").await;
    browser.clicks("confirm-delete").await;
    waits_for_state(&browser, 2, "done").await;
    assert_eq!(portal.contact_count(), before.len());
    let offers =
        "return document.querySelector('[data-job-id=\"1\"] [data-testid=job-restore]').checkVisibility()";
    browser.until("no contact is left to restore", async || browser.runs(offers).await == json!(false)).await;
    browser.pictures("whole-restored").await;
    is_in_order(&browser).await;
    browser.ends().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn exactly_the_matching_contacts_are_deleted() {
    let app = TestApp::with(Sim::builder().portals(1).contacts(130).installed(true)).await;
    let portal = app.portal();
    let kept = add_contacts(&portal, 2);
    portal.change_contact(kept[0], &json!({"PHONE": [{"VALUE": "+12025550100", "VALUE_TYPE": "WORK"}]}));
    portal.change_contact(kept[1], &json!({"PHONE": [{"VALUE": "+12025550101", "VALUE_TYPE": "WORK"}]}));
    let browser = Browser::start(LAPTOP).await;
    opens_the_app(&browser, &portal, 1).await;
    let everybody = portal.contact_count();
    browser.clicks("filter-no-phone").await;
    browser.until("fewer rows", async || browser.counts("[data-testid='contact-row']").await < 50).await;
    browser.clicks("select-all-matching").await;
    browser.clicks("delete-selected").await;
    reads_the_impact(&browser).await;
    browser.clicks("confirm-delete").await;
    waits_for_state(&browser, 1, "done").await;
    assert!(portal.contact_count() < everybody);
    assert!(kept.iter().all(|id| portal.contact(*id).is_some()), "these contacts have a phone");
    // Now all matching contacts, after the user has typed the number.
    browser.clicks("tab-contacts").await;
    browser.clicks("filter-no-phone").await;
    browser.until("a full page", async || browser.counts("[data-testid='contact-row']").await == 50).await;
    let left = portal.contact_count();
    browser.clicks("select-all-matching").await;
    browser.until("all", async || browser.text("selection-bar").await.contains(&left.to_string())).await;
    browser.clicks("delete-selected").await;
    reads_the_impact(&browser).await;
    if left >= 100 {
        types(&browser, "confirm-input", &left.to_string()).await;
    }
    browser.clicks("confirm-delete").await;
    waits_for_state(&browser, 2, "done").await;
    browser.pictures("whole-everybody").await;
    assert!(!portal.contact_ids().iter().any(|id| kept.contains(id)));
    is_in_order(&browser).await;
    browser.ends().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_erasure_is_recorded_and_its_copies_are_destroyed() {
    let app = TestApp::with(Sim::builder().portals(1).contacts(120).installed(true)).await;
    let portal = app.portal();
    let browser = Browser::start(LAPTOP).await;
    opens_the_app(&browser, &portal, 1).await;
    for id in &portal.contact_ids()[3..6] {
        chooses(&browser, *id).await;
    }
    browser.clicks("delete-selected").await;
    reads_the_impact(&browser).await;
    browser.clicks("confirm-delete").await;
    waits_for_state(&browser, 1, "done").await;
    assert!(app.rows("snapshots").await > 0);
    let saved = "window.saved = []; HTMLAnchorElement.prototype.click = function () { window.saved.push(this.download) }";
    browser.runs(saved).await;
    browser.clicks("job-more").await;
    browser.clicks("job-record").await;
    browser.sees("confirm-dialog").await;
    let allowed = "return !document.querySelector('[data-testid=confirm-delete]').disabled";
    assert_eq!(browser.runs(allowed).await, json!(false), "the dialog needs a number");
    types(&browser, "record-reference", "Eva Muster").await;
    assert_eq!(browser.runs(allowed).await, json!(false), "a name is not a number");
    let emptied = "const field = document.querySelector('[data-testid=record-reference]'); field.value = '';
        field.dispatchEvent(new Event('input', { bubbles: true }))";
    browser.runs(emptied).await;
    types(&browser, "record-reference", "GDPR-2026/17").await;
    browser.clicks("record-destroy").await;
    browser.pictures("record-dialog").await;
    browser.clicks("confirm-delete").await;
    browser.until("a file", async || browser.runs("return window.saved.length").await == json!(1)).await;
    let name = browser.runs("return window.saved[0]").await;
    assert!(name.as_str().unwrap().ends_with("-1-erasure.html"), "{name}");
    browser
        .until("the job's row shows the number", async || {
            browser.text("job-row").await.contains("request GDPR-2026/17")
        })
        .await;
    assert_eq!(app.rows("snapshots").await, 0);
    browser.pictures("record-done").await;
    is_in_order(&browser).await;
    browser.ends().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_deletes_without_keeping_a_copy() {
    let app = TestApp::with(Sim::builder().portals(1).contacts(120).installed(true)).await;
    let portal = app.portal();
    let browser = Browser::start(LAPTOP).await;
    opens_the_app(&browser, &portal, 1).await;
    for id in &portal.contact_ids()[3..6] {
        chooses(&browser, *id).await;
    }
    browser.clicks("delete-selected").await;
    reads_the_impact(&browser).await;
    assert!(browser.text("confirm-dialog").await.contains("Contact Eraser keeps an encrypted copy"));
    browser.clicks("no-copy").await;
    let shown = browser.text("confirm-dialog").await;
    assert!(!shown.contains("keeps an encrypted copy") && shown.contains("Delete 2 contacts?"), "{shown}");
    browser.pictures("no-copy").await;
    browser.clicks("confirm-delete").await;
    waits_for_state(&browser, 1, "done").await;
    assert!(!portal.deletions().is_empty());
    assert_eq!(app.rows("snapshots").await, 0);
    is_in_order(&browser).await;
    browser.ends().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn refusal_text_of_the_portal_is_shown_as_text() {
    let app = TestApp::with(Sim::builder().portals(1).contacts(120).installed(true)).await;
    let portal = app.portal();
    let refusal = Fault::HandlerRefuses("Locked &lt;img src=x> by \"accounting\" & co".to_owned());
    portal.faults().script("crm.contact.delete", Nth::Call(1), refusal);
    let browser = Browser::start(LAPTOP).await;
    opens_the_app(&browser, &portal, 1).await;
    for id in &portal.contact_ids()[3..6] {
        chooses(&browser, *id).await;
    }
    browser.clicks("delete-selected").await;
    reads_the_impact(&browser).await;
    browser.clicks("confirm-delete").await;
    waits_for_state(&browser, 1, "done").await;
    browser.clicks("job-items").await;
    browser.finds("job-item").await;
    let text = "return [...document.querySelectorAll('[data-part=says]')]
        .filter((part) => part.checkVisibility()).map((part) => part.textContent)";
    let text = browser.runs(text).await;
    assert_eq!(text, json!(["The portal says: Locked by \"accounting\" & co"]));
    browser.pictures("whole-refused").await;
    is_in_order(&browser).await;
    browser.ends().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn excluded_contact_stays() {
    let app = TestApp::with(Sim::builder().portals(1).contacts(0).installed(true)).await;
    let portal = app.portal();
    let ids = add_contacts(&portal, 60);
    let browser = Browser::start(LAPTOP).await;
    opens_the_app(&browser, &portal, 1).await;
    browser.clicks("select-all-matching").await;
    chooses(&browser, ids[2]).await;
    browser.clicks("delete-selected").await;
    reads_the_impact(&browser).await;
    assert!(browser.text("confirm-dialog").await.contains("Delete 59 contacts?"));
    browser.clicks("confirm-delete").await;
    waits_for_state(&browser, 1, "done").await;
    assert_eq!(portal.contact_ids(), [ids[2]]);
    assert_eq!(portal.delete_requests(ids[2]), 0);
    browser.ends().await;
}

async fn may_confirm(browser: &Browser) -> bool {
    browser.finds("confirm-delete").await.is_enabled().await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn changed_number_of_contacts_is_shown_and_confirmed_again() {
    let app = TestApp::with(Sim::builder().portals(1).contacts(120).installed(true)).await;
    let portal = app.portal();
    let browser = Browser::start(LAPTOP).await;
    opens_the_app(&browser, &portal, 1).await;
    browser.clicks("select-all-matching").await;
    browser.until("all", async || browser.text("selection-bar").await.contains("120")).await;
    portal.remove_contact(portal.contact_ids()[7]);
    browser.clicks("delete-selected").await;
    reads_the_impact(&browser).await;
    let shown = browser.text("other-total").await;
    assert!(shown.contains("The list showed 120; 119 were found now."), "{shown}");
    browser.pictures("whole-other-total").await;
    types(&browser, "confirm-input", "120").await;
    assert!(!may_confirm(&browser).await);
    browser.finds("confirm-input").await.clear().await.unwrap();
    types(&browser, "confirm-input", "119").await;
    assert!(may_confirm(&browser).await);
    browser.clicks("confirm-cancel").await;
    assert_eq!((portal.contact_count(), portal.deletions().len()), (119, 0));
    browser.ends().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn unknown_ids_are_counted_before_the_confirmation() {
    for screen in [LAPTOP, DESKTOP, PHONE] {
        counts_unknown_ids(screen).await;
    }
}

async fn counts_unknown_ids(screen: Screen) {
    let app = TestApp::with(Sim::builder().portals(1).contacts(100).installed(true)).await;
    let portal = app.portal();
    let somebody = add_contacts(&portal, 1)[0];
    let browser = Browser::start(screen).await;
    opens_the_app(&browser, &portal, 1).await;
    browser.clicks("ids-open").await;
    types(&browser, "ids-text", &format!("{somebody}\n900001\n900002")).await;
    browser.until("the list has been read", async || may_confirm(&browser).await).await;
    browser.clicks("confirm-delete").await;
    reads_the_impact(&browser).await;
    let shown = browser.text("impact-missing").await;
    assert!(shown.contains("2 IDs weren’t found, or you don’t have access to them."), "{shown}");
    let dialog = browser.text("confirm-dialog").await;
    assert!(dialog.contains("Delete 1 contact?"), "{dialog}");
    browser.pictures("whole-missing").await;
    assert!(may_confirm(&browser).await);
    browser.clicks("confirm-cancel").await;
    goes_up(&browser).await;
    browser.clicks("ids-open").await;
    types(&browser, "ids-text", "900001\n900002").await;
    browser.until("the list has been read", async || may_confirm(&browser).await).await;
    browser.clicks("confirm-delete").await;
    reads_the_impact(&browser).await;
    assert!(!may_confirm(&browser).await, "no contact can be deleted");
    browser.clicks("confirm-cancel").await;
    browser.ends().await;
}
