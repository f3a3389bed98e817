//! The list: orders, pages, columns, a selection that survives searches, details, keys.

use std::time::{SystemTime, UNIX_EPOCH};

use portal_sim::Portal;
use serde_json::{Value, json};

use super::bulk::{chooses, portal_of_many, reads_the_impact};
use super::driver::{Browser, DESKTOP, LAPTOP, NARROW, PHONE, Screen};
use super::keyboard::{ENTER, ESCAPE};
use super::portal_page::{
    APP_FRAME, DIALOG, READY, focused, goes_up, is_in_order, is_laid_out, opens_the_app, row, starts_the_app,
    types,
};
use crate::support::TestApp;

const DOWN: &str = "\u{e015}";
const DELETE: &str = "\u{e017}";
const STEPS: u32 = 45;

async fn opens(screen: Screen) -> (TestApp, Portal, Browser) {
    let app = TestApp::with(portal_of_many().no_bucket()).await;
    let portal = app.portal();
    let browser = Browser::start(screen).await;
    opens_the_app(&browser, &portal, 1).await;
    browser.finds_css(&row(1)).await;
    (app, portal, browser)
}

/// Waits until the list is loaded and shows this range.
async fn shows(browser: &Browser, range: &str) {
    browser.until(range, async || browser.text("range").await == range).await;
    let idle = "return document.querySelector('#contacts').getAttribute('aria-busy') === 'false'";
    browser.until("the list is loaded", async || browser.runs(idle).await == json!(true)).await;
}

async fn bar_contains(browser: &Browser, words: &str) {
    browser.until(words, async || browser.text("selection-bar").await.contains(words)).await;
}

async fn address(browser: &Browser) -> Value {
    browser.runs("return location.hash").await
}

