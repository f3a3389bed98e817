//! Obstacles of the command: a portal that is down, limits, lost rights, deleted webhooks, and users who interrupt it.

use std::time::{Duration, Instant};

use portal_sim::{Fault, Nth, Portal, PortalState};

use super::{Setup, deleted};

#[tokio::test(flavor = "multi_thread")]
async fn command_waits_for_a_restarting_portal() {
    let setup = Setup::new(300).await;
    let portal = setup.portal();
    portal.set_delete_cost(Duration::from_millis(5));
    let ids = portal.contact_ids();
    let enough_deleted = deleted(&portal, 30);
    let mut running = setup.starts(&ids[..200], &[]);
    enough_deleted.await.unwrap();
    portal.set_down(true).await.unwrap();
    running.says("the portal cannot be reached; goes on at ").await;
    portal.set_down(false).await.unwrap();
    let ran = running.ends().await;
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("200 deleted, 0 not there"), "{}", ran.out);
    assert_eq!(portal.contact_ids(), ids[200..]);
    assert!(ids[..200].iter().all(|id| portal.delete_runs(*id) == 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn command_waits_for_a_limit_until_interrupted() {
    let setup = Setup::new(120).await;
    let portal = setup.portal();
    portal.faults().script("crm.contact.delete", Nth::From(6), Fault::operation_time_limit());
    let mut running = setup.starts(&portal.contact_ids()[..60], &["--report", "report.csv"]);
    running.says("the portal's limit for deletions is reached; goes on at ").await;
    running.gets("-TERM").await;
    let ran = running.ends().await;
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("5 deleted, 0 not there") && ran.out.contains("55 not done"), "{}", ran.out);
    assert_eq!(portal.contact_count(), 115);
    assert_eq!(setup.file("report.csv").matches(",pending,").count(), 55);
}

#[tokio::test(flavor = "multi_thread")]
async fn command_ends_after_its_call_in_flight() {
    let setup = Setup::new(120).await;
    let portal = setup.portal();
    portal.set_delete_cost(Duration::from_millis(900));
    let enough_deleted = deleted(&portal, 1);
    let mut running = setup.starts(&portal.contact_ids()[..60], &[]);
    enough_deleted.await.unwrap();
    running.gets("-INT").await;
    running.says("Stopping").await;
    let ran = running.ends().await;
    assert_eq!(ran.code, 1);
    let gone = 120 - portal.contact_count();
    assert!(gone >= 8, "the command did not wait for its call: {gone}");
    assert!(ran.out.contains(&format!("{gone} deleted, 0 not there")), "{gone}: {}", ran.out);
    assert!(!ran.out.contains("may be gone"), "{}", ran.out);
}

#[tokio::test(flavor = "multi_thread")]
async fn second_interrupt_reports_unknown_outcomes() {
    let setup = Setup::new(120).await;
    let portal = setup.portal();
    portal.set_delete_cost(Duration::from_secs(5));
    let enough_deleted = deleted(&portal, 1);
    let mut running = setup.starts(&portal.contact_ids()[..60], &[]);
    enough_deleted.await.unwrap();
    let stopped = Instant::now();
    running.gets("-INT").await;
    running.says("Stopping").await;
    running.gets("-INT").await;
    let ran = running.ends().await;
    assert!(stopped.elapsed() < Duration::from_secs(30), "the call would take 50 seconds");
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("10 of these may be gone"), "{}", ran.out);
}

/// Runs the command on sixty contacts. `happens` runs after ten deletions; the command must end with these words.
async fn ends_saying(happens: fn(&Portal), words: &str) {
    let setup = Setup::new(120).await;
    let portal = setup.portal();
    portal.when(portal_sim::Moment::Deletions(10), happens);
    let ran = setup.starts(&portal.contact_ids()[..60], &["--report", "report.csv"]).ends().await;
    assert_eq!(ran.code, 1, "{words}: {}{}", ran.out, ran.err);
    assert!(ran.err.contains(words), "{words}: {}", ran.err);
    let gone = 120 - portal.contact_count();
    assert!(ran.out.contains(&format!("{gone} deleted")), "{words}: {}", ran.out);
    let report = setup.file("report.csv");
    assert_eq!((report.lines().count(), report.matches(",deleted,").count()), (61, gone), "{words}");
}

#[tokio::test(flavor = "multi_thread")]
async fn errors_that_need_a_person_end_the_command_in_plain_words() {
    ends_saying(
        |portal| {
            let fault = Fault::refusal(401, "INVALID_CREDENTIALS", "Invalid request credentials");
            portal.faults().script("batch", Nth::Every, fault);
        },
        "refused the webhook",
    )
    .await;
    ends_saying(
        |portal| portal.faults().script("batch", Nth::Every, Fault::expired_token()),
        "refused the webhook",
    )
    .await;
    ends_saying(
        |portal| {
            portal.rename(None).unwrap();
        },
        "was the portal renamed?",
    )
    .await;
    ends_saying(|portal| portal.set_state(PortalState::Deleted), "does not exist any more").await;
    ends_saying(|portal| portal.set_state(PortalState::PlanRestricted), "plan does not allow REST").await;
    ends_saying(|portal| portal.set_state(PortalState::PaymentRequired), "subscription is over").await;
    ends_saying(|portal| portal.set_scope("placement"), "lacks the scope crm").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn false_successes_are_noticed_after_the_first_contacts() {
    let setup = Setup::new(300).await;
    let portal = setup.portal();
    portal.faults().script("crm.contact.delete", Nth::Every, Fault::FalseSuccess);
    let ran = setup.starts(&portal.contact_ids()[..200], &[]).ends().await;
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("says that it deletes, and does not"), "{}", ran.err);
    let few = setup.starts(&portal.contact_ids()[..20], &[]).ends().await;
    assert_eq!(few.code, 1);
    assert!(few.out.contains("20 failed") && few.out.contains("still there"), "{}", few.out);
    assert_eq!(portal.contact_count(), 300);
}

#[tokio::test(flavor = "multi_thread")]
async fn runs_that_cannot_succeed_end_before_any_deletion() {
    let setup = Setup::new(120).await;
    let portal = setup.portal();
    let url = portal.webhook_url(1);
    let elsewhere = url.replace(&portal.domain(), setup.sim.oauth_url().trim_start_matches("http://"));
    let nowhere = url.replace(&portal.domain(), "no-such-portal.invalid");
    for arguments in [["--yes", "1"], ["--dry-run", "1"]] {
        for (address, words) in
            [(&elsewhere, "is no portal"), (&nowhere, "nobody knows a portal of this name")]
        {
            let child =
                setup.command(&[&["--webhook-url", address], &arguments[..]].concat()).spawn().unwrap();
            let ran = setup.ends(child).await;
            assert_eq!(ran.code, 1, "{}", ran.err);
            assert!(ran.err.contains(words), "{words}: {}", ran.err);
        }
        portal.set_scope("placement");
        let ran = setup.runs(1, &arguments, "").await;
        assert!(ran.code == 1 && ran.err.contains("lacks the scope crm"), "{}", ran.err);
        portal.set_scope("crm");
    }
    portal.set_down(true).await.unwrap();
    let ran = setup.runs(1, &["--dry-run", "1"], "").await;
    assert!(ran.code == 1 && ran.err.contains("takes no connection"), "{}", ran.err);
}
