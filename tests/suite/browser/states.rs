//! Jobs in every state and language: the words and the space for them. A portal cannot bring jobs into all these states
//! at once, so the page receives prepared API answers.

use portal_sim::Sim;
use serde_json::{Value, json};

use super::accessibility::{is_accessible, rules};
use super::driver::{Browser, LAPTOP, NARROW, PHONE};
use super::portal_page::{APP_FRAME, READY, goes_up};
use super::portal_page::{
    is_laid_out, is_quiet, opens_the_app, reads_no_key, speaks, starts_the_app, types, visits,
};
use crate::support::TestApp;

fn job(id: u64, state: &str, changes: &Value) -> Value {
    let mut job = json!({
        "id": id, "kind": "delete", "state": state, "reason": null, "total": 1200, "deleted": 0, "restored": 0,
        "gone": 0, "denied": 0, "protected": 0, "failed": 0, "cancelled": 0, "pending": 1200, "created_by": 1,
        "created_at": "2026-03-02T10:00:00Z", "started_at": "2026-03-02T10:00:05Z", "finished_at": null,
        "eta_seconds": null, "rate": null, "resumes_at": null, "verified": null, "include_open_deals": false,
        "expires_at": null, "snapshot_until": null, "restorable": 0, "reference": null,
    });
    for (name, value) in changes.as_object().unwrap() {
        job[name] = value.clone();
    }
    job
}

/// States with the reasons that the list explains.
const REASONS: [(&str, &str); 22] = [
    ("waiting", "portal_busy"),
    ("waiting", "portal_unavailable"),
    ("waiting", "not_the_api"),
    ("waiting", "answer_too_long"),
    ("paused", "by_user"),
    ("paused", "day_limit"),
    ("paused", "many_denied"),
    ("paused", "not_deleting"),
    ("paused", "portal_unauthorized"),
    ("paused", "payment_required"),
    ("paused", "plan_restricted"),
    ("paused", "scope_missing"),
    ("paused", "app_access_denied"),
    ("paused", "access_denied"),
    ("paused", "not_permitted"),
    ("running", "cancelling"),
    ("failed", "too_many"),
    ("failed", "total_changed"),
    ("failed", "draft_expired"),
    ("failed", "nothing_to_do"),
    ("failed", "portal_deleted"),
    ("failed", "internal"),
];

/// One job of each kind that the list can show, the newest first.
pub(super) fn jobs() -> Vec<Value> {
    let mut jobs = vec![
        job(
            90,
            "running",
            &json!({"deleted": 480, "gone": 2, "pending": 718, "rate": 12.4, "eta_seconds": 58}),
        ),
        job(
            89,
            "waiting",
            &json!({"reason": "operation_limit", "resumes_at": "2099-03-02T14:32:00Z", "deleted": 480, "pending": 720}),
        ),
        job(88, "collecting", &json!({"total": 350, "pending": 350})),
        job(87, "queued", &json!({"total": 21, "pending": 21})),
        job(86, "verifying", &json!({"deleted": 1200, "pending": 0})),
        job(
            85,
            "done",
            &json!({"deleted": 1180, "gone": 3, "protected": 9, "denied": 5, "failed": 3, "pending": 0,
            "verified": 1183, "finished_at": "2026-03-02T10:09:00Z", "snapshot_until": "2099-04-01T10:09:00Z", "restorable": 1183}),
        ),
        job(
            82,
            "done",
            &json!({"total": 125, "deleted": 113, "protected": 12, "pending": 0, "verified": 113, "number": 41,
            "finished_at": "2026-03-02T10:09:00Z", "snapshot_until": "2099-04-01T10:09:00Z", "reference": "GDPR-2026/17",
            "restores": [{"id": 83, "number": 42, "restored": 113, "is_over": true}]}),
        ),
        job(
            80,
            "done",
            &json!({"total": 3, "denied": 3, "pending": 0, "finished_at": "2026-03-02T10:09:00Z"}),
        ),
        job(
            81,
            "draft",
            &json!({"total": 64, "pending": 64, "started_at": null, "saved_filter": 3, "expires_at": "2099-03-05T10:00:00Z"}),
        ),
        job(
            84,
            "cancelled",
            &json!({"deleted": 100, "cancelled": 1100, "pending": 0, "finished_at": "2026-03-02T10:09:00Z"}),
        ),
        job(
            83,
            "running",
            &json!({"kind": "restore", "total": 5, "restored": 2, "pending": 3, "rate": 0.2, "eta_seconds": 15}),
        ),
    ];
    for (at, (state, reason)) in REASONS.into_iter().enumerate() {
        let by = if reason == "by_user" { json!(2) } else { Value::Null };
        let changes = json!({"reason": reason, "paused_by": by, "paused_at": "2026-03-02T10:07:00Z", "number": 20 + at});
        jobs.push(job(60 - at as u64, state, &changes));
    }
    jobs
}

