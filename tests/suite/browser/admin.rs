//! Settings and history in the browser: settings of an administrator take effect, and the history shows who did what.

use portal_sim::Sim;
use reqwest::Method;
use serde_json::json;

use super::accessibility::{is_accessible, rules};
use super::driver::{Browser, LAPTOP, PHONE};
use super::portal_page::{
    APP_FRAME, DIALOG, READY, goes_up, is_in_order, is_laid_out, is_quiet, opens_the_app, reads_no_key,
    speaks, starts_the_app, types, visits,
};
use crate::events::installs;
use crate::support::TestApp;

/// Sets a field of the settings, with the events of a user's input.
pub(super) async fn sets(browser: &Browser, name: &str, value: &str) {
    let script = format!(
        "const field = document.querySelector('[data-testid=\"settings-form\"] [name=\"{name}\"]');
         if (field.type === 'checkbox') {{ field.checked = '{value}' === 'true'; }} else {{ field.value = '{value}'; }}
         field.dispatchEvent(new Event('input', {{ bubbles: true }}));"
    );
    browser.runs(&script).await;
}

async fn reads(browser: &Browser, name: &str) -> serde_json::Value {
    browser.runs(&format!("return document.querySelector('[name=\"{name}\"]').value")).await
}

/// The text of a section, visible or not.
async fn section_text(browser: &Browser, test_id: &str) -> String {
    let script = format!("return document.querySelector('[data-testid=\"{test_id}\"]').textContent");
    browser.runs(&script).await.as_str().unwrap_or_default().to_owned()
}

async fn is_loaded(browser: &Browser) {
    browser
        .until("the settings", async || {
            browser.counts("#settings-form:not([aria-busy]) [name='snapshot_days']").await == 1
                && reads(browser, "snapshot_days").await != json!("")
                && section_text(browser, "installation").await.contains("CRM")
        })
        .await;
}

pub(super) async fn opens_the_settings(browser: &Browser) {
    browser.clicks("tab-settings").await;
    is_loaded(browser).await;
}

