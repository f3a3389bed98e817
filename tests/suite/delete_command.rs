//! `contact-eraser delete`: one portal, one inbound webhook, no configuration.

mod ids;
mod secret;
mod terminal;
mod trouble;
mod wrong_lists;

use std::collections::BTreeMap;
use std::process::Stdio;
use std::time::Duration;

use portal_sim::{Fault, Moment, Nth, Portal, Rights, Sim};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::process::{Child, ChildStderr, Command};

use crate::service::program;

/// The result of a finished command.
pub(crate) struct Finished {
    pub(crate) code: i32,
    out: String,
    pub(crate) err: String,
}

pub(crate) struct Setup {
    sim: Sim,
    pub(crate) folder: TempDir,
}

impl Setup {
    pub(crate) async fn new(contacts: usize) -> Self {
        let sim = Sim::builder().portals(1).contacts(contacts).no_bucket().start().await.unwrap();
        Self { sim, folder: tempfile::tempdir().unwrap() }
    }

    /// The methods that the portal received.
    pub(crate) fn portal_calls(&self) -> Vec<String> {
        self.portal().calls().iter().map(|call| call.method.clone()).collect()
    }

    fn portal(&self) -> Portal {
        self.sim.portal(0)
    }

    /// The command without any configuration.
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = program(&BTreeMap::new(), self.folder.path());
        command.arg("delete").args(arguments);
        command
    }

    pub(crate) async fn runs(&self, user: u64, arguments: &[&str], input: &str) -> Finished {
        let url = self.portal().webhook_url(user);
        let mut command = self.command(&[&["--webhook-url", &url], arguments].concat());
        let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        // The command may end before it reads its input.
        let _read = stdin.write_all(input.as_bytes()).await;
        drop(stdin);
        let ran = self.ends(child).await;
        let secret = url.trim_end_matches('/').rsplit('/').next().unwrap();
        assert!(!ran.out.contains(secret) && !ran.err.contains(secret), "the secret was printed");
        ran
    }

    async fn ends(&self, child: Child) -> Finished {
        let output = child.wait_with_output().await.unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Finished { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
    }

    /// Starts the command for these contacts.
    fn starts(&self, ids: &[u64], more: &[&str]) -> Running {
        let file = self.folder.path().join("ids.txt");
        std::fs::write(&file, list(ids)).unwrap();
        let mut command = self.command(&["--yes", "--file", "ids.txt"]);
        let mut child =
            command.args(more).env("ERASER_WEBHOOK_URL", self.portal().webhook_url(1)).spawn().unwrap();
        let errors = BufReader::new(child.stderr.take().unwrap());
        Running { child, errors, heard: String::new() }
    }

    pub(crate) fn file(&self, name: &str) -> String {
        std::fs::read_to_string(self.folder.path().join(name)).unwrap()
    }
}

/// A running command.
struct Running {
    child: Child,
    errors: BufReader<ChildStderr>,
    heard: String,
}

impl Running {
    /// Waits until standard error contains these words.
    async fn says(&mut self, words: &str) {
        while !self.heard.contains(words) {
            let count = self.errors.read_line(&mut self.heard).await.unwrap();
            assert!(count > 0, "the command ended without {words:?}: {}", self.heard);
        }
    }

    async fn gets(&self, signal: &str) {
        let id = self.child.id().unwrap().to_string();
        assert!(Command::new("kill").args([signal, &id]).status().await.unwrap().success());
    }

    async fn ends(mut self) -> Finished {
        self.errors.read_to_string(&mut self.heard).await.unwrap();
        let output = self.child.wait_with_output().await.unwrap();
        let out = String::from_utf8(output.stdout).unwrap();
        Finished { code: output.status.code().unwrap(), out, err: self.heard }
    }
}

/// Resolves when this many contacts are deleted.
fn deleted(portal: &Portal, count: usize) -> tokio::sync::oneshot::Receiver<()> {
    let (sender, receiver) = tokio::sync::oneshot::channel();
    portal.when(Moment::Deletions(count), move |_| {
        let _sent = sender.send(());
    });
    receiver
}

fn list(ids: &[u64]) -> String {
    ids.iter().map(u64::to_string).collect::<Vec<_>>().join("\n")
}

#[tokio::test(flavor = "multi_thread")]
async fn ids_from_standard_input_are_deleted_and_reported() {
    let setup = Setup::new(400).await;
    let portal = setup.portal();
    let ids = portal.contact_ids();
    portal.remove_contact(ids[7]);
    let report = setup.folder.path().join("report.csv");
    let input = format!("{}\n{}", list(&ids[..300]), ids[0]);
    let ran = setup.runs(1, &["--yes", "--report", report.to_str().unwrap()], &input).await;
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("299 deleted, 1 not there") && ran.out.contains("300 of 300 verified gone"));
    assert!(ran.err.contains("1 id stood there more than once"), "{}", ran.err);
    assert_eq!(portal.contact_ids(), ids[300..]);
    let report = std::fs::read_to_string(report).unwrap();
    assert!(report.starts_with("\u{feff}contact_id,outcome,code,message,new_id,settled_at\r\n"));
    assert_eq!(report.lines().count(), 301);
    assert!(report.contains(&format!("\n{},gone,", ids[7])));
}

