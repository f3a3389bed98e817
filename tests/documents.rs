//! The documents match the program: they explain every configuration variable, and every link has a target.

#![expect(clippy::expect_used, reason = "a document that cannot be read is a failed test")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn every_variable_is_explained() {
    let program = read("src/config.rs");
    let list = program.split("VARIABLES").nth(1).and_then(|rest| rest.split("];").next());
    let read_by_the_program = variables(list.expect("src/config.rs lists its VARIABLES"));
    for document in [".env.example", "docs/operations.md"] {
        assert_eq!(variables(&read(document)), read_by_the_program, "the variables of {document}");
    }
}

#[test]
fn every_link_has_a_target() {
    let mut faults = Vec::new();
    for document in documents() {
        let text = fs::read_to_string(&document).expect("a document can be read");
        let folder = document.parent().expect("a document is in a folder");
        for target in link_targets(&text).filter(|target| !is_elsewhere(target)) {
            let path = target.split('#').next().unwrap_or_default();
            if !path.is_empty() && !folder.join(path).exists() {
                faults.push(format!("{}: {target}", document.display()));
            }
        }
    }
    assert!(faults.is_empty(), "links without a target:\n{}", faults.join("\n"));
}

#[test]
fn every_api_call_is_documented() {
    let mut source = read("src/web/mod.rs");
    source.retain(|character| !character.is_whitespace());
    let methods = [("get()", "GET"), ("post()", "POST"), ("put()", "PUT"), ("delete()", "DELETE")];
    let routes: BTreeSet<String> = source
        .split("call(\"")
        .skip(1)
        .filter_map(|rest| rest.split_once('"'))
        .flat_map(|(path, rest)| {
            let own = rest.split(".service(").next().unwrap_or_default();
            let has = |code: &str| {
                own.contains(&format!(".route(web::{code}")) || own.contains(&format!(".route({code}"))
            };
            methods
                .iter()
                .filter(move |(code, _)| has(code))
                .map(move |(_, method)| format!("{method} {path}"))
        })
        .collect();
    let document = read("docs/api.md");
    let listed: BTreeSet<String> = document
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split('`').next())
        .map(ToOwned::to_owned)
        .collect();
    assert_eq!(listed, routes);
}

/// The names with our prefix in a text.
fn variables(text: &str) -> BTreeSet<String> {
    let is_part_of_name = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
    text.split(|c| !is_part_of_name(c))
        .filter(|word| word.len() > "ERASER_".len() && word.starts_with("ERASER_"))
        .map(ToOwned::to_owned)
        .collect()
}

/// The targets of `[text](target)` and of `src="target"`.
fn link_targets(text: &str) -> impl Iterator<Item = &str> {
    let ends = [("](", ')'), ("src=\"", '"')];
    ends.into_iter().flat_map(|(start, end)| {
        text.split(start)
            .skip(1)
            .filter_map(move |rest| rest.split(end).next())
            .filter(|target| !target.contains(' '))
    })
}

fn is_elsewhere(target: &str) -> bool {
    target.contains("://") || target.starts_with("mailto:")
}

fn documents() -> Vec<PathBuf> {
    let mut found = Vec::new();
    for folder in [root(), root().join("docs"), root().join("docs/decisions"), root().join("portal-sim")] {
        let entries = fs::read_dir(folder).expect("the folder can be listed");
        found.extend(entries.flatten().map(|entry| entry.path()).filter(|path| is_document(path)));
    }
    found
}

fn is_document(path: &Path) -> bool {
    path.extension().is_some_and(|kind| kind == "md")
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).expect("the file can be read")
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}
