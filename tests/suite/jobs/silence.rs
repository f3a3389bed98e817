//! Portals that work for long without an answer, and portals that do not answer for long.

use std::time::Duration;

use portal_sim::{Fault, Moment, Nth, Outage, Sim};
use serde_json::json;

use super::faults::asked_twice;
use super::restore::restores;
use super::{counts, ends_hours_later, start_app, start_app_with};
use crate::support::TestApp;

#[tokio::test(flavor = "multi_thread")]
async fn long_deletions_behind_a_gateway_timeout_are_sent_once() {
    // The portal works for twenty minutes on the calls that the gateway cut after one.
    for seconds in [100, 240] {
        let app =
            start_app_with(Sim::builder().contacts(60).delete_cost(Duration::from_secs(seconds)), 200.0)
                .await;
        let portal = app.portal();
        let user = app.signs_in(&portal, 1).await;
        let ids = portal.contact_ids();
        let id = user.deletes(&ids[..12]).await;
        let job = ends_hours_later(&app, id).await;
        assert_eq!(counts(&job, &["deleted", "gone", "failed"]), [12, 0, 0], "{seconds} s: {job}");
        assert_eq!(asked_twice(&portal, &ids), 0, "{seconds} s");
        assert_eq!(portal.contact_ids(), ids[12..]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn day_without_answers_pauses_jobs_until_a_user_resumes_them() {
    let app = start_app(120, 60.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    let ids = portal.contact_ids();
    let source = user.deletes(&ids[..4]).await;
    user.ends(source).await;
    portal.set_outage(Some(Outage::Unavailable));
    let jobs = [restores(&user, source, &json!({})).await, user.deletes(&ids[4..10]).await];
    for job in jobs {
        assert_eq!(user.reaches(job, &["waiting"]).await["reason"], "portal_unavailable");
    }
    let state = async |state: &str| app.rows(&format!("jobs WHERE state = '{state}'")).await;
    for _ in 0..23 {
        app.clock.passes(Duration::from_hours(1));
        app.waits(Duration::from_secs(5)).await;
        assert_eq!(state("paused").await, 0);
    }
    app.clock.passes(Duration::from_hours(1));
    for _ in 0..40 {
        app.clock.passes(Duration::from_mins(15));
        app.waits(Duration::from_secs(5)).await;
        if state("paused").await == 2 {
            break;
        }
    }
    portal.set_outage(None);
    let user = app.signs_in(&portal, 1).await;
    for job in jobs {
        let paused = user.job(job).await;
        assert_eq!(
            (&paused["state"], &paused["reason"]),
            (&json!("paused"), &json!("portal_silent")),
            "{paused}"
        );
        assert_eq!(user.commands(job, "resume").await.status, 200);
        assert_eq!(user.ends(job).await["state"], "done");
    }
    assert_eq!((portal.additions().len(), portal.deletions().len()), (4, 10));
}

/// The portal is down at the job's next try, and works again soon after.
async fn meets_a_short_outage(app: &TestApp, id: u64) {
    let portal = app.portal();
    portal.set_outage(Some(Outage::Unavailable));
    let rests = format!("jobs WHERE id = {id} AND reason IN ('portal_unavailable', 'portal_silent')");
    for _ in 0..500 {
        if app.rows(&rests).await == 1 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(40)).await;
    }
    portal.set_outage(None);
}

#[tokio::test(flavor = "multi_thread")]
async fn day_without_calls_does_not_count_as_silence() {
    let app = start_app(120, 40.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    let ids = portal.contact_ids();
    // One job waits for running time, the other for a portal that is down. Then the service stops.
    let stop = Fault::operation_time_limit();
    for call in 5..60 {
        portal.faults().script("crm.contact.delete", Nth::Call(call), stop.clone());
    }
    let id = user.deletes(&ids[..20]).await;
    let waiting = user.reaches(id, &["waiting"]).await;
    assert_eq!(waiting["reason"], "operation_limit", "{waiting}");
    portal.set_outage(Some(Outage::Unavailable));
    let second = user.deletes(&ids[20..30]).await;
    assert_eq!(user.reaches(second, &["waiting"]).await["reason"], "portal_unavailable");
    portal.faults().clear();
    app.clock.passes(Duration::from_hours(25));
    for job in [id, second] {
        meets_a_short_outage(&app, job).await;
    }
    for job in [id, second] {
        assert_eq!(ends_hours_later(&app, job).await["state"], "done");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn visit_that_resumes_a_job_ends_the_silence() {
    let app = start_app(120, 40.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 2).await;
    let ids = portal.contact_ids();
    portal.when(Moment::Deletions(10), |portal| portal.set_outage(Some(Outage::Unavailable)));
    let id = user.deletes(&ids[..60]).await;
    assert_eq!(user.reaches(id, &["waiting"]).await["reason"], "portal_unavailable");
    portal.set_app_access(2, false);
    portal.set_outage(None);
    let paused = user.reaches(id, &["paused"]).await;
    assert_eq!(paused["reason"], "app_access_denied", "{paused}");
    app.clock.passes(Duration::from_hours(23));
    portal.set_app_access(2, true);
    portal.when(Moment::Call("batch".to_owned(), 1), |portal| portal.set_outage(Some(Outage::Unavailable)));
    let user = app.signs_in(&portal, 2).await;
    assert_eq!(user.reaches(id, &["waiting"]).await["reason"], "portal_unavailable");
    let since = app.rows(&format!("jobs WHERE id = {id} AND silent_since < updated_at - 3600")).await;
    assert_eq!(since, 0, "time before the visit does not count");
    portal.set_outage(None);
    assert_eq!(user.ends(id).await["state"], "done");
}
