//! Checks the rules of `docs/architecture.md` in the source text: which module may name which, which crate is used
//! where, and how long a file may be.

#![expect(clippy::expect_used, reason = "a file that cannot be read is a failed test")]

mod sources;

use std::fs;
use std::path::{Path, PathBuf};

use sources::{blank_comments_and_strings, is_word, paths_after};

/// Each module of the application, and the other modules (or parts of modules) that it may name.
const MAY_NAME: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("i18n", &["domain"]),
    ("lists", &["domain"]),
    ("workbook", &["domain"]),
    ("bitrix", &["domain"]),
    ("store", &["domain"]),
    ("flows", &["domain", "bitrix", "store", "i18n"]),
    ("worker", &["domain", "bitrix", "store", "flows"]),
    ("web", &["domain", "flows", "i18n", "lists", "workbook", "bitrix::inbound"]),
];

/// The composition root. It puts the parts together, so it may name all of them.
const COMPOSITION_ROOT: &[&str] = &["lib", "main", "app", "cli", "check", "config", "telemetry", "shutdown"];

/// Names that may be used in one place only. A place is a file or a folder.
const OWNED: &[(&str, &[&str])] = &[
    ("sqlx", &["src/store"]),
    ("reqwest", &["src/bitrix"]),
    ("oauth2", &["src/bitrix"]),
    ("actix_web", &["src/web", "src/main.rs", "src/app.rs"]),
    ("askama", &["src/web/pages.rs", "src/web/pages"]),
    ("std::env", &["src/config.rs", "src/config"]),
    ("dotenvy", &["src/config.rs", "src/config"]),
    ("encoding_rs", &["src/lists"]),
    ("flate2", &["src/lists", "src/workbook.rs", "src/workbook"]),
    ("html5gum", &["src/lists"]),
    ("quick_xml", &["src/lists"]),
    ("rawzip", &["src/lists", "src/workbook.rs", "src/workbook"]),
    ("portal_sim", &[]),
];

/// Only one file reads the clock, so that tests can control the time.
const CLOCK_READS: &[&str] = &["SystemTime::now", "Timestamp::now", "Zoned::now", "Utc::now", "Local::now"];
const CLOCK_OWNER: &str = "src/domain/clock.rs";

const LONGEST_FILE: usize = 400;

#[test]
fn modules_name_only_allowed_modules() {
    let mut faults = Vec::new();
    for source in rust_files(&["src"]) {
        let Some((module, allowed)) = source.rule() else {
            if !COMPOSITION_ROOT.contains(&source.module()) {
                faults.push(format!("{}: module `{}` has no rule in MAY_NAME", source.path, source.module()));
            }
            continue;
        };
        for (line, path) in source.names_of_own_crate() {
            let is_allowed = path[0] == module || allowed.iter().any(|entry| starts_with(&path, entry));
            if !is_allowed {
                faults.push(format!("{}:{line}: `{module}` may not name `{}`", source.path, path.join("::")));
            }
        }
    }
    assert_none(&faults);
}

#[test]
fn crates_are_used_only_by_their_owners() {
    let mut faults = Vec::new();
    for source in rust_files(&["src"]) {
        for (name, owners) in OWNED.iter().filter(|(_, owners)| !source.is_within(owners)) {
            for line in source.lines_naming(name) {
                faults.push(format!("{}:{line}: `{name}` belongs to {}", source.path, place(owners)));
            }
        }
    }
    assert_none(&faults);
}

#[test]
fn the_clock_is_read_in_one_place() {
    let mut faults = Vec::new();
    for source in rust_files(&["src"]).iter().filter(|source| source.path != CLOCK_OWNER) {
        for (line, text) in numbered(&source.code) {
            if let Some(read) = CLOCK_READS.iter().find(|read| text.contains(**read)) {
                faults.push(format!("{}:{line}: `{read}`: take the time from the Clock", source.path));
            }
        }
    }
    assert_none(&faults);
}

#[test]
fn simulator_does_not_name_the_application() {
    let mut faults = Vec::new();
    for source in rust_files(&["portal-sim"]) {
        for line in source.lines_naming("contact_eraser") {
            faults.push(format!("{}:{line}: the simulator may not name the application", source.path));
        }
    }
    assert_none(&faults);
}

#[test]
fn no_file_is_too_long() {
    let folders = ["src", "portal-sim", "tests", "static", "examples", "benches"];
    let faults: Vec<_> = files(&folders, &["rs", "js", "css"])
        .into_iter()
        .map(|path| (path.clone(), read(&path).lines().count()))
        .filter(|(_, lines)| *lines > LONGEST_FILE)
        .map(|(path, lines)| format!("{path}: {lines} lines, the longest may have {LONGEST_FILE}"))
        .collect();
    assert_none(&faults);
}

#[test]
fn every_file_has_a_module_comment() {
    let faults: Vec<_> = files(&["src", "portal-sim/src"], &["rs"])
        .into_iter()
        .filter(|path| !read(path).starts_with("//!"))
        .map(|path| format!("{path}:1: begin with `//!` and what the file owns"))
        .collect();
    assert_none(&faults);
}

