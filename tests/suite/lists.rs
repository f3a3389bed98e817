//! Lists of ids: the same examples through the command and the API.

mod books;
mod examples;

use examples::{Example, Right};
use futures_util::{StreamExt, stream};

use crate::delete_command::Desk;

/// What is wrong with how the command took an example; nothing is sent but looks.
async fn fault_of_command(desk: &Desk, at: usize, example: &Example) -> Option<String> {
    let (list, report) = (format!("list-{at}"), format!("report-{at}.csv"));
    std::fs::write(desk.folder.path().join(&list), &example.bytes).unwrap();
    let ran = desk.runs(1, &["--dry-run", "--file", &list, "--report", &report], "").await;
    let is_right = match &example.right {
        Right::Ids(ids) if ids.is_empty() => ran.code == 2 && ran.err.contains("there are no ids"),
        Right::Ids(ids) => {
            ran.code == 0 && {
                let found: Vec<u32> = desk
                    .file(&report)
                    .lines()
                    .skip(1)
                    .filter_map(|line| line.split(',').next()?.parse().ok())
                    .collect();
                found == *ids
            }
        }
        Right::Ask => ran.code == 2 && ran.err.contains("--column"),
        Right::Refuse(row, _) => {
            ran.code == 2
                && (ran.err.contains(&format!("line {row}: ")) || ran.err.contains(&format!("row {row}: ")))
        }
        Right::Unreadable(_) => ran.code == 2,
    };
    (!is_right)
        .then(|| format!("{}: {:?} was wanted, not {}: {}", example.name, example.right, ran.code, ran.err))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_reads_every_example_as_is_right() {
    let desk = Desk::new(120).await;
    let examples = examples::all();
    let checks = examples.iter().enumerate().map(|(at, example)| fault_of_command(&desk, at, example));
    let faults: Vec<String> =
        stream::iter(checks).buffer_unordered(4).filter_map(async |fault| fault).collect().await;
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
    let calls = desk.portal_calls();
    assert!(calls.iter().all(|method| !method.contains("delete")));
}
