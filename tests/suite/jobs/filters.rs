//! Jobs from a filter: the set is frozen and counted, and the app checks the conditions itself too.

use portal_sim::{Moment, Sim};
use serde_json::json;

use super::{add_contacts, counts, start_app};
use crate::support::TestApp;

#[tokio::test(flavor = "multi_thread")]
async fn contacts_that_match_later_are_not_deleted() {
    let app = start_app(300, 2.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    let total = user.get("/api/contacts?without=phone").await.json["total"].as_u64().unwrap();
    assert!(total > 20, "{total}");
    let filter = json!({"without": ["phone"]});
    let made = user
        .creates_job(&json!({"filter": filter, "expected_total": total, "draft": true,
        "include_open_deals": true}))
        .await;
    assert_eq!((made.status, made.json["state"].as_str()), (202, Some("draft")), "{made:?}");
    assert_eq!(made.json["total"].as_u64(), Some(total));
    let id = made.json["id"].as_u64().unwrap();
    let later = add_contacts(&portal, 3);
    user.starts(id, total).await;
    let job = user.ends(id).await;
    assert_eq!(job["deleted"].as_u64(), Some(total), "{job}");
    let left = portal.contact_ids();
    assert!(later.iter().all(|id| left.contains(id)), "unconfirmed contacts are not deleted");
    assert_eq!(user.get("/api/contacts?without=phone").await.json["total"].as_u64(), Some(3));
    assert_eq!(app.rows("jobs WHERE filter IS NOT NULL").await, 0, "the filter is removed");
}

#[tokio::test(flavor = "multi_thread")]
async fn unexpected_number_of_contacts_creates_no_job() {
    let app = start_app(300, 2.0).await;
    let user = app.signs_in(&app.portal(), 1).await;
    let total = user.get("/api/contacts?without=phone").await.json["total"].as_u64().unwrap();
    let request_body = json!({"filter": {"without": ["phone"]}, "expected_total": total + 1});
    assert_eq!(user.creates_job(&request_body).await.problem(), (409, "total_changed"));
    assert_eq!((app.rows("jobs").await, app.portal().contact_count()), (0, 300));
}

#[tokio::test(flavor = "multi_thread")]
async fn contacts_that_vanish_during_collection_change_the_total() {
    let app = start_app(400, 2.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    let ids = portal.contact_ids();
    let last = ids[399];
    portal.when(Moment::Call("crm.contact.list".to_owned(), 4), move |portal| {
        portal.remove_contact(last);
    });
    let request_body = json!({"filter": {"created_from": "2000-01-01"}, "expected_total": 400});
    assert_eq!(user.creates_job(&request_body).await.problem(), (409, "total_changed"));
    assert_eq!(portal.contact_count(), 399);
}

#[tokio::test(flavor = "multi_thread")]
async fn conditions_unknown_to_the_portal_are_computed_by_the_app() {
    let app = start_app(200, 20.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    let listed = user.lists_ids("?without=deals").await;
    let made = user.creates_job(&json!({"filter": {"without": "deals"}, "draft": true})).await;
    let id = made.json["id"].as_u64().unwrap();
    let draft = user.reaches(id, &["draft"]).await;
    assert!(draft["total"].as_u64().unwrap() >= listed.len() as u64);
    user.starts(id, draft["total"].as_u64().unwrap()).await;
    let job = user.ends(id).await;
    assert_eq!(job["deleted"], draft["total"], "{job}");
    assert!(user.lists_ids("?without=deals").await.is_empty());
    assert!(!portal.contact_ids().is_empty(), "contacts with deals are left");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_contact_that_gets_an_open_deal_after_the_confirmation_is_kept() {
    let app = start_app(120, 20.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    let ids = add_contacts(&portal, 8);
    let made = user.creates_job(&json!({"contact_ids": ids, "draft": true})).await;
    let id = made.json["id"].as_u64().unwrap();
    assert_eq!(user.get(&format!("/api/jobs/{id}/impact")).await.json["protected"], 0);
    portal.add_deal(&[ids[5]], true);
    user.starts(id, 8).await;
    assert_eq!(counts(&user.ends(id).await, &["deleted", "protected"]), [7, 1]);
    assert!(portal.contact(ids[5]).is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn set_beyond_the_limit_creates_no_job() {
    let app = TestApp::with(Sim::builder().portals(1).contacts(120).installed(true)).await;
    let user = app.signs_in(&app.portal(), 1).await;
    user.saves_settings(&json!({"max_contacts_per_job": 60})).await;
    let request_body = json!({"filter": {"created_from": "2000-01-01"}, "draft": true});
    assert_eq!(user.creates_job(&request_body).await.problem(), (403, "not_permitted"));
    assert_eq!(app.rows("jobs").await, 0);
}

/// A portal that ignores conditions on names. One of its many contacts has this name.
async fn forgets_names(others: usize) -> (TestApp, u64) {
    let app = start_app(others, 20.0).await;
    let portal = app.portal();
    let wanted = portal.add_contact(&json!({"NAME": "Zoë", "LAST_NAME": "Żak"}));
    portal.ignore_conditions(&["NAME", "LAST_NAME"]);
    (app, wanted)
}

#[tokio::test(flavor = "multi_thread")]
async fn ignored_name_condition_deletes_no_other_contact() {
    let (app, wanted) = forgets_names(59).await;
    let user = app.signs_in(&app.portal(), 1).await;
    let page = user.get("/api/contacts?search=ZOË+żak").await;
    assert_eq!(page.problem(), (502, "portal_unavailable"), "{page:?}");
    assert_eq!(page.json["title"], "Your portal returned contacts that don’t match", "{page:?}");
    let request_body = json!({"filter": {"search": "ZOË żak"}, "draft": true});
    let made = user.creates_job(&request_body).await;
    let job = user.reaches(made.json["id"].as_u64().unwrap(), &["failed"]).await;
    assert_eq!((job["reason"].as_str(), job["total"].as_u64()), (Some("filter_ignored"), Some(0)), "{job}");
    assert_eq!(app.portal().contact_count(), 60);
    app.portal().ignore_conditions(&[]);
    assert_eq!(user.lists_ids("?search=ZOË+żak").await, [wanted], "upper and lower case are equal");
}

#[tokio::test(flavor = "multi_thread")]
async fn single_row_that_does_not_match_is_left_out() {
    let (app, wanted) = forgets_names(1).await;
    let user = app.signs_in(&app.portal(), 1).await;
    assert_eq!(user.lists_ids("?search=Zak").await, [wanted]);
    let request_body = json!({"filter": {"search": "Zak"}, "include_open_deals": true, "draft": true});
    let id = user.creates_job(&request_body).await.json["id"].as_u64().unwrap();
    user.starts(id, 1).await;
    assert_eq!(counts(&user.ends(id).await, &["total", "deleted"]), [1, 1]);
    assert_eq!(app.portal().contact_count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn inactive_contacts_without_open_deals_are_exactly_the_set() {
    let app = start_app(120, 20.0).await;
    let portal = app.portal();
    let add = |last: &str| portal.add_contact(&json!({"NAME": "Zoë", "LAST_ACTIVITY_TIME": last}));
    let old = add("2020-01-01T00:00:00+00:00");
    let busy = add("2020-01-01T00:00:00+00:00");
    add("2025-01-01T00:00:00+00:00");
    add("");
    portal.add_deal(&[busy], true);
    portal.ignore_conditions(&["LAST_ACTIVITY_TIME"]);
    let user = app.signs_in(&portal, 1).await;
    let filter = json!({"no_activity_since": "2021-01-01", "without": ["open_deals"]});
    let made = user.creates_job(&json!({"filter": filter, "draft": true})).await;
    let id = made.json["id"].as_u64().unwrap();
    assert_eq!(user.reaches(id, &["draft"]).await["total"], 1);
    user.starts(id, 1).await;
    user.ends(id).await;
    let gone: Vec<u64> = portal.deletions().iter().map(|deletion| deletion.contact_id).collect();
    assert_eq!(gone, [old]);
}
