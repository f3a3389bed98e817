//! Connecting a portal in a browser tab, and the layout of the public pages.

use portal_sim::Sim;
use serde_json::json;

use super::driver::{Browser, DESKTOP, PHONE, Screen};
use crate::support::TestApp;

/// The console has no error of ours (the portal's pages have their own), and nothing scrolls sideways.
async fn is_in_order(browser: &Browser, app: &TestApp) {
    let mut errors = browser.console_errors().await;
    errors.retain(|error| error.contains(&app.url) || error.contains("Content Security Policy"));
    assert!(errors.is_empty(), "{errors:?}");
    let too_wide = "return document.documentElement.scrollWidth > document.documentElement.clientWidth";
    assert_eq!(browser.runs(too_wide).await, json!(false), "the page is wider than the window");
}

#[tokio::test(flavor = "multi_thread")]
async fn portal_is_connected_from_the_first_page() {
    let app = TestApp::with(Sim::builder().portals(1).installed(true)).await;
    let portal = app.portal();
    let browser = Browser::start(DESKTOP).await;
    // A link, like the one in the app's settings, asks for one click.
    browser.goes_to(&format!("{}/oauth/start?portal={}", app.url, portal.domain())).await;
    browser.pictures("public-start").await;
    assert_eq!(browser.text("connect-host").await, portal.domain());
    assert_eq!(app.rows("oauth_states").await, 0);
    is_in_order(&browser, &app).await;
    browser.clicks("connect-confirm").await;
    browser.finds_css("a[href*='sim_user=2']").await;
    browser.goes_to(&format!("{}/", app.url)).await;
    browser.pictures("public-home").await;
    browser.finds("connect-portal").await.send_keys(&portal.domain()).await.unwrap();
    browser.clicks("connect-submit").await;
    browser.clicks_css("a[href*='sim_user=2']").await;
    browser.sees("connected").await;
    browser.pictures("public-connected").await;
    assert_eq!(browser.text("connected-portal").await, portal.domain());
    assert!(browser.text("connected-user").await.contains(&portal.users()[1].last_name));
    is_in_order(&browser, &app).await;
    assert_eq!((app.rows("portals").await, app.rows("authorizations").await), (1, 1));
    browser.client.refresh().await.unwrap();
    browser.clicks("connect-again").await;
    // The portal knows its user and sends the browser back at once, so the form leads through redirects only.
    browser.goes_to(&format!("{}/", portal.origin())).await;
    browser.runs("document.cookie = 'sim_user=1; path=/'").await;
    browser.goes_to(&format!("{}/", app.url)).await;
    let pasted = format!("{}/crm/contact/list/", portal.origin());
    browser.finds("connect-portal").await.send_keys(&pasted).await.unwrap();
    browser.clicks("connect-submit").await;
    browser.sees("connected").await;
    assert_eq!(app.rows("authorizations").await, 2);
    browser.ends().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_address_shows_an_explanation_and_the_form() {
    let app = TestApp::with(Sim::builder().portals(1)).await;
    let browser = Browser::start(PHONE).await;
    browser.goes_to(&format!("{}/", app.url)).await;
    browser.finds("connect-portal").await.send_keys("user@acme.bitrix24.com").await.unwrap();
    browser.clicks("connect-submit").await;
    browser.finds("connect-again").await;
    assert_eq!(app.rows("oauth_states").await, 0);
    browser.goes_to(&format!("{}/oauth/start?portal=user%40acme.bitrix24.com", app.url)).await;
    browser.pictures("public-refused").await;
    browser.clicks("connect-again").await;
    browser.finds("connect-form").await;
    browser.ends().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn public_pages_fit_every_window_in_every_language() {
    let app = TestApp::with(Sim::builder().portals(1)).await;
    let dark = Screen { dark: true, ..DESKTOP };
    let small = Screen { width: 360, ..PHONE };
    for (screen, name) in [(DESKTOP, "desktop"), (dark, "dark"), (PHONE, "phone"), (small, "small")] {
        let browser = Browser::start(screen).await;
        // The narrowest window shows every language; the others show the one with the longest words.
        let all = ["en", "ru", "de", "la", "br", "fr", "pl", "ua"];
        for code in if name == "small" { &all[..] } else { &["de"][..] } {
            for page in ["", "privacy", "terms", "support", "help", "nowhere"] {
                browser.goes_to(&format!("{}/{page}?LANG={code}", app.url)).await;
                if page == "nowhere" {
                    // The browser itself logs the status as an error.
                    browser.console_errors().await;
                }
                is_in_order(&browser, &app).await;
            }
        }
        for (code, page) in [("en", ""), ("de", ""), ("en", "privacy")] {
            browser.goes_to(&format!("{}/{page}?LANG={code}", app.url)).await;
            let height = browser.runs("return document.documentElement.scrollHeight").await;
            let size =
                json!({"width": screen.width, "height": height, "deviceScaleFactor": 1, "mobile": false});
            browser.devtools("Emulation.setDeviceMetricsOverride", size).await;
            browser.pictures(&format!("public-{name}-{code}{page}")).await;
        }
        browser.ends().await;
    }
}