/// Clears the search field and types this text.
async fn searches(browser: &Browser, text: &str) {
    browser.finds("contact-search").await.clear().await.unwrap();
    types(browser, "contact-search", &format!("{text}{ENTER}")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn orders_and_pages_are_in_the_address_and_pages_start_at_the_top() {
    let (_app, portal, browser) = opens(LAPTOP).await;
    let oldest = portal.add_contact(&json!({"NAME": "Quirina", "DATE_CREATE": "2001-01-01T10:00:00+00:00"}));
    let sorted =
        async || browser.runs("return document.querySelector('th[aria-sort]')?.ariaSort ?? null").await;
    assert_eq!(sorted().await, json!(null));
    browser.clicks_css("[data-sort='created']").await;
    browser.until("newest first", async || sorted().await == json!("descending")).await;
    browser.clicks_css("[data-sort='created']").await;
    browser.finds_css(&format!("{}:first-child", row(oldest))).await;
    assert_eq!(sorted().await, json!("ascending"));
    shows(&browser, "1–50 of 121").await;
    browser.runs("document.querySelector('#page-size').scrollIntoView()").await;
    browser.runs("const size = document.querySelector('#page-size'); size.value = '20'; size.dispatchEvent(new Event('change'))").await;
    shows(&browser, "1–20 of 121").await;
    assert_eq!(address(&browser).await, json!("#contacts/?sort=created&limit=20"));
    browser.runs_outside("scrollTo(0, 9999)").await;
    browser.runs("document.querySelector('#next').click()").await;
    shows(&browser, "21–40 of 121").await;
    assert_eq!(address(&browser).await, json!("#contacts/?sort=created&limit=20&at=20_20"));
    assert_eq!(browser.runs("return document.activeElement.id").await, json!("range-top"));
    let seen = "const done = arguments[arguments.length - 1];
        new IntersectionObserver((entries, own) => { own.disconnect(); done(entries[0].intersectionRatio > 0.9) })
            .observe(document.querySelector('#select-page'))";
    browser
        .until("the head is visible", async || browser.runs_until_answered(seen, vec![]).await == json!(true))
        .await;
    // The portal reloads the frame at the same address.
    let kept = address(&browser).await;
    let again = "const form = [...document.forms].find((one) => one.querySelector('[name=AUTH_ID]'));
        form.action = form.action.split('#')[0] + KEPT; form.submit()";
    browser.leaves_the_frame().await;
    browser.runs(&again.replace("KEPT", &kept.to_string())).await;
    browser.until("the page is loaded", async || browser.runs_outside("true").await == json!(true)).await;
    browser.enters(APP_FRAME, READY).await;
    shows(&browser, "21–40 of 121").await;
    assert_eq!(sorted().await, json!("ascending"));
    browser.clicks("page-next-top").await;
    shows(&browser, "41–60 of 121").await;
    browser.clicks("page-previous-top").await;
    shows(&browser, "21–40 of 121").await;
    // The size of a page is stored for this user.
    browser.leaves_the_frame().await;
    tokio::time::timeout(std::time::Duration::from_secs(20), async {
        while !portal_keeps_the_size(&portal) {
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    })
    .await
    .expect("the portal stores the page's size");
    starts_the_app(&browser, &portal).await;
    browser.enters(APP_FRAME, READY).await;
    shows(&browser, "1–20 of 121").await;
    is_in_order(&browser).await;
    browser.ends().await;
}

fn portal_keeps_the_size(portal: &Portal) -> bool {
    portal.user_option(1, "list").is_some_and(|kept| kept.contains("\"limit\":20"))
}

/// From now on the page cannot load the list.
const BREAKS_THE_LIST: &str = "window.real = window.fetch; window.fetch = (path, options) => {
    const problem = { code: 'internal', title: 'Broken', detail: '', request_id: 'r-1' };
    return new URL(path, location.href).pathname === '/api/contacts'
        ? Promise.resolve(new Response(JSON.stringify(problem), { status: 500 })) : window.real(path, options) }";

#[tokio::test(flavor = "multi_thread")]
async fn selection_survives_searches_and_counts_hidden_contacts() {
    let (_app, portal, browser) = opens(LAPTOP).await;
    let [_, spared] =
        ["Quirina", "Quirin"].map(|name| portal.add_contact(&json!({"NAME": name, "LAST_NAME": "Zandt"})));
    chooses(&browser, 3).await;
    chooses(&browser, 5).await;
    searches(&browser, "Zandt").await;
    shows(&browser, "1–2 of 2").await;
    bar_contains(&browser, "2 not in view").await;
    browser.clicks("selection-show").await;
    browser.sees("chosen-panel").await;
    browser.pictures("list-away").await;
    browser.clicks_css("#chosen-list label:first-child input").await;
    bar_contains(&browser, "1 contact selected").await;
    browser.presses(ESCAPE).await;
    browser.clicks("selection-show").await;
    browser.clicks_css("#chosen-list label:first-child input").await;
    browser.until("the focus is in the list", async || focused(&browser).await == json!("select-page")).await;
    assert!(!browser.finds("selection-bar").await.is_displayed().await.unwrap());
    // "All matching" keeps its conditions, and one of the contacts can be excluded in a narrower list.
    browser.clicks("select-all-matching").await;
    bar_contains(&browser, "All 2 matching contacts selected").await;
    chooses(&browser, spared).await;
    bar_contains(&browser, "1 of 2 contacts selected").await;
    searches(&browser, "Quirin").await;
    shows(&browser, "1–2 of 2").await;
    browser.runs(&format!("document.querySelector(\"{}\").focus()", row(spared))).await;
    browser.presses("x").await;
    bar_contains(&browser, "1 of 2 contacts selected").await;
    assert_eq!(
        browser.counts("#rows input:disabled:not(:checked)").await,
        2,
        "the excluded contact stays excluded"
    );
    searches(&browser, "").await;
    shows(&browser, "1–50 of 122").await;
    bar_contains(&browser, "Selected with: Search: Zandt").await;
    let disabled = "return document.querySelectorAll('#rows input:disabled').length";
    assert_eq!(browser.runs(disabled).await, json!(50), "the page cannot know which of them are selected");
    browser.pictures("list-bound").await;
    browser.clicks("selection-show").await;
    shows(&browser, "1–2 of 2").await;
    assert_eq!(browser.counts("[data-testid='contact-select']:checked").await, 1);
    browser.clicks("select-none").await;
    searches(&browser, "").await;
    shows(&browser, "1–50 of 122").await;
    browser.clicks("select-all-matching").await;
    searches(&browser, "Quirina").await;
    shows(&browser, "1–1 of 1").await;
    browser.clicks("contact-select").await;
    bar_contains(&browser, "121 of 122 contacts selected").await;
    bar_contains(&browser, "Selected from the whole list").await;
    // A list that cannot be loaded does not say how many contacts match.
    browser.runs(BREAKS_THE_LIST).await;
    searches(&browser, "").await;
    browser.finds_css("[data-testid='notice'][data-kind='error']").await;
    bar_contains(&browser, "121 of 122 contacts selected").await;
    browser.runs("window.fetch = window.real; document.querySelector('#list-state button').click()").await;
    shows(&browser, "1–50 of 122").await;
    bar_contains(&browser, "121 of 122 contacts selected").await;
    is_in_order(&browser).await;
    browser.ends().await;
}

#[expect(clippy::print_stderr, reason = "the seed repeats a failed walk")]
#[expect(
    clippy::disallowed_methods,
    reason = "each run walks differently unless the environment gives a seed"
)]
#[tokio::test(flavor = "multi_thread")]
async fn bar_states_what_would_be_deleted_after_random_clicks() {
    let (_app, portal, browser) = opens(LAPTOP).await;
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().subsec_nanos();
    let given = std::env::var("SELECTION_SEED").ok().and_then(|seed| seed.parse().ok());
    let seeds: Vec<u32> =
        given.map_or_else(|| (0..8).map(|at| now.wrapping_add(at)).collect(), |seed| vec![seed]);
    eprintln!("SELECTION_SEED={seeds:?}");
    for seed in seeds {
        let fault =
            browser.runs_until_answered(include_str!("choosing.js"), vec![json!(seed), json!(STEPS)]).await;
        assert_eq!(fault, json!(null));
    }
    assert!(portal.deletions().is_empty());
    browser.ends().await;
}