/// The API's answer about the impact of all the portal's contacts.
fn impact() -> Value {
    let contact = |id: u64| {
        json!({"id": id, "name": format!("Longname{}", "name".repeat(30)), "phones": [], "emails": [], "company": null,
            "created_at": null, "assigned_by": null, "url": ""})
    };
    json!({"total": 12_345, "sample": [contact(1), contact(2)], "with_open_deals": 12, "with_deals": 431,
        "with_company": null, "with_activities": 9_000, "protected": 12, "unknown": 3, "missing": 45, "exact": false})
}

/// Lets the page receive these API answers about jobs.
pub(super) async fn answers(browser: &Browser, jobs: &[Value]) {
    let draft =
        job(91, "draft", &json!({"total": 12_345, "pending": 12_345, "expires_at": "2099-01-01T00:00:00Z"}));
    let items = json!({"next": null, "items": [
        {"contact_id": 17, "outcome": "deleted"}, {"contact_id": 18, "outcome": "protected", "code": "open_deals"},
        {"contact_id": 19, "outcome": "failed", "code": "still_there"}, {"contact_id": 20, "outcome": "denied"},
        {"contact_id": 21, "outcome": "restored", "new_id": 4021}, {"contact_id": 22, "outcome": "gone", "name": "Ada Keller"},
    ]});
    let script = "const [jobs, items, draft, impact] = arguments;
        const real = window.fetch;
        const answer = (data) => new Response(JSON.stringify(data), { headers: { 'Content-Type': 'application/json' } });
        window.fetch = (path, options) => {
            const url = String(path);
            if (url.endsWith('/events')) return new Promise(() => {});
            if (url.includes('/items')) {
                const wanted = new URL(url, location.href).searchParams.get('outcome');
                return Promise.resolve(answer({ ...items, items: items.items.filter((item) => item.outcome === wanted) }));
            }
            if (url.includes('/impact')) return Promise.resolve(answer(impact));
            if (options?.method === 'POST' && url.startsWith('/api/jobs')) return Promise.resolve(answer(draft));
            if (url.startsWith('/api/jobs')) return Promise.resolve(answer({ items: jobs }));
            return real(path, options);
        };";
    browser.client.execute(script, vec![json!(jobs), items, draft, impact()]).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn every_job_state_has_texts_in_every_language() {
    let app = TestApp::with(Sim::builder().portals(1).contacts(100).installed(true).no_bucket()).await;
    let portal = app.portal();
    let jobs = jobs();
    let browser = Browser::start(LAPTOP).await;
    visits(&browser, &portal, 1).await;
    for (code, tag) in super::languages::LANGUAGES {
        speaks(&browser, code).await;
        starts_the_app(&browser, &portal).await;
        browser.enters(APP_FRAME, READY).await;
        answers(&browser, &jobs).await;
        browser.clicks("tab-jobs").await;
        browser
            .until("all jobs", async || browser.counts("[data-testid='job-row']").await == jobs.len())
            .await;
        let tones = "return [82, 85, 80].map((id) =>
            document.querySelector(`[data-job-id='${id}'] [data-part=state]`).dataset.tone)";
        assert_eq!(browser.runs(tones).await, json!(["success", "warning", "danger"]));
        browser.clicks_css("[data-job-id='85'] [data-testid='job-items']").await;
        browser.until("the contacts", async || browser.counts("[data-testid='job-item']").await == 5).await;
        let first = "return document.querySelector('[data-testid=job-item]').dataset.outcome";
        assert_eq!(browser.runs(first).await, json!("failed"), "jobs that need an action come first");
        browser.clicks_css("[data-job-id='83'] [data-testid='job-items']").await;
        browser.until("all contacts", async || browser.counts("[data-testid='job-item']").await == 6).await;
        reads_well(&browser, &format!("jobs-{tag}")).await;
        is_quiet(&browser).await;
        browser.leaves_the_frame().await;
    }
    browser.ends().await;
}

