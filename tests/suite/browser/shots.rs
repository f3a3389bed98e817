//! Takes the product's pictures from the running application. With `PICTURES=1` (`make pictures`) they replace the
//! pictures of the product page and the README.

use std::path::Path;

use portal_sim::Sim;
use serde_json::json;

use super::bulk::reads_the_impact;
use super::driver::{Browser, Screen};
use super::portal_page::{APP_FRAME, READY, opens_the_app, starts_the_app};
use crate::support::TestApp;

const SIZE: Screen = Screen { width: 1280, height: 800, dark: false };
/// A picture in a page is 1120 pixels wide.
const SCALE: f64 = 0.875;
const MOST_BYTES: usize = 70_000;

/// Saves a picture of the whole window.
async fn takes(browser: &Browser, name: &str) {
    browser.runs_outside("document.documentElement.style.scrollbarWidth = 'none'").await;
    browser.settles().await;
    let top = browser.runs_outside("scrollY").await;
    let clip = json!({"x": 0, "y": top, "width": SIZE.width, "height": SIZE.height, "scale": SCALE});
    let wanted = json!({"format": "webp", "quality": 72, "clip": clip});
    let answer = browser.devtools("Page.captureScreenshot", wanted).await;
    let picture = base64_decoded(answer["data"].as_str().unwrap());
    assert!((5_000..MOST_BYTES).contains(&picture.len()), "{name}: {} bytes", picture.len());
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = root.join(if std::env::var_os("PICTURES").is_some() { "static/img" } else { "test-output" });
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join(format!("shot-{name}.webp")), picture).unwrap();
}

fn base64_decoded(text: &str) -> Vec<u8> {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.decode(text).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pictures_show_the_product_as_it_is() {
    let app = TestApp::with(Sim::builder().portals(1).contacts(140).installed(true).no_bucket()).await;
    let portal = app.portal();
    let browser = Browser::start(SIZE).await;
    opens_the_app(&browser, &portal, 1).await;

    browser.finds("contact-row").await;
    for nth in [1, 2, 4, 5] {
        let select = format!("[data-testid='contact-row']:nth-of-type({nth}) [data-testid='contact-select']");
        browser.clicks_css(&select).await;
    }
    browser.runs_outside("scrollTo(0, 0)").await;
    browser.runs("document.activeElement.blur()").await;
    takes(&browser, "find").await;

    browser.clicks("select-page").await;
    browser.clicks("select-all-matching").await;
    browser.clicks("delete-selected").await;
    reads_the_impact(&browser).await;
    browser.sees("confirm-input").await;
    takes(&browser, "check").await;

    let total = browser.finds_css("[data-testid='confirm-input']").await;
    let words = browser.text("confirm-dialog").await;
    for number in words.split(|c: char| !c.is_ascii_digit()).filter(|word| word.len() > 2) {
        total.clear().await.unwrap();
        total.send_keys(number).await.unwrap();
        if browser.runs("return !document.getElementById('confirm-delete').disabled").await == json!(true) {
            break;
        }
    }
    browser.clicks("confirm-delete").await;
    browser.until("the job", async || browser.counts("[data-testid='job-restore']").await == 1).await;
    starts_the_app(&browser, &portal).await;
    browser.enters(APP_FRAME, READY).await;
    browser.clicks("tab-jobs").await;
    browser.sees("job-row").await;
    takes(&browser, "undo").await;
    browser.ends().await;
}
