//! Installing: who may install, what is bound, and what happens if a step fails.

use portal_sim::{Fault, Nth, Sim};

use crate::support::TestApp;

async fn without_installation() -> TestApp {
    TestApp::with(Sim::builder().portals(2).contacts(100).installed(false)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_installs_and_everything_is_bound() {
    let app = without_installation().await;
    let page = app.opens(&app.portal().frame_post(1)).await;
    assert_eq!(page.status, 200);
    assert!(
        page.html.contains("data-testid=\"install-status\"") && page.html.contains("data-state=\"working\"")
    );
    let mut events: Vec<String> = app
        .portal()
        .event_handlers()
        .iter()
        .map(|bound| format!("{} {}", bound.event, bound.handler))
        .collect();
    events.sort();
    let at = |event: &str| format!("{event} {}/events", app.url);
    assert_eq!(events, [at("ONAPPINSTALL"), at("ONAPPUNINSTALL"), at("ONAPPUPDATE")]);
    let mut widgets: Vec<String> =
        app.portal().placements().iter().map(|bound| bound.placement.clone()).collect();
    widgets.sort();
    assert_eq!(widgets, ["CRM_CONTACT_DETAIL_TOOLBAR", "CRM_CONTACT_LIST_MENU", "CRM_CONTACT_LIST_TOOLBAR"]);
    let bindings = app.portal().calls();
    let batches = bindings.iter().filter(|call| call.method == "batch").count();
    assert_eq!(batches, 1, "all handlers in one call");
}

#[tokio::test(flavor = "multi_thread")]
async fn widgets_have_titles_in_all_languages() {
    let app = without_installation().await;
    app.opens(&app.portal().frame_post(1)).await;
    for bound in app.portal().calls_of("placement.bind") {
        for language in ["en", "ru", "de", "la", "br", "fr", "pl", "ua"] {
            let title = bound.params["LANG_ALL"][language]["TITLE"].as_str().unwrap_or_default();
            assert!((3..=40).contains(&title.chars().count()), "{language}: {title}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_administrators_install() {
    let app = without_installation().await;
    for user in [2, 3, 4] {
        let page = app.posts("/install", &app.portal().frame_post(user)).await;
        assert_eq!(page.status, 403);
        assert!(page.is_error_page());
    }
    assert_eq!(app.rows("portals").await, 0);
    assert!(app.portal().event_handlers().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn installing_twice_changes_nothing() {
    let app = without_installation().await;
    for _ in 0..3 {
        let page = app.posts("/install", &app.portal().frame_post(1)).await;
        assert_eq!(page.status, 200, "{}", page.html);
        assert!(page.html.contains("data-state=\"working\""));
    }
    assert_eq!((app.rows("portals").await, app.portal().event_handlers().len()), (1, 3));
    app.portal().set_installed(true);
    assert_eq!(app.posts("/install", &app.portal().frame_post(1)).await.status, 200);
    assert_eq!(app.opens(&app.portal().frame_post(2)).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn failed_steps_are_named_and_a_second_try_completes_them() {
    let app = without_installation().await;
    let refused =
        Fault::Error { status: 400, error: "ERROR_PLACEMENT_MAX_COUNT".into(), description: String::new() };
    app.portal().faults().script("placement.bind", Nth::Next, refused);
    let page = app.opens(&app.portal().frame_post(1)).await;
    assert_eq!(page.status, 502);
    assert!(page.html.contains("data-state=\"failed\"") && page.html.contains("install-retry"));
    assert!(!app.portal().is_installed());
    let page = app.opens(&app.portal().frame_post(1)).await;
    assert_eq!((page.status, page.html.contains("data-state=\"working\"")), (200, true));
}

#[tokio::test(flavor = "multi_thread")]
async fn outage_while_binding_leaves_the_installation_unfinished() {
    let app = without_installation().await;
    for fault in [Fault::Html(502), Fault::CutAfter, Fault::Truncated] {
        app.portal().faults().script("batch", Nth::Next, fault.clone());
        let page = app.opens(&app.portal().frame_post(1)).await;
        assert_eq!(page.status, 502, "{fault:?}");
        assert!(page.html.contains("data-state=\"failed\""), "{fault:?}");
    }
    assert_eq!(app.opens(&app.portal().frame_post(1)).await.status, 200);
    assert_eq!(app.portal().event_handlers().len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn lost_handlers_are_bound_again_when_an_administrator_opens_the_app() {
    let app = without_installation().await;
    let portal = app.portal();
    app.opens(&portal.frame_post(1)).await;
    portal.set_installed(true);
    let token = portal.mint_pair(1).access_token;
    let unbind = async |method: &str, body: serde_json::Value| {
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let request = client.post(format!("{}{method}", portal.rest_url())).json(&body);
        assert_eq!(request.send().await.unwrap().status(), 200);
    };
    let handler = format!("{}/events", app.url);
    unbind("event.unbind", serde_json::json!({"auth": token, "event": "ONAPPUNINSTALL", "handler": handler}))
        .await;
    unbind("placement.unbind", serde_json::json!({"auth": token, "PLACEMENT": "CRM_CONTACT_LIST_MENU"}))
        .await;
    let bound = || (portal.event_handlers().len(), portal.placements().len());
    assert_eq!(bound(), (2, 2));
    app.clock.passes(std::time::Duration::from_hours(25));
    app.opens(&portal.frame_post(2)).await;
    app.opens(&portal.frame_post(1)).await;
    assert_eq!(bound(), (3, 3));
    let looks = || portal.calls_of("placement.get").len();
    let before = looks();
    app.opens(&portal.frame_post(1)).await;
    app.signs_in(&portal, 1).await.deletes_contact(5).await;
    assert_eq!(looks(), before, "handlers are checked once a day");
}

#[tokio::test(flavor = "multi_thread")]
async fn portal_without_a_placement_is_installed() {
    let app = without_installation().await;
    let unknown =
        Fault::Error { status: 400, error: "ERROR_PLACEMENT_NOT_FOUND".into(), description: String::new() };
    app.portal().faults().script("placement.bind", Nth::Next, unknown);
    let page = app.opens(&app.portal().frame_post(1)).await;
    assert_eq!(page.status, 200);
    assert!(page.html.contains("data-state=\"working\""));
}
