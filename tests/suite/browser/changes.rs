//! Changes during other work: the selection, the list, the page of jobs.

use portal_sim::{Fault, Nth, Portal};
use serde_json::{Value, json};

use super::bulk::{chooses, portal_of_many, reads_the_impact, waits_for_state};
use super::driver::{Browser, LAPTOP};
use super::keyboard::ENTER;
use super::portal_page::{asks_to_delete, focused, goes_up, is_in_order, opens_the_app, row, types};
use crate::support::TestApp;

async fn opens() -> (TestApp, Portal, Browser) {
    let app = TestApp::with(portal_of_many().no_bucket()).await;
    let portal = app.portal();
    let browser = Browser::start(LAPTOP).await;
    opens_the_app(&browser, &portal, 1).await;
    browser.finds_css(&row(1)).await;
    (app, portal, browser)
}

async fn bar_contains(browser: &Browser, words: &str) {
    browser.until(words, async || browser.text("selection-bar").await.contains(words)).await;
}

async fn searches(browser: &Browser, text: &str) {
    browser.finds("contact-search").await.clear().await.unwrap();
    types(browser, "contact-search", &format!("{text}{ENTER}")).await;
}

async fn shows(browser: &Browser, range: &str) {
    browser.until(range, async || browser.text("range").await == range).await;
    let idle = "return document.querySelector('#contacts').getAttribute('aria-busy') === 'false'";
    browser.until("the list is loaded", async || browser.runs(idle).await == json!(true)).await;
}

/// From now on, answers below a path wait until `window.release` is called.
async fn holds(browser: &Browser, path: &str) {
    let script = "const [path] = arguments; const real = window.fetch;
        const released = new Promise((done) => { window.release = done });
        window.fetch = async (url, options) => {
            if (new URL(url, location.href).pathname.startsWith(path)) { window.held = true; await released; }
            return real(url, options) }";
    browser.client.execute(script, vec![json!(path)]).await.unwrap();
}

/// Tries to change the selection in every way that the list offers.
const CHANGES: &str = "document.querySelector('[data-contact-id=\"9\"] [type=checkbox]').click();
    document.querySelector('[data-contact-id=\"3\"] [type=checkbox]').click();
    document.querySelector('#select-page').click();
    document.querySelector('#select-all').click();
    document.querySelector('#bar-clear').click();
    const row = document.querySelector('[data-contact-id=\"11\"]');
    row.focus();
    row.dispatchEvent(new KeyboardEvent('keydown', { key: 'x', bubbles: true }));
    return Array.from(document.querySelectorAll('#rows :checked'), (box) => Number(box.closest('tr').dataset.contactId))";

#[tokio::test(flavor = "multi_thread")]
async fn selection_does_not_change_while_the_dialog_is_prepared() {
    let (_app, portal, browser) = opens().await;
    chooses(&browser, 3).await;
    holds(&browser, "/api/contacts/3").await;
    browser.clicks("delete-selected").await;
    browser
        .until("the answer is held", async || browser.runs("return window.held").await == json!(true))
        .await;
    assert_eq!(browser.runs(CHANGES).await, json!([3]));
    bar_contains(&browser, "1 contact selected").await;
    browser.runs("window.release()").await;
    browser.sees("confirm-dialog").await;
    assert!(browser.text("confirm-dialog").await.contains("#3"));
    browser.clicks("confirm-cancel").await;
    goes_up(&browser).await;
    // The same holds for many contacts, from the click until the dialog opens, also for a click in the same moment.
    chooses(&browser, 5).await;
    let pressed = format!("document.querySelector('[data-testid=delete-selected]').click(); {CHANGES}");
    assert_eq!(browser.runs(&pressed).await, json!([3, 5]));
    reads_the_impact(&browser).await;
    assert!(browser.text("confirm-dialog").await.contains("Delete 2 contacts?"));
    bar_contains_behind_dialog(&browser, "2 contacts selected").await;
    browser.clicks("confirm-cancel").await;
    browser.until("the dialog is closed", async || browser.counts("dialog[open]").await == 0).await;
    goes_up(&browser).await;
    chooses(&browser, 7).await;
    bar_contains(&browser, "3 contacts selected").await;
    // Other conditions give another list but keep the selection.
    let both = "document.querySelector('[data-testid=delete-selected]').click();
        document.querySelector('[data-testid=filter-no-phone]').click()";
    browser.runs(both).await;
    reads_the_impact(&browser).await;
    assert!(browser.text("confirm-dialog").await.contains("Delete 3 contacts?"));
    browser.clicks("confirm-cancel").await;
    assert!(portal.deletions().is_empty());
    is_in_order(&browser).await;
    browser.ends().await;
}

