//! No job starts before its user has confirmed the number of contacts.

use portal_sim::Moment;
use serde_json::{Value, json};

use super::{add_contacts, start_app};

const NOT_CONFIRMED: (u16, &str) = (409, "confirmation_required");
const CHANGED: (u16, &str) = (409, "total_changed");

#[tokio::test(flavor = "multi_thread")]
async fn filter_without_a_confirmed_number_starts_nothing() {
    let app = start_app(120, 20.0).await;
    let user = app.signs_in(&app.portal(), 1).await;
    for request_body in [
        json!({"filter": {"without": ["phone"]}}),
        json!({"filter": {"without": ["phone"]}, "confirm_total": 5}),
        json!({"filter": {"without": ["phone"]}, "draft": false, "expected_total": null}),
    ] {
        let answer = user.sends_job_request(&request_body).await;
        assert_eq!(answer.problem(), NOT_CONFIRMED, "{request_body}");
        assert!(answer.json["title"].as_str().is_some_and(|title| !title.is_empty()));
    }
    assert_eq!((app.rows("jobs").await, app.portal().contact_count()), (0, 120));
}

#[tokio::test(flavor = "multi_thread")]
async fn many_contacts_need_a_confirmed_number() {
    let app = start_app(130, 20.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    let ids = add_contacts(&portal, 120);
    assert_eq!(user.sends_job_request(&json!({"contact_ids": ids})).await.problem(), NOT_CONFIRMED);
    assert_eq!(
        user.sends_job_request(&json!({"contact_ids": ids, "confirm_total": 119})).await.problem(),
        CHANGED
    );
    // A repeated id counts once.
    let twice: Vec<u64> = ids[..99].iter().chain(&ids[..99]).copied().collect();
    let few = user.sends_job_request(&json!({"contact_ids": twice})).await;
    assert_eq!((few.status, few.json["total"].as_u64()), (202, Some(99)));
    user.ends(few.json["id"].as_u64().unwrap()).await;
    assert_eq!(
        user.sends_job_request(&json!({"contact_ids": ids[99..], "confirm_total": 20})).await.problem(),
        CHANGED
    );
    user.saves_settings(&json!({"confirm_from": 21})).await;
    assert_eq!(user.sends_job_request(&json!({"contact_ids": ids[99..]})).await.problem(), NOT_CONFIRMED);
    assert_eq!(app.rows("jobs").await, 1, "refused requests leave no rows");
    let rest = user.sends_job_request(&json!({"contact_ids": ids[99..], "confirm_total": 21})).await;
    assert_eq!(rest.status, 202, "{rest:?}");
    assert_eq!(user.ends(rest.json["id"].as_u64().unwrap()).await["deleted"], 21);
    assert_eq!(portal.contact_count(), 130);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_needs_no_number_before_it_is_started() {
    let app = start_app(130, 20.0).await;
    let user = app.signs_in(&app.portal(), 1).await;
    for request_body in [
        json!({"contact_ids": app.portal().contact_ids(), "draft": true}),
        json!({"filter": {"created_from": "1970-01-01"}, "draft": true}),
    ] {
        let draft = user.sends_job_request(&request_body).await;
        assert_eq!((draft.status, draft.json["total"].as_u64()), (202, Some(130)), "{request_body}");
        let id = draft.json["id"].as_u64().unwrap();
        assert_eq!(user.starts(id, 129).await.problem(), CHANGED);
    }
}

fn everybody_but(except: &[u64]) -> Value {
    json!({"filter": {"created_from": "1970-01-01"}, "except": except, "include_open_deals": true})
}

fn with(mut request_body: Value, more: &Value) -> Value {
    request_body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    request_body
}

#[tokio::test(flavor = "multi_thread")]
async fn excluded_contacts_stay_and_are_not_counted() {
    let app = start_app(130, 20.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    let ids = portal.contact_ids();
    // The excluded contacts are on different pages, and one is listed twice.
    let spared = [ids[0], ids[57], ids[129]];
    let request_body = everybody_but(&[ids[57], ids[129], ids[0], ids[57]]);
    let seen = with(request_body, &json!({"expected_total": 130}));
    assert_eq!(user.sends_job_request(&seen).await.problem(), NOT_CONFIRMED);
    let with_them = with(seen.clone(), &json!({"confirm_total": 130}));
    assert_eq!(user.sends_job_request(&with_them).await.problem(), CHANGED, "noticed during the collection");
    assert_eq!(
        user.sends_job_request(&with(seen.clone(), &json!({"confirm_total": 126}))).await.problem(),
        CHANGED
    );
    assert_eq!(app.rows("jobs").await, 0);
    let made = user.sends_job_request(&with(seen, &json!({"confirm_total": 127}))).await;
    assert_eq!((made.status, made.json["total"].as_u64()), (202, Some(127)), "{made:?}");
    let job = user.ends(made.json["id"].as_u64().unwrap()).await;
    assert_eq!(job["deleted"], 127, "{job}");
    assert_eq!(portal.contact_ids(), spared);
    assert_eq!(spared.map(|id| portal.delete_requests(id)), [0; 3]);
}

#[tokio::test(flavor = "multi_thread")]
async fn draft_does_not_contain_excluded_contacts() {
    let app = start_app(120, 20.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    let ids = portal.contact_ids();
    let request_body = with(everybody_but(&ids[..117]), &json!({"expected_total": 120, "draft": true}));
    let made = user.sends_job_request(&request_body).await;
    assert_eq!((made.status, made.json["total"].as_u64()), (202, Some(3)), "{made:?}");
    let id = made.json["id"].as_u64().unwrap();
    assert_eq!(user.outcomes(id).await.iter().map(|item| item.0).collect::<Vec<_>>(), ids[117..]);
    user.starts(id, 3).await;
    user.ends(id).await;
    assert_eq!(portal.contact_ids(), ids[..117]);
}

#[tokio::test(flavor = "multi_thread")]
async fn exclusions_without_a_match_do_not_avoid_the_confirmation() {
    let app = start_app(120, 20.0).await;
    let user = app.signs_in(&app.portal(), 1).await;
    let strangers: Vec<u64> = (1_000_000..1_000_030).collect();
    let request_body = with(everybody_but(&strangers), &json!({"expected_total": 120}));
    // 120 minus 30 excluded ids would be 90, but none of these ids exists.
    assert_eq!(user.sends_job_request(&request_body).await.problem(), CHANGED);
    assert_eq!(app.portal().contact_count(), 120);
}

#[tokio::test(flavor = "multi_thread")]
async fn excluded_contacts_do_not_count_for_the_day_limit() {
    let app = start_app(120, 20.0).await;
    let user = app.signs_in(&app.portal(), 1).await;
    user.saves_settings(&json!({"max_contacts_per_day": 5})).await;
    let ids = app.portal().contact_ids();
    let request_body = with(everybody_but(&ids[4..]), &json!({"expected_total": 120, "confirm_total": 4}));
    let made = user.sends_job_request(&request_body).await;
    assert_eq!((made.status, made.json["total"].as_u64()), (202, Some(4)), "{made:?}");
    let request_body = with(everybody_but(&ids[6..]), &json!({"expected_total": 120, "confirm_total": 6}));
    assert_eq!(user.sends_job_request(&request_body).await.problem(), (403, "not_permitted"));
}

#[tokio::test(flavor = "multi_thread")]
async fn vanished_excluded_contact_changes_the_total() {
    let app = start_app(200, 20.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    let last = portal.contact_ids()[199];
    portal.when(Moment::Call("crm.contact.list".to_owned(), 2), move |portal| {
        portal.remove_contact(last);
    });
    let request_body = with(everybody_but(&[last]), &json!({"expected_total": 200, "confirm_total": 199}));
    assert_eq!(user.sends_job_request(&request_body).await.problem(), CHANGED);
    assert_eq!(portal.contact_count(), 199);
}
