//! The program itself: two processes on one database, and processes killed at each step of a renewal.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use portal_sim::{Fault, FramePost, Nth, Sim, SimBuilder};
use reqwest::Client;
use sqlx::SqliteConnection;
use tempfile::TempDir;
use tokio::process::Child;

use super::{CONTACT, Row, exchanges, executes, one_portal, open};
use crate::service::{answers, free_address, program, terminate};
use crate::support::{Answer, Page, settings};

/// A simulator and a database for the services of a test.
struct Setup {
    sim: Sim,
    values: BTreeMap<String, String>,
    folder: TempDir,
    database: PathBuf,
    http: Client,
    secrets: Vec<String>,
}

/// A running program.
struct Service {
    url: String,
    child: Child,
}

impl Setup {
    async fn prepare(builder: SimBuilder) -> Self {
        let sim = builder.start().await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("eraser.db");
        let values = settings(&sim, "http://127.0.0.1:8080", &database.display().to_string());
        let secrets = vec![sim.client_secret().to_owned()];
        let http = Client::builder().no_proxy().build().unwrap();
        Self { sim, values, folder, database, http, secrets }
    }

    async fn serve(&self) -> Service {
        let address = free_address();
        let url = format!("http://{address}");
        let log = File::options().create(true).append(true).open(self.folder.path().join("log")).unwrap();
        let mut command = program(&self.values, self.folder.path());
        command.env("ERASER_LISTEN", address).env("ERASER_LOG", "debug,contact_eraser=trace");
        let child = command.arg("serve").stdout(log.try_clone().unwrap()).stderr(log).spawn().unwrap();
        assert!(answers(&format!("{url}/health/ready")).await);
        Service { url, child }
    }

    /// Opens the app as the administrator. Returns the session and the posted form.
    async fn signs_in(&mut self, service: &Service) -> (String, FramePost) {
        let post = self.sim.portal(0).frame_post(1);
        let fields = ["AUTH_ID", "REFRESH_ID"].map(|name| post.get(name).unwrap().to_owned());
        self.secrets.extend(fields);
        let form = self.http.post(format!("{}/app", service.url)).query(&post.query).form(&post.body);
        let page = Page::read(form.send().await.unwrap()).await;
        assert_eq!(page.status, 200, "{}", page.html);
        (page.boot()["session"].as_str().unwrap().to_owned(), post)
    }

    /// A session whose access token has expired.
    async fn spent(&mut self, service: &Service) -> String {
        let (session, post) = self.signs_in(service).await;
        self.sim.portal(0).expire(post.get("AUTH_ID").unwrap());
        session
    }

    async fn get(&self, service: &Service, session: &str) -> Answer {
        let request = self.http.get(format!("{}{CONTACT}", service.url)).bearer_auth(session);
        Answer::read(request.send().await.unwrap()).await
    }

    /// Sends a request without waiting for its answer.
    fn calls(&self, service: &Service, session: &str) {
        let request = self.http.get(format!("{}{CONTACT}", service.url)).bearer_auth(session);
        tokio::spawn(request.send());
    }

    /// Blocks all other writers until it is dropped.
    async fn stops_writing(&self) -> SqliteConnection {
        let mut connection = open(&self.database).await;
        sqlx::query("BEGIN IMMEDIATE").execute(&mut connection).await.unwrap();
        connection
    }

    /// Opening the app repairs the authorization, and the log has no secret.
    async fn assert_repaired(&mut self, service: &Service) {
        let (session, _) = self.signs_in(service).await;
        assert_eq!(self.get(service, &session).await.status, 200);
        assert_eq!(Row::read(&self.database).await.rest(), ("alive", None, 0));
        let log = std::fs::read_to_string(self.folder.path().join("log")).unwrap();
        assert!(log.contains("answered"), "nothing was logged");
        for secret in &self.secrets {
            assert!(!log.contains(secret.as_str()), "a secret was logged");
        }
    }
}

impl Service {
    /// Kills the process with SIGKILL.
    async fn killed(mut self) {
        self.child.kill().await.unwrap();
    }
}

