//! The simulator's layers, read from its sources: which module may import which, that no files import each other in a
//! circle, and that a REST method can be read alone.

#![expect(clippy::unwrap_used, reason = "a source that cannot be read is a failed test")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Each top-level module and the modules that it may import: those of the layers below it.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("sync", &[]),
    ("clock", &[]),
    ("php", &[]),
    ("faults", &["php", "sync"]),
    ("crm", &["clock", "php"]),
    ("world", &["clock", "crm", "faults", "php", "sync"]),
    ("portal", &["crm", "faults", "php", "sync", "world"]),
    ("methods", &["clock", "crm", "php", "portal", "world"]),
    ("wire", &["clock", "faults", "php", "portal", "world"]),
    ("rest", &["faults", "methods", "php", "portal", "sync", "wire", "world"]),
    ("oauth", &["clock", "faults", "php", "portal", "sync", "wire", "world"]),
    ("desktop", &["clock", "crm", "php", "portal", "world"]),
    ("server", &["desktop", "oauth", "portal", "rest", "sync", "wire", "world"]),
    ("sim", &["clock", "faults", "oauth", "portal", "rest", "server", "sync", "wire", "world"]),
];

/// What a file of REST methods may import from the other files in `methods`.
const METHODS_MAY_IMPORT: &[&str] = &["context", "error", "params", "creation"];

/// Crates that only some modules or files may use.
const OWNED_CRATES: &[(&str, &[&str])] = &[
    ("actix_web", &["wire", "rest/mod.rs", "oauth", "desktop", "server", "world/servers.rs"]),
    ("reqwest", &["world/state.rs", "portal/events.rs"]),
    ("clap", &["main.rs"]),
];

#[test]
fn a_module_imports_only_modules_of_lower_layers() {
    let sources = Sources::load();
    let mut faults = Vec::new();
    for source in sources.iter().filter(|source| !source.module.is_empty()) {
        let module = source.module[0].as_str();
        let Some((_, allowed)) = MAY_IMPORT.iter().find(|(name, _)| *name == module) else {
            faults.push(format!("{}: `{module}` has no rule in MAY_IMPORT", source.path));
            continue;
        };
        for target in sources.imports(source) {
            let imported = target.module.first().map_or("lib", String::as_str);
            if imported != module && !allowed.contains(&imported) {
                faults.push(format!("{}: `{module}` may not import `{imported}`", source.path));
            }
        }
    }
    assert_none(&faults);
}

#[test]
fn no_files_import_each_other_in_a_circle() {
    let sources = Sources::load();
    let mut finished = Vec::new();
    for source in sources.iter() {
        if let Some(circle) = find_circle(&sources, source, &mut Vec::new(), &mut finished) {
            panic!("\n\na circle: {}\n", circle.join(" -> "));
        }
    }
}

#[test]
fn a_file_of_methods_imports_only_the_context_and_its_helpers() {
    let sources = Sources::load();
    let mut faults = Vec::new();
    let roots = ["methods/mod.rs", "methods/table.rs"];
    let is_method = |source: &&Source| source.path.starts_with("methods/") && !roots.contains(&&*source.path);
    for source in sources.iter().filter(is_method) {
        for target in sources.imports(source).iter().filter(|target| target.module[0] == "methods") {
            let part = target.module.get(1).map_or("mod", String::as_str);
            if source.module[1] != part && !METHODS_MAY_IMPORT.contains(&part) {
                faults.push(format!("{}: may not import `methods::{part}`", source.path));
            }
        }
    }
    assert_none(&faults);
}

#[test]
fn crates_stay_with_their_owners() {
    let mut faults = Vec::new();
    for source in Sources::load().iter() {
        for (name, owners) in OWNED_CRATES {
            let is_owner =
                |owner: &&str| source.path == **owner || source.path.starts_with(&format!("{owner}/"));
            if !owners.iter().any(is_owner) && !paths_after(&source.code, &format!("{name}::")).is_empty() {
                faults.push(format!("{}: may not use the crate `{name}`", source.path));
            }
        }
    }
    assert_none(&faults);
}

#[test]
fn paths_and_circles_are_found() {
    let source = |path: &str, text: &str| Source::new(path.to_owned(), text);
    let sources = Sources(vec![
        source("lib.rs", "mod a;\nmod b;\npub use a::{Left, inner::Deep};"),
        source("a/mod.rs", "mod inner;\npub use inner::Deep; // use crate::b;"),
        source("a/inner.rs", "use super::super::b::{self, Right};\nconst TEXT: &str = \"crate::c\";"),
        source("b.rs", "fn right() { crate::a::Left::new() }\n#[cfg(test)]\nmod tests { use crate::x; }"),
    ]);
    let imports =
        |at: usize| sources.imports(&sources.0[at]).iter().map(|file| file.path.clone()).collect::<Vec<_>>();
    assert_eq!(imports(0), ["a/inner.rs", "a/mod.rs"]);
    assert_eq!(
        (imports(1), imports(2), imports(3)),
        (vec!["a/inner.rs".to_owned()], vec!["b.rs".to_owned()], vec!["a/mod.rs".to_owned()])
    );
    let circle = find_circle(&sources, &sources.0[1], &mut Vec::new(), &mut Vec::new());
    assert_eq!(circle.unwrap(), ["a/mod.rs", "a/inner.rs", "b.rs", "a/mod.rs"]);
}

