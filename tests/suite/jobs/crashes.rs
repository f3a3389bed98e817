//! The service as a process that is killed, stopped, or started twice during a job.

use std::time::Duration;

use portal_sim::{Call, Moment, Portal, Sim};
use reqwest::Method;
use serde_json::json;
use tokio::process::Child;
use tokio::sync::oneshot;

use super::{counts, start_app_with};
use crate::service::{answers, program, terminate};
use crate::support::{Session, TestApp};

/// Starts the service as a process on the database of a stopped one.
async fn runs(app: &TestApp) -> Child {
    let child = program(&app.values, app.database.parent().unwrap()).arg("serve").spawn().unwrap();
    assert!(answers(&format!("{}/health/ready", app.url)).await, "the service did not start");
    child
}

/// A stopped service with a draft of a thousand contacts.
async fn draft(cost: Duration) -> (TestApp, String, u64) {
    let app = start_app_with(Sim::builder().contacts(1_100).no_bucket().delete_cost(cost), 1.0).await;
    let user = app.signs_in(&app.portal(), 1).await;
    let ids = app.portal().contact_ids();
    let request_body = json!({"contact_ids": ids[..1_000], "draft": true, "include_open_deals": true});
    let id = user.creates_job(&request_body).await.json["id"].as_u64().unwrap();
    let token = user.token.clone();
    app.stops().await;
    (app, token, id)
}

async fn ends_in_a_minute(user: &Session<'_>, id: u64) -> serde_json::Value {
    user.reaches(id, &["done", "cancelled", "failed", "paused"]).await
}