/// Phone numbers that are cut, and rows of more than one line.
const CUT: &str = "return [...document.querySelectorAll('#rows [data-contact-id]')].flatMap((row) => {
    const shown = [...row.querySelectorAll('[data-part=phones] > .ce-value, .ce-line [data-whole=true]')].find((one) => one.checkVisibility());
    const cell = shown?.closest('td').getBoundingClientRect();
    const range = document.createRange();
    if (shown) range.selectNodeContents(shown);
    const text = range.getBoundingClientRect();
    const isCut = shown && (text.right > cell.right || shown.scrollWidth > shown.clientWidth);
    const most = matchMedia('(width <= 760px)').matches ? 64 : 46;
    return isCut || row.offsetHeight > most ? [`${row.offsetHeight} ${row.innerText}`] : [];
})";

#[tokio::test(flavor = "multi_thread")]
async fn rows_have_one_line_and_whole_phones_at_every_width() {
    let (_app, portal, browser) = opens(DESKTOP).await;
    portal.change_contact(
        2,
        &json!({"PHONE": [{"VALUE": "+7 (912) 555-01-00"}, {"VALUE": "+7 912 5550101"}],
        "NAME": "Longname".repeat(30), "EMAIL": [{"VALUE": format!("{}@example.org", "long".repeat(30))}]}),
    );
    searches(&browser, "Longname").await;
    shows(&browser, "1–1 of 1").await;
    searches(&browser, "").await;
    shows(&browser, "1–50 of 120").await;
    for width in [1920, 1280, 1100, 1000, 820, 640] {
        browser.turns_to(Screen { width, ..DESKTOP }).await;
        browser.settles().await;
        assert_eq!(browser.runs(CUT).await, json!([]), "{width}");
        is_laid_out(&browser).await;
    }
    for screen in [PHONE, NARROW] {
        browser.turns_to(screen).await;
        browser.settles().await;
        assert_eq!(browser.runs(CUT).await, json!([]));
        is_laid_out(&browser).await;
    }
    browser.turns_to(DESKTOP).await;
    goes_up(&browser).await;
    let heads = async || {
        browser.runs("return [...document.querySelectorAll('#contacts th')].filter((one) => one.checkVisibility()).map((one) => one.innerText.trim())").await
    };
    assert!(!heads().await.to_string().contains("Deals"));
    browser.clicks("display-open").await;
    for name in ["deals", "source", "id", "activity", "responsible"] {
        browser.clicks_css(&format!("[data-shows='{name}']")).await;
    }
    browser.clicks_css("[data-shows='email']").await;
    browser.clicks("display-compact").await;
    browser.presses(ESCAPE).await;
    assert_eq!(focused(&browser).await, json!("display-open"));
    let row_of_one = format!("return document.querySelector(\"{}\").innerText", row(1));
    browser
        .until("the number of deals is shown", async || {
            browser.runs(&row_of_one).await.to_string().contains("Ada Keller")
        })
        .await;
    let shown = heads().await;
    for name in ["ID", "Deals", "Source", "Last activity"] {
        assert!(shown.to_string().contains(&format!("\"{name}\"")), "{shown}");
    }
    assert!(!shown.to_string().contains("E-mail"));
    let height = browser.runs(&format!("return document.querySelector(\"{}\").offsetHeight", row(1))).await;
    assert!(height.as_f64().unwrap() < 37.0, "{height}");
    // Then the table scrolls sideways, and the page around it does not.
    let sizes = "const [page, room] = [document.documentElement, document.querySelector('#table-room')];
        return [page.scrollWidth > page.clientWidth, room.scrollWidth > room.clientWidth]";
    assert_eq!(browser.runs(sizes).await, json!([false, true]));
    browser.pictures("list-columns").await;
    browser.ends().await;
}

