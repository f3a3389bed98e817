//! Clients of other authors delete contact 50 on the simulator, unmodified: the ways of calling `crm.contact.delete`
//! that its documentation shows (`scripts/official-clients/`). If a client disagrees with the simulator, the simulator
//! is wrong.

#![expect(
    clippy::expect_used,
    clippy::print_stderr,
    reason = "a client that cannot be started is a failed test"
)]

use std::path::Path;
use std::process::{Command, Output};

use portal_sim::Sim;

const DOOMED: u64 = 50;

/// The exit code of `run` if a client cannot be installed on this machine.
const CANNOT_RUN_HERE: i32 = 77;

macro_rules! clients {
    ($($test:ident: $client:literal,)*) => {
        $(#[tokio::test(flavor = "multi_thread")]
        async fn $test() {
            deletes_contact_50($client).await;
        })*
    };
}

clients! {
    curl_with_a_webhook: "curl-webhook",
    curl_with_a_token: "curl-oauth",
    b24jssdk_with_a_webhook: "b24jssdk-webhook",
    b24jssdk_with_a_token: "b24jssdk-oauth",
    b24jssdk_in_a_batch: "b24jssdk-batch",
    b24pysdk_with_a_webhook: "b24pysdk-webhook",
    b24pysdk_with_a_token: "b24pysdk-oauth",
    b24pysdk_in_a_batch: "b24pysdk-batch",
    bx24js_calls_a_method: "bx24js-method",
    bx24js_calls_a_batch: "bx24js-batch",
    bx24js_calls_a_batch_with_names: "bx24js-named-batch",
    crest_with_a_webhook: "crest-webhook",
    crest_with_a_token: "crest-oauth",
    crest_in_a_batch: "crest-batch",
}

async fn deletes_contact_50(client: &'static str) {
    let sim =
        Sim::builder().portals(1).contacts(100).installed(true).start().await.expect("the simulator starts");
    let portal = sim.portal(0);
    let before = portal.contact_ids();
    assert!(before.contains(&DOOMED), "contact {DOOMED} exists");

    let line = sim.description().to_string();
    let run =
        tokio::task::spawn_blocking(move || run(client, &line)).await.expect("the client's thread ends");
    let output = [run.stdout, run.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
    if run.status.code() == Some(CANNOT_RUN_HERE) {
        eprintln!("SKIPPED: {output}");
        return;
    }

    assert!(run.status.success(), "{client} did not report success ({}):\n{output}", run.status);
    let left: Vec<u64> = before.into_iter().filter(|id| *id != DOOMED).collect();
    assert_eq!(portal.contact_ids(), left, "exactly contact {DOOMED} is deleted");
    let deletions: Vec<_> =
        portal.deletions().into_iter().map(|deletion| (deletion.contact_id, deletion.user_id)).collect();
    assert_eq!(deletions, [(DOOMED, 1)], "one deletion by the token's user");
}

fn run(client: &str, line: &str) -> Output {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts/official-clients/run");
    Command::new(script).arg(client).env("PORTAL_SIM", line).output().expect("bash runs")
}