/// The text of a notice as soon as it is visible. The driver reads visible text only, and the portal adapts the height
/// of the frame a moment after the notice appears.
async fn notice(browser: &Browser, kind: &str) -> String {
    let notice = browser.finds_css(&format!("[data-testid='notice'][data-kind='{kind}']")).await;
    let shown = async || notice.text().await.unwrap();
    browser.until("a visible notice", async || !shown().await.is_empty()).await;
    shown().await
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_of_an_administrator_take_effect() {
    let app = TestApp::start().await;
    let portal = app.portal();
    installs(&app, &portal).await;
    let browser = Browser::start(LAPTOP).await;
    opens_the_app(&browser, &portal, 1).await;
    opens_the_settings(&browser).await;
    assert_eq!(browser.runs("return document.getElementById('settings-save').disabled").await, json!(true));
    sets(&browser, "snapshot_days", "7").await;
    sets(&browser, "max_contacts_per_day", "250").await;
    sets(&browser, "open_deals", "keep").await;
    sets(&browser, "widgets.contact_list", "false").await;
    browser.clicks("settings-save").await;
    assert!(notice(&browser, "success").await.contains("saved"));
    let admin = app.signs_in(&portal, 1).await;
    let saved = admin.get("/api/settings").await.json;
    assert_eq!((&saved["snapshot_days"], &saved["open_deals"]), (&json!(7), &json!("keep")));
    assert_eq!((portal.placements().len(), &saved["confirm_from"]), (2, &json!(100)));
    browser.until("the state", async || section_text(&browser, "installation").await.contains("Off")).await;
    assert_eq!(saved["max_contacts_per_day"], 250);
    is_in_order(&browser).await;
    sets(&browser, "max_contacts_per_day", "").await;
    browser.clicks("settings-save").await;
    assert!(notice(&browser, "success").await.contains("saved"));
    assert_eq!(admin.get("/api/settings").await.json["max_contacts_per_day"], json!(null), "empty: no limit");

    sets(&browser, "who_may_delete", "chosen").await;
    sets(&browser, "snapshot_days", "99").await;
    browser.clicks("section-log").await;
    browser.clicks("settings-save").await;
    assert!(notice(&browser, "error").await.contains("can’t be saved"));
    browser.sees("chosen-pick").await;
    assert_eq!(
        browser.counts(".ce-field__remark[data-kind='error']").await,
        2,
        "each wrong field has its reason"
    );
    assert_eq!(browser.counts("[name='chosen_users'][aria-invalid='true']").await, 1);
    // The browser itself logs a refused request as an error.
    browser.console_errors().await;
    browser.pictures("settings-errors").await;
    browser.clicks("chosen-pick").await;
    browser.leaves_the_frame().await;
    for user in [1, 2] {
        browser.clicks_css(&format!("[data-testid='desktop-picker-item'][data-id='{user}']")).await;
    }
    browser.clicks("desktop-picker-choose").await;
    browser.enters(APP_FRAME, READY).await;
    browser.until("the users", async || reads(&browser, "chosen_users").await == json!("1, 2")).await;
    let name = portal.user(2).last_name;
    browser.until("their names", async || browser.text("chosen-names").await.contains(&name)).await;
    sets(&browser, "snapshot_days", "8").await;
    browser.clicks("settings-save").await;
    assert!(notice(&browser, "success").await.contains("saved"));
    assert_eq!(admin.get("/api/settings").await.json["chosen_users"], json!([1, 2]));
    assert_eq!(app.signs_in(&portal, 3).await.deletes_contact(50).await.problem(), (403, "not_permitted"));
    is_in_order(&browser).await;
    browser.ends().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_saved_by_others_are_shown_and_not_overwritten() {
    let app = TestApp::start().await;
    let browser = Browser::start(LAPTOP).await;
    opens_the_app(&browser, &app.portal(), 1).await;
    opens_the_settings(&browser).await;
    let other = app.signs_in(&app.portal(), 1).await;
    other.saves_settings(&json!({"snapshot_days": 3, "audit_days": 50, "open_deals": "delete"})).await;
    sets(&browser, "snapshot_days", "9").await;
    browser.clicks("settings-save").await;
    let text = notice(&browser, "error").await;
    assert!(text.contains("Someone else"), "{text}");
    browser
        .until("theirs", async || browser.counts(".ce-field__remark[data-kind='theirs']").await == 3)
        .await;
    let text = section_text(&browser, "settings-form").await;
    assert!(
        text.contains("Changed by someone else: 3")
            && text.contains("Changed by someone else: Delete like any other contact"),
        "{text}"
    );
    assert_eq!(reads(&browser, "snapshot_days").await, json!("9"), "this user's change stays in its field");
    assert_eq!(
        reads(&browser, "audit_days").await,
        json!("50"),
        "untouched fields have the other user's values"
    );
    assert_eq!(other.get("/api/settings").await.json["snapshot_days"], 3, "no unseen change was overwritten");
    browser.clicks("settings-save").await;
    assert!(notice(&browser, "success").await.contains("saved"));
    let saved = other.get("/api/settings").await.json;
    assert_eq!((&saved["snapshot_days"], &saved["audit_days"]), (&json!(9), &json!(50)));
    browser.ends().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn history_shows_who_deleted_a_contact() {
    let app = TestApp::start().await;
    let portal = app.portal();
    app.signs_in(&portal, 2).await.deletes_contact(50).await;
    let admin = app.signs_in(&portal, 1).await;
    admin.deletes_contact(51).await;
    admin.saves_settings(&json!({"open_deals": "keep", "widgets": {"contact_card": false}})).await;
    let browser = Browser::start(LAPTOP).await;
    opens_the_app(&browser, &portal, 1).await;
    browser.clicks("tab-history").await;
    let rows = async || browser.counts("[data-testid='history-row']").await;
    browser.until("the complete history", async || rows().await == 3).await;
    let all = browser.text("history-row").await;
    assert!(
        all.contains("Contacts with open deals: Keep, unless the user decides otherwise → Always keep"),
        "{all}"
    );
    assert!(all.contains("On the contact’s card: yes → no"), "{all}");
    browser.finds_css("#history-contact").await.send_keys("50").await.unwrap();
    browser.clicks("history-show").await;
    browser.until("one line", async || rows().await == 1).await;
    let name = portal.user(2).last_name;
    browser.until("the name", async || browser.text("history-row").await.contains(&name)).await;
    assert!(browser.text("history-row").await.contains("Deleted"));
    is_in_order(&browser).await;
    browser.pictures("history-desk").await;
    // A single deletion can be undone from its line too, as long as its copy exists.
    browser.clicks("history-undo").await;
    let back = browser.finds_css("[data-testid='notice'] a[href*='/crm/contact/details/']").await;
    let new_id = portal.contact_ids().into_iter().max().unwrap();
    assert!(back.attr("href").await.unwrap().unwrap().ends_with(&format!("/details/{new_id}/")));
    assert!(browser.text("notice").await.contains("Contact 50 was restored"));
    assert_eq!(browser.counts("[data-testid='history-undo']").await, 0);
    is_in_order(&browser).await;
    browser.until("the restore is listed", async || rows().await == 3).await;
    let lines = admin.get("/api/audit?action=delete_contact").await.json["items"].take();
    let offered: Vec<_> = lines.as_array().unwrap().iter().map(|line| &line["restorable"]).collect();
    assert_eq!(offered, [true, false], "{lines}");
    goes_up(&browser).await;
    browser.enters(APP_FRAME, READY).await;
    browser.clicks("tab-settings").await;
    is_loaded(&browser).await;
    browser.clicks("section-log").await;
    browser.clicks("requests-show").await;
    browser.until("calls", async || browser.counts("[data-testid='request-row']").await > 3).await;
    is_in_order(&browser).await;
    visits(&browser, &portal, 2).await;
    starts_the_app(&browser, &portal).await;
    browser.enters(APP_FRAME, READY).await;
    assert_eq!(browser.counts("[data-testid='tab-settings'], [data-testid='tab-history']").await, 0);
    browser.ends().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn disconnecting_needs_the_typed_address_and_leaves_nothing() {
    let app = TestApp::with(Sim::builder().portals(1).contacts(100).installed(true)).await;
    let browser = Browser::start(LAPTOP).await;
    opens_the_app(&browser, &app.portal(), 1).await;
    opens_the_settings(&browser).await;
    browser.clicks("section-disconnect").await;
    browser.clicks("disconnect").await;
    browser.sees("confirm-dialog").await;
    assert_eq!(browser.runs("return document.getElementById('confirm-delete').disabled").await, json!(true));
    types(&browser, "confirm-input", "another.example").await;
    assert_eq!(browser.runs("return document.getElementById('confirm-delete').disabled").await, json!(true));
    browser.runs("document.getElementById('confirm-input').value = ''").await;
    browser.pictures("disconnect").await;
    types(&browser, "confirm-input", &app.portal().domain()).await;
    browser.clicks("confirm-delete").await;
    browser.sees("disconnected").await;
    assert_eq!(browser.counts(DIALOG).await, 0);
    assert_eq!(app.rows("portals").await, 0);
    is_in_order(&browser).await;
    browser.ends().await;
}

/// Creates a history line of each kind that the page has words for.
async fn has_done_a_lot(app: &TestApp) {
    let filter = json!({"name": "Nobody can reach them", "filter": {"without": ["phone", "email"], "source": "WEB"},
        "older_than_days": 365, "schedule": {"every": "month", "hour": 6}});
    let saved = app.signs_in(&app.portal(), 1).await.sends(Method::POST, "/api/filters", &filter).await;
    assert_eq!(saved.status, 201, "{saved:?}");
    let member_id = app.portal().member_id();
    let pool = sqlx::SqlitePool::connect(&format!("sqlite://{}", app.database.display())).await.unwrap();
    let actions = [
        ("install", "incomplete"),
        ("open", "app_access_denied"),
        ("delete_contact", "protected"),
        ("delete_contact", "not_permitted"),
        ("disconnect", "not_permitted"),
        ("create_job", "deleted"),
        ("start_job", "gone"),
        ("pause_job", "denied"),
        ("resume_job", "failed"),
        ("cancel_job", "unknown"),
        ("finish_job", "done"),
        ("finish_job", "portal_unauthorized"),
        ("restore", "plan_restricted"),
        ("download_snapshot", "payment_required"),
        ("download_report", "done"),
        ("destroy_snapshot", "destroyed"),
        ("record_erasure", "done"),
        ("save_filter", "saved"),
        ("delete_filter", "deleted"),
        ("pause_filter", "not_administrator"),
        ("pause_filter", "internal"),
        ("connect", "connected"),
        ("move_portal", "moved"),
    ];
    for (action, outcome) in actions {
        sqlx::query(
            "INSERT INTO audit (member_id, user_id, action, contact_id, job_id, outcome, request_id, created_at)
             VALUES ($1, 1, $2, 4711, 12, $3, 'r', 1770000000)",
        )
        .bind(&member_id)
        .bind(action)
        .bind(outcome)
        .execute(&pool)
        .await
        .unwrap();
    }
    pool.close().await;
}

/// Checks the visible page on a desktop and on a phone; `picture` is its name.
async fn reads_on_both(browser: &Browser, picture: &str) {
    for (screen, place) in [(LAPTOP, "desk"), (PHONE, "phone")] {
        browser.turns_to(screen).await;
        browser.pictures(&format!("{picture}-{place}")).await;
        is_laid_out(browser).await;
        reads_no_key(browser).await;
    }
}

/// Opens all sections of the settings with every detail unfolded.
async fn looks_at_all_sections(browser: &Browser, tag: &str) {
    browser.runs("for (const fold of document.querySelectorAll('details')) { fold.open = true; }").await;
    browser.finds("request-row").await;
    for section in ["rules", "retention", "buttons", "views", "connection", "log", "disconnect"] {
        let seen = format!("return document.getElementById('section-{section}').checkVisibility()");
        assert_eq!(browser.runs(&seen).await, json!(true), "{section}");
    }
    reads_on_both(browser, &format!("settings-{tag}")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_and_history_have_all_texts_in_every_language() {
    let app = TestApp::with(Sim::builder().portals(1).contacts(100).installed(true).no_bucket()).await;
    let portal = app.portal();
    let admin = app.signs_in(&portal, 1).await;
    admin
        .saves_settings(&json!({"who_may_delete": "chosen", "chosen_users": [1, 2], "open_deals": "keep"}))
        .await;
    has_done_a_lot(&app).await;
    let browser = Browser::start(LAPTOP).await;
    visits(&browser, &portal, 1).await;
    for (code, tag) in super::languages::LANGUAGES {
        speaks(&browser, code).await;
        starts_the_app(&browser, &portal).await;
        browser.enters(APP_FRAME, READY).await;
        for (tab, marker) in
            [("history", "[data-testid='history-row']"), ("settings", "#licence:not(:empty)")]
        {
            browser.clicks(&format!("tab-{tab}")).await;
            browser.finds_css(marker).await;
            if tab == "settings" {
                is_loaded(&browser).await;
                looks_at_all_sections(&browser, tag).await;
            } else {
                reads_on_both(&browser, &format!("{tab}-{tag}")).await;
            }
            browser.turns_to(LAPTOP).await;
        }
        is_quiet(&browser).await;
        browser.leaves_the_frame().await;
    }
    browser.ends().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_and_history_are_accessible() {
    let Some(rules) = rules() else { return };
    let app = TestApp::start().await;
    has_done_a_lot(&app).await;
    let browser = Browser::start(LAPTOP).await;
    opens_the_app(&browser, &app.portal(), 1).await;
    browser.clicks("tab-history").await;
    browser.finds("history-row").await;
    is_accessible(&browser, &rules, "the history", LAPTOP).await;
    is_accessible(&browser, &rules, "the history on a phone", PHONE).await;
    browser.turns_to(LAPTOP).await;
    opens_the_settings(&browser).await;
    sets(&browser, "who_may_delete", "chosen").await;
    sets(&browser, "snapshot_days", "99").await;
    browser.clicks("settings-save").await;
    notice(&browser, "error").await;
    browser.finds("settings-bar").await;
    for section in ["rules", "retention", "connection", "log"] {
        browser.turns_to(LAPTOP).await;
        goes_up(&browser).await;
        browser.clicks(&format!("section-{section}")).await;
        is_accessible(&browser, &rules, section, LAPTOP).await;
        is_accessible(&browser, &rules, &format!("{section} on a phone"), PHONE).await;
    }
    let admin = app.signs_in(&app.portal(), 1).await;
    assert_eq!(admin.call(Method::GET, "/api/settings").await.json["snapshot_days"], 30);
    browser.ends().await;
}
