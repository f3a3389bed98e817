//! Checks the pages with axe-core in both colour schemes. No finding is accepted.

use std::path::Path;
use std::process::Command;

use portal_sim::{Fault, Nth, Sim};
use serde_json::{Value, json};

use super::driver::{Browser, LAPTOP, PHONE, Screen};
use super::portal_page::{
    APP_FRAME, READY, asks_to_delete, opens_the_widget, row, searches_one, starts_the_app, types, visits,
};
use crate::support::TestApp;

/// The script of axe-core; `None` if npm is not installed.
pub(super) fn rules() -> Option<String> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts/axe-core/path");
    let run = Command::new(script).output().expect("bash runs");
    if run.status.code() == Some(3) {
        return None;
    }
    let text = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "axe-core could not be installed: {text}");
    let path = String::from_utf8(run.stdout).unwrap();
    Some(std::fs::read_to_string(path.trim()).unwrap())
}

/// Checks the current frame in both colour schemes.
pub(super) async fn is_accessible(browser: &Browser, rules: &str, page: &str, screen: Screen) {
    let check = "const done = arguments[arguments.length - 1];
        axe.run(document, { iframes: false, resultTypes: ['violations'] }).then(
            (found) => done(found.violations
                .map((one) => ({ rule: one.id, impact: one.impact,
                    where: one.nodes.map((node) => node.html + ' ' + node.failureSummary) }))),
            (error) => done([String(error)]));";
    browser.client.execute(rules, vec![]).await.unwrap();
    for dark in [true, false] {
        browser.turns_to(Screen { dark, ..screen }).await;
        browser.settles().await;
        let violations: Value = browser.runs_until_answered(check, vec![]).await;
        assert_eq!(violations, json!([]), "{page}, {}", if dark { "dark" } else { "light" });
    }
}

#[expect(clippy::print_stderr, reason = "a skipped check is reported")]
#[tokio::test(flavor = "multi_thread")]
async fn no_page_violates_an_accessibility_rule() {
    let Some(rules) = rules() else {
        eprintln!("SKIPPED: npm is not installed, so axe-core did not check the pages");
        return;
    };
    let app = TestApp::with(Sim::builder().portals(1).contacts(100).installed(false)).await;
    let portal = app.portal();
    let long = portal.add_contact(&json!({"NAME": "Longname".repeat(62), "LAST_NAME": "Zandt"}));
    let browser = Browser::start(LAPTOP).await;
    let looks = async |page: &str| is_accessible(&browser, &rules, page, LAPTOP).await;

    visits(&browser, &portal, 1).await;
    portal.faults().script("batch", Nth::Next, Fault::Html(502));
    starts_the_app(&browser, &portal).await;
    browser.enters(APP_FRAME, "[data-testid='install-status'][data-state='failed']").await;
    looks("the installer after a failure").await;
    browser.clicks("install-retry").await;

    browser.enters(APP_FRAME, READY).await;
    browser.finds_css(&row(1)).await;
    looks("the list").await;
    is_accessible(&browser, &rules, "the list on a phone", PHONE).await;
    searches_one(&browser, "Longname", long).await;
    asks_to_delete(&browser, long).await;
    is_accessible(&browser, &rules, "the confirmation on a phone", PHONE).await;
    looks("the confirmation").await;
    browser.clicks("confirm-delete").await;
    browser.finds_css("[data-testid='notice'][data-kind='success']").await;
    looks("a notice").await;
    types(&browser, "contact-search", "nobody is called that").await;
    browser.finds_css("#list-state .ce-empty").await;
    looks("an empty search").await;

    opens_the_widget(&browser, &portal, 2).await;
    looks("the widget").await;

    app.sim.oauth_faults().script("app.info", Nth::Next, Fault::Html(502));
    starts_the_app(&browser, &portal).await;
    browser.enters(APP_FRAME, "#reload").await;
    looks("the error page").await;
    browser.goes_to(&format!("{}/app", app.url)).await;
    looks("the page for a browser tab").await;
    browser.pictures("outside").await;
    for path in ["/", "/privacy", "/oauth/start?portal=none@none"] {
        browser.goes_to(&format!("{}{path}", app.url)).await;
        looks(path).await;
    }
    browser.goes_to(&format!("{}/", app.url)).await;
    is_accessible(&browser, &rules, "the first page on a phone", PHONE).await;
    browser.ends().await;
}
