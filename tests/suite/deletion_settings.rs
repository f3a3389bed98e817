//! The server enforces the settings of administrators: who may delete, by which method, and which contacts are kept.

use portal_sim::{Fault, Nth, Rights};
use serde_json::json;
use std::time::Duration;

use crate::support::TestApp;

const A_MINUTE: Duration = Duration::from_secs(61);

#[tokio::test(flavor = "multi_thread")]
async fn settings_decide_who_may_delete() {
    let app = TestApp::start().await;
    app.portal().set_rights(4, Rights::All, Rights::All);
    let admin = app.signs_in(&app.portal(), 1).await;
    let people = [&admin, &app.signs_in(&app.portal(), 2).await, &app.signs_in(&app.portal(), 4).await];
    let mut contact = 10;
    for (settings, may) in [
        (json!({"who_may_delete": "everyone"}), [true, true, true]),
        (json!({"who_may_delete": "administrators"}), [true, false, false]),
        (json!({"who_may_delete": "chosen", "chosen_users": [2]}), [false, true, false]),
        (json!({"who_may_delete": "chosen", "chosen_users": [1, 4]}), [true, false, true]),
    ] {
        admin.saves_settings(&settings).await;
        for (person, may) in people.iter().zip(may) {
            contact += 1;
            let answer = person.deletes_contact(contact).await;
            assert_eq!(answer.status, if may { 200 } else { 403 }, "{settings}: {answer:?}");
            assert_eq!(app.portal().contact(contact).is_none(), may);
            if !may {
                assert_eq!(answer.problem().1, "not_permitted");
                assert_eq!(app.portal().delete_requests(contact), 0, "the portal receives no call");
            }
        }
    }
    assert_eq!(app.rows("audit WHERE outcome = 'not_permitted'").await, 5, "refusals are recorded");
}

