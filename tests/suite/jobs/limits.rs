//! The portal's limits: they are respected, used fully, shared fairly, and awaited.

use std::time::Duration;

use portal_sim::{Fault, Moment, Nth, Rights, Sim, User};
use reqwest::Method;
use serde_json::json;

use super::{counts, ends_hours_later, start_app_with};

/// Seconds on the portal's clock from the first call to the last answer.
fn span(calls: &[portal_sim::Call]) -> f64 {
    let begins = calls.iter().filter_map(|call| call.began_at);
    let ends = calls.iter().filter_map(|call| call.answered_at);
    ends.fold(0.0, f64::max) - begins.fold(f64::MAX, f64::min)
}

#[tokio::test(flavor = "multi_thread")]
async fn five_thousand_contacts_need_few_calls_and_cause_no_refusal() {
    let app =
        start_app_with(Sim::builder().contacts(5_000).bucket(50, 2.0).delete_cost(Duration::ZERO), 40.0)
            .await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    let before = portal.calls().len();
    let ids = portal.contact_ids();
    let request_body = json!({"contact_ids": ids, "include_open_deals": false});
    let made = user.creates_job(&request_body).await;
    let job = user.ends(made.json["id"].as_u64().unwrap()).await;
    assert_eq!(job["state"], "done", "{job}");
    assert_eq!(job["deleted"].as_u64().unwrap() + job["protected"].as_u64().unwrap(), 5_000);
    let calls = portal.calls().split_off(before);
    let top: Vec<_> = calls.into_iter().filter(|call| call.method == "batch").collect();
    let most = 5_000_usize.div_ceil(49) + 10;
    assert!(top.len() <= most, "{} calls, at most {most}", top.len());
    assert!(top.iter().all(|call| call.http_status == 200), "no refusal");
}

