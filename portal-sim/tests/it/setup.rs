//! The frame post, the installation, handlers, widgets and options.

use serde_json::json;

use crate::rig::{Rig, error};
use portal_sim::Sim;

#[tokio::test]
async fn the_frame_post_has_half_of_its_data_in_the_query() {
    let rig = Rig::start(Sim::builder().no_bucket()).await;
    rig.sim.register_app("http://127.0.0.1:8080/");
    let post = rig.portal.frame_post(2).lang("ru");
    let names: Vec<&str> = post.query.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["DOMAIN", "PROTOCOL", "LANG", "APP_SID"]);
    assert_eq!(post.target(), "install");
    assert!(post.url().starts_with("http://127.0.0.1:8080/install?DOMAIN=127.0.0.2%3A"));
    assert_eq!(post.get("LANG"), Some("ru"));
    assert_eq!(post.get("AUTH_EXPIRES"), Some("3600"));
    assert_eq!(post.get("member_id"), Some(rig.portal.member_id().as_str()));
    let token = post.get("AUTH_ID").unwrap().to_owned();
    let info = rig.get(&format!("{}/rest/app.info?auth={token}", rig.sim.oauth_url())).await;
    assert_eq!(info.1["result"]["user_id"], 2);
    rig.portal.install_finished();
    assert_eq!(rig.portal.frame_post(2).target(), "app");
    let widget = rig.portal.frame_post(2).placement("CRM_CONTACT_LIST_MENU", r#"{"ID":"5"}"#).old_style();
    assert_eq!(widget.target(), "placement");
    assert!(widget.get("SERVER_ENDPOINT").is_none());
    assert!(widget.form().contains("PLACEMENT_OPTIONS=%7B%22ID%22%3A%225%22%7D"));
}

#[tokio::test]
async fn a_second_binding_is_an_error_that_means_success() {
    let rig = Rig::plain().await;
    let handler = "http://127.0.0.1:8080/events";
    let event = json!({"event": "OnAppUninstall", "handler": handler});
    assert_eq!(rig.call(1, "event.bind", event.clone()).await.1["result"], true);
    let again = rig.call(1, "event.bind", event.clone()).await;
    assert_eq!(error(&again), (400, "ERROR_CORE"));
    assert_eq!(again.1["error_description"], "Unable to set event handler: Handler already binded");
    assert_eq!(rig.portal.event_handlers()[0].event, "ONAPPUNINSTALL");
    let (_, bound) = rig.call(1, "event.get", json!({})).await;
    assert_eq!(
        bound["result"],
        json!([{"event": "ONAPPUNINSTALL", "handler": handler, "auth_type": "0", "offline": 0}])
    );
    let bad = [
        ("OnNothing", handler, "ERROR_EVENT_NOT_FOUND"),
        ("OnAppInstall", "http://localhost/e", "ERROR_WRONG_HANDLER_URL"),
        ("OnAppInstall", "ftp://a.b/e", "ERROR_UNSUPPORTED_PROTOCOL"),
    ];
    for (event, handler, code) in bad {
        let answer = rig.call(1, "event.bind", json!({"event": event, "handler": handler})).await;
        assert_eq!(error(&answer), (400, code));
    }
    assert_eq!(rig.call(1, "event.unbind", event).await.1["result"], json!({"count": 1}));
}

#[tokio::test]
async fn widgets_are_bound_by_administrators_once() {
    let rig = Rig::plain().await;
    let widget = json!({"PLACEMENT": "CRM_CONTACT_LIST_MENU", "HANDLER": "http://127.0.0.1:8080/placement",
        "TITLE": "Delete", "LANG_ALL": {"de": {"TITLE": "Löschen"}}});
    assert_eq!(error(&rig.call(2, "placement.bind", widget.clone()).await), (403, "ACCESS_DENIED"));
    assert_eq!(rig.call(1, "placement.bind", widget.clone()).await.1["result"], true);
    let again = rig.call(1, "placement.bind", widget.clone()).await;
    assert_eq!(again.1["error_description"], "Unable to set placement handler: Handler already binded");
    let (_, bound) = rig.call(1, "placement.get", json!({})).await;
    assert_eq!(bound["result"][0]["langAll"]["de"]["TITLE"], "Löschen");
    assert_eq!(bound["result"][0]["options"], json!([]));
    let unknown = json!({"PLACEMENT": "NOWHERE", "HANDLER": "http://127.0.0.1:8080/placement"});
    assert_eq!(error(&rig.call(1, "placement.bind", unknown).await), (400, "ERROR_PLACEMENT_NOT_FOUND"));
    assert_eq!(rig.call(1, "placement.unbind", widget).await.1["result"], json!({"count": 2}));
    assert!(rig.portal.placements().is_empty());
}

#[tokio::test]
async fn options_outlive_an_uninstallation_unless_it_is_clean() {
    let rig = Rig::plain().await;
    let set = json!({"options": {"colour": "red"}});
    assert_eq!(error(&rig.call(2, "app.option.set", set.clone()).await), (403, "ACCESS_DENIED"));
    assert_eq!(rig.call(1, "app.option.set", set.clone()).await.1["result"], true);
    assert_eq!(error(&rig.call(1, "app.option.set", json!({})).await), (400, "ERROR_ARGUMENT"));
    rig.portal.uninstall(false);
    assert_eq!(rig.call(2, "app.option.get", json!({"option": "colour"})).await.1["result"], "red");
    rig.portal.uninstall(true);
    assert_eq!(rig.call(2, "app.option.get", json!({})).await.1["result"], json!([]));
}

#[tokio::test]
async fn uninstalling_kills_tokens_and_bindings() {
    let rig = Rig::plain().await;
    let token = rig.token(1);
    rig.call(1, "event.bind", json!({"event": "ONAPPINSTALL", "handler": "http://127.0.0.1:9/e"})).await;
    rig.portal.uninstall(true);
    assert!(!rig.portal.is_installed() && rig.portal.event_handlers().is_empty());
    let url = format!("{}profile", rig.portal.rest_url());
    assert_eq!(error(&rig.post(&url, &json!({"auth": token})).await), (401, "APPLICATION_NOT_FOUND"));
    let again = rig.portal.frame_post(1);
    assert_eq!(again.target(), "install");
    let fresh = again.get("AUTH_ID").unwrap();
    assert_eq!(rig.post(&url, &json!({"auth": fresh})).await.0, 200);
    assert_eq!(error(&rig.post(&url, &json!({"auth": token})).await), (401, "invalid_token"));
}

#[tokio::test]
async fn only_an_administrator_finishes_the_installation() {
    let rig = Rig::start(Sim::builder().no_bucket()).await;
    assert!(!rig.portal.install_finished_by(2));
    assert!(!rig.portal.is_installed());
    assert!(rig.portal.install_finished_by(1));
    assert!(rig.portal.is_installed());
}
