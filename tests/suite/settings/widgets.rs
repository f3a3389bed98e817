//! The settings switch widgets on and off in the portal.

use portal_sim::{Fault, Nth};
use reqwest::Method;
use serde_json::{Value, json};

use super::PATH;
use crate::events::installs;
use crate::support::TestApp;

const CARD: &str = "CRM_CONTACT_DETAIL_TOOLBAR";
const LIST: &str = "CRM_CONTACT_LIST_MENU";
const ABOVE: &str = "CRM_CONTACT_LIST_TOOLBAR";
const A_DAY: std::time::Duration = std::time::Duration::from_hours(25);

fn bound(app: &TestApp) -> Vec<String> {
    let mut codes: Vec<String> =
        app.portal().placements().into_iter().map(|placement| placement.placement).collect();
    codes.sort();
    codes
}

fn widgets(contact_card: bool, contact_list: bool) -> Value {
    json!({"widgets": {"contact_card": contact_card, "contact_list": contact_list}})
}

#[tokio::test(flavor = "multi_thread")]
async fn widgets_follow_the_settings() {
    let app = TestApp::start().await;
    installs(&app, &app.portal()).await;
    let admin = app.signs_in(&app.portal(), 1).await;
    assert_eq!(bound(&app), [CARD, LIST, ABOVE]);
    for (request_body, left) in [
        (widgets(false, true), vec![LIST, ABOVE]),
        (json!({"widgets": {"contact_list": false}}), vec![ABOVE]),
        (json!({"widgets": {"contact_toolbar": false}}), vec![]),
        (widgets(true, false), vec![CARD]),
        (widgets(true, true), vec![CARD, LIST]),
        (json!({"widgets": {"contact_toolbar": true}}), vec![CARD, LIST, ABOVE]),
    ] {
        admin.saves_settings(&request_body).await;
        assert_eq!(bound(&app), left, "{request_body}");
    }
    let calls = app.portal().calls_of("placement.bind").len();
    admin.saves_settings(&json!({"snapshot_days": 1})).await;
    assert_eq!(app.portal().calls_of("placement.bind").len(), calls, "unchanged widgets are not bound again");
}

#[tokio::test(flavor = "multi_thread")]
async fn repair_and_reinstallation_do_not_bind_disabled_widgets() {
    let app = TestApp::start().await;
    installs(&app, &app.portal()).await;
    app.signs_in(&app.portal(), 1).await.saves_settings(&widgets(false, true)).await;
    app.clock.passes(A_DAY);
    app.signs_in(&app.portal(), 1).await;
    assert_eq!(bound(&app), [LIST, ABOVE], "after a repair");
    app.portal().uninstall(false);
    app.portal().events_settled().await;
    installs(&app, &app.portal()).await;
    assert_eq!(bound(&app), [LIST, ABOVE], "after a new installation");
}

#[tokio::test(flavor = "multi_thread")]
async fn failed_binding_is_reported_and_not_saved() {
    let app = TestApp::start().await;
    installs(&app, &app.portal()).await;
    let admin = app.signs_in(&app.portal(), 1).await;
    let off = widgets(false, true);
    for (fault, problem) in [
        (("ACCESS_DENIED", 403), (403, "not_permitted")),
        (("insufficient_scope", 403), (403, "scope_missing")),
        (("OPERATION_TIME_LIMIT", 429), (503, "portal_busy")),
    ] {
        let ((code, status), faults) = (fault, app.portal());
        let fault = Fault::Error { status, error: code.into(), description: "no".into() };
        faults.faults().script("placement.unbind", Nth::Next, fault);
        assert_eq!(admin.sends(Method::PUT, PATH, &off).await.problem(), problem, "{code}");
    }
    app.portal().faults().script("batch", Nth::Next, Fault::Html(502));
    assert_eq!(admin.sends(Method::PUT, PATH, &off).await.problem(), (502, "portal_unavailable"));
    assert_eq!(bound(&app), [CARD, LIST, ABOVE]);
    assert_eq!(admin.get(PATH).await.json["widgets"]["contact_card"], true);
    admin.saves_settings(&off).await;
    let nowhere =
        Fault::Error { status: 400, error: "ERROR_PLACEMENT_NOT_FOUND".into(), description: "no".into() };
    app.portal().faults().script("placement.bind", Nth::Next, nowhere);
    let refused = admin.sends(Method::PUT, PATH, &widgets(true, true)).await;
    assert_eq!(refused.problem(), (422, "invalid_settings"));
    assert_eq!(refused.json["errors"][0]["field"], "widgets.contact_card");
}
