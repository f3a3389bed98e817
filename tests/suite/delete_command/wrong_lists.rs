//! Lists that are probably wrong, and portals that do not answer for long.

use std::time::{Duration, Instant};

use super::{Setup, deleted, list};

#[tokio::test(flavor = "multi_thread")]
async fn list_with_mostly_unknown_ids_deletes_nothing_without_consent() {
    let setup = Setup::new(120).await;
    let portal = setup.portal();
    let ids = portal.contact_ids();
    let wrong = format!("{}\n900001\n900002\n", ids[0]);
    let arguments = ["--yes", "--report", "report.csv"];
    let ran = setup.runs(1, &arguments, &wrong).await;
    assert_eq!(ran.code, 2, "{}{}", ran.out, ran.err);
    assert!(
        ran.err.contains("1 of 3 contacts are there") && ran.err.contains("--allow-missing"),
        "{}",
        ran.err
    );
    assert!(portal.calls().iter().all(|call| !call.method.contains("delete")));
    assert_eq!(portal.contact_count(), 120);
    // The failed command left no report, so the next one can write it.
    let ran = setup.runs(1, &[&arguments[..], &["--allow-missing"]].concat(), &wrong).await;
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("1 deleted, 2 not there"), "{}", ran.out);
    let half = format!("{}\n900001\n", ids[1]);
    assert_eq!(setup.runs(1, &["--yes"], &half).await.code, 0, "one half is not the majority");
}

#[tokio::test(flavor = "multi_thread")]
async fn column_can_be_named_if_headings_are_unclear() {
    let setup = Setup::new(120).await;
    let portal = setup.portal();
    let ids = portal.contact_ids();
    let table = format!("No,Contact\n{},{}\n", ids[0], ids[1]);
    std::fs::write(setup.folder.path().join("ids.csv"), table).unwrap();
    let arguments = ["--yes", "--file", "ids.csv"];
    let ran = setup.runs(1, &arguments, "").await;
    assert!(ran.code == 2 && ran.err.contains("--column"), "{}", ran.err);
    assert!(portal.calls().is_empty());
    let ran = setup.runs(1, &[&arguments[..], &["--column", "2"]].concat(), "").await;
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("column 2: \"Contact\""), "{}", ran.err);
    assert!(!portal.contact_ids().contains(&ids[1]) && portal.contact_ids().contains(&ids[0]));
}

#[tokio::test(flavor = "multi_thread")]
async fn command_gives_up_if_the_portal_stays_down() {
    let setup = Setup::new(300).await;
    let portal = setup.portal();
    portal.set_delete_cost(Duration::from_millis(5));
    let ids = portal.contact_ids();
    let enough_deleted = deleted(&portal, 30);
    let mut running = setup.starts(&ids[..200], &["--wait", "2s", "--report", "report.csv"]);
    enough_deleted.await.unwrap();
    portal.set_down(true).await.unwrap();
    running.says("Given up after 2 s").await;
    let ran = running.ends().await;
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("run it again with --allow-missing"), "{}", ran.err);
    assert!(ran.out.contains(" not done"), "{}", ran.out);
    assert_eq!(setup.file("report.csv").lines().count(), 201);
}

#[tokio::test(flavor = "multi_thread")]
async fn command_gives_up_if_the_portal_is_down_from_the_start() {
    let setup = Setup::new(120).await;
    let portal = setup.portal();
    portal.set_down(true).await.unwrap();
    let begun = Instant::now();
    let ids = list(&portal.contact_ids()[..3]);
    let ran = setup.runs(1, &["--yes", "--wait", "1s", "--report", "report.csv"], &ids).await;
    assert!(ran.code == 1 && begun.elapsed() >= Duration::from_secs(1), "{}", ran.err);
    assert!(ran.err.contains("Given up after 1 s"), "{}", ran.err);
    assert_eq!(setup.file("report.csv").matches(",pending,").count(), 3);
    let ran = setup.runs(1, &["--yes", "--wait", "soon"], &ids).await;
    assert!(ran.code == 2 && ran.err.contains("write 90s, 30m"), "{}", ran.err);
}

#[tokio::test(flavor = "multi_thread")]
async fn webhook_over_plain_http_gives_a_warning() {
    let setup = Setup::new(120).await;
    let first = setup.portal().contact_ids()[0].to_string();
    let ran = setup.runs(1, &["--dry-run", &first], "").await;
    assert_eq!(ran.err.matches("plain http").count(), 1, "{}", ran.err);
}