/// The delete key opens no dialog in the list's conditions, or when it is held down.
async fn delete_key_works_only_in_the_list(browser: &Browser) {
    let asks = "const [at, repeat] = arguments;
        return !document.querySelector(at).dispatchEvent(
            new KeyboardEvent('keydown', { key: 'Delete', repeat, bubbles: true, cancelable: true }))";
    for (at, is_held) in [
        ("#filters-toggle", false),
        ("#views-toggle", false),
        ("#views-save", false),
        ("[data-without='phone']", false),
        ("[data-preset]", false),
        ("#range-top", true),
    ] {
        let acted = browser.client.execute(asks, vec![json!(at), json!(is_held)]).await.unwrap();
        assert_eq!(acted, json!(false), "{at}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_work_in_the_list_but_not_while_typing() {
    let (_app, portal, browser) = opens(LAPTOP).await;
    let count = "window.asked = []; const real = window.fetch; window.fetch = (path, options) => {
        window.asked.push(`${options?.method ?? 'GET'} ${path}`); return real(path, options) }";
    browser.runs(count).await;
    browser.runs("document.querySelector('#range-top').focus()").await;
    browser.presses(DOWN).await;
    browser.presses("x").await;
    for _ in 0..3 {
        browser.presses(DOWN).await;
    }
    browser.presses("X").await;
    bar_contains(&browser, "4 contacts selected").await;
    browser.presses(ENTER).await;
    browser.sees("contact-preview").await;
    browser
        .until("the deals", async || !browser.text("contact-preview").await.contains("Deals\nActivities"))
        .await;
    browser.pictures("list-preview").await;
    browser.presses(ESCAPE).await;
    assert_eq!(focused(&browser).await, json!("contact-row"));
    browser.presses(ENTER).await;
    browser.sees("contact-preview").await;
    browser.presses(ESCAPE).await;
    let asked = browser.runs("return window.asked.filter((one) => /contacts\\/\\d+$/.test(one))").await;
    assert_eq!(asked, json!(["GET /api/contacts/4"]), "no second dialog opens");
    browser.presses("/").await;
    assert_eq!(focused(&browser).await, json!("contact-search"));
    browser.presses("x?").await;
    assert_eq!(browser.runs("return document.querySelector('#search').value").await, json!("x?"));
    bar_contains(&browser, "4 contacts selected").await;
    assert!(!browser.finds("keys-panel").await.is_displayed().await.unwrap());
    searches(&browser, "").await;
    shows(&browser, "1–50 of 120").await;
    browser.runs("document.querySelector('#range-top').focus()").await;
    browser.presses("?").await;
    browser.sees("keys-panel").await;
    browser.presses(ESCAPE).await;
    delete_key_works_only_in_the_list(&browser).await;
    browser.runs("document.querySelector('#range-top').focus()").await;
    browser.presses(DELETE).await;
    browser.sees("confirm-dialog").await;
    reads_the_impact(&browser).await;
    let question = browser.text("confirm-dialog").await;
    assert!(
        question.contains("Delete 3 contacts?") && question.contains("1 contact with open deals"),
        "{question}"
    );
    browser.presses(DELETE).await;
    browser.presses(ESCAPE).await;
    browser.until("the dialog is gone", async || browser.counts(DIALOG).await == 0).await;
    assert!(portal.deletions().is_empty());
    browser.ends().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn head_stays_visible_in_a_frame_taller_than_the_window() {
    let (_app, _portal, browser) = opens(LAPTOP).await;
    for scroll in [0, 500, 1100] {
        browser.runs_outside(&format!("scrollTo(0, {scroll})")).await;
        let seen = "const done = arguments[arguments.length - 1];
            new IntersectionObserver((entries, own) => { own.disconnect(); done(entries[0].intersectionRatio > 0.99) })
                .observe(document.querySelector('#select-page'))";
        browser
            .until(&format!("the head is in sight at {scroll}"), async || {
                browser.runs_until_answered(seen, vec![]).await == json!(true)
            })
            .await;
    }
    browser.runs("document.querySelector('#select-page').click()").await;
    bar_contains(&browser, "50 contacts selected").await;
    browser.pictures("list-head").await;
    browser.ends().await;
}
