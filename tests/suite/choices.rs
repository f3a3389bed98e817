//! The choices of a condition: users and sources with their names.

use portal_sim::{Fault, Nth, Rights, Sim};
use serde_json::json;

use crate::support::TestApp;

fn refused(code: &str) -> Fault {
    Fault::Error { status: 403, error: code.to_owned(), description: String::new() }
}

#[tokio::test(flavor = "multi_thread")]
async fn sources_have_the_names_of_the_portal() {
    let app = TestApp::start().await;
    let user = app.signs_in(&app.portal(), 3).await;
    let answer = user.get("/api/sources").await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let items = answer.json["items"].as_array().unwrap();
    assert_eq!((items.len(), &items[2]), (6, &json!({"code": "WEB", "name": "Website"})));
    let before = app.portal().call_count("batch");
    user.get("/api/sources").await;
    assert_eq!(app.portal().call_count("batch"), before, "the answer is cached for a while");
    app.clock.passes(std::time::Duration::from_mins(6));
    user.get("/api/sources").await;
    assert_eq!(app.portal().call_count("batch"), before + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn unreadable_sources_are_reported_and_filtered_by_code() {
    let app = TestApp::start().await;
    let portal = app.portal();
    let (admin, user) = (app.signs_in(&portal, 1).await, app.signs_in(&portal, 3).await);
    admin.get("/api/sources").await;
    portal.set_rights(3, Rights::None, Rights::None);
    assert_eq!(
        user.get("/api/sources").await.problem(),
        (403, "access_denied"),
        "the cache is separate for each user"
    );
    portal.set_rights(3, Rights::All, Rights::All);
    portal.faults().script("crm.status.list", Nth::Every, refused("ACCESS_DENIED"));
    assert_eq!(user.get("/api/sources").await.problem(), (403, "access_denied"));
    let gone = portal.add_contact(&json!({"NAME": "Eva", "SOURCE_ID": "UC_GONE"}));
    assert_eq!(user.lists_ids("?source=UC_GONE").await, [gone]);
}

#[tokio::test(flavor = "multi_thread")]
async fn users_are_found_by_name_and_dismissed_ones_are_marked() {
    let app = TestApp::start().await;
    let portal = app.portal();
    portal.dismiss(2);
    let user = app.signs_in(&portal, 1).await;
    let found = user.get("/api/users?find=boris%20leb").await;
    assert_eq!(
        found.json,
        json!({"items": [{"id": 2, "name": "Boris Lebedev", "active": false}], "readable": true})
    );
    assert_eq!(user.get("/api/users?find=nobody").await.json["items"], json!([]));
    let named = user.get("/api/users?ids=3,99").await.json;
    assert_eq!(
        named["items"],
        json!([{"id": 3, "name": "Clara Fontaine", "active": true}]),
        "user 99 does not exist"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_scope_users_have_no_names() {
    let app = TestApp::with(Sim::builder().portals(1).contacts(100).scope("crm,placement")).await;
    let user = app.signs_in(&app.portal(), 1).await;
    assert_eq!(user.get("/api/users?find=boris").await.problem(), (403, "scope_missing"));
    assert_eq!(user.get("/api/users?ids=1").await.json, json!({"items": [], "readable": false}));
}
