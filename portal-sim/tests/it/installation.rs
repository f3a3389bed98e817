//! The frame post, the installation, event handlers, widgets and options.

use serde_json::json;

use crate::support::{TestSim, error};
use portal_sim::Sim;

#[tokio::test]
async fn the_frame_post_has_half_of_its_data_in_the_query() {
    let test = TestSim::start(Sim::builder().no_bucket()).await;
    test.sim.register_app("http://127.0.0.1:8080/");
    let post = test.portal.frame_post(2).lang("ru");
    let names: Vec<&str> = post.query.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["DOMAIN", "PROTOCOL", "LANG", "APP_SID"]);
    assert_eq!(post.target(), "install");
    assert!(post.url().starts_with("http://127.0.0.1:8080/install?DOMAIN=127.0.0.2%3A"));
    assert_eq!(post.get("LANG"), Some("ru"));
    assert_eq!(post.get("AUTH_EXPIRES"), Some("3600"));
    assert_eq!(post.get("member_id"), Some(test.portal.member_id().as_str()));
    let token = post.get("AUTH_ID").unwrap().to_owned();
    let info = test.get(&format!("{}/rest/app.info?auth={token}", test.sim.oauth_url())).await;
    assert_eq!(info.1["result"]["user_id"], 2);
    test.portal.install_finished();
    assert_eq!(test.portal.frame_post(2).target(), "app");
    let widget = test.portal.frame_post(2).placement("CRM_CONTACT_LIST_MENU", r#"{"ID":"5"}"#).old_style();
    assert_eq!(widget.target(), "placement");
    assert!(widget.get("SERVER_ENDPOINT").is_none());
    assert!(widget.form().contains("PLACEMENT_OPTIONS=%7B%22ID%22%3A%225%22%7D"));
}

#[tokio::test]
async fn a_second_binding_is_an_error_that_means_success() {
    let test = TestSim::plain().await;
    let handler = "http://127.0.0.1:8080/events";
    let event = json!({"event": "OnAppUninstall", "handler": handler});
    assert_eq!(test.call(1, "event.bind", event.clone()).await.1["result"], true);
    let again = test.call(1, "event.bind", event.clone()).await;
    assert_eq!(error(&again), (400, "ERROR_CORE"));
    assert_eq!(again.1["error_description"], "Unable to set event handler: Handler already binded");
    assert_eq!(test.portal.event_handlers()[0].event, "ONAPPUNINSTALL");
    let (_, bound) = test.call(1, "event.get", json!({})).await;
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
        let answer = test.call(1, "event.bind", json!({"event": event, "handler": handler})).await;
        assert_eq!(error(&answer), (400, code));
    }
    assert_eq!(test.call(1, "event.unbind", event).await.1["result"], json!({"count": 1}));
}

#[tokio::test]
async fn only_administrators_bind_widgets_and_only_once() {
    let test = TestSim::plain().await;
    let widget = json!({"PLACEMENT": "CRM_CONTACT_LIST_MENU", "HANDLER": "http://127.0.0.1:8080/placement",
        "TITLE": "Delete", "LANG_ALL": {"de": {"TITLE": "Löschen"}}});
    assert_eq!(error(&test.call(2, "placement.bind", widget.clone()).await), (403, "ACCESS_DENIED"));
    assert_eq!(test.call(1, "placement.bind", widget.clone()).await.1["result"], true);
    let again = test.call(1, "placement.bind", widget.clone()).await;
    assert_eq!(again.1["error_description"], "Unable to set placement handler: Handler already binded");
    let (_, bound) = test.call(1, "placement.get", json!({})).await;
    assert_eq!(bound["result"][0]["langAll"]["de"]["TITLE"], "Löschen");
    assert_eq!(bound["result"][0]["options"], json!([]));
    let unknown = json!({"PLACEMENT": "NOWHERE", "HANDLER": "http://127.0.0.1:8080/placement"});
    assert_eq!(error(&test.call(1, "placement.bind", unknown).await), (400, "ERROR_PLACEMENT_NOT_FOUND"));
    assert_eq!(test.call(1, "placement.unbind", widget).await.1["result"], json!({"count": 2}));
    assert!(test.portal.placements().is_empty());
}

#[tokio::test]
async fn only_a_clean_uninstallation_deletes_options() {
    let test = TestSim::plain().await;
    let set = json!({"options": {"colour": "red"}});
    assert_eq!(error(&test.call(2, "app.option.set", set.clone()).await), (403, "ACCESS_DENIED"));
    assert_eq!(test.call(1, "app.option.set", set.clone()).await.1["result"], true);
    assert_eq!(error(&test.call(1, "app.option.set", json!({})).await), (400, "ERROR_ARGUMENT"));
    test.portal.uninstall(false);
    assert_eq!(test.call(2, "app.option.get", json!({"option": "colour"})).await.1["result"], "red");
    test.portal.uninstall(true);
    assert_eq!(test.call(2, "app.option.get", json!({})).await.1["result"], json!([]));
}

#[tokio::test]
async fn uninstalling_revokes_tokens_and_removes_bindings() {
    let test = TestSim::plain().await;
    let token = test.token(1);
    test.call(1, "event.bind", json!({"event": "ONAPPINSTALL", "handler": "http://127.0.0.1:9/e"})).await;
    test.portal.uninstall(true);
    assert!(!test.portal.is_installed() && test.portal.event_handlers().is_empty());
    let url = format!("{}profile", test.portal.rest_url());
    assert_eq!(error(&test.post(&url, &json!({"auth": token})).await), (401, "APPLICATION_NOT_FOUND"));
    let again = test.portal.frame_post(1);
    assert_eq!(again.target(), "install");
    let fresh = again.get("AUTH_ID").unwrap();
    assert_eq!(test.post(&url, &json!({"auth": fresh})).await.0, 200);
    assert_eq!(error(&test.post(&url, &json!({"auth": token})).await), (401, "invalid_token"));
}

#[tokio::test]
async fn only_an_administrator_finishes_the_installation() {
    let test = TestSim::start(Sim::builder().no_bucket()).await;
    assert!(!test.portal.install_finished_by(2));
    assert!(!test.portal.is_installed());
    assert!(test.portal.install_finished_by(1));
    assert!(test.portal.is_installed());
}
