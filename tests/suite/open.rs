//! Opening the app: for whom the page opens, and what it contains.

use portal_sim::{Fault, Nth, PortalState};

use crate::support::TestApp;

#[tokio::test(flavor = "multi_thread")]
async fn the_app_opens_for_the_user_whose_token_was_posted() {
    let app = TestApp::start().await;
    for user in [1, 2, 3] {
        let page = app.opens(&app.portal().frame_post(user)).await;
        assert_eq!(page.status, 200);
        let boot = page.boot();
        assert_eq!(boot["user_id"], user);
        assert_eq!(boot["admin"], user == 1);
        assert_eq!(boot["portal_domain"], app.portal().domain());
    }
    assert_eq!((app.rows("portals").await, app.rows("authorizations").await), (1, 3));
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_verified_portal_may_frame_the_page() {
    let app = TestApp::start().await;
    for portal in app.sim.portals() {
        let page = app.opens(&portal.frame_post(1)).await;
        let policy = page.header("content-security-policy");
        assert!(policy.ends_with(&format!("frame-ancestors {}", portal.origin())), "{policy}");
        assert!(policy.starts_with("default-src 'none'"));
        assert_eq!(page.header("cache-control"), "no-store");
        assert_eq!(page.header("referrer-policy"), "no-referrer");
        for absent in ["x-frame-options", "set-cookie"] {
            assert_eq!(page.header(absent), "");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn page_contains_no_token_of_the_portal() {
    let app = TestApp::start().await;
    let post = app.portal().frame_post(1);
    let page = app.opens(&post).await;
    for field in ["AUTH_ID", "REFRESH_ID", "APPLICATION_TOKEN"] {
        assert!(!page.html.contains(post.get(field).unwrap()), "{field}");
    }
    assert!(!page.html.contains(app.sim.client_secret()));
}

#[tokio::test(flavor = "multi_thread")]
async fn older_form_of_the_post_opens_too() {
    let app = TestApp::start().await;
    let page = app.opens(&app.portal().frame_post(2).old_style()).await;
    assert_eq!(page.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn page_has_the_language_of_the_portal() {
    let app = TestApp::start().await;
    for (code, tag) in [("ru", "ru"), ("la", "es"), ("br", "pt-BR"), ("ua", "uk"), ("de", "de"), ("xx", "en")]
    {
        let page = app.opens(&app.portal().frame_post(1).lang(code)).await;
        assert!(page.html.contains(&format!("<html lang=\"{tag}\"")), "{code}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn token_is_sent_only_in_bodies() {
    let app = TestApp::start().await;
    app.signs_in(&app.portal(), 1).await.lists_ids("").await;
    let calls = app.portal().calls().into_iter().chain(app.sim.oauth_calls());
    for call in calls.filter(|call| call.in_batch.is_none()) {
        assert_eq!(
            (call.verb.as_str(), call.secret_in),
            ("POST", Some(portal_sim::SecretIn::Body)),
            "{}",
            call.method
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn outage_shows_a_retry_page_and_stores_nothing() {
    let app = TestApp::start().await;
    let faults = [Fault::Html(502), Fault::CutBefore, Fault::Truncated, Fault::EmptyBody, Fault::Html(200)];
    for fault in faults.clone() {
        app.sim.oauth_faults().script("app.info", Nth::Every, fault.clone());
        let page = app.opens(&app.portal().frame_post(1)).await;
        app.sim.oauth_faults().clear();
        assert_eq!(page.status, 502, "{fault:?}");
        assert!(page.is_error_page() && page.html.contains("<button"), "{fault:?}");
    }
    for fault in faults {
        app.portal().faults().script("profile", Nth::Every, fault.clone());
        let page = app.opens(&app.portal().frame_post(1)).await;
        app.portal().faults().clear();
        assert_eq!(page.status, 502, "{fault:?}");
        assert!(page.is_error_page(), "{fault:?}");
    }
    assert_eq!(app.rows("portals").await, 0);
    assert_eq!(app.opens(&app.portal().frame_post(1)).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn missing_answer_shows_a_timeout_page() {
    let app = TestApp::start().await;
    app.sim.oauth_faults().script("app.info", Nth::Next, Fault::Hang);
    let page = app.opens(&app.portal().frame_post(1)).await;
    assert_eq!(page.status, 504);
    assert!(page.is_error_page());
}

#[tokio::test(flavor = "multi_thread")]
async fn deleted_portal_is_reported() {
    let app = TestApp::start().await;
    app.portal().set_state(PortalState::Deleted);
    let page = app.opens(&app.portal().frame_post(1)).await;
    assert_eq!(page.status, 410, "{}", page.html);
    assert_eq!(app.rows("portals").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_widget_opens_for_the_contact_it_was_clicked_on() {
    let app = TestApp::start().await;
    for code in ["CRM_CONTACT_DETAIL_TOOLBAR", "CRM_CONTACT_LIST_MENU"] {
        let post =
            app.portal().frame_post(1).placement(code, r#"{"ID":"5","URI":"/crm/contact/details/5/"}"#);
        let page = app.posts("/placement", &post).await;
        assert_eq!((page.status, page.boot()["contact_id"].as_u64()), (200, Some(5)));
        assert!(page.html.contains("placement-contact"));
    }
    assert_eq!(app.portal().delete_requests(5), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_entry_above_the_contact_list_opens_the_app() {
    let app = TestApp::start().await;
    let options = r#"{"URI":"/crm/contact/list/"}"#;
    let post = app.portal().frame_post(1).placement("CRM_CONTACT_LIST_TOOLBAR", options);
    let page = app.posts("/placement", &post).await;
    assert_eq!((page.status, &page.boot()["contact_id"]), (200, &serde_json::Value::Null));
    assert!(page.html.contains("tab-contacts") && !page.html.contains("placement-contact"));
}

#[tokio::test(flavor = "multi_thread")]
async fn widget_without_a_valid_contact_shows_an_error() {
    let app = TestApp::start().await;
    for options in ["", "[]", "undefined", r#"{"ID":"0"}"#, r#"{"ID":["5"]}"#, r#"{"ID":"5 OR 1"}"#] {
        let post = app.portal().frame_post(1).placement("CRM_CONTACT_LIST_MENU", options);
        let page = app.posts("/placement", &post).await;
        assert_eq!(page.status, 400, "{options}");
        assert!(page.is_error_page(), "{options}");
    }
}