/// The files of a circle that can be reached from `source`.
fn find_circle(
    sources: &Sources,
    source: &Source,
    trail: &mut Vec<String>,
    finished: &mut Vec<String>,
) -> Option<Vec<String>> {
    if let Some(at) = trail.iter().position(|path| *path == source.path) {
        return Some([&trail[at..], std::slice::from_ref(&source.path)].concat());
    }
    if finished.contains(&source.path) {
        return None;
    }
    trail.push(source.path.clone());
    let circle =
        sources.imports(source).into_iter().find_map(|target| find_circle(sources, target, trail, finished));
    trail.pop();
    finished.push(source.path.clone());
    circle
}

/// All source files of the simulator.
struct Sources(Vec<Source>);

impl Sources {
    fn load() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let mut found = BTreeMap::new();
        collect(&root, &root, &mut found);
        assert!(found.len() > 50, "the sources were not found");
        Self(found.into_iter().map(|(path, text)| Source::new(path, &text)).collect())
    }

    fn iter(&self) -> impl Iterator<Item = &Source> {
        self.0.iter()
    }

    /// The other files that a file imports or names, in order and without duplicates.
    fn imports(&self, source: &Source) -> Vec<&Source> {
        let files = source.paths().into_iter().filter_map(|path| self.file_of(&path));
        let mut files: Vec<&Source> = files.filter(|file| file.path != source.path).collect();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        files.dedup_by(|a, b| a.path == b.path);
        files
    }

    /// The file of the innermost module on a path.
    fn file_of(&self, path: &[String]) -> Option<&Source> {
        let modules =
            self.iter().filter(|source| source.path != "main.rs" && path.starts_with(&source.module));
        modules.max_by_key(|source| source.module.len())
    }
}

/// A source file without comments, strings and unit tests.
struct Source {
    /// Its path in `src`.
    path: String,
    /// The path of its module; empty for the crate's root.
    module: Vec<String>,
    code: String,
}

impl Source {
    fn new(path: String, text: &str) -> Self {
        let code = without_comments_and_strings(text);
        let end = code.find("#[cfg(test)]\nmod ").unwrap_or(code.len());
        let name = path.trim_end_matches(".rs").trim_end_matches("/mod");
        let parts = name.split('/').filter(|part| !["lib", "main"].contains(part));
        Self { module: parts.map(str::to_owned).collect(), code: code[..end].to_owned(), path }
    }

    /// All paths into the own crate, from the crate's root.
    fn paths(&self) -> Vec<Vec<String>> {
        let parent = &self.module[..self.module.len().saturating_sub(1)];
        let mut found = paths_after(&self.code, "crate::");
        for mut path in paths_after(&self.code, "super::") {
            let mut base = parent;
            while path.first().is_some_and(|part| part == "super") {
                path.remove(0);
                base = &base[..base.len().saturating_sub(1)];
            }
            found.push([base, &path].concat());
        }
        let children =
            self.code.lines().filter_map(|line| line.trim().strip_suffix(';')?.rsplit_once("mod "));
        for (_, child) in children {
            for path in paths_after(&self.code, &format!("{child}::")) {
                found.push([&self.module[..], &[child.to_owned()], &path].concat());
            }
        }
        found
    }
}

/// The paths that follow a prefix: `crate::{a::b, c}` gives `a::b` and `c`.
fn paths_after(code: &str, prefix: &str) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices(prefix) {
        let before = code[..at].chars().next_back();
        if !before.is_some_and(|c| is_word(c) || c == ':' || c == '$') {
            read_tree(&mut code[at + prefix.len()..].chars().peekable(), &[], &mut found);
        }
    }
    found
}

/// Reads a path or a group of paths (`a::b`, `a::{b, c}`, `*`) up to its end.
fn read_tree(
    code: &mut std::iter::Peekable<std::str::Chars>,
    before: &[String],
    found: &mut Vec<Vec<String>>,
) {
    let mut path = before.to_vec();
    loop {
        while code.next_if(|c| c.is_whitespace() || *c == ':').is_some() {}
        if code.next_if_eq(&'{').is_some() {
            loop {
                read_tree(code, &path, found);
                while code.next_if(|c| c.is_whitespace()).is_some() {}
                if code.next_if_eq(&',').is_none() {
                    code.next_if_eq(&'}');
                    return;
                }
            }
        }
        let mut word = String::new();
        while let Some(c) = code.next_if(|c| is_word(*c) || *c == '*') {
            word.push(c);
        }
        if !word.is_empty() {
            path.push(word);
        }
        if code.peek() != Some(&':') {
            // After the last comma of a group there is no further path.
            if path.len() > before.len() {
                found.push(path);
            }
            while code.next_if(|c| is_word(*c) || *c == ' ').is_some() {}
            return;
        }
    }
}

/// Removes line comments and the contents of simple strings. The simulator's raw strings contain no paths.
fn without_comments_and_strings(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if rest.starts_with("//") {
            rest = &rest[rest.find('\n').unwrap_or(rest.len())..];
        } else if first == '"' {
            code.push_str("\"\"");
            rest = &rest[1 + string_length(&rest[1..])..];
        } else if let Some(after) = rest.strip_prefix("'\"'").or_else(|| rest.strip_prefix("'\\\"'")) {
            rest = after;
        } else {
            code.push(first);
            rest = &rest[first.len_utf8()..];
        }
    }
    code
}

/// The length of a string's contents with its closing quote.
fn string_length(inside: &str) -> usize {
    let mut escaped = false;
    for (at, c) in inside.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    inside.len()
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn collect(root: &Path, folder: &Path, found: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(root, &path, found);
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            let name = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
            found.insert(name, fs::read_to_string(&path).unwrap());
        }
    }
}

fn assert_none(faults: &[String]) {
    assert!(faults.is_empty(), "\n\n{}\n", faults.join("\n"));
}
