//! Dialogs open where the user sees them, and nothing around them moves. What they announce for one contact or for many
//! happens, and a single deletion can be undone.

use portal_sim::Sim;
use serde_json::{Value, json};

use super::bulk::{chooses, portal_of_many, reads_the_impact};
use super::driver::{Browser, DESKTOP, LAPTOP, PHONE, Screen};
use super::keyboard::ESCAPE;
use super::portal_page::{
    APP_FRAME, READY, asks_to_delete, goes_up, is_in_order, opens_the_app, opens_the_widget, row, types,
    visits,
};
use crate::support::TestApp;

/// The scroll position of the portal's page, and the top and bottom of the part of the window below its header.
async fn window(browser: &Browser, frame: &str) -> (f64, f64, f64) {
    let script = format!(
        "(() => {{ const frame = document.querySelector(\"iframe[data-testid='{frame}']\").getBoundingClientRect().top;
            const header = frame < 0 ? document.querySelector('.top').getBoundingClientRect().bottom : 0;
            return [scrollY, header - frame, innerHeight - frame]; }})()"
    );
    let found = browser.runs_outside(&script).await;
    let number = |at: usize| found[at].as_f64().unwrap();
    (number(0), number(1), number(2))
}

/// Whether these parts lie in the visible part of the frame.
async fn is_in_sight(browser: &Browser, frame: &str, parts: &[&str]) -> bool {
    let (_, top, bottom) = window(browser, frame).await;
    let script = format!(
        "return {}.map((css) => document.querySelector(css).getBoundingClientRect())
            .every((box) => box.height > 0 && box.top >= {top} - 1 && box.bottom <= {bottom} + 1)",
        json!(parts)
    );
    browser.runs(&script).await == json!(true)
}

const PARTS: [&str; 3] = ["#confirm-title", "#confirm-delete", "#confirm-cancel"];

/// Clicks an element in the frame without letting the driver scroll to it.
async fn presses_where_it_is(browser: &Browser, css: &str) {
    browser
        .runs(&format!(
            "const one = document.querySelector(\"{css}\"); one.focus({{ preventScroll: true }}); one.click()"
        ))
        .await;
}

/// The contact whose row is in the middle of the window.
async fn in_the_middle(browser: &Browser) -> u64 {
    let (_, top, bottom) = window(browser, APP_FRAME).await;
    let script = format!(
        "return Number([...document.querySelectorAll('[data-testid=contact-row]')]
            .find((row) => row.getBoundingClientRect().bottom > {}).dataset.contactId)",
        f64::midpoint(top, bottom)
    );
    browser.runs(&script).await.as_u64().unwrap()
}