async fn until(what: &str, holds: impl Fn() -> bool) {
    let begun = Instant::now();
    while !holds() {
        assert!(begun.elapsed() < Duration::from_secs(20), "never: {what}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// Long enough for a service to reach the point where it is held.
async fn a_moment() {
    tokio::time::sleep(Duration::from_millis(500)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_processes_on_one_database_renew_once() {
    let mut setup = Setup::prepare(one_portal()).await;
    let mut services = vec![setup.serve().await];
    services.push(setup.serve().await);
    let session = setup.spent(&services[0]).await;
    setup.sim.oauth_faults().script("oauth/token", Nth::Every, Fault::Delay(Duration::from_secs(2)));
    let calls = (0..200).map(|number| setup.get(&services[number % 2], &session));
    let answers = join_all(calls).await;
    assert!(answers.iter().all(|answer| answer.status == 200), "{answers:?}");
    assert_eq!((exchanges(&setup.sim), setup.sim.refreshes()), (1, 1));
    setup.assert_repaired(&services[1]).await;
    for mut service in services {
        assert!(terminate(&mut service.child).await.success());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn kill_before_the_call_keeps_the_pair_usable() {
    let mut setup = Setup::prepare(one_portal()).await;
    let service = setup.serve().await;
    let session = setup.spent(&service).await;
    let held_up = setup.stops_writing().await;
    setup.calls(&service, &session);
    a_moment().await;
    assert_eq!(exchanges(&setup.sim), 0, "nothing is sent before it is recorded");
    service.killed().await;
    drop(held_up);
    let service = setup.serve().await;
    assert_eq!(setup.get(&service, &session).await.status, 200);
    assert_eq!(exchanges(&setup.sim), 1);
    setup.assert_repaired(&service).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn kill_during_an_unexecuted_call_keeps_the_pair_usable() {
    let mut setup = Setup::prepare(one_portal()).await;
    let service = setup.serve().await;
    let session = setup.spent(&service).await;
    setup.sim.oauth_faults().script("oauth/token", Nth::Next, Fault::Hang);
    setup.calls(&service, &session);
    until("the call", || exchanges(&setup.sim) == 1).await;
    service.killed().await;
    let service = setup.serve().await;
    // The dead process still holds the lease. The next one waits until the lease ends and takes it.
    assert_eq!(setup.get(&service, &session).await.status, 200);
    assert_eq!((exchanges(&setup.sim), setup.sim.refreshes()), (2, 1));
    setup.assert_repaired(&service).await;
}

/// Kills the program after the new pair has arrived and before it is stored. Starts another one.
async fn killed_before_the_store(setup: &mut Setup) -> (Service, String) {
    let service = setup.serve().await;
    let session = setup.spent(&service).await;
    setup.sim.oauth_faults().script("oauth/token", Nth::Next, Fault::Delay(Duration::from_secs(1)));
    setup.calls(&service, &session);
    until("the call", || exchanges(&setup.sim) == 1).await;
    let held_up = setup.stops_writing().await;
    until("the answer", || setup.sim.refreshes() == 1).await;
    a_moment().await;
    service.killed().await;
    drop(held_up);
    let service = setup.serve().await;
    (service, session)
}

#[tokio::test(flavor = "multi_thread")]
async fn kill_before_storing_the_new_pair_needs_one_opening() {
    let mut setup = Setup::prepare(one_portal()).await;
    let (service, session) = killed_before_the_store(&mut setup).await;
    let answers = join_all((0..20).map(|_| setup.get(&service, &session))).await;
    assert!(answers.iter().all(|answer| answer.problem() == (401, "portal_unauthorized")), "{answers:?}");
    assert_eq!(exchanges(&setup.sim), 2, "one more try, then no other");
    assert_eq!(Row::read(&setup.database).await.rest(), ("gone", Some("lost_renewal"), 2));
    setup.assert_repaired(&service).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn kill_before_storing_the_new_pair_is_harmless_if_the_old_one_is_accepted() {
    let mut setup = Setup::prepare(one_portal().rotate_refresh(false)).await;
    let (service, session) = killed_before_the_store(&mut setup).await;
    let answers = join_all((0..20).map(|_| setup.get(&service, &session))).await;
    assert!(answers.iter().all(|answer| answer.status == 200), "{answers:?}");
    assert_eq!(exchanges(&setup.sim), 2);
    setup.assert_repaired(&service).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn kill_during_a_slow_call_ends_in_a_known_state() {
    let mut setup = Setup::prepare(one_portal()).await;
    let service = setup.serve().await;
    let session = setup.spent(&service).await;
    setup.sim.oauth_faults().script("oauth/token", Nth::Next, Fault::Delay(Duration::from_secs(1)));
    setup.calls(&service, &session);
    until("the call", || exchanges(&setup.sim) == 1).await;
    service.killed().await;
    let service = setup.serve().await;
    // The simulated server may or may not complete the call of a dead client.
    let first = setup.get(&service, &session).await.status;
    assert!([200, 401].contains(&first), "{first}");
    assert_eq!(setup.get(&service, &session).await.status, first);
    assert_eq!(exchanges(&setup.sim), 2);
    setup.assert_repaired(&service).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn program_renews_unused_pairs() {
    let mut setup = Setup::prepare(one_portal()).await;
    let mut service = setup.serve().await;
    setup.signs_in(&service).await;
    assert!(terminate(&mut service.child).await.success());
    executes(&setup.database, "UPDATE authorizations SET keep_alive_at = $1", "0").await;
    let mut service = setup.serve().await;
    until("the renewal", || setup.sim.refreshes() == 1).await;
    assert!(terminate(&mut service.child).await.success());
    assert_eq!(
        Row::read(&setup.database).await.rest(),
        ("alive", None, 0),
        "the stop waits for the new pair"
    );
}