#[tokio::test(flavor = "multi_thread")]
async fn dry_run_changes_nothing() {
    let setup = Setup::new(120).await;
    let portal = setup.portal();
    let ids = portal.contact_ids();
    let file = setup.folder.path().join("ids.csv");
    std::fs::write(&file, format!("ID;Name\n{};Eva\n{};Ann\n999999;Nobody\n", ids[0], ids[1])).unwrap();
    let ran = setup.runs(1, &["--dry-run", "--file", file.to_str().unwrap()], "").await;
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.contains("2 of 3 contacts are there"), "{}", ran.out);
    assert!(portal.calls().iter().all(|call| !call.method.contains("delete")));
    assert_eq!(portal.contact_count(), 120);
}

#[tokio::test(flavor = "multi_thread")]
async fn denied_contacts_are_reported_and_the_command_fails() {
    let setup = Setup::new(120).await;
    let portal = setup.portal();
    let ids = portal.contact_ids();
    portal.set_rights(2, Rights::All, Rights::None);
    let few = setup.runs(2, &["--yes", &ids[0].to_string()], "").await;
    assert_eq!(few.code, 1);
    assert!(few.out.contains("0 deleted") && few.out.contains("1 not permitted"), "{}", few.out);
    let many = setup.runs(2, &["--yes"], &list(&ids)).await;
    assert_eq!(many.code, 1);
    assert!(many.err.contains("fifty contacts in a row were denied"), "{}", many.err);
    assert_eq!(portal.contact_count(), 120);
}

#[tokio::test(flavor = "multi_thread")]
async fn refused_webhook_is_explained() {
    let setup = Setup::new(120).await;
    let portal = setup.portal();
    let url = portal.webhook_url(1);
    let (head, _) = url.trim_end_matches('/').rsplit_once('/').unwrap();
    for arguments in [["--yes", "1"], ["--dry-run", "1"]] {
        let wrong = format!("{head}/notthesecret1234/");
        let child = setup.command(&[&["--webhook-url", &wrong], &arguments[..]].concat()).spawn().unwrap();
        let ran = setup.ends(child).await;
        assert_eq!(ran.code, 1, "{}", ran.err);
        assert!(ran.err.contains("refused the webhook"), "{}", ran.err);
        assert!(!ran.err.contains("notthesecret1234"));
    }
    assert_eq!(portal.contact_count(), 120);
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_usage_is_reported_before_any_call() {
    let setup = Setup::new(120).await;
    let url = setup.portal().webhook_url(1);
    let bad = setup.folder.path().join("no-such-folder").join("report.csv");
    for (arguments, input, message) in [
        (vec!["--webhook-url", &url, "--yes"], "", "there are no ids"),
        (vec!["--webhook-url", &url, "--yes", "abc"], "", "is not a contact id"),
        (vec!["--webhook-url", &url, "--yes"], "1\n2\n-3", "line 3"),
        (vec!["--webhook-url", &url, "1"], "", "--yes"),
        (vec!["--yes", "1"], "", "--webhook-url is missing"),
        (vec!["--webhook-url", "https://a.bitrix24.com/", "--yes", "1"], "", "not the address of a webhook"),
        (vec!["--webhook-url", &url, "--yes", "--file", "none.txt"], "", "none.txt cannot be read"),
        (vec!["--webhook-url", &url, "--yes", "--report", bad.to_str().unwrap(), "1"], "", "--report"),
        (vec!["--webhook-url", &url, "--yes", "--column", "2", "1"], "", "--column"),
        (vec!["--webhook-url", &url, "--frobnicate"], "", "frobnicate"),
    ] {
        let mut child = setup.command(&arguments).stdin(Stdio::piped()).spawn().unwrap();
        let _read = child.stdin.take().unwrap().write_all(input.as_bytes()).await;
        let ran = setup.ends(child).await;
        assert_eq!(ran.code, 2, "{arguments:?}: {}", ran.err);
        assert!(ran.err.contains(message), "{message}: {}", ran.err);
    }
    assert!(setup.portal().calls().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn address_comes_from_the_environment_and_lost_answers_are_checked() {
    let setup = Setup::new(120).await;
    let portal = setup.portal();
    let ids = portal.contact_ids();
    portal.faults().script("batch", Nth::Call(3), Fault::html_after_work(502));
    let mut command = setup.command(&["--yes", "--file", "-"]);
    command.env("ERASER_WEBHOOK_URL", portal.webhook_url(1)).stdin(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(list(&ids[..60]).as_bytes()).await.unwrap();
    let ran = setup.ends(child).await;
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(portal.contact_ids(), ids[60..]);
    assert!(ids[..60].iter().all(|id| portal.delete_requests(*id) == 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn interrupted_command_reports_its_progress() {
    let setup = Setup::new(400).await;
    let portal = setup.portal();
    portal.set_delete_cost(Duration::from_millis(15));
    let ids = portal.contact_ids();
    let enough_deleted = deleted(&portal, 40);
    let running = setup.starts(&ids, &["--report", "report.csv"]);
    enough_deleted.await.unwrap();
    running.gets("-INT").await;
    let ran = running.ends().await;
    assert_eq!(ran.code, 1);
    let gone = 400 - portal.contact_count();
    assert!(ran.out.contains(&format!("{gone} deleted")), "{gone}: {}", ran.out);
    assert!(ran.out.contains(&format!("{} not done", 400 - gone)), "{}", ran.out);
    assert!(!ran.out.contains("may be gone"), "{}", ran.out);
    let report = setup.file("report.csv");
    assert_eq!(report.matches(",deleted,").count(), gone);
    assert_eq!(report.matches(",pending,").count(), 400 - gone);
}