/// Whether a read of the contact lies between any two deletions of the same contact.
fn each_was_looked_for(portal: &Portal) -> bool {
    let calls = portal.calls();
    let asks = |call: &Call, id: u64| {
        call.method == "crm.contact.delete"
            && call.params["ID"].to_string().trim_matches('"') == id.to_string()
    };
    let looks = |call: &Call, id: u64| {
        let listed = call.params["filter"]["@ID"].as_array();
        call.method == "crm.contact.list"
            && listed
                .is_some_and(|ids| ids.iter().any(|one| one.to_string().trim_matches('"') == id.to_string()))
    };
    let gone: Vec<u64> = portal.deletions().iter().map(|deletion| deletion.contact_id).collect();
    gone.into_iter().filter(|id| portal.delete_requests(*id) > 1).all(|id| {
        let asked: Vec<usize> = (0..calls.len()).filter(|at| asks(&calls[*at], id)).collect();
        asked.windows(2).all(|pair| calls[pair[0]..pair[1]].iter().any(|call| looks(call, id)))
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn job_killed_twenty_times_ends_with_exact_outcomes() {
    let (app, token, id) = draft(Duration::from_millis(4)).await;
    let portal = app.portal();
    let all = portal.contact_ids();
    let user = app.session(&token);
    let mut process = runs(&app).await;
    assert_eq!(user.starts(id, 1_000).await.status, 200);
    for kill in 0..20_usize {
        // Times spread over the job, within calls and between them.
        let (sender, receiver) = oneshot::channel();
        portal.when(Moment::Deletions(1 + (kill * 7) % 13), move |_| {
            let _sent = sender.send(());
        });
        tokio::time::timeout(Duration::from_mins(1), receiver).await.expect("the job goes on").unwrap();
        tokio::time::sleep(Duration::from_millis((kill as u64 * 13) % 30)).await;
        process.kill().await.unwrap();
        process = runs(&app).await;
    }
    let job = ends_in_a_minute(&user, id).await;
    assert_eq!(job["state"], "done", "{job}");
    assert_eq!(counts(&job, &["deleted", "gone", "failed", "verified"]), [1_000, 0, 0, 1_000], "{job}");
    assert_eq!(portal.contact_ids(), all[1_000..]);
    assert!(all[..1_000].iter().all(|id| portal.delete_runs(*id) <= 1 || portal.delete_requests(*id) > 1));
    assert!(each_was_looked_for(&portal), "a deletion was repeated without a check");
    terminate(&mut process).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn stopped_service_releases_its_jobs_and_continues_them() {
    let (app, token, id) = draft(Duration::from_millis(10)).await;
    let portal = app.portal();
    let all = portal.contact_ids();
    let user = app.session(&token);
    let mut process = runs(&app).await;
    assert_eq!(user.starts(id, 1_000).await.status, 200);
    // An open stream of progress must not delay the stop.
    let watched =
        app.request(Method::GET, &format!("/api/jobs/{id}/events")).bearer_auth(&token).send().await.unwrap();
    let (sender, receiver) = oneshot::channel();
    portal.when(Moment::Deletions(100), move |_| {
        let _sent = sender.send(());
    });
    receiver.await.unwrap();
    assert!(terminate(&mut process).await.success());
    assert!(watched.text().await.unwrap().contains("event: progress"));
    assert_eq!(app.rows("jobs WHERE state = 'queued' AND lease_owner IS NULL").await, 1);
    assert_eq!(
        app.rows("job_items WHERE outcome = 'asked'").await,
        0,
        "the calls in flight have been answered"
    );
    let mut process = runs(&app).await;
    let job = ends_in_a_minute(&user, id).await;
    assert_eq!(counts(&job, &["deleted", "verified"]), [1_000, 1_000], "{job}");
    assert!(all[..1_000].iter().all(|id| portal.delete_requests(*id) == 1), "each contact once");
    terminate(&mut process).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_processes_never_work_on_one_job() {
    let (app, token, id) = draft(Duration::from_millis(4)).await;
    let portal = app.portal();
    let all = portal.contact_ids();
    let user = app.session(&token);
    let mut first = runs(&app).await;
    let mut values = app.values.clone();
    values.insert("ERASER_LISTEN".to_owned(), crate::service::free_address());
    let other = format!("http://{}/health/ready", values["ERASER_LISTEN"]);
    let mut second = program(&values, app.database.parent().unwrap()).arg("serve").spawn().unwrap();
    assert!(answers(&other).await);
    assert_eq!(user.starts(id, 1_000).await.status, 200);
    let job = ends_in_a_minute(&user, id).await;
    assert_eq!(counts(&job, &["deleted", "verified"]), [1_000, 1_000], "{job}");
    assert!(all[..1_000].iter().all(|id| portal.delete_requests(*id) == 1), "each contact once");
    terminate(&mut first).await;
    terminate(&mut second).await;
}

/// A process whose writes fail beyond a file size, as on a full disk. The signal for this is ignored, so the process
/// goes on.
async fn runs_on_a_small_disk(app: &TestApp) -> Child {
    let plain = program(&app.values, app.database.parent().unwrap());
    let mut shell = tokio::process::Command::new("/bin/sh");
    shell.args(["-c", "trap '' XFSZ; exec \"$0\" serve"]).arg(plain.as_std().get_program());
    shell.env_clear().envs(&app.values).current_dir(app.database.parent().unwrap()).kill_on_drop(true);
    shell.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null());
    let child = shell.spawn().unwrap();
    assert!(answers(&format!("{}/health/ready", app.url)).await, "the service did not start");
    child
}

/// Limits the size of this process's files. Writes beyond the limit fail.
#[cfg(target_os = "linux")]
fn limits_files(process: &Child, bytes: Option<u64>) {
    use rustix::process::{Pid, Resource, Rlimit, prlimit};
    let pid = Pid::from_raw(i32::try_from(process.id().unwrap()).unwrap());
    prlimit(pid, Resource::Fsize, Rlimit { current: bytes, maximum: None }).unwrap();
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn full_disk_for_seconds_loses_nothing_and_needs_no_restart() {
    let (app, token, id) = draft(Duration::from_millis(10)).await;
    let portal = app.portal();
    let all = portal.contact_ids();
    let user = app.session(&token);
    let mut process = runs_on_a_small_disk(&app).await;
    assert_eq!(user.starts(id, 1_000).await.status, 200);
    let ready = async || app.get("/health/ready").await.status;
    for bytes in [0, 40_000] {
        let (sender, receiver) = oneshot::channel();
        portal.when(Moment::Deletions(60), move |_| {
            let _sent = sender.send(());
        });
        receiver.await.unwrap();
        limits_files(&process, Some(bytes));
        while ready().await == 200 {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        assert_eq!(ready().await, 503);
        let request_body = json!({"contact_ids": all[1_000..1_010], "include_open_deals": true});
        assert_eq!(user.creates_job(&request_body).await.status, 503);
        tokio::time::sleep(Duration::from_secs(3)).await;
        limits_files(&process, None);
        assert!(answers(&format!("{}/health/ready", app.url)).await);
    }
    let job = ends_in_a_minute(&user, id).await;
    assert_eq!(counts(&job, &["deleted", "gone", "failed", "verified"]), [1_000, 0, 0, 1_000], "{job}");
    assert_eq!(portal.contact_ids(), all[1_000..]);
    assert!(all[..1_000].iter().all(|id| portal.delete_runs(*id) == 1), "each contact once");
    terminate(&mut process).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_restore_creates_each_contact_once() {
    let app = start_app_with(Sim::builder().contacts(300).no_bucket(), 1.0).await;
    let portal = app.portal();
    let first = app.signs_in(&portal, 1).await;
    let deleted = first.deletes(&portal.contact_ids()[..200]).await;
    assert_eq!(first.ends(deleted).await["deleted"], 200);
    portal.set_method_cost("crm.contact.add", Duration::from_millis(10));
    portal.set_method_cost("crm.contact.update", Duration::from_millis(5));
    let token = first.token.clone();
    app.stops().await;
    let user = app.session(&token);
    let mut process = runs(&app).await;
    let made = user.call(Method::POST, &format!("/api/jobs/{deleted}/restore")).await;
    let id = made.json["id"].as_u64().unwrap();
    // While contacts are created, and while marks are removed.
    for (method, call) in [
        ("crm.contact.add", 7),
        ("crm.contact.update", 3),
        ("crm.contact.add", 19),
        ("crm.contact.update", 20),
        ("batch", 2),
    ] {
        let (sender, receiver) = oneshot::channel();
        portal.when(Moment::Call(method.to_owned(), call), move |_| {
            let _sent = sender.send(());
        });
        tokio::time::timeout(Duration::from_mins(1), receiver).await.expect("the job goes on").unwrap();
        process.kill().await.unwrap();
        process = runs(&app).await;
    }
    let job = ends_in_a_minute(&user, id).await;
    assert_eq!(counts(&job, &["total", "restored", "failed", "verified"]), [200, 200, 0, 200], "{job}");
    assert_eq!((portal.contact_count(), portal.additions().len()), (300, 200), "each contact once");
    let marked = |id: &u64| portal.contact(*id).unwrap()["ORIGINATOR_ID"] == "contact-eraser";
    assert!(!portal.contact_ids().iter().any(marked), "no mark is left");
    terminate(&mut process).await;
}