async fn bar_contains_behind_dialog(browser: &Browser, words: &str) {
    let text = browser.runs("return document.querySelector('#bar-count').textContent").await;
    assert_eq!(text, json!(words));
}

#[tokio::test(flavor = "multi_thread")]
async fn deletion_with_a_lost_answer_can_be_undone() {
    let (_app, portal, browser) = opens().await;
    let before = portal.contact_ids().len();
    let loses = "const real = window.fetch;
        window.fetch = async (url, options) => {
            const answer = await real(url, options);
            if (options?.method === 'DELETE') { throw new TypeError('cut off'); }
            return answer }";
    browser.runs(loses).await;
    asks_to_delete(&browser, 5).await;
    browser.clicks("confirm-delete").await;
    browser.finds_css("[data-testid='notice'][data-kind='success']").await;
    assert_eq!(portal.contact_ids().len(), before - 1);
    browser.clicks("notice-action").await;
    browser
        .until("the contact is restored", async || browser.text("notice").await.contains("was restored"))
        .await;
    assert_eq!(portal.contact_ids().len(), before);
    browser.ends().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn late_undo_updates_the_list_that_is_shown() {
    let (_app, portal, browser) = opens().await;
    let id = portal.add_contact(&json!({"NAME": "Quirina", "LAST_NAME": "Zandt"}));
    searches(&browser, "Quirina").await;
    shows(&browser, "1–1 of 1").await;
    asks_to_delete(&browser, id).await;
    browser.clicks("confirm-delete").await;
    browser.finds_css("[data-testid='notice'][data-kind='success']").await;
    // The user undoes the deletion and loads another list before the portal confirms the restore.
    holds(&browser, "/api/jobs").await;
    let late = "document.querySelector('[data-testid=notice-action]').click();
        const search = document.querySelector('#search');
        search.value = 'Zandt';
        search.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }))";
    browser.runs(late).await;
    browser.finds_css("#list-state .ce-empty").await;
    chooses_nobody(&browser).await;
    browser.runs("window.release()").await;
    shows(&browser, "1–1 of 1").await;
    let back = portal.contact_ids().into_iter().max().unwrap();
    assert_ne!(back, id);
    browser.finds_css(&row(back)).await;
    assert_eq!(browser.counts("[data-testid='notice']").await, 0, "the message disappeared with its list");
    // The user undoes the deletion while another part of the page is shown.
    asks_to_delete(&browser, back).await;
    browser.clicks("confirm-delete").await;
    browser.finds_css("[data-testid='notice'][data-kind='success']").await;
    let away = "document.querySelector('[data-testid=notice-action]').click();
        document.querySelector('[data-testid=tab-jobs]').click()";
    browser.runs(away).await;
    let is_back = async || portal.contact_ids().into_iter().max() > Some(back);
    browser.until("the contact", is_back).await;
    browser.until("the job has ended", async || restores_are_over(&browser).await).await;
    browser.clicks("tab-contacts").await;
    browser.finds_css(&row(portal.contact_ids().into_iter().max().unwrap())).await;
    is_in_order(&browser).await;
    browser.ends().await;
}

async fn chooses_nobody(browser: &Browser) {
    assert_eq!(browser.counts("#bar:not([hidden])").await, 0);
}

async fn restores_are_over(browser: &Browser) -> bool {
    let over = "return document.querySelectorAll('[data-testid=job-row]:not([data-state=done])').length";
    browser.runs(over).await == json!(0)
}

