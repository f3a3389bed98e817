//! Where the command reads ids, and where it writes the report.

use std::process::Stdio;

use portal_sim::Rights;

use super::{Setup, list};

#[tokio::test(flavor = "multi_thread")]
async fn numbers_inside_text_cells_delete_no_contact() {
    let setup = Setup::new(120).await;
    let portal = setup.portal();
    let ids = portal.contact_ids();
    // The second line of the address looks like the beginning of a record.
    let table = format!(
        "\u{feff}\"ID\";\"Address\"\r\n\"{}\";\"Main St\r\n{}; Springfield\"\r\n{};\"say \"\"hi\"\"\"\r\n",
        ids[0], ids[1], ids[2]
    );
    let file = setup.folder.path().join("export.csv");
    std::fs::write(&file, table).unwrap();
    let ran = setup.runs(1, &["--yes", "--file", "export.csv", &ids[3].to_string()], "").await;
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("\"ID\" is taken for a heading"), "{}", ran.err);
    let left: Vec<u64> = ids.iter().copied().filter(|id| ![ids[0], ids[2], ids[3]].contains(id)).collect();
    assert_eq!(portal.contact_ids(), left);
}

#[tokio::test(flavor = "multi_thread")]
async fn files_without_ids_are_refused_with_the_line() {
    let setup = Setup::new(120).await;
    let file = setup.folder.path().join("ids.csv");
    for (bytes, message) in [
        (&b"ID,Name\n5,Eva\nsix,Ann\n"[..], "line 3: \"six\" is not a contact id"),
        (b"x12\n13\n", "line 1: \"x12\""),
        (b"ID,Name\n5,\"Eva\n6,Ann\n", "line 2: \"5\" begins where a quotation mark is never closed"),
        (b"\xff\xfex\0", "line 1: \"x\""),
        (b"%PDF-1.7", "this is a PDF document"),
        (b"No,Contact\n1,5\n", "2  \"Contact\"  5"),
        (b"ID\n", "there are no ids"),
    ] {
        std::fs::write(&file, bytes).unwrap();
        let ran = setup.runs(1, &["--yes", "--file", "ids.csv"], "").await;
        assert_eq!(ran.code, 2, "{message}");
        assert!(ran.err.contains(message), "{message}: {}", ran.err);
    }
    let named = setup.runs(1, &["--yes", "5", "six"], "").await;
    assert!(named.code == 2 && named.err.contains("argument 2: \"six\""), "{}", named.err);
    let many = setup.runs(1, &["--yes"], &list(&(1..=100_001).collect::<Vec<_>>())).await;
    assert!(many.code == 2 && many.err.contains("too many"), "{}", many.err);
    assert!(setup.portal().calls().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn dry_run_writes_a_report_and_errors_keep_an_earlier_one() {
    let setup = Setup::new(120).await;
    let first = setup.portal().contact_ids()[0];
    let path = setup.folder.path().join("report.csv");
    std::fs::write(&path, "an earlier report, which is longer than what comes instead of it".repeat(9))
        .unwrap();
    let refused = setup.runs(1, &["--report", "report.csv", "1"], "").await;
    assert_eq!(refused.code, 2, "no terminal, so no question is possible");
    assert!(setup.file("report.csv").starts_with("an earlier report"));
    let named = first.to_string();
    let look = ["--dry-run", "--report", "report.csv", &named, "999999"];
    let ran = setup.runs(1, &look, "").await;
    assert!(ran.code == 2 && ran.err.contains("--force overwrites it"), "{}", ran.err);
    assert!(setup.file("report.csv").starts_with("an earlier report") && setup.portal().calls().is_empty());
    let ran = setup.runs(1, &[&look[..], &["--force"]].concat(), "").await;
    assert_eq!(ran.code, 0, "{}", ran.err);
    let lines: Vec<String> = setup.file("report.csv").lines().map(ToOwned::to_owned).collect();
    assert_eq!(lines[1..], [format!("{first},pending,,,,"), "999999,gone,,,,".to_owned()]);
    assert_eq!(setup.portal().contact_count(), 120);
}

#[tokio::test(flavor = "multi_thread")]
async fn report_never_overwrites_the_list_of_ids() {
    let setup = Setup::new(120).await;
    let ids = list(&setup.portal().contact_ids()[..3]);
    std::fs::write(setup.folder.path().join("ids.csv"), &ids).unwrap();
    let ran = setup.runs(1, &["--yes", "--file", "ids.csv", "--report", "./ids.csv"], "").await;
    assert!(ran.code == 2 && ran.err.contains("the ids stand there"), "{}", ran.err);
    assert_eq!(setup.file("ids.csv"), ids);
    assert_eq!(setup.portal().contact_count(), 120);
}

#[tokio::test(flavor = "multi_thread")]
async fn report_and_output_name_denied_contacts() {
    let setup = Setup::new(120).await;
    let portal = setup.portal();
    let ids = portal.contact_ids();
    portal.set_rights(2, Rights::All, Rights::Own);
    let ran = setup.runs(2, &["--yes", "--report", "report.csv"], &list(&ids[..40])).await;
    let (report, left) = (setup.file("report.csv"), portal.contact_ids());
    let denied: Vec<u64> = ids[..40].iter().copied().filter(|id| left.contains(id)).collect();
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(!denied.is_empty() && denied.len() < 40, "the user may delete only own contacts: {denied:?}");
    assert_eq!(report.matches(",denied,").count(), denied.len());
    assert_eq!(report.matches(",deleted,").count(), 40 - denied.len());
    assert!(ran.out.contains(&format!("{} not permitted: {}", denied.len(), denied[0])), "{}", ran.out);
}

#[tokio::test(flavor = "multi_thread")]
async fn closed_output_does_not_stop_the_command() {
    let setup = Setup::new(120).await;
    let portal = setup.portal();
    let ids = portal.contact_ids();
    let mut command = setup.command(&["--yes", "--file", "-"]);
    command.env("ERASER_WEBHOOK_URL", portal.webhook_url(1)).stdin(Stdio::piped());
    let mut child = command.spawn().unwrap();
    drop((child.stdout.take(), child.stderr.take()));
    let mut stdin = child.stdin.take().unwrap();
    tokio::io::AsyncWriteExt::write_all(&mut stdin, list(&ids[..60]).as_bytes()).await.unwrap();
    drop(stdin);
    assert_eq!(child.wait().await.unwrap().code(), Some(0));
    assert_eq!(portal.contact_ids(), ids[60..]);
}
