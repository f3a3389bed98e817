//! Each thing has one name in every language: the words of `docs/translations.md`, and the words that no text may
//! contain.

#![expect(clippy::expect_used, reason = "a text that cannot be read is a failed test")]

use std::fs;
use std::path::{Path, PathBuf};

/// Beginnings of words that mean something else in the portal, or for which the texts use another word. For example, a
/// job of this app is not a task of the portal.
const FORBIDDEN: &[(&str, &[&str])] = &[
    (
        "en",
        &[
            "whoever",
            "hangs on",
            "hang on them",
            "is to be ",
            "are to be ",
            "of theirs",
            "say otherwise",
            "holds ",
        ],
    ),
    ("de", &["aufgabe", "ausgang", "hängt an", "hängen an"]),
    ("es", &["tarea"]),
    ("fr", &["tâche"]),
    ("pl", &["zadani", "transakcj"]),
    ("pt-BR", &["tarefa", "negociaç"]),
    ("ru", &["задани", "задач"]),
    ("uk", &["завдан"]),
];

/// The app's word for jobs, in the tab's name.
const JOBS: &[(&str, &str)] = &[
    ("en", "Jobs"),
    ("de", "Vorgänge"),
    ("es", "Operaciones"),
    ("fr", "Opérations"),
    ("pl", "Operacje"),
    ("pt-BR", "Operações"),
    ("ru", "Операции"),
    ("uk", "Операції"),
];

#[test]
fn every_language_has_its_own_word_for_jobs() {
    for (language, name) in JOBS {
        let found = texts(language).into_iter().find(|text| text.key == "app-tab-jobs");
        assert_eq!(found.expect("the tab's name").value, *name, "{language}");
    }
}

#[test]
fn no_text_uses_a_word_with_another_meaning_in_the_portal() {
    let mut faults = Vec::new();
    for (language, words) in FORBIDDEN {
        for text in texts(language) {
            let value = text.value.to_lowercase();
            for word in words.iter().filter(|word| begins_a_word(&value, word)) {
                faults.push(format!("{}: {} says `{word}`", text.place, text.key));
            }
        }
    }
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

/// A date may end with a full stop already, as in the Russian "2026 г."
#[test]
fn no_full_stop_follows_a_time_placeholder() {
    let mut faults = Vec::new();
    for (language, _) in JOBS {
        for text in texts(language).iter().filter(|text| text.key.starts_with("js-")) {
            if text.value.contains("{ $time }.") {
                faults.push(format!("{}: {}", text.place, text.key));
            }
        }
    }
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn glossary_has_every_language_and_every_term() {
    let glossary = read(&root().join("docs/translations.md"));
    let rows: Vec<&str> = glossary.lines().filter(|line| line.starts_with('|')).collect();
    for thing in [
        "job",
        "draft",
        "copy",
        "restore",
        "deal",
        "responsible",
        "recycle bin",
        "view",
        "filter",
        "permission",
    ] {
        let row = rows.iter().find(|row| row.starts_with(&format!("| {thing} |")));
        let cells = row.unwrap_or_else(|| panic!("no row for {thing}")).split('|').skip(1).take(JOBS.len());
        assert!(cells.filter(|cell| !cell.trim().is_empty()).count() == JOBS.len(), "{thing}");
    }
}

struct Text {
    place: String,
    key: String,
    value: String,
}

/// Every text of a language. The lines of a text with plural forms stay together.
fn texts(language: &str) -> Vec<Text> {
    let folder = root().join("locales").join(language);
    let mut files: Vec<PathBuf> =
        fs::read_dir(&folder).expect("a language").flatten().map(|entry| entry.path()).collect();
    files.sort();
    let mut found: Vec<Text> = Vec::new();
    for path in files {
        let name = path.file_name().unwrap_or_default().display().to_string();
        for line in read(&path).lines().filter(|line| !line.starts_with('#')) {
            let starts = line.starts_with(|first: char| first.is_ascii_lowercase());
            match (line.split_once(" ="), found.last_mut()) {
                (Some((key, value)), _) if starts => found.push(Text {
                    place: format!("locales/{language}/{name}"),
                    key: key.to_owned(),
                    value: value.trim().to_owned(),
                }),
                (_, Some(text)) => {
                    text.value.push(' ');
                    text.value.push_str(line.trim());
                }
                _ => {}
            }
        }
    }
    assert!(found.len() > 300, "{language}: the texts were not read");
    found
}

fn begins_a_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| !text[..at].ends_with(char::is_alphabetic))
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).expect("a file of the repository")
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}