#[tokio::test(flavor = "multi_thread")]
async fn former_administrator_stops_deleting_within_a_minute() {
    let app = TestApp::start().await;
    let admin = app.signs_in(&app.portal(), 1).await;
    admin.saves_settings(&json!({"who_may_delete": "administrators"})).await;
    assert_eq!(admin.deletes_contact(50).await.status, 200);
    app.portal().set_admin(1, false);
    app.clock.passes(A_MINUTE);
    assert_eq!(admin.deletes_contact(51).await.problem(), (403, "not_permitted"));
    app.portal().set_admin(1, true);
    app.clock.passes(A_MINUTE);
    app.portal().faults().script("profile", Nth::Every, Fault::Html(502));
    assert_eq!(
        admin.deletes_contact(51).await.problem(),
        (502, "portal_unavailable"),
        "without the portal's answer nothing is deleted"
    );
    assert!(app.portal().contact(51).is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn item_method_deletes_and_reports_truly() {
    let app = TestApp::start().await;
    app.portal().set_rights(4, Rights::All, Rights::None);
    let admin = app.signs_in(&app.portal(), 1).await;
    let reader = app.signs_in(&app.portal(), 4).await;
    admin.saves_settings(&json!({"method": "crm.item.delete"})).await;
    let answer = admin.deletes_contact(50).await;
    assert_eq!((answer.status, answer.json), (200, json!({"id": 50, "outcome": "deleted", "job_id": 1})));
    assert_eq!(app.portal().deletions()[0].method, "crm.item.delete");
    assert_eq!(admin.deletes_contact(50).await.problem(), (404, "contact_not_found"));
    assert_eq!(reader.deletes_contact(51).await.problem(), (403, "access_denied"));
    assert_eq!(reader.deletes_contact(999_999).await.problem(), (404, "contact_not_found"));
    for (id, fault) in (60..).zip([Fault::CutAfter, Fault::EmptyBody, Fault::Truncated, Fault::CutBefore]) {
        app.portal().faults().script("crm.item.delete", Nth::Next, fault.clone());
        assert_eq!(admin.deletes_contact(id).await.status, 200, "{fault:?}");
        assert!(app.portal().contact(id).is_none(), "{fault:?}");
    }
    let true_word = Fault::Http(200, r#"{"result":true}"#.into(), "application/json".into());
    app.portal().faults().script("crm.item.delete", Nth::Every, true_word);
    assert_eq!(admin.deletes_contact(52).await.status, 502, "an answer in another form is not a success");
    assert!(app.portal().calls_of("crm.contact.delete").is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_keep_contacts_with_open_deals() {
    let app = TestApp::start().await;
    let admin = app.signs_in(&app.portal(), 1).await;
    let portal = app.portal();
    let contacts: Vec<u64> = (0..4).map(|_| portal.add_contact(&json!({"NAME": "Eva"}))).collect();
    let [open, second, closed, free] = contacts[..] else { panic!() };
    portal.add_deal(&[open, second], true);
    portal.add_deal(&[closed], false);
    admin.saves_settings(&json!({"open_deals": "keep"})).await;
    for id in [open, second] {
        assert_eq!(
            admin.deletes_contact(id).await.problem(),
            (409, "contact_protected"),
            "first or second contact of the deal"
        );
        assert_eq!(portal.delete_requests(id), 0);
    }
    let calls = portal.calls().len();
    assert_eq!(admin.deletes_contact(free).await.status, 200);
    let later = portal.calls().split_off(calls);
    let sent = later.iter().filter(|call| call.in_batch.is_none()).count();
    assert_eq!(sent, 2, "one call to check and one to delete: {later:?}");
    assert_eq!(admin.deletes_contact(closed).await.status, 200);
    assert_eq!(admin.deletes_contact(999_999).await.problem(), (404, "contact_not_found"));
    assert_eq!(app.rows("audit WHERE outcome = 'protected'").await, 2);
    for (id, setting) in [(open, "ask"), (second, "delete")] {
        admin.saves_settings(&json!({"open_deals": setting})).await;
        assert_eq!(admin.deletes_contact(id).await.status, 200, "{setting}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn unreadable_deals_do_not_count_as_no_deals() {
    let app = TestApp::start().await;
    let admin = app.signs_in(&app.portal(), 1).await;
    admin.saves_settings(&json!({"open_deals": "keep"})).await;
    let refuses = |status, error: &str| {
        app.portal().faults().clear();
        let fault = Fault::Error { status, error: error.into(), description: "Access denied.".into() };
        app.portal().faults().script("crm.item.list", Nth::Every, fault);
    };
    refuses(403, "ACCESS_DENIED");
    let kept = admin.deletes_contact(50).await;
    assert_eq!(kept.problem(), (409, "contact_protected"));
    assert!(kept.json["title"].as_str().unwrap().contains("can’t tell"), "the reason is reported: {kept:?}");
    assert_eq!(admin.deletes_contact(999_999).await.problem(), (404, "contact_not_found"));
    refuses(429, "OPERATION_TIME_LIMIT");
    assert_eq!(admin.deletes_contact(50).await.problem(), (503, "portal_busy"));
    app.portal().faults().clear();
    app.portal().faults().script("crm.item.list", Nth::Every, Fault::FalseSuccess);
    assert_eq!(admin.deletes_contact(50).await.problem(), (502, "portal_unavailable"));
    assert_eq!(app.portal().delete_requests(50), 0);
    app.portal().set_rights(4, Rights::None, Rights::None);
    app.portal().faults().clear();
    let blind = app.signs_in(&app.portal(), 4).await;
    assert_eq!(blind.deletes_contact(50).await.problem(), (403, "access_denied"));
}

#[tokio::test(flavor = "multi_thread")]
async fn day_limit_holds_for_every_way_to_delete() {
    let app = TestApp::start().await;
    let portal = app.portal();
    let admin = app.signs_in(&portal, 1).await;
    let colleague = app.signs_in(&portal, 2).await;
    admin.saves_settings(&json!({"max_contacts_per_day": 5})).await;
    let full = (403, "not_permitted");
    assert_eq!(admin.deletes_contact(10).await.status, 200);
    assert_eq!(
        admin.deletes_contact(999_999).await.problem(),
        (404, "contact_not_found"),
        "it does not count"
    );
    assert_eq!(admin.creates_job(&json!({"contact_ids": [11, 12, 13, 14, 15]})).await.problem(), full);
    let draft = admin.creates_job(&json!({"contact_ids": [11, 12, 13, 14, 15], "draft": true})).await;
    assert_eq!(draft.status, 202, "a draft deletes nothing");
    let draft = draft.json["id"].as_u64().unwrap();
    assert_eq!(admin.starts(draft, 5).await.problem(), full);
    let path = format!("/api/jobs/{draft}/start");
    let without_copies = json!({"confirm_total": 5, "snapshot": false});
    assert_eq!(admin.sends(reqwest::Method::POST, &path, &without_copies).await.problem(), full);
    assert_eq!(admin.job(draft).await["keeps_snapshot"], true, "a refusal leaves the draft unchanged");
    assert_eq!(admin.job(draft).await["state"], "draft", "it can be started another day");
    let filter =
        json!({"filter": {"created_from": "1970-01-01"}, "expected_total": portal.contact_ids().len()});
    assert_eq!(
        admin.creates_job(&filter).await.problem(),
        full,
        "the limit is checked when the set is collected"
    );
    let job = admin.deletes(&[11, 12, 13, 14]).await;
    assert_eq!(admin.deletes_contact(15).await.problem(), full, "contacts that a job may still delete count");
    let ended = admin.ends(job).await;
    assert_eq!(ended["deleted"], 4);
    assert_eq!(admin.deletes_contact(15).await.problem(), full);
    assert_eq!(portal.delete_requests(15), 0, "the portal receives no call");
    assert_eq!(colleague.deletes_contact(15).await.status, 200, "the limit is separate for each user");
    assert_eq!(admin.commands(job, "restore").await.status, 202, "restoring does not count as deleting");
    assert_eq!(app.rows("audit WHERE outcome = 'not_permitted'").await, 6, "refusals are recorded");
    app.clock.passes(Duration::from_hours(24));
    assert_eq!(admin.deletes_contact(16).await.status, 401, "the session has expired");
    let admin = app.signs_in(&portal, 1).await;
    assert_eq!(admin.deletes_contact(16).await.status, 200, "a new day");
}

#[tokio::test(flavor = "multi_thread")]
async fn lowered_day_limit_stops_a_running_job() {
    let app = crate::jobs::start_app_with(
        portal_sim::Sim::builder().contacts(400).delete_cost(Duration::from_millis(100)),
        4.0,
    )
    .await;
    let portal = app.portal();
    let admin = app.signs_in(&portal, 1).await;
    let job = admin.deletes(&portal.contact_ids()).await;
    while admin.job(job).await["deleted"] == 0 {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    admin.saves_settings(&json!({"max_contacts_per_day": 100})).await;
    let paused = admin.reaches(job, &["paused"]).await;
    assert_eq!(paused["reason"], "day_limit");
    assert!(portal.deletions().len() < 400);
    assert_eq!(admin.commands(job, "resume").await.problem(), (403, "not_permitted"));
    admin.saves_settings(&json!({"max_contacts_per_day": null})).await;
    assert_eq!(admin.commands(job, "resume").await.status, 200);
    assert_eq!(admin.ends(job).await["deleted"], 400);
}

#[tokio::test(flavor = "multi_thread")]
async fn restoring_needs_the_right_to_delete_or_an_administrator() {
    let app = crate::jobs::start_app(100, 1.0).await;
    let portal = app.portal();
    portal.set_rights(4, Rights::All, Rights::All);
    let (admin, user) = (app.signs_in(&portal, 1).await, app.signs_in(&portal, 4).await);
    let job = user.deletes(&crate::jobs::add_contacts(&portal, 3)).await;
    user.ends(job).await;
    admin.saves_settings(&json!({"who_may_delete": "chosen", "chosen_users": [2]})).await;
    assert_eq!(user.commands(job, "restore").await.problem(), (403, "not_permitted"));
    assert_eq!(app.rows("audit WHERE action = 'restore' AND outcome = 'not_permitted'").await, 1);
    let restore = admin.commands(job, "restore").await;
    assert_eq!(restore.status, 202);
    assert_eq!(admin.ends(restore.json["id"].as_u64().unwrap()).await["restored"], 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn running_restore_stops_when_its_user_loses_the_right() {
    let app = crate::jobs::start_app(100, 1.0).await;
    let portal = app.portal();
    portal.set_rights(4, Rights::All, Rights::All);
    let (admin, user) = (app.signs_in(&portal, 1).await, app.signs_in(&portal, 4).await);
    let job = user.deletes(&crate::jobs::add_contacts(&portal, 3)).await;
    user.ends(job).await;
    portal.set_outage(Some(portal_sim::Outage::Unavailable));
    let restore = user.commands(job, "restore").await.json["id"].as_u64().unwrap();
    user.reaches(restore, &["waiting", "paused"]).await;
    portal.set_outage(None);
    admin.saves_settings(&json!({"who_may_delete": "chosen", "chosen_users": [2]})).await;
    assert_eq!(user.commands(restore, "resume").await.problem(), (403, "not_permitted"));
    app.clock.passes(Duration::from_mins(11));
    let stopped = user.reaches(restore, &["paused"]).await;
    assert_eq!((&stopped["reason"], &stopped["restored"]), (&json!("not_permitted"), &json!(0)));
}