async fn is_opened_in_place(browser: &Browser, screen: Screen) {
    browser.turns_to(screen).await;
    browser.runs_outside("scrollTo(0, 1100)").await;
    browser.settles().await;
    let before = window(browser, APP_FRAME).await;
    assert!(before.0 > 500.0, "the frame is taller than the window");
    let id = in_the_middle(browser).await;
    presses_where_it_is(browser, &format!("[data-contact-id='{id}'] [data-testid='contact-delete']")).await;
    browser.sees("confirm-dialog").await;
    browser.settles().await;
    let width = screen.width;
    assert_eq!(window(browser, APP_FRAME).await, before, "{width}: the portal's page has moved");
    assert!(is_in_sight(browser, APP_FRAME, &PARTS).await, "{width}: one contact");
    browser.pictures(&format!("dialog-one-{width}")).await;
    browser.presses(ESCAPE).await;
    browser.until("the dialog is closed", async || browser.counts("dialog[open]").await == 0).await;
    assert_eq!(window(browser, APP_FRAME).await, before, "{width}: the portal's page has moved back");

    presses_where_it_is(browser, "[data-testid='select-all-matching']").await;
    presses_where_it_is(browser, "[data-testid='delete-selected']").await;
    reads_the_impact(browser).await;
    presses_where_it_is(browser, "[data-testid='preview'] summary").await;
    browser.settles().await;
    assert_eq!(window(browser, APP_FRAME).await.0.to_bits(), before.0.to_bits(), "{width}: many, moved");
    browser.pictures(&format!("dialog-many-{width}")).await;
    let all = [&PARTS[..], &["#confirm-input"]].concat();
    browser.until(&format!("{width}: many"), async || is_in_sight(browser, APP_FRAME, &all).await).await;
    browser.pictures(&format!("dialog-many-{width}")).await;
    // If the user scrolls the portal's page meanwhile, the dialog is visible again.
    browser.runs_outside("scrollBy(0, -350)").await;
    browser.until("the dialog follows", async || is_in_sight(browser, APP_FRAME, &PARTS).await).await;
    browser.presses(ESCAPE).await;
    browser.until("the dialog is closed", async || browser.counts("dialog[open]").await == 0).await;
    presses_where_it_is(browser, "[data-testid='select-none']").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn dialogs_open_visibly_and_move_nothing_at_every_size() {
    let app = TestApp::with(Sim::builder().portals(1).contacts(160).installed(false)).await;
    let portal = app.portal();
    app.opens(&portal.frame_post(1)).await;
    portal.install_finished();
    let browser = Browser::start(LAPTOP).await;
    opens_the_app(&browser, &portal, 1).await;
    browser.finds("contact-row").await;
    for screen in [LAPTOP, DESKTOP, PHONE] {
        is_opened_in_place(&browser, screen).await;
    }
    for screen in [PHONE, LAPTOP] {
        browser.turns_to(screen).await;
        visits(&browser, &portal, 1).await;
        opens_the_widget(&browser, &portal, 7).await;
        browser.sees("confirm-dialog").await;
        browser.settles().await;
        let parts = ["[data-testid='confirm-delete']", "[data-testid='confirm-cancel']", "#question"];
        let shown = format!(
            "return {}.map((css) => document.querySelector(css).getBoundingClientRect())
                .every((box) => box.height > 0 && box.top >= 0 && box.bottom <= innerHeight)",
            json!(parts)
        );
        assert_eq!(browser.runs(&shown).await, json!(true), "{}: the widget", screen.width);
        is_in_order(&browser).await;
    }
    browser.ends().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn single_deletion_mentions_open_deals_and_can_be_undone() {
    for screen in [LAPTOP, DESKTOP, PHONE] {
        deletes_one_and_undoes_it(screen).await;
    }
}

async fn deletes_one_and_undoes_it(screen: Screen) {
    let app = TestApp::with(Sim::builder().portals(1).contacts(120).installed(true)).await;
    let portal = app.portal();
    let id = portal.add_contact(&json!({"NAME": "Quirina", "LAST_NAME": "Zandt"}));
    portal.add_deal(&[id], true);
    let browser = Browser::start(screen).await;
    opens_the_app(&browser, &portal, 1).await;
    types(&browser, "contact-search", "Quirina").await;
    browser.finds_css(&row(id)).await;
    asks_to_delete(&browser, id).await;
    let shown = browser.text("confirm-dialog").await;
    assert!(shown.contains("1 open deal") && shown.contains("encrypted copy for 30 days"), "{shown}");
    assert!(shown.contains("Delete anyway") && shown.contains(&format!("#{id}")), "{shown}");
    browser.runs("document.querySelector('[data-testid=no-copy]').click()").await;
    let shown = browser.text("confirm-dialog").await;
    assert!(shown.contains("this can’t be undone") && !shown.contains("encrypted copy"), "{shown}");
    browser.runs("document.querySelector('[data-testid=no-copy]').click()").await;
    browser.clicks("confirm-delete").await;
    browser.finds_css("[data-testid='notice'][data-kind='success']").await;
    // The notice stays while the focus is in it.
    browser.runs("document.querySelector('[data-testid=notice-action]').focus()").await;
    assert!(portal.contact(id).is_none());
    browser.clicks("notice-action").await;
    let back = browser.finds_css("[data-testid='notice'] a[href*='/crm/contact/details/']").await;
    let new_id = portal.contact_ids().into_iter().max().unwrap();
    let href = back.attr("href").await.unwrap().unwrap();
    assert!(href.ends_with(&format!("/details/{new_id}/")) && new_id != id, "{href}");
    assert_eq!(portal.contact(new_id).unwrap()["NAME"], "Quirina");
    browser.pictures("undone").await;
    // A success notice disappears once the pointer is elsewhere.
    browser.clicks("contact-search").await;
    browser.until("the notice is gone", async || browser.counts("[data-testid='notice']").await == 0).await;
    is_in_order(&browser).await;

    let admin = app.signs_in(&portal, 1).await;
    admin.saves_settings(&json!({"open_deals": "keep"})).await;
    portal.add_deal(&[new_id], true);
    browser.finds("contact-search").await.clear().await.unwrap();
    types(&browser, "contact-search", "Quirina Z").await;
    browser.finds_css(&row(new_id)).await;
    asks_to_delete(&browser, new_id).await;
    browser.sees("protected").await;
    assert!(!browser.finds("confirm-delete").await.is_enabled().await.unwrap(), "the contact is kept");
    browser.clicks("confirm-cancel").await;
    assert_eq!(portal.deletions().len(), 1);
    browser.ends().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn typed_number_is_the_number_deleted() {
    for screen in [LAPTOP, DESKTOP, PHONE] {
        deletes_the_number_that_was_typed(screen).await;
    }
}

async fn deletes_the_number_that_was_typed(screen: Screen) {
    let app = TestApp::with(Sim::builder().portals(1).contacts(120).installed(true)).await;
    let portal = app.portal();
    app.signs_in(&portal, 1).await.saves_settings(&json!({"confirm_from": 2})).await;
    let kept: Vec<u64> = portal.contacts_with_open_deals().into_iter().filter(|id| *id <= 50).collect();
    assert!(!kept.is_empty());
    let going = 50 - kept.len();
    let browser = Browser::start(screen).await;
    opens_the_app(&browser, &portal, 1).await;
    browser.clicks("select-page").await;
    browser.clicks("delete-selected").await;
    reads_the_impact(&browser).await;
    let shown = browser.text("confirm-dialog").await;
    for words in [
        format!("Delete {going} contacts?"),
        format!("Type {going} to confirm"),
        format!("Delete {going} contacts"),
        format!("{} contact", kept.len()),
    ] {
        assert!(shown.contains(&words), "{words}: {shown}");
    }
    // The dialog distinguishes contacts with the same name, and names those that are kept with the reason.
    browser.clicks_css("[data-testid='preview'] summary").await;
    let lines =
        "return [...document.querySelectorAll('[data-testid=preview] li')].map((line) => line.innerText)";
    let lines: Vec<String> = serde_json::from_value::<Vec<Value>>(browser.runs(lines).await)
        .unwrap()
        .iter()
        .map(|line| line.as_str().unwrap().to_owned())
        .collect();
    assert_eq!(lines.len(), 50);
    for id in 1..=50 {
        let own: Vec<_> = lines.iter().filter(|line| line.contains(&format!("#{id}"))).collect();
        let is_kept = own.iter().any(|line| line.contains("kept: open deal"));
        assert!(!own.is_empty() && (is_kept || !kept.contains(&id)), "{id}: {own:?}");
    }
    assert_eq!(lines.iter().filter(|line| line.contains("kept: open deal")).count(), kept.len());
    types(&browser, "confirm-input", &(going + 1).to_string()).await;
    assert!(!browser.finds("confirm-delete").await.is_enabled().await.unwrap(), "the typed number differs");
    browser.finds("confirm-input").await.clear().await.unwrap();
    types(&browser, "confirm-input", &going.to_string()).await;
    browser.clicks("no-copy").await;
    assert!(browser.text("confirm-delete").await.contains(&format!("Delete {going} contacts for good")));
    browser.clicks("no-copy").await;
    browser.clicks("confirm-delete").await;
    browser.finds_css("[data-testid='job-row'][data-state='done']").await;
    assert_eq!(portal.deletions().len(), going);
    assert!(kept.iter().all(|id| portal.contact(*id).is_some()));
    goes_up(&browser).await;
    browser.enters(APP_FRAME, READY).await;
    is_in_order(&browser).await;
    browser.ends().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_selected_contact_is_deleted_like_from_its_row() {
    let app = TestApp::with(portal_of_many()).await;
    let portal = app.portal();
    let browser = Browser::start(LAPTOP).await;
    opens_the_app(&browser, &portal, 1).await;
    chooses(&browser, 7).await;
    browser.clicks("delete-selected").await;
    browser.sees("confirm-dialog").await;
    browser.clicks("confirm-delete").await;
    browser.finds_css("[data-testid='notice'][data-kind='success']").await;
    assert!(portal.contact(7).is_none());
    // It returns to the list, and the later selection stays.
    let undoes = "document.querySelector('[data-contact-id=\"9\"] [type=checkbox]').click();
        document.querySelector('[data-testid=notice-action]').click()";
    browser.runs(undoes).await;
    browser.until("the list is reloaded", async || browser.counts(&row(7)).await == 0).await;
    browser.finds_css("[data-testid='notice'] a[href*='/crm/contact/details/']").await;
    browser.until("the contact is restored", async || browser.text("range").await == "1–50 of 120").await;
    assert!(browser.text("selection-bar").await.contains("1 contact selected"));
    browser.clicks("select-none").await;
    asks_to_delete(&browser, 8).await;
    browser.presses(ESCAPE).await;
    browser.ends().await;
}