#[tokio::test(flavor = "multi_thread")]
async fn linked_job_is_shown_even_if_the_list_does_not_contain_it() {
    let (_app, _portal, browser) = opens().await;
    for id in [3, 5] {
        chooses(&browser, id).await;
    }
    browser.clicks("delete-selected").await;
    reads_the_impact(&browser).await;
    browser.clicks("confirm-delete").await;
    waits_for_state(&browser, 1, "done").await;
    browser.clicks("tab-history").await;
    browser.finds_css("#history-rows a[href='#jobs/1']").await;
    // Newer jobs fill the list, and the page reloads it every few seconds.
    let newer = "const real = window.fetch; window.looks = 0;
        window.fetch = async (path, options) => {
            const answer = await real(path, options);
            if (new URL(path, location.href).pathname !== '/api/jobs') return answer;
            window.looks += 1;
            const { items: [job] } = await answer.json();
            const items = Array.from({ length: 50 }, (_, at) => ({ ...job, id: 900 - at, number: 800 - at }));
            return new Response(JSON.stringify({ items }), { headers: { 'Content-Type': 'application/json' } }) }";
    browser.runs(newer).await;
    browser.clicks_css("#history-rows a[href='#jobs/1']").await;
    let card = "return document.activeElement?.dataset.jobId ?? null";
    browser.until("the job's card", async || browser.runs(card).await == json!("1")).await;
    assert_eq!(browser.counts("[data-testid='job-row']").await, 51);
    let last = "return [...document.querySelectorAll('[data-testid=job-row]')].at(-1).dataset.jobId";
    assert_eq!(browser.runs(last).await, json!("1"), "the newest jobs come first");
    let looks: Value = browser.runs("return window.looks").await;
    let again = async || browser.runs("return window.looks").await.as_u64() > looks.as_u64();
    browser.until("the list was reloaded", again).await;
    browser.settles().await;
    assert_eq!(browser.counts("[data-job-id='1']").await, 1, "the card stays");
    is_in_order(&browser).await;
    browser.ends().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn selecting_all_matching_contacts_is_announced_and_can_be_undone() {
    let (_app, portal, browser) = opens().await;
    for name in ["Quirina", "Quirin"] {
        portal.add_contact(&json!({"NAME": name, "LAST_NAME": "Zandt"}));
    }
    // If every selected contact matches, none is lost, so no message appears.
    chooses(&browser, 3).await;
    browser.clicks("select-all-matching").await;
    bar_contains(&browser, "matching contacts selected").await;
    assert_eq!(browser.counts("[data-testid='notice']").await, 0);
    browser.clicks("select-none").await;
    for id in [3, 5] {
        chooses(&browser, id).await;
    }
    searches(&browser, "Zandt").await;
    shows(&browser, "1–2 of 2").await;
    browser.clicks("select-all-matching").await;
    bar_contains(&browser, "All 2 matching contacts selected").await;
    browser.sees("notice").await;
    let shown = browser.text("notice").await;
    assert!(shown.contains("Your earlier selection of 2 contacts was replaced"), "{shown}");
    assert_eq!(focused(&browser).await, json!("notice"));
    browser.pictures("list-replaced").await;
    is_in_order(&browser).await;
    browser.clicks("notice-action").await;
    bar_contains(&browser, "2 contacts selected").await;
    bar_contains(&browser, "2 not in view").await;
    assert_eq!(browser.counts("[data-testid='notice']").await, 0);
    assert_eq!(focused(&browser).await, json!("select-all-matching"));
    // If no contact is selected any more, there is nothing to take back.
    browser.clicks("select-all-matching").await;
    browser.sees("notice").await;
    browser.clicks("select-none").await;
    browser.until("the notice is gone", async || browser.counts("[data-testid='notice']").await == 0).await;
    assert!(portal.deletions().is_empty());
    browser.ends().await;
}

/// For users who may not see companies, the page shows a company's number as such and not as the contact's id.
#[tokio::test(flavor = "multi_thread")]
async fn invisible_company_is_named_by_its_number_in_every_dialog() {
    let app = TestApp::with(portal_of_many().no_bucket()).await;
    let portal = app.portal();
    let denied = Fault::refusal(403, "ACCESS_DENIED", "Access denied.");
    portal.faults().script("crm.company.list", Nth::Every, denied);
    let browser = Browser::start(LAPTOP).await;
    opens_the_app(&browser, &portal, 1).await;
    asks_to_delete(&browser, 3).await;
    browser.sees("confirm-dialog").await;
    let one = browser.text("confirm-dialog").await;
    assert!(one.contains("Company #"), "{one}");
    browser.clicks("confirm-cancel").await;
    browser.until("the dialog is closed", async || browser.counts("dialog[open]").await == 0).await;
    chooses(&browser, 3).await;
    chooses(&browser, 5).await;
    browser.clicks("delete-selected").await;
    reads_the_impact(&browser).await;
    browser.runs("document.querySelector('dialog[open] .ce-names').open = true").await;
    browser.pictures("company-unseen").await;
    let many = browser.text("confirm-dialog").await;
    assert!(many.contains("Company #"), "{many}");
    browser.ends().await;
}
