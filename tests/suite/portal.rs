//! The installation in the API: its status, its repair, and disconnecting.

use portal_sim::{Fault, Nth};
use reqwest::Method;
use serde_json::json;

use crate::events::installs;
use crate::support::TestApp;

const DISCONNECT: &str = "/api/portal/disconnect";

#[tokio::test(flavor = "multi_thread")]
async fn installation_status_is_shown_and_repaired() {
    let app = TestApp::start().await;
    installs(&app, &app.portal()).await;
    let admin = app.signs_in(&app.portal(), 1).await;
    app.signs_in(&app.portal(), 2).await;
    admin.saves_settings(&json!({"widgets": {"contact_list": false}})).await;
    let status = admin.get("/api/portal").await.json;
    assert_eq!(
        status["features"],
        json!({"events": "bound", "contact_card": "bound", "contact_list": "off", "contact_toolbar": "bound"})
    );
    assert_eq!((&status["installed_by"], &status["missing_scopes"]), (&json!(1), &json!([])));
    assert_eq!(status["domain"], app.portal().domain());
    assert_eq!(status["scopes"], json!(["crm", "placement", "user_brief"]));
    assert_eq!(status["authorizations"], json!({"alive": 2, "gone": 0}));
    assert!(status["installed_at"].as_str().unwrap().ends_with('Z'));
    app.portal().faults().script("event.get", Nth::Next, error("INTERNAL"));
    assert_eq!(admin.get("/api/portal").await.json["features"]["events"], "unknown");
    app.portal().uninstall(true);
    app.portal().events_settled().await;
    app.portal().set_installed(true);
    app.portal().faults().script("placement.bind", Nth::Every, error("insufficient_scope"));
    let admin = app.signs_in(&app.portal(), 1).await;
    let user = app.signs_in(&app.portal(), 2).await;
    let status = admin.get("/api/portal").await.json;
    assert_eq!(
        status["features"],
        json!({"events": "bound", "contact_card": "missing", "contact_list": "missing", "contact_toolbar": "missing"})
    );
    let repair = async || admin.sends(Method::POST, "/api/portal/repair", &json!({})).await;
    assert_eq!(repair().await.problem(), (403, "scope_missing"));
    app.portal().faults().clear();
    let all = json!({"events": "bound", "contact_card": "bound", "contact_list": "bound", "contact_toolbar": "bound"});
    assert_eq!(repair().await.json["features"], all);
    assert_eq!(app.portal().placements().len(), 3);
    for (method, path) in [(Method::GET, "/api/portal"), (Method::POST, "/api/portal/repair")] {
        assert_eq!(user.sends(method, path, &json!({})).await.problem(), (403, "not_permitted"), "{path}");
    }
}

fn error(code: &str) -> Fault {
    Fault::Error { status: 400, error: code.into(), description: String::new() }
}

#[tokio::test(flavor = "multi_thread")]
async fn disconnecting_removes_all_data_and_all_handlers() {
    let app = TestApp::start().await;
    let (leaving, staying) = (app.sim.portal(0), app.sim.portal(1));
    installs(&app, &leaving).await;
    let admin = app.signs_in(&leaving, 1).await;
    let user = app.signs_in(&leaving, 2).await;
    let other = app.signs_in(&staying, 1).await;
    user.deletes_contact(50).await;
    admin.saves_settings(&json!({"snapshot_days": 1})).await;
    let confirm = json!({"confirm": leaving.domain()});
    assert_eq!(user.sends(Method::POST, DISCONNECT, &confirm).await.problem(), (403, "not_permitted"));
    assert_eq!(app.rows("audit WHERE action = 'disconnect' AND user_id = 2").await, 1);
    for wrong in [staying.domain(), String::new(), "DELETE".to_owned()] {
        let refused = admin.sends(Method::POST, DISCONNECT, &json!({"confirm": wrong})).await;
        assert_eq!(refused.problem(), (400, "invalid_request"), "{wrong:?}");
    }
    for odd in [json!({}), json!({"confirm": 1}), json!({"confirm": leaving.domain(), "force": true})] {
        assert_eq!(admin.sends(Method::POST, DISCONNECT, &odd).await.problem(), (400, "invalid_request"));
    }
    assert_eq!(app.rows("portals").await, 2);
    let done = admin.sends(Method::POST, DISCONNECT, &confirm).await;
    assert_eq!((done.status, done.json), (200, json!({"outcome": "disconnected"})));
    assert!(leaving.placements().is_empty() && leaving.event_handlers().is_empty());
    for person in [&admin, &user] {
        assert_eq!(
            person.deletes_contact(51).await.problem(),
            (401, "session_expired"),
            "sessions end at once"
        );
    }
    let trace = leaving.member_id();
    for (name, bytes) in app.database_files() {
        let found = bytes.windows(trace.len()).any(|window| window == trace.as_bytes());
        assert!(!found, "a trace in {name}");
    }
    assert_eq!(other.deletes_contact(50).await.status, 200);
    let again = app.signs_in(&leaving, 1).await;
    assert_eq!(again.deletes_contact(52).await.status, 200, "opening the app connects the portal again");
}

#[tokio::test(flavor = "multi_thread")]
async fn disconnecting_works_if_the_portal_does_not_answer() {
    let app = TestApp::start().await;
    let admin = app.signs_in(&app.portal(), 1).await;
    app.portal().faults().script("batch", Nth::Every, Fault::Html(502));
    let confirm = json!({"confirm": format!(" {} ", app.portal().domain())});
    assert_eq!(admin.sends(Method::POST, DISCONNECT, &confirm).await.status, 200);
    assert_eq!(app.rows("portals").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn known_limits_of_the_portal_are_shown() {
    let app = TestApp::start().await;
    let portal = app.portal();
    let admin = app.signs_in(&portal, 1).await;
    let limits = admin.get("/api/portal").await.json["limits"].clone();
    assert_eq!((&limits["calls_at_once"], &limits["calls_per_second"]), (&json!(50.0), &json!(2.0)));
    assert_eq!(limits["met"], json!([]));
    let busy = Fault::Error {
        status: 503,
        error: "QUERY_LIMIT_EXCEEDED".into(),
        description: "Too many requests".into(),
    };
    portal.faults().script("crm.contact.delete", Nth::Next, busy);
    admin.deletes_contact(50).await;
    let limits = admin.get("/api/portal").await.json["limits"].clone();
    assert_eq!(
        (&limits["met"][0]["error"], &limits["met"][0]["calls"]),
        (&json!("QUERY_LIMIT_EXCEEDED"), &json!(1))
    );
    let spent = limits["running_time"].as_array().unwrap();
    assert!(spent.iter().all(|time| time["left_seconds"].as_f64().unwrap() <= 400.0), "{spent:?}");
    assert!(
        limits["calls_per_second"].as_f64().unwrap() < 2.0,
        "other programs use the portal too: {limits}"
    );
}
