//! The settings: administrators change them, all users read them, and no change is lost.

mod widgets;

use reqwest::Method;
use serde_json::{Value, json};

use crate::events::installs;
use crate::support::{Answer, Session, TestApp};

const PATH: &str = "/api/settings";

fn defaults() -> Value {
    json!({"who_may_delete": "everyone", "chosen_users": [], "method": "crm.contact.delete", "confirm_from": 100,
        "max_contacts_per_job": 100_000, "open_deals": "ask", "snapshot_days": 30,
        "widgets": {"contact_card": true, "contact_list": true}, "audit_days": 365, "request_log_days": 14})
}

async fn saves(app: &TestApp, user: &Session<'_>, version: &str, settings: &Value) -> Answer {
    let request = app.request(Method::PUT, PATH).bearer_auth(&user.token).header("If-Match", version);
    Answer::read(request.json(settings).send().await.unwrap()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn defaults_hold_until_an_administrator_changes_them() {
    let app = TestApp::start().await;
    let admin = app.signs_in(&app.portal(), 1).await;
    let user = app.signs_in(&app.portal(), 3).await;
    assert_eq!(user.get(PATH).await.json, defaults());
    let mut request_body = defaults();
    request_body["snapshot_days"] = 0.into();
    request_body["who_may_delete"] = "chosen".into();
    request_body["chosen_users"] = json!([3, 1]);
    let saved = admin.saves_settings(&request_body).await;
    request_body["chosen_users"] = json!([1, 3]);
    assert_eq!(saved, request_body);
    assert_eq!(user.get(PATH).await.json, request_body, "all users read them");
    assert_eq!(
        admin.saves_settings(&json!({"open_deals": "keep"})).await["snapshot_days"],
        0,
        "other settings stay"
    );
    let elsewhere = app.signs_in(&app.sim.portal(1), 1).await;
    assert_eq!(elsewhere.get(PATH).await.json, defaults(), "settings are separate for each portal");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_portals_administrators_change_them() {
    let app = TestApp::start().await;
    let admin = app.signs_in(&app.portal(), 1).await;
    let user = app.signs_in(&app.portal(), 2).await;
    let request_body = json!({"who_may_delete": "administrators"});
    let refused = user.sends(Method::PUT, PATH, &request_body).await;
    assert_eq!(refused.problem(), (403, "not_permitted"));
    assert!(refused.json["detail"].as_str().unwrap().contains("administrators"));
    // The page said that this user is an administrator, but the portal no longer confirms it.
    app.portal().set_admin(1, false);
    assert_eq!(admin.sends(Method::PUT, PATH, &request_body).await.problem(), (403, "not_permitted"));
    app.portal().set_admin(2, true);
    assert_eq!(user.sends(Method::PUT, PATH, &request_body).await.status, 200);
    let nobody = app.session("none").sends(Method::PUT, PATH, &request_body).await;
    assert_eq!(nobody.problem(), (401, "session_missing"));
    assert_eq!(app.rows("settings").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_wrong_field_is_named_and_nothing_is_saved() {
    let app = TestApp::start().await;
    let admin = app.signs_in(&app.portal(), 1).await;
    let request_body =
        json!({"snapshot_days": 91, "colour": "red", "widgets": {"menu": true}, "open_deals": "keep"});
    let refused = admin.sends(Method::PUT, PATH, &request_body).await;
    assert_eq!(refused.problem(), (422, "invalid_settings"));
    let errors = refused.json["errors"].as_array().unwrap();
    let named: Vec<&str> = errors.iter().map(|error| error["field"].as_str().unwrap()).collect();
    assert_eq!(named, ["colour", "snapshot_days", "widgets.menu"]);
    assert!(errors.iter().all(|error| !error["detail"].as_str().unwrap().is_empty()));
    assert!(errors[1]["detail"].as_str().unwrap().contains("90"), "the bounds are reported");
    assert_eq!(admin.get(PATH).await.json, defaults());
    for body in [json!([]), json!(null), json!("x")] {
        let refused = admin.sends(Method::PUT, PATH, &body).await;
        assert_eq!(refused.problem(), (400, "invalid_request"), "{body}");
    }
    let nobody = admin.sends(Method::PUT, PATH, &json!({"who_may_delete": "chosen"})).await;
    assert_eq!(nobody.json["errors"][0]["field"], "chosen_users");
}

#[tokio::test(flavor = "multi_thread")]
async fn outdated_form_overwrites_nothing() {
    let app = TestApp::start().await;
    let admin = app.signs_in(&app.portal(), 1).await;
    let shown = admin.get(PATH).await;
    let version = shown.headers["etag"].to_str().unwrap().to_owned();
    let first = saves(&app, &admin, &version, &json!({"snapshot_days": 7})).await;
    assert_eq!(first.status, 200);
    let second = saves(&app, &admin, &version, &json!({"snapshot_days": 9})).await;
    assert_eq!(second.problem(), (409, "settings_changed"));
    assert_eq!(second.json["current"]["snapshot_days"], 7, "the form can show both");
    let newer = first.headers["etag"].to_str().unwrap();
    assert_eq!(saves(&app, &admin, &format!("W/{newer}"), &json!({"snapshot_days": 9})).await.status, 200);
    assert_eq!(saves(&app, &admin, "*", &json!({"snapshot_days": 10})).await.status, 200);
    assert_eq!(saves(&app, &admin, "7", &json!({})).await.problem(), (400, "invalid_request"));
}

#[tokio::test(flavor = "multi_thread")]
async fn simultaneous_changes_are_all_kept() {
    let app = TestApp::start().await;
    let admin = app.signs_in(&app.portal(), 1).await;
    let (days, from) = (json!({"snapshot_days": 5}), json!({"confirm_from": 6}));
    let (method, deals) = (json!({"method": "crm.item.delete"}), json!({"open_deals": "delete"}));
    let save = |request_body| admin.saves_settings(request_body);
    tokio::join!(save(&days), save(&from), save(&method), save(&deals));
    let mut all = defaults();
    all["snapshot_days"] = 5.into();
    all["confirm_from"] = 6.into();
    all["method"] = "crm.item.delete".into();
    all["open_deals"] = "delete".into();
    assert_eq!(admin.get(PATH).await.json, all);
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_survive_an_uninstallation_unless_it_is_clean() {
    let app = TestApp::start().await;
    for (clean, kept) in [(false, 1), (true, 0)] {
        installs(&app, &app.portal()).await;
        let admin = app.signs_in(&app.portal(), 1).await;
        admin.saves_settings(&json!({"snapshot_days": 3})).await;
        app.portal().uninstall(clean);
        app.portal().events_settled().await;
        assert_eq!(app.rows("settings").await, kept, "clean: {clean}");
        installs(&app, &app.portal()).await;
        let again = app.signs_in(&app.portal(), 1).await;
        assert_eq!(again.get(PATH).await.json["snapshot_days"], if clean { 30 } else { 3 });
    }
}