/// Checks the visible page on a desktop and on a phone.
async fn reads_well(browser: &Browser, picture: &str) {
    browser.turns_to(NARROW).await;
    browser.settles().await;
    is_laid_out(browser).await;
    for (screen, place) in [(PHONE, "phone"), (LAPTOP, "desk")] {
        browser.turns_to(screen).await;
        browser.pictures(&format!("{picture}-{place}")).await;
        is_laid_out(browser).await;
        reads_no_key(browser).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_bulk_dialog_has_texts_in_every_language() {
    let app = TestApp::with(Sim::builder().portals(1).contacts(100).installed(true).no_bucket()).await;
    let portal = app.portal();
    let browser = Browser::start(LAPTOP).await;
    visits(&browser, &portal, 1).await;
    for (code, tag) in super::languages::LANGUAGES {
        speaks(&browser, code).await;
        starts_the_app(&browser, &portal).await;
        browser.enters(APP_FRAME, READY).await;
        answers(&browser, &jobs()).await;
        browser.clicks("filters-toggle").await;
        browser.clicks("select-all-matching").await;
        reads_well(&browser, &format!("choosing-{tag}")).await;
        browser.clicks("delete-selected").await;
        browser.sees("confirm-input").await;
        browser.until("the impact", async || browser.text("impact").await.contains("431")).await;
        reads_well(&browser, &format!("many-{tag}")).await;
        browser.clicks("confirm-cancel").await;
        goes_up(&browser).await;
        browser.clicks("ids-open").await;
        types(&browser, "ids-text", "No;Contact\n1;1001\n2;1002").await;
        browser.sees("ids-columns").await;
        reads_well(&browser, &format!("ids-columns-{tag}")).await;
        types(&browser, "ids-text", "\n1\n2\n2\nAnna\n3\n4").await;
        browser.clicks_css("[data-testid='ids-columns'] input[value='2']").await;
        browser
            .until("the problems", async || browser.counts("[data-testid='ids-problems'] li").await > 0)
            .await;
        reads_well(&browser, &format!("ids-{tag}")).await;
        browser.clicks("confirm-cancel").await;
        goes_up(&browser).await;
        browser.clicks("tab-jobs").await;
        browser.clicks_css("[data-job-id='85'] [data-testid='job-restore']").await;
        browser.sees("confirm-dialog").await;
        reads_well(&browser, &format!("restore-{tag}")).await;
        browser.clicks("confirm-cancel").await;
        is_quiet(&browser).await;
        browser.leaves_the_frame().await;
    }
    browser.ends().await;
}

/// The page receives an impact that is counted in parts; it is complete once `countedOn` is set.
const COUNTS_ON: &str = "const before = window.fetch;
    let counted = 1000;
    window.fetch = async (path, options) => {
        const answer = await before(path, options);
        if (!String(path).includes('/impact')) return answer;
        const impact = await answer.json();
        counted += 1;
        const now = window.countedOn ? { counted: 12345, exact: true, with_deals: 7777 } : { counted, exact: false };
        return new Response(JSON.stringify({ ...impact, ...now }), { headers: { 'Content-Type': 'application/json' } });
    };";

#[tokio::test(flavor = "multi_thread")]
async fn impact_of_a_large_set_is_counted_while_it_is_shown() {
    let app = TestApp::with(Sim::builder().portals(1).contacts(100).installed(true).no_bucket()).await;
    let browser = Browser::start(LAPTOP).await;
    opens_the_app(&browser, &app.portal(), 1).await;
    answers(&browser, &jobs()).await;
    browser.runs(COUNTS_ON).await;
    browser.clicks("filters-toggle").await;
    browser.clicks("select-all-matching").await;
    browser.clicks("delete-selected").await;
    let counts_on = async || {
        let text = browser.text("confirm-dialog").await;
        text.contains("Counted so far: 1,0") && !text.contains("1,001 of 12,345")
    };
    browser.until("the impact is requested again", counts_on).await;
    assert!(browser.text("impact").await.contains("431"));
    browser.pictures("bulk-counting").await;
    let says_the_rest = async || browser.text("confirm-dialog").await.contains("Delete 12,288 contacts?");
    assert!(!says_the_rest().await, "the number of the remaining contacts is not known yet");
    assert!(browser.text("confirm-dialog").await.contains("Delete up to 12,345 contacts?"));
    types(&browser, "confirm-input", "12345").await;
    browser.runs("window.countedOn = true").await;
    browser.until("the complete impact", async || browser.text("impact").await.contains("7,777")).await;
    assert!(!browser.text("confirm-dialog").await.contains("Counted so far"));
    assert!(says_the_rest().await);
    let typed = "return document.querySelector('[data-testid=confirm-input]').value";
    assert_eq!(browser.client.execute(typed, vec![]).await.unwrap(), "12345", "the typed number stays");
    browser.clicks("confirm-cancel").await;
    is_quiet(&browser).await;
    browser.ends().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn selection_and_its_dialogs_are_accessible() {
    let Some(rules) = rules() else { return };
    let app = TestApp::start().await;
    let browser = Browser::start(LAPTOP).await;
    opens_the_app(&browser, &app.portal(), 1).await;
    answers(&browser, &jobs()).await;
    browser.clicks("filters-toggle").await;
    browser.clicks("filter-no-company").await;
    browser.clicks("select-page").await;
    is_accessible(&browser, &rules, "the chosen", LAPTOP).await;
    is_accessible(&browser, &rules, "the chosen on a phone", PHONE).await;
    browser.clicks("delete-selected").await;
    browser.until("the impact", async || browser.text("impact").await.contains("431")).await;
    is_accessible(&browser, &rules, "the dialog about many", PHONE).await;
    browser.clicks("confirm-cancel").await;
    browser.clicks("ids-open").await;
    types(&browser, "ids-text", "1 x").await;
    browser.finds_css("[data-testid='ids-problems'] li").await;
    is_accessible(&browser, &rules, "the list of ids", LAPTOP).await;
    browser.ends().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn jobs_page_is_accessible() {
    let Some(rules) = rules() else { return };
    let app = TestApp::start().await;
    let browser = Browser::start(LAPTOP).await;
    opens_the_app(&browser, &app.portal(), 1).await;
    answers(&browser, &jobs()).await;
    browser.clicks("tab-jobs").await;
    browser.clicks_css("[data-job-id='85'] [data-testid='job-items']").await;
    browser.finds("job-item").await;
    is_accessible(&browser, &rules, "the jobs", LAPTOP).await;
    is_accessible(&browser, &rules, "the jobs on a phone", PHONE).await;
    browser.ends().await;
}
