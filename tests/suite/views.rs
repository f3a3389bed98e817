//! Views: filters that users save for themselves, beside those that administrators share.

use std::time::Duration;

use contact_eraser::worker;
use reqwest::Method;
use serde_json::{Value, json};

use crate::renewal::silence::flows_of;
use crate::saved_filters::bare;
use crate::support::{Answer, Session, TestApp};

const PATH: &str = "/api/filters";

async fn names(user: &Session<'_>) -> Vec<String> {
    let items = user.get(PATH).await.json["items"].clone();
    items.as_array().unwrap().iter().map(|item| item["name"].as_str().unwrap().to_owned()).collect()
}

fn view(name: &str, shared: bool) -> Value {
    json!({"name": name, "filter": {"source": "WEB", "created_to": "P2Y"}, "zone": "Europe/Berlin", "shared": shared})
}

async fn saves(user: &Session<'_>, view: &Value) -> Answer {
    user.sends(Method::POST, PATH, view).await
}

#[tokio::test(flavor = "multi_thread")]
async fn views_belong_to_their_user() {
    let app = TestApp::start().await;
    let portal = app.portal();
    let (admin, user) = (app.signs_in(&portal, 1).await, app.signs_in(&portal, 3).await);
    let own = saves(&user, &view("Mine", false)).await;
    assert_eq!((own.status, &own.json["shared"], &own.json["owner"]), (201, &json!(false), &json!(3)));
    assert_eq!(own.json["filter"]["created_to"], "P2Y", "relative dates stay relative");
    assert!(own.json["query"]["created_to"].as_str().unwrap().ends_with(":59:59Z"), "{own:?}");
    assert_eq!(saves(&user, &view("Mine", false)).await.json["id"], own.json["id"], "not twice");
    saves(&admin, &view("Everybody's", true)).await;
    saves(&admin, &view("The administrator's", false)).await;
    assert_eq!(names(&user).await, ["Mine", "Everybody's"]);
    assert_eq!(names(&admin).await, ["Everybody's", "The administrator's"]);
    let path = format!("{PATH}/{}", own.json["id"]);
    for answer in
        [admin.sends(Method::PUT, &path, &view("Taken", true)).await, admin.call(Method::DELETE, &path).await]
    {
        assert_eq!(answer.problem(), (404, "filter_not_found"), "not even views of an administrator");
    }
    let refused = user.sends(Method::PUT, &path, &view("Mine", true)).await;
    assert_eq!(refused.problem(), (403, "not_permitted"), "only administrators share");
    let renamed = user.sends(Method::PUT, &path, &view("Still mine", false)).await;
    assert_eq!((renamed.status, &renamed.json["id"]), (200, &own.json["id"]));
    assert_eq!(user.call(Method::DELETE, &path).await.status, 200);
    assert_eq!(names(&user).await, ["Everybody's"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_shares_a_view_and_takes_it_back() {
    let app = TestApp::start().await;
    let portal = app.portal();
    let (admin, user) = (app.signs_in(&portal, 1).await, app.signs_in(&portal, 3).await);
    let path = format!("{PATH}/{}", saves(&admin, &view("Old", false)).await.json["id"]);
    assert!(names(&user).await.is_empty());
    admin.sends(Method::PUT, &path, &view("Old", true)).await;
    assert_eq!(names(&user).await, ["Old"]);
    assert_eq!(user.call(Method::DELETE, &path).await.problem(), (403, "not_permitted"));
    admin.sends(Method::PUT, &path, &view("Old", false)).await;
    assert!(names(&user).await.is_empty());
    let hidden =
        json!({"name": "x", "filter": {"source": "WEB"}, "shared": false, "schedule": {"every": "day"}});
    assert_eq!(
        saves(&admin, &hidden).await.problem(),
        (400, "invalid_request"),
        "views with a schedule are shared"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn schedule_keeps_the_hour_of_its_zone() {
    let app = TestApp::start().await;
    let admin = app.signs_in(&app.portal(), 1).await;
    let calendar = json!({"name": "Old", "filter": {"source": "WEB"}, "zone": "Asia/Tokyo",
        "schedule": {"every": "week", "day": 1, "hour": 6, "minute": 30}});
    let saved = saves(&admin, &calendar).await;
    assert_eq!((saved.status, &saved.json["zone"]), (201, &json!("Asia/Tokyo")), "{saved:?}");
    assert_eq!(saved.json["schedule"], calendar["schedule"]);
    let next: jiff::Timestamp = saved.json["next_at"].as_str().unwrap().parse().unwrap();
    let there = jiff::tz::offset(9).to_datetime(next);
    assert_eq!((there.weekday(), there.hour(), there.minute()), (jiff::civil::Weekday::Monday, 6, 30));
    // Schedules of earlier versions have no zone; they mean UTC.
    app.runs("UPDATE saved_filters SET zone = NULL").await;
    let old = admin.get(PATH).await.json["items"][0].clone();
    assert_eq!((&old["zone"], &old["shared"]), (&json!("UTC"), &json!(true)));
}

#[tokio::test(flavor = "multi_thread")]
async fn relative_dates_are_computed_when_a_draft_is_prepared() {
    let app = TestApp::start().await;
    let portal = app.portal();
    let admin = app.signs_in(&portal, 1).await;
    let old = bare(&app, &portal, 800);
    bare(&app, &portal, 700);
    let calendar = json!({"name": "Old", "filter": {"search": "Quirinalia", "created_to": "P2Y"},
        "zone": "Europe/Berlin", "schedule": {"every": "day", "hour": 6}});
    assert_eq!(saves(&admin, &calendar).await.status, 201);
    app.clock.passes(Duration::from_hours(24));
    worker::round(&flows_of(&app, &[]).await).await;
    let admin = app.signs_in(&portal, 1).await;
    let job = admin.reaches(1, &["draft"]).await;
    assert_eq!(job["total"], 1, "{job}");
    let items = admin.get("/api/jobs/1/items").await.json;
    assert_eq!(items["items"][0]["contact_id"].as_u64(), Some(old));
}