#[tokio::test(flavor = "multi_thread")]
async fn job_waits_for_a_limit_and_deletes_all() {
    let builder = Sim::builder().contacts(400).delete_cost(Duration::from_secs(1));
    let app = start_app_with(builder.operating_limit(Some(Duration::from_secs(150))), 100.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    let ids = portal.contact_ids();
    let id = user.deletes(&ids[..300]).await;
    let waiting = user.reaches(id, &["waiting"]).await;
    assert_eq!(waiting["reason"], "operation_limit", "{waiting}");
    assert!(waiting["resumes_at"].is_string());
    let job = ends_hours_later(&app, id).await;
    assert_eq!(counts(&job, &["deleted", "failed", "denied"]), [300, 0, 0], "{job}");
    let twice = ids.iter().filter(|id| portal.delete_runs(**id) > 1).count();
    assert_eq!(twice, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn known_limits_are_respected_without_refusals() {
    let builder = Sim::builder().contacts(500).delete_cost(Duration::from_secs(1));
    let app = start_app_with(builder.operating_limit(Some(Duration::from_mins(8))), 100.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    let ids = portal.contact_ids();
    let id = user.deletes(&ids[..450]).await;
    let job = ends_hours_later(&app, id).await;
    assert_eq!(counts(&job, &["deleted", "failed"]), [450, 0], "{job}");
    let asked = ids.iter().map(|id| portal.delete_requests(*id)).max();
    assert_eq!(asked, Some(1), "no call was refused");
}

#[tokio::test(flavor = "multi_thread")]
async fn job_waits_after_an_unexpected_limit_refusal() {
    let app = start_app_with(Sim::builder().contacts(200), 60.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    let ids = portal.contact_ids();
    for call in 25..60 {
        portal.faults().script("crm.contact.delete", Nth::Call(call), Fault::operation_time_limit());
    }
    let id = user.deletes(&ids[..150]).await;
    let waiting = user.reaches(id, &["waiting"]).await;
    assert_eq!(waiting["reason"], "operation_limit", "{waiting}");
    assert_eq!(counts(&user.ends(id).await, &["deleted", "failed"]), [150, 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn users_of_one_portal_share_it_fairly() {
    let app = start_app_with(Sim::builder().contacts(6_000).bucket(50, 2.0), 40.0).await;
    let portal = app.portal();
    let ids = portal.contact_ids();
    let mut jobs = Vec::new();
    for number in 0..20_u64 {
        let user = 100 + number;
        portal.add_user(User::new(user, "Ann", &format!("Number {number}")));
        portal.set_rights(user, Rights::All, Rights::All);
    }
    for number in 0..20_usize {
        let user = app.signs_in(&portal, 100 + number as u64).await;
        let request_body = json!({"contact_ids": ids[number * 300..(number + 1) * 300], "draft": true,
            "include_open_deals": true});
        let id = user.creates_job(&request_body).await.json["id"].as_u64().unwrap();
        jobs.push((user, id));
    }
    for (user, id) in &jobs {
        assert_eq!(user.starts(*id, 300).await.status, 200);
    }
    for (user, id) in &jobs {
        let job = user.ends(*id).await;
        assert_eq!(counts(&job, &["deleted", "failed"]), [300, 0], "{job}");
    }
    let refused = portal.calls().iter().filter(|call| call.http_status == 503).count();
    assert_eq!(refused, 0, "no limit was exceeded");
    // From the start of all jobs until the first one ended, each user had an equal share.
    let of = |number: u64| -> Vec<f64> {
        let own = |one: &&portal_sim::Deletion| one.user_id == 100 + number;
        portal.deletions().iter().filter(own).map(|one| one.at).collect()
    };
    let times: Vec<Vec<f64>> = (0..20).map(of).collect();
    let all_began = times.iter().map(|own| own[0]).fold(0.0, f64::max);
    let one_ended = times.iter().map(|own| own[own.len() - 1]).fold(f64::MAX, f64::min);
    let within = |own: &Vec<f64>| own.iter().filter(|at| (all_began..=one_ended).contains(*at)).count();
    let shares: Vec<usize> = times.iter().map(within).collect();
    let (least, most) = (shares.iter().min().unwrap(), shares.iter().max().unwrap());
    // Equal to within one call, the smallest possible share.
    assert!(*most <= least * 3 / 2 + 50, "{shares:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_portals_do_not_wait_for_each_other() {
    let builder = Sim::builder().portals(2).contacts(200).installed(true);
    let app = crate::support::TestApp::at_speed(builder, 20.0).await;
    let (slow, quick) = (app.sim.portal(0), app.sim.portal(1));
    slow.set_delete_cost(Duration::from_secs(10));
    let (first, second) = (app.signs_in(&slow, 1).await, app.signs_in(&quick, 1).await);
    let slow_job = first.deletes(&slow.contact_ids()[..150]).await;
    let quick_job = second.deletes(&quick.contact_ids()[..150]).await;
    assert_eq!(second.ends(quick_job).await["deleted"], 150);
    let other = first.job(slow_job).await;
    assert!(other["pending"].as_u64().unwrap() > 50, "{other}");
    first.commands(slow_job, "cancel").await;
    first.ends(slow_job).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn concurrency_grows_on_a_portal_with_many_workers() {
    let cost = Duration::from_millis(100);
    let app = start_app_with(Sim::builder().contacts(2_500).no_bucket().delete_cost(cost), 40.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    let job = user.ends(user.deletes(&portal.contact_ids()).await).await;
    assert_eq!(counts(&job, &["deleted", "failed"]), [2_500, 0], "{job}");
    let calls = portal.calls_of("batch");
    let took = span(&calls);
    assert!(took <= 250.0 / 4.0, "{took:.1} s on the portal's clock instead of 250");
    assert!(calls.iter().all(|call| call.http_status == 200), "no refusal");
}

#[tokio::test(flavor = "multi_thread")]
async fn concurrency_stays_at_one_on_a_portal_with_one_worker() {
    let cost = Duration::from_millis(100);
    let app =
        start_app_with(Sim::builder().contacts(800).no_bucket().serialized().delete_cost(cost), 40.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    let job = user.ends(user.deletes(&portal.contact_ids()).await).await;
    assert_eq!(counts(&job, &["deleted", "failed"]), [800, 0], "{job}");
    let flights = portal.in_flight("batch");
    assert!(flights.peak() <= 2, "{} in flight", flights.peak());
    let took = span(&portal.calls_of("batch"));
    assert!(took <= 80.0 * 1.1, "{took:.1} s on the portal's clock instead of 80");
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_are_sent_one_at_a_time_after_a_refusal() {
    let cost = Duration::from_millis(100);
    let app = start_app_with(Sim::builder().contacts(4_000).no_bucket().delete_cost(cost), 60.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    portal.when(Moment::Deletions(1_500), |portal| {
        portal.faults().script("batch", Nth::Next, Fault::query_limit());
    });
    let job = user.ends(user.deletes(&portal.contact_ids()).await).await;
    assert_eq!(counts(&job, &["deleted", "failed"]), [4_000, 0], "{job}");
    let calls = portal.calls_of("batch");
    let refused = calls.iter().find(|call| call.http_status == 503).unwrap();
    assert!(portal.in_flight("batch").peak() >= 4, "many calls were in flight before");
    let landed = |call: &&portal_sim::Call| call.at <= refused.at;
    let calm = calls.iter().filter(landed).filter_map(|call| call.answered_at).fold(0.0, f64::max);
    let later: Vec<_> = calls.iter().filter(|call| call.at > refused.at).collect();
    assert!(later[0].at >= refused.at + 5.0, "a pause first");
    let minutes = later.iter().filter(|call| call.at < refused.at + 300.0).collect::<Vec<_>>();
    assert!(minutes.len() > 20, "{} calls", minutes.len());
    for pair in minutes.windows(2) {
        assert!(pair[0].answered_at.unwrap() <= pair[1].at, "two at once: {:?}", (pair[0].at, pair[1].at));
    }
    assert!(minutes[0].at >= calm, "the earlier calls had been answered");
}

#[tokio::test(flavor = "multi_thread")]
async fn back_off_grows_during_refusals_and_pages_are_served() {
    let app = start_app_with(Sim::builder().contacts(200), 20.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    let ids = portal.contact_ids();
    portal.when(Moment::Deletions(30), |portal| {
        for call in 1..=4 {
            portal.faults().script("batch", Nth::Call(call), Fault::query_limit());
        }
    });
    let id = user.deletes(&ids[..150]).await;
    let waiting = user.reaches(id, &["waiting"]).await;
    assert_eq!(waiting["reason"], "portal_busy", "{waiting}");
    // Without a copy, because the batch that reads one would be refused too.
    let bare = format!("/api/contacts/{}?snapshot=false", ids[170]);
    assert_eq!(user.call(Method::DELETE, &bare).await.status, 200, "pages are served first");
    assert_eq!(counts(&user.ends(id).await, &["deleted", "failed"]), [150, 0]);
    let refused: Vec<f64> =
        portal.calls_of("batch").iter().filter(|call| call.http_status == 503).map(|call| call.at).collect();
    assert_eq!(refused.len(), 4);
    let pauses: Vec<f64> = refused.windows(2).map(|pair| pair[1] - pair[0]).collect();
    assert!(pauses.windows(2).all(|pair| pair[1] > pair[0] * 1.4), "{pauses:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn higher_limits_of_a_plan_are_used() {
    let app = start_app_with(Sim::builder().contacts(3_500).enterprise(), 40.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    let job = user.ends(user.deletes(&portal.contact_ids()).await).await;
    assert_eq!(counts(&job, &["deleted", "failed"]), [3_500, 0], "{job}");
    let calls = portal.calls_of("batch");
    assert!(calls.len() > 60 && calls.iter().all(|call| call.http_status == 200), "{}", calls.len());
    assert_eq!(portal.call_count("app.info"), 1, "the plan was read once");
}