#[test]
fn no_unfinished_code_is_left() {
    let mut faults = Vec::new();
    for source in rust_files(&["src", "portal-sim", "tests", "examples", "benches"]) {
        for (line, text) in numbered(&source.code) {
            for mark in ["todo!", "unimplemented!", "#[ignore"] {
                if text.contains(mark) {
                    faults.push(format!("{}:{line}: `{mark}`", source.path));
                }
            }
        }
    }
    assert_none(&faults);
}

#[test]
fn no_file_contains_a_path_of_a_machine() {
    let folders =
        ["src", "portal-sim", "tests", "static", "templates", "locales", "migrations", "examples", "benches"];
    let kinds = ["rs", "js", "css", "html", "sql", "ftl", "toml", "md", "sh", "py", "mjs", "php", "json"];
    let homes = ["work", "root", "home", "Users"].map(|home| format!("/{home}/"));
    let mut faults = Vec::new();
    for path in files(&[&folders[..], &["scripts", "docs"]].concat(), &kinds) {
        for (line, text) in numbered(&read(&path)) {
            for home in homes.iter().filter(|home| begins_a_path(text, home)) {
                faults.push(format!("{path}:{line}: a path of one machine (`{home}`)"));
            }
        }
    }
    assert_none(&faults);
}

/// A Rust file. `code` has no comments and no string contents; `production` has no test modules either.
struct Source {
    path: String,
    code: String,
    production: String,
}

impl Source {
    fn load(path: String) -> Self {
        let code = blank_comments_and_strings(&read(&path));
        let tests_at = code.find("#[cfg(test)]\nmod ").unwrap_or(code.len());
        Self { production: code[..tests_at].to_owned(), path, code }
    }

    /// The top-level module of a file in `src`.
    fn module(&self) -> &str {
        self.path.trim_start_matches("src/").split('/').next().unwrap_or_default().trim_end_matches(".rs")
    }

    fn rule(&self) -> Option<(&'static str, &'static [&'static str])> {
        MAY_NAME.iter().find(|(module, _)| *module == self.module()).copied()
    }

    fn is_within(&self, places: &[&str]) -> bool {
        places.iter().any(|place| self.path == *place || self.path.starts_with(&format!("{place}/")))
    }

    /// How many `super` lead from this file to the crate's root.
    fn depth(&self) -> usize {
        let inner = self.path.trim_start_matches("src/").trim_end_matches(".rs").trim_end_matches("/mod");
        inner.split('/').count()
    }

    /// Every path into our own crate, with its line. Groups in braces are split into single paths.
    fn names_of_own_crate(&self) -> Vec<(usize, Vec<String>)> {
        let climb = "super::".repeat(self.depth());
        let mut found = paths_after(&self.production, "crate::");
        found.extend(paths_after(&self.production, &climb));
        found
    }

    fn lines_naming(&self, name: &str) -> Vec<usize> {
        let (head, rest) = name.split_once("::").map_or((name, None), |(head, rest)| (head, Some(rest)));
        let mut lines: Vec<_> = paths_after(&self.code, &format!("{head}::"))
            .into_iter()
            .filter(|(_, path)| rest.is_none_or(|rest| path[0] == rest))
            .map(|(line, _)| line)
            .collect();
        if rest.is_none() {
            let imports = [format!("use {head};"), format!("use {head} as "), format!("extern crate {head}")];
            let is_import = |text: &str| imports.iter().any(|import| text.contains(import.as_str()));
            lines.extend(numbered(&self.code).filter(|(_, text)| is_import(text)).map(|(line, _)| line));
        }
        lines.sort_unstable();
        lines.dedup();
        lines
    }
}

fn starts_with(path: &[String], entry: &str) -> bool {
    entry.split("::").enumerate().all(|(at, part)| path.get(at).is_some_and(|word| word == part))
}

fn begins_a_path(text: &str, home: &str) -> bool {
    text.match_indices(home).any(|(at, _)| !text[..at].ends_with(|c: char| is_word(c) || ".-}~*".contains(c)))
}

fn place(owners: &[&str]) -> String {
    if owners.is_empty() { "tests and examples".to_owned() } else { owners.join(", ") }
}

fn numbered(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines().enumerate().map(|(at, line)| (at + 1, line))
}

fn rust_files(folders: &[&str]) -> Vec<Source> {
    files(folders, &["rs"]).into_iter().map(Source::load).collect()
}

/// The files of these kinds, as paths from the repository's root. A missing folder has no files.
fn files(folders: &[&str], kinds: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for folder in folders {
        collect(&root().join(folder), kinds, &mut found);
    }
    found.sort();
    found
}

fn collect(folder: &Path, kinds: &[&str], found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let is_ours = !path.is_symlink() && !path.ends_with("target") && !path.ends_with("node_modules");
        if path.is_dir() && is_ours {
            collect(&path, kinds, found);
        } else if path.extension().and_then(|kind| kind.to_str()).is_some_and(|kind| kinds.contains(&kind)) {
            let inner = path.strip_prefix(root()).expect("the file is in the repository");
            found.push(inner.to_string_lossy().replace('\\', "/"));
        }
    }
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).expect("a source file can be read")
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn assert_none(faults: &[String]) {
    assert!(faults.is_empty(), "\n\n{}\n", faults.join("\n"));
}
