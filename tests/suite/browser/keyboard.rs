//! Using the app without a mouse.

use super::driver::{Browser, DESKTOP};
use super::portal_page::{DIALOG, asks_to_delete, focused, is_in_order, opens_the_app, row};
use crate::support::TestApp;
use serde_json::json;

pub(super) const TAB: &str = "\u{e004}";
pub(super) const ENTER: &str = "\u{e007}";
pub(super) const ESCAPE: &str = "\u{e00c}";
pub(super) const SPACE: &str = " ";

/// Presses Tab until the focused element matches.
pub(super) async fn tabs_to(browser: &Browser, css: &str) {
    let reached = format!("return document.activeElement?.matches({})", json!(css));
    for _ in 0..30 {
        if browser.runs(&reached).await == json!(true) {
            return;
        }
        browser.presses(TAB).await;
    }
    panic!("Tab does not reach {css}");
}

/// The focused element shows an outline or a ring.
pub(super) async fn shows_the_focus(browser: &Browser) {
    let ring = "const style = getComputedStyle(document.activeElement);
        return style.boxShadow !== 'none' || (style.outlineStyle !== 'none' && style.outlineColor !== 'rgba(0, 0, 0, 0)')";
    assert_eq!(browser.runs(ring).await, json!(true), "the focus is not visible");
}

#[tokio::test(flavor = "multi_thread")]
async fn contact_is_found_and_deleted_by_keyboard() {
    let app = TestApp::start().await;
    let portal = app.portal();
    let id = portal.add_contact(&json!({"NAME": "Quirina", "LAST_NAME": "Zandt"}));
    let other = portal.add_contact(&json!({"NAME": "Quirin", "LAST_NAME": "Zandt"}));
    let browser = Browser::start(DESKTOP).await;
    opens_the_app(&browser, &portal, 1).await;
    tabs_to(&browser, "[data-testid='contact-search']").await;
    shows_the_focus(&browser).await;
    browser.presses("Zandt").await;
    browser.presses(ENTER).await;
    browser.until("two rows", async || browser.counts("[data-testid='contact-row']").await == 2).await;
    tabs_to(&browser, &format!("{} [data-testid='contact-delete']", row(id))).await;
    shows_the_focus(&browser).await;
    browser.presses(ENTER).await;
    browser.sees("confirm-dialog").await;
    assert_eq!(focused(&browser).await, json!("confirm-cancel"));
    shows_the_focus(&browser).await;
    for _ in 0..3 {
        browser.presses(TAB).await;
        let inside = format!("return document.activeElement.closest('{DIALOG}') !== null");
        assert_eq!(browser.runs(&inside).await, json!(true), "the focus has left the dialog");
    }
    tabs_to(&browser, "[data-testid='confirm-delete']").await;
    assert_eq!(portal.delete_requests(id), 0);
    browser.presses(ENTER).await;
    browser.finds_css("[data-testid='notice'][data-kind='success']").await;
    assert_eq!(focused(&browser).await, json!("notice"), "the notice has the focus");
    tabs_to(&browser, "[data-part='close']").await;
    browser.presses(ENTER).await;
    browser
        .until("the next row has the focus", async || {
            let next = format!("return document.activeElement?.closest({}) !== null", json!(row(other)));
            browser.runs(&next).await == json!(true)
        })
        .await;
    assert_eq!((portal.contact(id).is_none(), portal.contact(other).is_some()), (true, true));
    is_in_order(&browser).await;
    browser.ends().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn escape_and_cancel_delete_nothing_and_delete_is_not_focused_first() {
    let app = TestApp::start().await;
    let portal = app.portal();
    let browser = Browser::start(DESKTOP).await;
    opens_the_app(&browser, &portal, 1).await;
    for way in ["escape", "cancel"] {
        asks_to_delete(&browser, 7).await;
        assert_ne!(focused(&browser).await, json!("confirm-delete"));
        if way == "escape" {
            browser.presses(ESCAPE).await;
        } else {
            browser.clicks("confirm-cancel").await;
        }
        browser
            .until("the focus has returned", async || focused(&browser).await == json!("contact-delete"))
            .await;
    }
    assert_eq!((portal.delete_requests(7), portal.contact(7).is_some()), (0, true));
    browser.ends().await;
}
